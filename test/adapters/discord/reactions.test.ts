import { describe, expect, it } from "vitest";
import { settings } from "../../../adapters/discord/settings.ts";
import type { TeamId } from "../../../src/chat/incoming.ts";
import { readSettings } from "../../../src/config.ts";
import { readMissedReactions } from "../../../src/jobs/missed-reactions.ts";
import { papers } from "../../support/builders.ts";
import { botId, channelIds, guildId, newId, userIds } from "../../support/discord/ids.ts";
import type { DiscordMessage } from "../../support/discord/types.ts";
import { type DiscordScene, type DiscordSceneOptions, useDiscord } from "../../support/discord-scene.ts";

const open = useDiscord();
const home = `discord:${guildId}` as const;
const all = papers(10).map(({ id }) => id);

interface Room extends DiscordScene {
  readonly digest: DiscordMessage;
}

/** A channel, or a direct message, with a digest of ten papers in it, as the bot posts one. */
async function withDigest(
  options: DiscordSceneOptions = {},
  place: string = channelIds.general,
  team: TeamId = home,
): Promise<Room> {
  const room = await open({ papers: papers(12), ...options });
  const id = await room.adapter.post(`${team}/${place}`, {
    title: "Daily Papers",
    note: "React 🔖 for all.",
  });
  const channel = id.slice(0, id.lastIndexOf("/"));
  await room.scene.store.posts.record({ id, team, channel, papers: all, kind: "digest" }, new Date());
  const digest = room.discord.messages.find((message) => id.endsWith(`/${message.id}`));
  if (!digest) throw new Error("nothing was posted");
  return Object.assign(room, { digest });
}

const savers = ({ scene }: DiscordScene, paper: string, team: TeamId = home) =>
  scene.store.saves.savers(team, paper);

const catchUp = ({ adapter, scene }: DiscordScene): Promise<void> =>
  readMissedReactions(
    adapter,
    { store: scene.store, clock: () => new Date(), logger: { error: () => {}, debug: () => {} } as never },
    new AbortController().signal,
  );

