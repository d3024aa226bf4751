import { describe, expect, it } from "vitest";
import type { ChatAdapter } from "../../../src/chat/adapter.ts";
import type { ChannelId, PostId, UserId } from "../../../src/chat/incoming.ts";
import type { Message } from "../../../src/chat/message.ts";
import { composeDigest } from "../../../src/digest/compose.ts";
import { DeliveryError } from "../../../src/errors.ts";
import { papers } from "../../support/builders.ts";
import { channelIds, guildId, newId, userIds } from "../../support/discord/ids.ts";
import type { DiscordFate, DiscordMessage, DiscordServer } from "../../support/discord/types.ts";
import { useDiscord } from "../../support/discord-scene.ts";

const open = useDiscord();
const team = `discord:${guildId}` as const;
const channel = (id: string): ChannelId => `${team}/${id}`;
const general = channel(channelIds.general);
const li: UserId = `${team}/${userIds.li}`;
const message: Message = { title: "Daily Papers", cards: [{ number: 1, title: "One", buttons: [] }] };
const key = `${general} digest 2026-11-20 0`;
const since = new Date(Date.now() - 3_600_000);
const route = "POST /channels/:id/messages";
const history = "GET /channels/:id/messages";

const said = ({ components }: DiscordMessage): string => JSON.stringify(components);
const asked = ({ calls }: DiscordServer, name: string) => calls.filter((call) => call.route === name);
async function troubleOf(work: Promise<unknown>): Promise<DeliveryError> {
  const error = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DeliveryError);
  return error as DeliveryError;
}

