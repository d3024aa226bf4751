import { describe, expect, it } from "vitest";
import type { ChannelId, Incoming, PostId, UserId } from "../../../src/chat/incoming.ts";
import { botId, channelIds, guildId, newId, userIds } from "../../support/discord/ids.ts";
import type { DiscordGuild, DiscordMessage } from "../../support/discord/types.ts";
import { type DiscordScene, type DiscordSceneOptions, useDiscord } from "../../support/discord-scene.ts";
import { botThat } from "../../support/edge.ts";

const open = useDiscord();
const team = `discord:${guildId}` as const;
const general: ChannelId = `${team}/${channelIds.general}`;
const li: UserId = `${team}/${userIds.li}`;
const robot = { id: newId(), name: "Robot", isBot: true };
const guild: DiscordGuild = {
  id: guildId,
  name: "Readers",
  channels: [{ id: channelIds.general, name: "general" }],
  members: [{ id: userIds.ana, name: "Ana" }, { id: userIds.li, name: "Li" }, robot],
};

interface Room extends DiscordScene {
  readonly heard: Incoming[];
  readonly post: PostId;
  readonly posted: DiscordMessage;
  /** What was heard of some kinds, once a last word has come through. */
  of<Kind extends Incoming["kind"]>(...kinds: Kind[]): Promise<Extract<Incoming, { kind: Kind }>[]>;
}

/** A room with a post of the bot's, and a core that keeps what it is told. */
async function aRoom(options: DiscordSceneOptions = {}): Promise<Room> {
  const heard: Incoming[] = [];
  const bot = botThat(async (incoming) => {
    heard.push(incoming);
    return undefined;
  });
  const room = await open({ bot, discord: { guilds: [guild] }, ...options });
  const post = await room.adapter.post(general, { title: "Daily Papers" });
  const posted = messageOf(room, post);
  let last = 0;
  const of: Room["of"] = async (...kinds) => {
    const word = `last word ${last++}`;
    await room.discord.write(word, { dm: true });
    await expect.poll(() => heard.some((one) => one.kind === "command" && one.text === word)).toBe(true);
    return heard.filter((one) => kinds.includes(one.kind as never)) as never;
  };
  return Object.assign(room, { heard, post, posted, of });
}

function messageOf({ discord }: DiscordScene, post: PostId): DiscordMessage {
  const found = discord.messages.find(({ id }) => post.endsWith(`/${id}`));
  if (!found) throw new Error("nothing was posted");
  return found;
}

