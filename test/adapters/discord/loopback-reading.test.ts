import type { TextChannel } from "discord.js";
import { describe, expect, it } from "vitest";
import { type Connected, codeOf, useLoopback } from "../../support/discord/client.ts";
import { botId, channelIds, guildId, userIds } from "../../support/discord/ids.ts";
import type { DiscordOptions } from "../../support/discord/types.ts";

const { connect, start } = useLoopback();

async function inGeneral(options?: DiscordOptions) {
  const connected = await connect(options);
  return { ...connected, channel: await channelOf(connected) };
}

async function channelOf({ client }: Pick<Connected, "client">, id: string = channelIds.general) {
  return (await client.channels.fetch(id)) as TextChannel;
}

describe("the loopback Discord's other answers", () => {
  it("start threads in a forum, with a first message", async () => {
    const channels = [{ id: channelIds.general, name: "forum", type: "forum" as const }];
    const members = [{ id: userIds.ana, name: "Ana" }];
    const { client, discord } = await connect({ guilds: [{ id: guildId, name: "A", channels, members }] });
    const start = (message: object) =>
      client.rest.post(`/channels/${channelIds.general}/threads`, { body: { name: "Papers", message } });
    await start({ content: "first", allowed_mentions: { parse: [] } });
    const [thread] = discord.threads;
    expect(discord.messages).toMatchObject([{ id: thread?.id, channelId: thread?.id, content: "first" }]);
    expect(await codeOf(start({ content: "@here", allowed_mentions: { parse: [] } }))).toBe(50035);
    expect(discord.refused.splice(0)).toHaveLength(1);
  });

  it("list messages newest first, in parts", async () => {
    const { discord, channel } = await inGeneral();
    for (const content of "abcde") await channel.send(content);
    const ids = discord.messages.map(({ id }) => id);
    const list = async (query: object) =>
      (await channel.messages.fetch(query)).map(({ content }) => content).join("");
    expect(await list({ limit: 2 })).toBe("ed");
    expect(await list({ limit: 2, before: ids[3] })).toBe("cb");
    expect(await list({ limit: 2, after: ids[1] })).toBe("dc");
    expect(await list({ limit: 3, around: ids[2] })).toBe("dcb");
    expect(await codeOf(channel.messages.fetch({ limit: 101 }))).toBe(50035);
    expect(discord.refused.splice(0)).toHaveLength(1);
  });

  it("are an empty list without the history, and 50001 for one message", async () => {
    const { discord, channel } = await inGeneral({ history: false });
    const sent = await channel.send("here");
    expect((await channel.messages.fetch({ limit: 5 })).size).toBe(0);
    expect(await codeOf(channel.messages.fetch({ message: sent.id, force: true }))).toBe(50001);
    expect(await codeOf(sent.react("🔖"))).toBe(50001);
    expect(discord.messages).toHaveLength(1);
  });

  it("leave others' words out that are not meant for the bot", async () => {
    const { discord, channel } = await inGeneral();
    await discord.write("secret");
    await discord.write("hey", { mentionsBot: true });
    expect((await channel.messages.fetch({ limit: 5 })).map(({ content }) => content)).toEqual([
      `<@${botId}> hey`,
      "",
    ]);
    const open = await inGeneral({ messageContent: true });
    await open.discord.write("public");
    expect((await open.channel.messages.fetch({ limit: 5 })).map(({ content }) => content)).toEqual([
      "public",
    ]);
  });

  it("start threads, once from a message, until they are archived", async () => {
    const { client, discord, channel } = await inGeneral();
    const sent = await channel.send("root");
    const thread = await sent.startThread({ name: "Papers" });
    expect(thread.id).toBe(sent.id);
    expect(await codeOf(sent.startThread({ name: "again" }))).toBe(160004);
    await thread.send("in it");
    await thread.setArchived(true);
    expect(await codeOf(thread.send("too late"))).toBe(50083);
    const [, inside] = discord.messages;
    const path = `/channels/${thread.id}/messages/${inside?.id}` as const;
    const body = { content: "x", allowed_mentions: { parse: [] } };
    expect(await codeOf(client.rest.patch(path, { body }))).toBe(50083);
    await thread.setArchived(false);
    expect(await codeOf(client.rest.patch(path, { body }))).toBeUndefined();
    expect(await codeOf(thread.setName("Mine"))).toBe(50013);
    expect(await codeOf(channel.setName("mine"))).toBe(50013);
    expect(await codeOf(thread.join())).toBeUndefined();
    const join = client.rest.put(`/channels/${channel.id}/thread-members/@me`);
    expect(await codeOf(join)).toBe(50024);
    await thread.send("again");
    const alone = await channel.threads.create({ name: "Alone" });
    const within = await alone.send("x");
    const deeper = client.rest.post(`/channels/${alone.id}/messages/${within.id}/threads`, {
      body: { name: "a" },
    });
    expect(await codeOf(deeper)).toBe(50024);
    expect(discord.threads).toMatchObject([
      { id: sent.id, name: "Papers", parentId: channelIds.general, messageId: sent.id, archived: false },
      { name: "Alone" },
    ]);
    expect(discord.messages[0]).toMatchObject({ thread: thread.id });
  });

  it("open direct messages, which may be refused", async () => {
    const closed = { id: userIds.li, name: "Li", closedToMessages: true };
    const members = [closed, { id: userIds.ana, name: "Ana" }];
    const { client, discord } = await connect({
      guilds: [{ id: guildId, name: "A", channels: [], members }],
    });
    await client.users.send(userIds.ana, "hello");
    expect(discord.messages).toMatchObject([{ content: "hello", authorId: botId }]);
    expect(discord.messages[0]).not.toHaveProperty("guildId");
    expect(await codeOf(client.users.send(userIds.li, "hello"))).toBe(50007);
    const body = { recipient_id: "1100000000000000000" };
    expect(await codeOf(client.rest.post("/users/@me/channels", { body }))).toBe(50035);
    expect(discord.refused.splice(0)).toHaveLength(1);
    const [sent] = discord.messages;
    const path = `/channels/${sent?.channelId}/messages/${sent?.id}/threads` as const;
    expect(await codeOf(client.rest.post(path, { body: { name: "a" } }))).toBe(50003);
  });

  it("know guilds, members and people", async () => {
    const { client } = await connect();
    const guild = await client.guilds.fetch({ guild: guildId, force: true });
    expect([guild.name, guild.systemChannelId]).toEqual(["Readers", channelIds.general]);
    expect((await guild.channels.fetch()).size).toBe(5);
    expect((await guild.members.fetch(userIds.ana)).displayName).toBe("Ana");
    expect((await client.users.fetch(userIds.noor)).displayName).toBe("Noor");
    expect((await client.application.fetch()).name).toBe("Paperboy");
    expect(await codeOf(client.users.fetch("1100000000000000000"))).toBe(10013);
    expect(await codeOf(guild.members.fetch("1100000000000000000"))).toBe(10007);
    expect(await codeOf(client.guilds.fetch("1100000000000000000"))).toBe(10004);
  });

  it("refuse what does not exist, and whoever has no token", async () => {
    const discord = await start();
    const headers = { authorization: `Bot ${discord.env.DISCORD_TOKEN}` };
    expect((await fetch(`${discord.url}/v10/nothing`, { headers })).status).toBe(404);
    expect((await fetch(`${discord.url}/v9/users/@me`, { headers })).status).toBe(404);
    expect((await fetch(`${discord.url}/v10/users/@me`)).status).toBe(401);
    expect(
      (await fetch(`${discord.url}/v10/users/@me`, { headers: { authorization: "Bot x" } })).status,
    ).toBe(401);
    expect((await fetch(`${discord.url}/v10/users/@me`, { headers })).status).toBe(200);
    expect(discord.refused.splice(0)).toHaveLength(4);
    expect(() => discord.next("POST /nothing", "drop")).toThrow(/no route/);
  });
});