describe("a post", () => {
  it("goes to a channel, into a post's thread, and to a person, also before the adapter listens", async () => {
    const { discord, adapter } = await open({ idle: true });
    const headline = await adapter.post(general, message);
    const reply = await adapter.post(headline, { note: "a reply" });
    await adapter.post(li, { note: "to you" });
    await adapter.post(li, { note: "to you again" });
    const [first, second, third, fourth] = discord.messages;
    expect(headline).toBe(`${general}/${first?.id}`);
    expect(reply).toBe(`${channel(discord.threads[0]?.id ?? "")}/${second?.id}`);
    expect(third?.guildId).toBeUndefined();
    expect(fourth?.channelId).toBe(third?.channelId);
    expect(asked(discord, "POST /users/@me/channels")).toHaveLength(1);
    expect(discord.connections).toBe(0);
    for (const { body } of asked(discord, route))
      expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
  });

  it.each([
    [channelIds.random, "Missing Permissions", "Send Messages"],
    [channelIds.hidden, "Missing Access", "View Channel"],
  ])("to %s is refused for good: %s", async (id, reason, mend) => {
    const { adapter } = await open({ idle: true });
    const trouble = await troubleOf(adapter.post(channel(id), message));
    expect(trouble).toMatchObject({ message: reason, retry: false, maybePosted: false });
    expect(trouble.mend).toContain(mend);
  });

  it.each<[string, number, number, RegExp]>([
    ["an archived thread", 400, 50083, /^Unarchive the thread/],
    ["a forum that wants a tag", 400, 40067, /optional, or use a text channel/],
    ["what is no channel for messages", 400, 50024, /^Use a text channel\.$/],
    ["a server whose AutoMod stops it", 400, 200000, /AutoMod/],
    ["a channel that lets nobody in", 403, 50001, /In a voice channel, give me Connect as well/],
  ])("to %s says what works there", async (_, status, code, mend) => {
    const { discord, adapter } = await open({ idle: true });
    discord.next(route, { status, code });
    const trouble = await troubleOf(adapter.post(general, message));
    expect(trouble).toMatchObject({ retry: false, maybePosted: false });
    expect(trouble.mend).toMatch(mend);
  });

  it("to what is neither a channel nor a person is refused for good", async () => {
    const { discord, adapter } = await open({ idle: true });
    const trouble = await troubleOf(adapter.post(channel(newId()), message));
    expect(trouble).toMatchObject({ message: "Unknown Channel", retry: false, maybePosted: false });
    discord.refused.splice(0);
  });

  it.each<[string, DiscordFate, Partial<DeliveryError>]>([
    ["a long rate limit", { retryAfter: 7 }, { retry: true, maybePosted: false }],
    ["a limit of five hours", { retryAfter: 18_000 }, { retry: true, after: expect.closeTo(3_600_000, -3) }],
    ["a long limit of all calls", { retryAfter: 7, global: true }, { retry: true, maybePosted: false }],
    ["a limit in words", { status: 403, code: 20028 }, { retry: true, maybePosted: false, after: 60_000 }],
    ["an archived thread", { status: 400, code: 50083 }, { retry: false, maybePosted: false }],
    ["closed direct messages", { status: 403, code: 50007 }, { retry: false, maybePosted: false }],
    ["AutoMod", { status: 400, code: 200000 }, { retry: false, maybePosted: false }],
    ["a forum", { status: 400, code: 40067 }, { retry: false, maybePosted: false }],
    ["an error nobody knows", { status: 400, code: 99_999 }, { retry: true, maybePosted: false }],
    ["a refused token", { status: 401, code: 0 }, { installation: true, retry: true, maybePosted: false }],
    ["a lost answer", "lose answer", { retry: true, maybePosted: true }],
    ["a 502 behind the post", "fail after", { retry: true, maybePosted: true }],
    ["a 500 before it", "fail before", { retry: true, maybePosted: true }],
    ["a broken connection", "drop", { retry: true, maybePosted: true }],
  ])("that meets %s says whether to try again and whether it may be there", async (_, fate, expected) => {
    const { discord, adapter } = await open({ idle: true });
    discord.next(route, fate);
    expect(await troubleOf(adapter.post(general, message, key))).toMatchObject(expected);
    // Asked once: trying again is the ledger's business.
    expect(asked(discord, route)).toHaveLength(1);
  });

  it("that Discord does not answer in time may be there", async () => {
    const { discord, adapter } = await open({ idle: true, timeout: 1000 });
    discord.next(route, "hang");
    const trouble = await troubleOf(adapter.post(general, message));
    expect(trouble).toMatchObject({ retry: true, maybePosted: true });
    expect(trouble.message).toContain("no answer in time");
    expect(discord.messages).toHaveLength(1);
  });

  it("where nobody listens was surely not made", async () => {
    const { adapter } = await open({ idle: true, env: { DISCORD_API_URL: "http://127.0.0.1:4/api" } });
    const trouble = await troubleOf(adapter.post(general, message));
    expect(trouble).toMatchObject({ retry: true, maybePosted: false });
    expect(trouble.message).toContain("(connection refused)");
  });

  it("waits for a limit that is over in a moment", async () => {
    const { discord, adapter } = await open({ idle: true });
    discord.next(route, { retryAfter: 0.4 });
    await adapter.post(general, message, key);
    const [first, second] = asked(discord, route);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(400);
    expect(discord.messages).toHaveLength(1);
  });

  it("leaves a channel alone for as long as Discord asked, and no other", async () => {
    const { discord, adapter } = await open({ idle: true });
    await adapter.post(general, message);
    discord.next(route, { retryAfter: 7 });
    const first = await troubleOf(adapter.post(general, message));
    const again = await troubleOf(adapter.post(general, message));
    expect(first.after).toBeGreaterThanOrEqual(7000);
    expect(again.after).toBeGreaterThan(3000);
    await adapter.post(channel(channelIds.announcements), message);
    expect(asked(discord, route)).toHaveLength(3);
  });

  it("whose form Discord refuses is made as plain text, and said in the log", async () => {
    const { discord, adapter, logged } = await open({ idle: true });
    discord.next(route, { status: 400, code: 50035 });
    const post = await adapter.post(general, message, key);
    expect(discord.messages[0]?.components).toMatchObject([{ type: 10 }]);
    expect(discord.messages.map(said).join()).toMatch(/Daily Papers.*One/);
    expect(await adapter.find(general, key, since)).toBe(post);
    expect(logged.splice(0).join()).toContain("posted plain");
  });

  it("that is tried again with its key is not made twice; another key makes another", async () => {
    const { discord, adapter } = await open({ idle: true });
    discord.next(route, "lose answer");
    await troubleOf(adapter.post(general, message, key));
    const again = await adapter.post(general, message, key);
    expect(discord.messages.map(({ id }) => `${general}/${id}`)).toEqual([again]);
    await adapter.post(general, message, `${key}1`);
    await adapter.post(general, message);
    expect(discord.messages).toHaveLength(3);
  });
});