describe("a reaction that saves nothing", () => {
  it("is told with its emoji, and so is that it is taken back", async () => {
    const { discord, posted, post, of } = await aRoom();
    const own = { id: newId(), name: "parrot" };
    for (const emoji of ["🎉", own, "👍🏽"]) await discord.react(posted, emoji, { user: userIds.li });
    await discord.unreact(posted, own, { user: userIds.li });
    const told = await of("emoji", "reaction");
    expect(told.map((one) => one.kind === "emoji" && [one.emoji, one.added])).toEqual([
      ["🎉", true],
      [`parrot:${own.id}`, true],
      ["👍🏽", true],
      [`parrot:${own.id}`, false],
    ]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(4);
    for (const one of told)
      expect(one).toMatchObject({ post, channel: general, user: { id: li, name: "Li" } });
  });

  it("leaves what saves what it was", async () => {
    const { discord, posted, of } = await aRoom();
    for (const emoji of ["🔖", "1️⃣", "⭐"]) await discord.react(posted, emoji);
    expect((await of("emoji", "reaction")).map(({ kind }) => kind)).toEqual([
      "reaction",
      "reaction",
      "emoji",
    ]);
  });

  it("is not told of bots, nor of an emoji that is no more", async () => {
    const { discord, posted, of } = await aRoom();
    for (const user of [robot.id, botId]) {
      await discord.react(posted, "🎉", { user });
      await discord.unreact(posted, "🎉", { user });
    }
    const what = { user_id: userIds.li, channel_id: channelIds.general, message_id: posted.id };
    const emoji = { id: newId(), name: null };
    discord.event("MESSAGE_REACTION_REMOVE", { ...what, emoji, guild_id: guildId, burst: false, type: 0 });
    expect(await of("emoji", "reaction")).toEqual([]);
  });
});

describe("a message that answers to another", () => {
  it.each([
    ["with words that are not told", "I like it", false],
    ["that calls the bot", "I like it", true],
    ["without words", "", false],
  ])("by pointing at it, %s, is told", async (_, text, pings) => {
    const { discord, posted, post, of } = await aRoom();
    const { id } = await discord.write(text, { replyTo: posted, pings, user: userIds.li });
    const [told, ...others] = await of("replied");
    expect(others).toEqual([]);
    const user = { id: li, name: "Li" };
    expect(told).toMatchObject({ post, channel: general, user, id: `discord reply ${id}` });
    expect(JSON.stringify(told)).not.toContain("like");
  });

  it("in the thread that was started from it is told, whoever started it", async () => {
    const { adapter, discord, posted, post, of } = await aRoom();
    const other = await discord.write("look");
    await adapter.post(post, { note: "in the thread" });
    await discord.startThread(other, "About this", { user: userIds.li });
    for (const channel of [posted.id, other.id]) await discord.write("", { channel, user: userIds.li });
    const told = await of("replied");
    expect(told.map((one) => one.post)).toEqual([post, `${general}/${other.id}`]);
    expect(told[0]).toMatchObject({ channel: `${team}/${posted.id}` });
  });

  it("in a thread by pointing at a message there answers to that one", async () => {
    const { adapter, discord, posted, post, of } = await aRoom();
    const inside = await adapter.post(post, { note: "in the thread" });
    const replyTo = discord.messages.at(-1);
    if (!replyTo) throw new Error("nothing was posted");
    await discord.write("", { channel: posted.id, replyTo });
    expect((await of("replied")).map((one) => one.post)).toEqual([inside]);
  });

  it("in a thread that was archived when the bot came is told", async () => {
    const { adapter, discord, posted, post, of, restart } = await aRoom();
    await adapter.post(post, { note: "in the thread" });
    const [thread] = discord.threads;
    if (!thread) throw new Error("no thread");
    discord.changeThread(thread, { archived: true });
    await restart();
    await discord.write("", { channel: posted.id });
    expect((await of("replied")).map((one) => one.post)).toEqual([post]);
  });

  it("in a thread that was open when the bot came is told; in one that Discord has not told of it is not", async () => {
    const { adapter, discord, posted, post, of, restart } = await aRoom();
    await adapter.post(post, { note: "in the thread" });
    await restart();
    await discord.write("", { channel: posted.id });
    const author = { id: userIds.li, username: "li", global_name: "Li", discriminator: "0", avatar: null };
    const nowhere = { channel_id: newId(), channel_type: 11, guild_id: guildId };
    for (const where of [nowhere, { ...nowhere, channel_type: undefined }]) {
      const rest = { content: "", type: 0, embeds: [], attachments: [], mentions: [], mention_roles: [] };
      discord.event("MESSAGE_CREATE", { ...where, ...rest, id: newId(), author, timestamp: "2026-11-20" });
    }
    expect((await of("replied")).map((one) => one.post)).toEqual([post]);
  });

  it("is not told of bots, of a message that one was pinned, of a copy, nor of any other message", async () => {
    const { adapter, discord, posted, post, of } = await aRoom();
    await adapter.post(post, { note: "in the thread" });
    await discord.write("", { replyTo: posted, user: robot.id });
    await discord.write("beep", { channel: posted.id, user: robot.id });
    await discord.write("", { replyTo: posted, type: 6 });
    await discord.write("About this", { channel: posted.id, type: 4 });
    await discord.write("", { forwards: posted });
    await discord.write("good morning");
    expect(await of("replied")).toEqual([]);
  });

  it("with links in it is both, and the links know their message", async () => {
    const env = { DISCORD_MESSAGE_CONTENT: "on" };
    const { discord, posted, post, of } = await aRoom({
      env,
      discord: { messageContent: true, guilds: [guild] },
    });
    const abs = "https://arxiv.org/abs/2611.00001";
    const { id } = await discord.write(`compare ${abs}`, { replyTo: posted, user: userIds.li });
    const told = await of("replied", "links");
    expect(told).toMatchObject([
      { kind: "replied", post },
      { kind: "links", links: [abs], draft: false, message: `${general}/${id}` },
    ]);
    expect(new Set(told.map((one) => one.id)).size).toBe(2);
  });
});

describe("a post to a person", () => {
  const own: UserId = `discord:${userIds.li}/${userIds.li}`;

  it("has the id that reactions and replies there tell of, at the first time and later, posted and found", async () => {
    const room = await aRoom();
    const since = new Date(Date.now() - 60_000);
    const [first, second] = [
      await room.adapter.post(li, { note: "1" }, "1"),
      await room.adapter.post(li, { note: "2" }, "2"),
    ];
    for (const post of [first, second]) {
      const message = messageOf(room, post);
      await room.discord.react(message, "1️⃣", { user: userIds.li });
      await room.discord.react(message, "🎉", { user: userIds.li });
      await room.discord.write("", { dm: true, user: userIds.li, replyTo: message });
    }
    const told = await room.of("reaction", "emoji", "replied");
    expect(told.map((one) => one.post)).toEqual([first, first, first, second, second, second]);
    for (const { user } of told) expect(user.id).toBe(own);
    for (let run = 0; run < 2; run++) {
      expect(await room.adapter.find(li, "1", since)).toBe(first);
      expect(await room.adapter.find(li, "2", since)).toBe(second);
      expect(await room.adapter.find(li, "3", since)).toBe("absent");
      await room.restart();
    }
    expect((await room.adapter.reactions(first))?.map(({ user }) => user.id)).toEqual([own]);
  });
});