describe("a reaction to a post", () => {
  it("saves the paper at its number, for the person by the name that Discord shows, and its removal takes it back", async () => {
    const room = await withDigest();
    await room.discord.react(room.digest, "2️⃣", { user: userIds.li });
    await expect.poll(() => savers(room, "2611.00002")).toEqual(["Li"]);
    expect(await savers(room, "2611.00001")).toEqual([]);
    await room.discord.unreact(room.digest, "2️⃣", { user: userIds.li });
    await expect.poll(() => savers(room, "2611.00002")).toEqual([]);
  });

  it.each([
    ["1️⃣", ["2611.00001"]],
    ["9\u20E3", ["2611.00009"]],
    ["🔟", ["2611.00010"]],
    ["🔖", all],
    ["🔖\uFE0F", all],
    ["🔖🏽", all],
  ])("%s means its papers", async (emoji, meant) => {
    const room = await withDigest();
    await room.discord.react(room.digest, emoji);
    await expect.poll(() => savers(room, meant[0] ?? "")).toEqual(["Ana"]);
    for (const { id } of papers(12)) {
      expect(await savers(room, id)).toEqual(meant.includes(id) ? ["Ana"] : []);
    }
  });

  it("with any other emoji, or of a bot, means nothing", async () => {
    const room = await withDigest();
    const own = { id: newId(), name: "bookmark" };
    for (const emoji of ["🎉", "0️⃣", "🔢", "📑", "⭐", own]) await room.discord.react(room.digest, emoji);
    await room.discord.react(room.digest, "🔖", { user: botId });
    await room.discord.react(room.digest, "3️⃣");
    await expect.poll(() => savers(room, "2611.00003")).toEqual(["Ana"]);
    expect(await savers(room, "2611.00001")).toEqual([]);
  });

  it.each([
    [":star:", "⭐", { id: newId(), name: "star" }],
    [":star:", "⭐", "⭐"],
    [":our_own:", ":our_own:", { id: newId(), name: "our_own" }],
    ["⭐", "⭐", "⭐"],
    ["⭐ :our-own:", "⭐", "⭐"],
    [":thumbsup:", "👍", "👍"],
    ["+1", "👍", "👍🏿"],
    [":heart:", "❤", "❤️"],
    ["👍🏽", "👍🏽", "👍"],
  ])(
    "with the emoji that is configured, %s, saves, the bookmark then no more; the post says %s",
    async (name, said, emoji) => {
      const room = await withDigest({ env: { SAVE_EMOJI: name } });
      expect(JSON.stringify(room.digest.components)).toContain(`React ${said} for all.`);
      await room.discord.react(room.digest, "🔖");
      await room.discord.react(room.digest, emoji, { user: userIds.li });
      await expect.poll(() => savers(room, "2611.00001")).toEqual(["Li"]);
    },
  );

  it.each([":our-own:", "party+parrot", ":お気に入り:"])(
    "cannot be %s, which is no emoji's name on Discord",
    (name) => {
      expect(() => readSettings(settings, { DISCORD_TOKEN: "a.b.c", SAVE_EMOJI: name })).toThrow(
        /SAVE_EMOJI must be an emoji on Discord, such as ⭐.*write one: "⭐ :our-star:"/,
      );
    },
  );

  it("counts on a post from before the start, by people whom this process never met", async () => {
    const room = await withDigest();
    await room.discord.react(room.digest, "4️⃣", { user: userIds.noor });
    await expect.poll(() => savers(room, "2611.00004")).toEqual(["Noor"]);
    await room.restart();
    await room.discord.unreact(room.digest, "4️⃣", { user: userIds.noor });
    await room.discord.react(room.digest, "5️⃣", { user: userIds.li });
    await expect.poll(() => savers(room, "2611.00005")).toEqual(["Li"]);
    await expect.poll(() => savers(room, "2611.00004")).toEqual([]);
  });

  it("counts in a direct message, where the person is the team, also after a restart", async () => {
    const team: TeamId = `discord:${userIds.li}`;
    const room = await withDigest({}, userIds.li, team);
    await room.discord.react(room.digest, "1️⃣", { user: userIds.li });
    await expect.poll(() => savers(room, "2611.00001", team)).toHaveLength(1);
    await room.restart();
    await room.discord.unreact(room.digest, "1️⃣", { user: userIds.li });
    await room.discord.react(room.digest, "2️⃣", { user: userIds.li });
    await expect.poll(() => savers(room, "2611.00002", team)).toHaveLength(1);
    await expect.poll(() => savers(room, "2611.00001", team)).toEqual([]);
  });

  it("to somebody else's message is none of our business", async () => {
    const room = await withDigest();
    await room.discord.react(await room.discord.write("look"), "🔖");
    await room.discord.react(room.digest, "3️⃣");
    await expect.poll(() => savers(room, "2611.00003")).toEqual(["Ana"]);
    expect(await savers(room, "2611.00001")).toEqual([]);
  });

  it("that is told twice ends in what was told last", async () => {
    const room = await withDigest();
    const told = (type: string) => {
      const what = { user_id: userIds.ana, channel_id: channelIds.general, message_id: room.digest.id };
      const emoji = { id: null, name: "1️⃣" };
      room.discord.event(`MESSAGE_REACTION_${type}`, {
        ...what,
        emoji,
        guild_id: guildId,
        burst: false,
        type: 0,
      });
    };
    for (const type of ["ADD", "ADD", "REMOVE", "REMOVE", "ADD"]) told(type);
    await room.discord.react(room.digest, "3️⃣");
    await expect.poll(() => savers(room, "2611.00003")).toEqual(["Ana"]);
    expect(await savers(room, "2611.00001")).toHaveLength(1);
    for (const type of ["ADD", "REMOVE"]) told(type);
    await expect.poll(() => savers(room, "2611.00001")).toEqual([]);
  });
});

describe("a moderator who takes reactions away", () => {
  /** Ana and Li saved by reactions, and Ana number two by a command besides. */
  const withReactions = async () => {
    const room = await withDigest();
    await (await room.discord.command({ subcommand: "save", options: { paper: "2611.00002" } })).answer();
    for (const emoji of ["1️⃣", "2️⃣", "🔖"]) await room.discord.react(room.digest, emoji);
    await room.discord.react(room.digest, "1️⃣", { user: userIds.li, isSuper: true });
    await room.discord.react(room.digest, "3️⃣", { user: userIds.li });
    await expect.poll(() => savers(room, "2611.00003")).toEqual(["Ana", "Li"]);
    return room;
  };

  it("all of them, takes back what they saved and nothing that was saved otherwise", async () => {
    const room = await withReactions();
    room.discord.clearReactions(room.digest);
    await expect.poll(() => savers(room, "2611.00003")).toEqual([]);
    expect(await savers(room, "2611.00001")).toEqual([]);
    expect(await savers(room, "2611.00002")).toEqual(["Ana"]);
    await room.discord.react(room.digest, "1️⃣", { user: userIds.li });
    await expect.poll(() => savers(room, "2611.00001")).toEqual(["Li"]);
  });

  it("of one emoji, takes back what that one saved, super reactions too", async () => {
    const room = await withReactions();
    room.discord.clearReactions(room.digest, "1️⃣");
    await expect.poll(() => savers(room, "2611.00001")).toEqual(["Ana"]);
    room.discord.clearReactions(room.digest, "🔖");
    await expect.poll(() => savers(room, "2611.00001")).toEqual([]);
    expect(await savers(room, "2611.00003")).toEqual(["Li"]);
  });

  it("of an emoji that saves nothing, or from somebody else's message, takes back nothing", async () => {
    const room = await withReactions();
    const other = await room.discord.write("look");
    await room.discord.react(other, "🔖");
    await room.discord.react(room.digest, "🎉");
    room.discord.clearReactions(other);
    room.discord.clearReactions(room.digest, "🎉");
    room.discord.clearReactions(room.digest, "3️⃣");
    await expect.poll(() => savers(room, "2611.00003")).toEqual(["Ana"]);
    expect(await savers(room, "2611.00001")).toEqual(["Ana", "Li"]);
  });
});