describe("a digest in a thread", () => {
  const given = { chosen: papers(5), unseen: 5, wanted: 5 };
  const parts = composeDigest(given, { date: "2026-11-20", newest: "2026-11-20", layout: "thread" });
  const channels = [
    { id: channelIds.general, name: "general" },
    { id: channelIds.random, name: "random", denied: ["CreatePublicThreads"] as const },
  ];
  const guild = { id: guildId, name: "Readers", channels, members: [{ id: userIds.li, name: "Li" }] };

  /** Posts all parts as a delivery does. @returns the first one, which is the headline */
  async function deliver(adapter: ChatAdapter, place: ChannelId): Promise<PostId> {
    const [headline, ...replies] = parts;
    const root = await adapter.post(place, headline?.message ?? {}, `${place} 0`);
    for (const [i, reply] of replies.entries()) await adapter.post(root, reply.message, `${place} ${i + 1}`);
    return root;
  }

  it("has every reply in one thread on its headline", async () => {
    const { discord, adapter } = await open({ idle: true });
    await deliver(adapter, general);
    const [headline, ...replies] = discord.messages;
    const [thread, ...others] = discord.threads;
    expect(others).toEqual([]);
    expect(thread).toMatchObject({ messageId: headline?.id, archiveAfter: 7 * 24 * 60 });
    expect(thread?.name).toBe("Daily Papers, Fri 20 Nov");
    expect(replies.map(({ channelId }) => channelId)).toEqual(Array(5).fill(thread?.id));
    expect(asked(discord, "POST /channels/:id/messages/:id/threads")).toHaveLength(1);
  });

  it("goes on after a restart, and where somebody else has opened the thread meanwhile", async () => {
    const room = await open({ idle: true });
    const root = await room.adapter.post(general, message);
    await room.restart();
    await Promise.all(["1", "2"].map((note) => room.adapter.post(root, { note })));
    const [thread] = room.discord.threads;
    const [, ...replies] = room.discord.messages;
    expect(replies.map(({ channelId }) => channelId)).toEqual([thread?.id, thread?.id]);
  });

  it.each([
    ["a direct message", (adapter: ChatAdapter) => adapter.post(li, { note: "hello" })],
    ["a thread", async (adapter: ChatAdapter) => adapter.post(await adapter.post(general, message), message)],
    ["a channel that has none", (adapter: ChatAdapter) => adapter.post(channel(channelIds.random), message)],
  ])("in %s stands there one below the other", async (_, enter) => {
    const { discord, adapter } = await open({ idle: true, discord: { guilds: [guild] } });
    const entered = await enter(adapter);
    const place = entered.slice(0, entered.lastIndexOf("/")) as ChannelId;
    const root = await deliver(adapter, place);
    const there = discord.messages.filter(({ channelId }) => place.endsWith(`/${channelId}`));
    const posted = there.slice(-6).map(({ id }) => `${place}/${id}`);
    expect(posted[0]).toBe(root);
    expect(await adapter.find(root, `${place} 5`, since)).toBe(posted[5]);
    expect(await adapter.find(root, `${place} 6`, since)).toBe("absent");
  });
});

describe("a part that may be there", () => {
  it("is found in the channel, in the thread and at a person's, by its key", async () => {
    const room = await open({ idle: true });
    await room.discord.write("good morning");
    const post = await room.adapter.post(general, message, key);
    const reply = await room.adapter.post(post, { note: "1" }, `${key} reply`);
    const notice = await room.adapter.post(li, { note: "1" }, `${key} notice`);
    for (let run = 0; run < 2; run++) {
      expect(await room.adapter.find(general, key, since)).toBe(post);
      expect(await room.adapter.find(post, `${key} reply`, since)).toBe(reply);
      expect(await room.adapter.find(li, `${key} notice`, since)).toBe(notice);
      expect(await room.adapter.find(general, "another", since)).toBe("absent");
      expect(await room.adapter.find(post, "another", since)).toBe("absent");
      await room.restart();
    }
  });

  it("is absent where nobody has opened the thread, and in a channel without a message", async () => {
    const { adapter } = await open({ idle: true });
    const post = await adapter.post(general, message, key);
    expect(await adapter.find(post, `${key} reply`, since)).toBe("absent");
    expect(await adapter.find(channel(channelIds.announcements), key, since)).toBe("absent");
  });

  it("is found behind many other messages, and not looked for among older ones", async () => {
    const { discord, adapter } = await open({ idle: true });
    const post = await adapter.post(general, message, key);
    for (let i = 0; i < 450; i++) await discord.write(`chatter ${i}`);
    expect(await adapter.find(general, key, since)).toBe(post);
    expect(asked(discord, history)).toHaveLength(5);
    expect(await adapter.find(general, "another", new Date(Date.now() + 60_000))).toBe("absent");
    expect(asked(discord, history)).toHaveLength(6);
  });

  it("cannot be told of where the history may not be read", async () => {
    const { adapter } = await open({ idle: true });
    for (const id of [channelIds.unread, channelIds.hidden])
      expect(await adapter.find(channel(id), key, since)).toBe("unknown");
  });

  it("is asked for again where Discord did not answer", async () => {
    const { discord, adapter } = await open({ idle: true });
    for (const fate of [{ retryAfter: 1 }, "drop", "fail before"] as const) {
      discord.next(history, fate);
      expect(await troubleOf(adapter.find(general, key, since))).toMatchObject({ retry: true });
    }
  });
});
