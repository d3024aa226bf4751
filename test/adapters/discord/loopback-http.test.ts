import { MessageFlags, type TextChannel } from "discord.js";
import { describe, expect, it } from "vitest";
import { type Connected, codeOf, useLoopback } from "../../support/discord/client.ts";
import { channelIds, guildId, userIds } from "../../support/discord/ids.ts";
import type { DiscordOptions } from "../../support/discord/types.ts";

const { connect } = useLoopback();
const post = "POST /channels/:id/messages";

async function inGeneral(options?: DiscordOptions) {
  const connected = await connect(options);
  return { ...connected, channel: await channelOf(connected) };
}

async function channelOf({ client }: Pick<Connected, "client">, id: string = channelIds.general) {
  return (await client.channels.fetch(id)) as TextChannel;
}

describe("a post to the loopback Discord", () => {
  it("is one with the same nonce for some minutes, and another one afterwards", async () => {
    const { discord, channel } = await inGeneral({ nonceMemory: 200 });
    const said = { content: "hello", nonce: "part 1", enforceNonce: true };
    const first = await channel.send(said);
    expect((await channel.send(said)).id).toBe(first.id);
    expect((await channel.send({ ...said, nonce: "part 2" })).id).not.toBe(first.id);
    expect((await channel.send({ ...said, enforceNonce: false })).id).not.toBe(first.id);
    await new Promise((done) => setTimeout(done, 250));
    expect((await channel.send(said)).id).not.toBe(first.id);
    expect(discord.posts.map(({ key }) => key)).toEqual(["part 1", "part 2", "part 1", "part 1"]);
    expect(discord.posts[0]?.content).toMatchObject({ content: "hello" });
  });

  it("is refused for a nonce of another one, and of a deleted one", async () => {
    const { discord, channel } = await inGeneral();
    const said = { content: "hello", nonce: "part 1", enforceNonce: true };
    const first = await channel.send(said);
    expect((await channel.send({ ...said, content: "else" })).content).toBe("hello");
    expect(discord.refused.splice(0)).toEqual([expect.stringContaining("something else than before")]);
    await first.delete();
    expect(await codeOf(channel.send(said))).toBe(10008);
  });

  it("is refused with its faults, where they stand", async () => {
    const { discord, channel } = await inGeneral();
    const failed = await channel.send("x".repeat(2001)).catch((error: unknown) => error);
    const errors = { content: { _errors: [{ code: "BASE_TYPE_MAX_LENGTH" }] } };
    expect(failed).toMatchObject({ code: 50035, status: 400, rawError: { errors } });
    expect(await codeOf(channel.send(" "))).toBe(50006);
    expect(discord.messages).toEqual([]);
    expect(discord.refused.splice(0)).toEqual([
      expect.stringContaining("50035"),
      expect.stringContaining("50006"),
    ]);
  });

  it.each([
    ["no such channel", "1100000000000000000", 10003],
    ["a channel that it does not see", channelIds.hidden, 50001],
    ["a channel that it may not write to", channelIds.random, 50013],
  ])("is refused in %s", async (_, channel, code) => {
    const { client } = await connect();
    const body = { content: "hello", allowed_mentions: { parse: [] } };
    expect(await codeOf(client.rest.post(`/channels/${channel}/messages`, { body }))).toBe(code);
  });

  it("needs a permission for embeds, for files and for each thing beside", async () => {
    const channels = [
      {
        id: channelIds.general,
        name: "general",
        denied: ["EmbedLinks", "AttachFiles", "CreatePublicThreads", "AddReactions"] as const,
      },
      { id: channelIds.announcements, name: "forum", type: "forum" as const },
    ];
    const { client, discord, channel } = await inGeneral({
      guilds: [{ id: guildId, name: "A", channels, members: [{ id: userIds.ana, name: "Ana" }] }],
    });
    const file = { attachment: Buffer.from("a"), name: "a.txt" };
    expect(await codeOf(channel.send({ embeds: [{ title: "a" }] }))).toBe(50013);
    expect(await codeOf(channel.send({ files: [file] }))).toBe(50013);
    const sent = await channel.send("plain");
    expect(await codeOf(sent.startThread({ name: "a" }))).toBe(50013);
    expect(await codeOf(channel.threads.create({ name: "a" }))).toBe(50013);
    expect(await codeOf(sent.react("🔖"))).toBe(50013);
    discord.reactSilently(discord.messages[0] as never, "🔖");
    expect(await codeOf(sent.react("🔖"))).toBeUndefined();
    const body = { content: "hello", allowed_mentions: { parse: [] } };
    expect(await codeOf(client.rest.post(`/channels/${channelIds.announcements}/messages`, { body }))).toBe(
      50008,
    );
  });

  it("needs a permission of its own in threads, and the one for posts to start one in a forum", async () => {
    const channels = [
      { id: channelIds.general, name: "a", denied: ["SendMessagesInThreads"] as const },
      { id: channelIds.random, name: "b", type: "forum" as const, denied: ["SendMessages"] as const },
    ];
    const members = [{ id: userIds.ana, name: "Ana" }];
    const { client, channel } = await inGeneral({ guilds: [{ id: guildId, name: "A", channels, members }] });
    const thread = await (await channel.send("root")).startThread({ name: "a" });
    expect(await codeOf(thread.send("x"))).toBe(50013);
    const message = { content: "x", allowed_mentions: { parse: [] } };
    const begun = client.rest.post(`/channels/${channelIds.random}/threads`, {
      body: { name: "a", message },
    });
    expect(await codeOf(begun)).toBe(50013);
  });

  it("carries files", async () => {
    const { discord, channel } = await inGeneral();
    const sent = await channel.send({
      content: "all",
      files: [{ attachment: Buffer.from("@article{}"), name: "papers.bib" }],
    });
    expect(sent.attachments.first()?.name).toBe("papers.bib");
    expect(discord.messages[0]?.attachments).toMatchObject([
      { filename: "papers.bib", content: "@article{}" },
    ]);
    expect(discord.calls.at(-1)).toMatchObject({ route: post, files: ["papers.bib"], token: "bot" });
    await sent.edit({ attachments: [] });
    expect(discord.messages[0]?.attachments).toEqual([]);
    expect(
      await codeOf(channel.send({ embeds: [{ title: "a", image: { url: "attachment://b.png" } }] })),
    ).toBe(50035);
    discord.refused.length = 0;
  });

  it("has its files in order, each with what is said of it", async () => {
    const { client, discord } = await connect();
    const send = (key: string, attachments: object[]) => {
      const files = [{ data: "a", name: "a.txt", key }];
      const body = { content: "a", allowed_mentions: { parse: [] }, attachments };
      return codeOf(client.rest.post(`/channels/${channelIds.general}/messages`, { body, files }));
    };
    expect(await send("files[0]", [{ id: 0 }])).toBeUndefined();
    expect(await send("files[1]", [])).toBe(50035);
    expect(await send("files[0]", [{ id: "1" }])).toBe(50035);
    expect(discord.refused.splice(0)).toHaveLength(2);
  });

  it("is published once, where it can be, and is announced by typing", async () => {
    const { discord, client, channel } = await inGeneral();
    await channel.sendTyping();
    const silent = await channelOf({ client }, channelIds.random);
    expect(await codeOf(silent.sendTyping())).toBe(50013);
    const publish = (where: string, id: string) =>
      codeOf(client.rest.post(`/channels/${where}/messages/${id}/crosspost`));
    const news = await channelOf({ client }, channelIds.announcements);
    const sent = await news.send("news");
    expect(await publish(news.id, sent.id)).toBeUndefined();
    expect(await publish(news.id, sent.id)).toBe(40033);
    const other = await discord.write("other", { channel: news.id });
    expect(await publish(news.id, other.id)).toBe(50013);
    expect(await publish(channel.id, (await channel.send("plain")).id)).toBe(50024);
    expect(discord.messages[0]?.flags).toBe(1);
  });

  it("is edited and deleted by its author", async () => {
    const { discord, channel } = await inGeneral();
    const sent = await channel.send({ content: "one", embeds: [{ title: "kept" }] });
    await sent.edit("two");
    expect(discord.messages).toMatchObject([
      { id: sent.id, content: "two", embeds: [{ title: "kept" }], edited: true },
    ]);
    expect(await codeOf(sent.edit({ content: "", embeds: [] }))).toBe(50006);
    discord.refused.length = 0;
    const other = await channel.messages.fetch((await discord.write("mine")).id);
    expect(await codeOf(other.edit({ content: "x", allowedMentions: { parse: [] } }))).toBe(50005);
    expect(await codeOf(other.delete())).toBe(50013);
    await sent.delete();
    expect(discord.messages.map(({ content }) => content)).toEqual(["mine"]);
    expect(await codeOf(sent.edit("gone"))).toBe(10008);
  });

  it("replies where the history may be read", async () => {
    const { discord, client, channel } = await inGeneral();
    const sent = await channel.send("one");
    await sent.reply("two");
    expect(discord.messages[1]).toMatchObject({ content: "two", reference: sent.id });
    const gone = { messageReference: "1100000000000000000" };
    expect(await codeOf(channel.send({ content: "a", reply: gone }))).toBe(50035);
    expect(discord.refused.splice(0)).toHaveLength(1);
    await channel.send({ content: "a", reply: { ...gone, failIfNotExists: false } });
    expect(discord.messages[2]).not.toHaveProperty("reference");
    const unread = await channelOf({ client }, channelIds.unread);
    const there = await unread.send("three");
    expect(await codeOf(there.reply("four"))).toBe(160002);
  });

  it("keeps a layout a layout", async () => {
    const { discord, channel } = await inGeneral();
    const components = [{ type: 10, content: "one" }] as never;
    const sent = await channel.send({ flags: MessageFlags.IsComponentsV2, components });
    expect(await codeOf(sent.edit({ content: "two" }))).toBe(50035);
    const [shown] = (await sent.edit({ components: [{ type: 10, content: "two" }] as never })).components;
    expect(shown).toMatchObject({ data: { content: "two", id: 1 } });
    const plain = await channel.send("plain");
    expect(await codeOf(plain.edit({ flags: MessageFlags.IsComponentsV2 as never, components }))).toBe(50035);
    expect(discord.refused.splice(0)).toHaveLength(2);
  });
});
