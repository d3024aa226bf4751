import type { MessageReaction, PartialMessageReaction, TextChannel } from "discord.js";
import { describe, expect, it } from "vitest";
import { codeOf, useLoopback } from "../../support/discord/client.ts";
import { botId, channelIds, guildId, userIds } from "../../support/discord/ids.ts";

const { connect } = useLoopback();
const own = { id: "1100000000000000001", name: "paper" };

async function withMessage() {
  const { discord, client } = await connect();
  const channel = (await client.channels.fetch(channelIds.general)) as TextChannel;
  const sent = await channel.send("hello");
  const [message] = discord.messages;
  if (!message) throw new Error("nothing was sent");
  return { discord, client, channel, sent, message };
}

describe("a reaction on the loopback Discord", () => {
  it("reaches the real client, also where it knows neither message nor member", async () => {
    const { discord, client, channel, message } = await withMessage();
    const raw: Record<string, unknown>[] = [];
    const seen: unknown[] = [];
    const note =
      (how: string) => (reaction: MessageReaction | PartialMessageReaction, user: { id: string }) =>
        void seen.push([how, reaction.emoji.name, reaction.emoji.id, user.id, reaction.message.partial]);
    client.on("raw", ({ t, d }: { t: string; d: never }) => t.startsWith("MESSAGE_REACTION") && raw.push(d));
    client.on("messageReactionAdd", note("add"));
    client.on("messageReactionRemove", note("remove"));
    channel.messages.cache.clear();
    client.users.cache.clear();
    await discord.react(message, "🔖", { user: userIds.li });
    await discord.unreact(message, "🔖", { user: userIds.li });
    await discord.react(message, own);
    await expect
      .poll(() => seen)
      .toEqual([
        ["add", "🔖", null, userIds.li, true],
        ["remove", "🔖", null, userIds.li, true],
        ["add", "paper", own.id, userIds.ana, true],
      ]);
    const of = {
      user_id: userIds.li,
      channel_id: channelIds.general,
      message_id: message.id,
      guild_id: guildId,
    };
    expect(raw[0]).toMatchObject({
      ...of,
      emoji: { id: null, name: "🔖" },
      message_author_id: botId,
      burst: false,
      type: 0,
    });
    expect(raw[0]).toHaveProperty("member.user.id", userIds.li);
    expect(raw[1]).toEqual({ ...of, emoji: { id: null, name: "🔖" }, burst: false, type: 0 });
  });

  it("is seen once, and not at all where it is silent", async () => {
    const { discord, client, message } = await withMessage();
    let count = 0;
    client.on("messageReactionAdd", () => {
      count += 1;
    });
    discord.reactSilently(message, "🔖");
    await discord.react(message, "🔖");
    await discord.react(message, "🔖", { user: userIds.noor });
    await expect.poll(() => count).toBe(1);
    expect(discord.messages[0]?.reactions).toEqual([
      { emoji: { id: null, name: "🔖" }, users: [userIds.ana, userIds.noor] },
    ]);
    discord.unreactSilently(message, "🔖");
    expect(discord.messages[0]?.reactions[0]?.users).toEqual([userIds.noor]);
  });

  it("is listed by its members, in parts", async () => {
    const { discord, channel, sent, message } = await withMessage();
    for (const user of [userIds.noor, userIds.ana, userIds.li]) discord.reactSilently(message, "🔖", user);
    const found = await channel.messages.fetch({ message: sent.id, force: true });
    const reaction = found.reactions.cache.get("🔖");
    expect(reaction?.count).toBe(3);
    const list = async (query: object) => (await reaction?.users.fetch(query))?.map(({ id }) => id);
    expect(await list({ limit: 2 })).toEqual([userIds.ana, userIds.li]);
    expect(await list({ limit: 2, after: userIds.li })).toEqual([userIds.noor]);
    expect(await list({ type: 1 })).toEqual([]);
  });

  it("is made and taken back by the bot", async () => {
    const { discord, client, sent } = await withMessage();
    await sent.react("⭐");
    await sent.react("❤");
    expect(discord.messages[0]?.reactions).toMatchObject([{ users: [botId] }, { users: [botId] }]);
    await sent.reactions.resolve("⭐")?.users.remove(botId);
    expect(discord.messages[0]?.reactions).toHaveLength(1);
    for (const emoji of ["7", "word"]) {
      const path = `/channels/${channelIds.general}/messages/${sent.id}/reactions/${emoji}/@me` as const;
      expect(await codeOf(client.rest.put(path))).toBe(10014);
    }
    const others =
      `/channels/${channelIds.general}/messages/${sent.id}/reactions/${encodeURIComponent("❤")}/${userIds.li}` as const;
    expect(await codeOf(client.rest.delete(others))).toBe(50013);
  });

  it("of others is taken away by whoever may", async () => {
    const guild = { id: guildId, name: "A", channels: [{ id: channelIds.general, name: "a" }] };
    const ana = { id: userIds.ana, name: "Ana" };
    const { discord, client } = await connect({
      guilds: [{ ...guild, members: [ana] }],
      botPermissions: ["ManageMessages"],
    });
    const channel = (await client.channels.fetch(channelIds.general)) as TextChannel;
    const sent = await channel.send("hello");
    discord.reactSilently(discord.messages[0] as never, "⭐");
    const path = `/channels/${channel.id}/messages/${sent.id}/reactions/${encodeURIComponent("⭐")}` as const;
    expect(await codeOf(client.rest.delete(`${path}/${userIds.li}`))).toBe(10013);
    await client.rest.delete(`${path}/${userIds.ana}`);
    expect(discord.messages[0]?.reactions).toEqual([]);
    await (await channel.messages.fetch((await discord.write("x")).id)).delete();
    expect(discord.messages).toHaveLength(1);
  });

  it("is of at most twenty kinds", async () => {
    const { discord, sent, message } = await withMessage();
    for (let i = 0; i < 20; i += 1) discord.reactSilently(message, String.fromCodePoint(0x1f600 + i));
    expect(await codeOf(sent.react("🔖"))).toBe(30010);
  });
});
