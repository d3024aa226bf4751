import { describe, expect, it } from "vitest";
import type { ChannelId, PostId, UserId } from "../../../src/chat/incoming.ts";
import type { Message } from "../../../src/chat/message.ts";
import { DeliveryError } from "../../../src/errors.ts";
import { channelIds, guildId, newId, userIds } from "../../support/discord/ids.ts";
import type { DiscordFate, DiscordMessage, DiscordThread } from "../../support/discord/types.ts";
import { type DiscordScene, useDiscord } from "../../support/discord-scene.ts";

const open = useDiscord();
const team = `discord:${guildId}` as const;
const general: ChannelId = `${team}/${channelIds.general}`;
const li: UserId = `${team}/${userIds.li}`;
const card = { number: 1, title: "One", buttons: [{ label: "Save", action: "save 2611.00001" }] };
const before: Message = { title: "Daily Papers", cards: [card], note: "React 🔖 for all." };
const after: Message = { ...before, cards: [{ ...card, savedBy: "Ana, @everyone" }] };
const route = "PATCH /channels/:id/messages/:id";

const said = ({ components }: DiscordMessage): string => JSON.stringify(components);
const asked = ({ discord }: DiscordScene) => discord.calls.filter((call) => call.route === route);

/** A room with a post of the bot's in it. */
async function posted(
  options: Parameters<typeof open>[0] = {},
): Promise<DiscordScene & { readonly post: PostId }> {
  const room = await open({ idle: true, ...options });
  return Object.assign(room, { post: await room.adapter.post(general, before, `${general} 0`) });
}
async function troubleOf(work: Promise<unknown>): Promise<DeliveryError> {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DeliveryError);
  return error as DeliveryError;
}

describe("an edit", () => {
  it("says the new in the old one's place, in the form of a post, and calls nobody", async () => {
    const room = await posted({ env: { SAVE_EMOJI: "⭐" } });
    await room.adapter.edit(room.post, after);
    const [message, ...others] = room.discord.messages;
    expect(others).toEqual([]);
    expect(message).toMatchObject({ edited: true, flags: 32_768 });
    expect(message && said(message)).toContain("saved by Ana, ");
    expect(message && said(message)).toContain("React ⭐ for all.");
    expect(asked(room).map(({ body }) => body)).toMatchObject([{ allowed_mentions: { parse: [] } }]);
  });

  it("works in a thread and in a direct message, and on posts from before a restart", async () => {
    const room = await posted();
    const places = [
      room.post,
      await room.adapter.post(room.post, before),
      await room.adapter.post(li, before),
    ];
    await room.restart();
    for (const post of places) await room.adapter.edit(post, after);
    expect(room.discord.messages).toHaveLength(3);
    for (const message of room.discord.messages) expect(said(message)).toContain("saved by Ana");
  });

  it("leaves the buttons working", async () => {
    const room = await open();
    const post = await room.adapter.post(general, before);
    await room.adapter.edit(post, after);
    const message = room.discord.messages.find(({ id }) => post.endsWith(id));
    if (!message) throw new Error("nothing was posted");
    const answer = await (await room.discord.press(message, "Save")).answer();
    expect(answer.ephemeralTo).toBe(userIds.ana);
  });
});