describe("two reactions of one person that mean the same", () => {
  it.each([
    {
      what: "a usual and a super one",
      save: "⭐",
      first: { emoji: "⭐" },
      second: { emoji: "⭐", isSuper: true },
    },
    { what: "two skin tones", save: "👍", first: { emoji: "👍" }, second: { emoji: "👍🏽" } },
    {
      what: "super ones in two skin tones",
      save: "👍",
      first: { emoji: "👍🏿", isSuper: true },
      second: { emoji: "👍🏽", isSuper: true },
    },
  ])("keep the save until both are taken back: $what", async ({ save, first, second }) => {
    const room = await withDigest({ env: { SAVE_EMOJI: save } });
    const { discord, digest } = room;
    for (const { emoji, ...how } of [first, second]) await discord.react(digest, emoji, how);
    await expect.poll(() => savers(room, "2611.00001")).toEqual(["Ana"]);
    await discord.unreact(digest, second.emoji, second);
    await discord.react(digest, "3️⃣", { user: userIds.li });
    await expect.poll(() => savers(room, "2611.00003")).toEqual(["Ana", "Li"]);
    expect(await savers(room, "2611.00001")).toEqual(["Ana"]);
    await catchUp(room);
    expect(await savers(room, "2611.00001")).toEqual(["Ana"]);
    await discord.unreact(digest, first.emoji, first);
    await expect.poll(() => savers(room, "2611.00001")).toEqual([]);
  });
});

describe("what was missed while the bot was away", () => {
  const users = "GET /channels/:id/messages/:id/reactions/:emoji";

  it("is read again: what came is saved, what went is taken back, what was unsaved stays so", async () => {
    const room = await withDigest();
    for (const emoji of ["1️⃣", "2️⃣", "3️⃣"]) await room.discord.react(room.digest, emoji);
    await expect.poll(() => savers(room, "2611.00003")).toEqual(["Ana"]);
    await (await room.discord.command({ subcommand: "unsave", options: { paper: "2611.00002" } })).answer();
    await room.adapter.stop();
    room.discord.unreactSilently(room.digest, "1️⃣", userIds.ana);
    room.discord.reactSilently(room.digest, "4️⃣", userIds.li);
    room.discord.reactSilently(room.digest, "5️⃣", botId);
    room.discord.reactSilently(room.digest, "🎉", userIds.li);
    await room.restart();
    await catchUp(room);
    expect(await savers(room, "2611.00001")).toEqual([]);
    expect(await savers(room, "2611.00002")).toEqual([]);
    expect(await savers(room, "2611.00003")).toEqual(["Ana"]);
    expect(await savers(room, "2611.00004")).toEqual(["Li"]);
    expect(await savers(room, "2611.00005")).toEqual([]);
    const asked = room.discord.calls.filter(({ route }) => route === users);
    expect(asked.some(({ path }) => path.includes("🎉"))).toBe(false);
    // Super reactions are a list of their own.
    expect(new Set(asked.map(({ query }) => query.type))).toEqual(new Set(["0", "1"]));
  });

  it("is read of more people than one page has, and of an emoji of the server's own", async () => {
    const members = Array.from({ length: 230 }, (_, i) => ({ id: newId(), name: `Reader ${i}` }));
    const channels = [{ id: channelIds.general, name: "general" }];
    const guilds = [{ id: guildId, name: "Readers", channels, members }];
    const room = await withDigest({ discord: { guilds }, env: { SAVE_EMOJI: "our_own" } });
    const emoji = { id: newId(), name: "our_own" };
    for (const { id } of members) room.discord.reactSilently(room.digest, "1️⃣", id);
    room.discord.reactSilently(room.digest, emoji, members[0]?.id);
    await catchUp(room);
    expect(await savers(room, "2611.00001")).toHaveLength(230);
  });

  it.each([
    ["was deleted", { status: 404, code: 10008 }],
    ["may not be read", { status: 403, code: 50001 }],
    ["could not be read", "drop"],
  ] as const)("changes nothing where the message %s", async (_, fate) => {
    const room = await withDigest();
    await room.discord.react(room.digest, "1️⃣");
    await expect.poll(() => savers(room, "2611.00001")).toEqual(["Ana"]);
    room.discord.unreactSilently(room.digest, "1️⃣");
    room.discord.next("GET /channels/:id/messages/:id", fate);
    await catchUp(room);
    expect(await savers(room, "2611.00001")).toEqual(["Ana"]);
    await catchUp(room);
    expect(await savers(room, "2611.00001")).toEqual([]);
  });
});
