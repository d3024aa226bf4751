import { Events, type Message, MessageReferenceType, MessageType } from "discord.js";
import { describe, expect, it } from "vitest";
import { type Connected, codeOf, useLoopback } from "../../support/discord/client.ts";
import { botId, channelIds, userIds } from "../../support/discord/ids.ts";

const { connect } = useLoopback();
const body = { content: "hello", allowed_mentions: { parse: [] } };

/** A connected client, a message of the bot's. */
async function withMessage() {
  const connected = await connect();
  const { client, discord } = connected;
  const { id } = (await client.rest.post(`/channels/${channelIds.general}/messages`, { body })) as {
    readonly id: string;
  };
  const message = discord.messages.find((each) => each.id === id);
  if (!message) throw new Error("nothing was posted");
  return { ...connected, message };
}

/** The message that comes next from somebody else. */
const next = ({ client }: Pick<Connected, "client">) =>
  new Promise<Message>((resolve) => {
    client.on(Events.MessageCreate, (one) => one.author.id !== botId && resolve(one));
  });

describe("the loopback Discord's messages about others", () => {
  it("are replies, which call whoever is replied to, and then say what they say", async () => {
    const room = await withMessage();
    const told = next(room);
    await room.discord.write("yes", { replyTo: room.message });
    const { type, content, reference, mentions } = await told;
    expect([type, content, mentions.repliedUser?.id]).toEqual([MessageType.Reply, "yes", botId]);
    expect(reference).toMatchObject({ messageId: room.message.id, type: MessageReferenceType.Default });
    expect(mentions.users.has(botId)).toBe(true);
  });

  it("are replies that call nobody, without their words", async () => {
    const room = await withMessage();
    const told = next(room);
    await room.discord.write("yes", { replyTo: room.message, pings: false });
    const { content, mentions } = await told;
    expect([content, mentions.repliedUser?.id, mentions.users.size]).toEqual(["", botId, 0]);
  });

  it("are copies, and Discord's own about what happened", async () => {
    const room = await withMessage();
    const copy = next(room);
    await room.discord.write("", { forwards: room.message });
    expect((await copy).reference).toMatchObject({ type: MessageReferenceType.Forward });
    expect((await copy).messageSnapshots.size).toBe(1);
    room.client.removeAllListeners(Events.MessageCreate);
    const pinned = next(room);
    await room.discord.write("", { replyTo: room.message, type: 6 });
    expect((await pinned).system).toBe(true);
  });

  it("are told of when they are deleted", async () => {
    const { client, discord, message } = await withMessage();
    const gone = new Promise<string>((resolve) => client.on(Events.MessageDelete, ({ id }) => resolve(id)));
    discord.erase(message);
    expect(await gone).toBe(message.id);
    expect(discord.messages).toEqual([]);
  });
});

describe("the loopback Discord's threads", () => {
  it("are started by members from a message, once, and have its id", async () => {
    const { client, discord, message } = await withMessage();
    const created = new Promise<string | null>((resolve) =>
      client.on(Events.ThreadCreate, ({ parentId }) => resolve(parentId)),
    );
    const thread = await discord.startThread(message, "About this", { user: userIds.li });
    expect(thread).toMatchObject({ id: message.id, ownerId: userIds.li });
    expect(await created).toBe(channelIds.general);
    await expect(discord.startThread(message, "Again")).rejects.toThrow("no thread");
  });

  it("come out of the archive when somebody writes, the thread first and then the message", async () => {
    const { client, discord, message } = await withMessage();
    const thread = await discord.startThread(message, "About this");
    discord.changeThread(thread, { archived: true });
    await expect.poll(() => client.channels.cache.get(thread.id)).toMatchObject({ archived: true });
    const told: string[] = [];
    client.on(Events.ThreadUpdate, () => told.push("thread"));
    client.on(Events.MessageCreate, () => told.push("message"));
    await discord.write("more", { channel: thread.id });
    await expect.poll(() => told).toEqual(["thread", "message"]);
    expect(discord.threads[0]?.archived).toBe(false);
  });

  it("that are locked take nothing from the bot, and its messages there stay as they are", async () => {
    const { client, discord, message } = await withMessage();
    const thread = await discord.startThread(message, "About this");
    const route = `/channels/${thread.id}/messages` as const;
    const { id } = (await client.rest.post(route, { body })) as { readonly id: string };
    discord.changeThread(thread, { locked: true });
    expect(await codeOf(client.rest.post(route, { body }))).toBe(160005);
    expect(await codeOf(client.rest.patch(`${route}/${id}`, { body }))).toBe(160005);
    discord.changeThread(thread, { archived: true, locked: true });
    await expect(discord.write("more", { channel: thread.id })).rejects.toThrow("locked");
  });
});