describe("an edit that can never be", () => {
  const threadOf = ({ discord }: DiscordScene): DiscordThread => {
    const [thread] = discord.threads;
    if (!thread) throw new Error("no thread");
    return thread;
  };

  it.each<[string, (room: Awaited<ReturnType<typeof posted>>) => Promise<PostId>, string]>([
    [
      "a deleted post",
      async ({ discord, post }) => {
        for (const message of discord.messages) discord.erase(message);
        return post;
      },
      "Unknown Message",
    ],
    [
      "somebody else's message",
      async ({ discord }) => `${general}/${(await discord.write("mine")).id}`,
      "Cannot edit a message authored by another user (50005)",
    ],
    ["a channel that is gone", async () => `${team}/${newId()}/${newId()}`, "Unknown Channel"],
    [
      "a channel that may not be seen",
      async () => `${team}/${channelIds.hidden}/${newId()}`,
      "Missing Access",
    ],
    [
      "an archived thread",
      async (room) => {
        const reply = await room.adapter.post(room.post, before);
        room.discord.changeThread(threadOf(room), { archived: true });
        return reply;
      },
      "the thread is archived",
    ],
    [
      "a locked thread",
      async (room) => {
        const reply = await room.adapter.post(room.post, before);
        room.discord.changeThread(threadOf(room), { locked: true });
        return reply;
      },
      "This thread is locked (160005)",
    ],
  ])("of %s is not tried again", async (_, find, reason) => {
    const room = await posted();
    const trouble = await troubleOf(room.adapter.edit(await find(room), after));
    expect(trouble).toMatchObject({ message: reason, retry: false, after: undefined });
    for (const message of room.discord.messages) expect(said(message)).not.toContain("saved by");
  });

  it.each([
    ["no permission any more", { status: 403, code: 50013 }],
    ["a form that Discord refuses", { status: 400, code: 50035 }],
    ["AutoMod", { status: 400, code: 200000 }],
    ["a refusal nobody knows", { status: 400, code: 99_999 }],
  ])("for %s leaves the post as it was", async (_, fate) => {
    const room = await posted();
    room.discord.next(route, fate);
    expect(await troubleOf(room.adapter.edit(room.post, after))).toMatchObject({ retry: false });
    expect(asked(room)).toHaveLength(1);
    expect(room.discord.messages.map(said).join()).not.toContain("saved by");
    expect(room.logged).toEqual([]);
  });
});

describe("an edit that comes too early", () => {
  const tooOld = { code: 30046, message: "Maximum number of edits to messages older than 1 hour reached." };

  it.each<[string, DiscordFate, number]>([
    ["a limit of the channel's", { retryAfter: 7 }, 7000],
    ["a limit of all calls", { retryAfter: 7, global: true }, 7000],
    ["a limit that the header understates", { retryAfter: 1163.1, code: 20028, header: 1 }, 1_163_100],
    ["too many edits of old posts", { retryAfter: 20, ...tooOld }, 600_000],
    ["too many edits of old posts, for long", { retryAfter: 900, ...tooOld }, 900_000],
    ["too many edits of old posts, told as an error", { status: 400, ...tooOld }, 600_000],
    ["a limit in words", { status: 403, code: 20029 }, 60_000],
    ["a crossposted message's limit", { status: 400, code: 20022 }, 60_000],
  ])("for %s says how long to wait", async (_, fate, wait) => {
    const room = await posted();
    room.discord.next(route, fate);
    const trouble = await troubleOf(room.adapter.edit(room.post, after));
    expect(trouble).toMatchObject({ retry: true });
    expect(trouble.after).toBeGreaterThanOrEqual(wait);
    expect(trouble.after).toBeLessThan(wait + 1000);
    expect(asked(room)).toHaveLength(1);
    expect(room.discord.messages[0]?.edited).toBeUndefined();
  });

  it("waits for a limit that is over in a moment", async () => {
    const room = await posted();
    room.discord.next(route, { retryAfter: 0.4 });
    await room.adapter.edit(room.post, after);
    const [first, second] = asked(room);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(400);
    expect(room.discord.messages.map(said).join()).toContain("saved by Ana");
  });

  it.each<DiscordFate>(["drop", "lose answer", "fail before", "fail after"])(
    "or meets %s may be made once more, with the same outcome",
    async (fate) => {
      const room = await posted();
      room.discord.next(route, fate);
      expect(await troubleOf(room.adapter.edit(room.post, after))).toMatchObject({ retry: true });
      await room.adapter.edit(room.post, after);
      expect(room.discord.messages.map(said).join()).toContain("saved by Ana");
    },
  );

  it("ends in time, whatever Discord does, behind another one too", async () => {
    const room = await posted({ timeout: 2000 });
    room.discord.next(route, "hang", "hang");
    const begun = performance.now();
    const edits = [room.adapter.edit(room.post, after), room.adapter.edit(room.post, after)];
    for (const trouble of await Promise.all(edits.map(troubleOf))) {
      expect(trouble).toMatchObject({ retry: true });
      expect(trouble.message).toContain("no answer in time");
    }
    expect(performance.now() - begun).toBeLessThan(3900);
  });

  it("is not over for the post where the token is refused: another one may be set", async () => {
    const room = await posted();
    room.discord.next(route, { status: 401, code: 0 });
    const trouble = await troubleOf(room.adapter.edit(room.post, after));
    expect(trouble).toMatchObject({ message: "Discord refuses the token", retry: true });
    expect(room.ended).toHaveLength(1);
  });
});
