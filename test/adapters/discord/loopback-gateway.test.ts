import { once } from "node:events";
import type { Client } from "discord.js";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { codeOf, everyIntent, login, useLoopback } from "../../support/discord/client.ts";
import { channelIds, guildId, otherGuildId, userIds } from "../../support/discord/ids.ts";

const { connect, open, start } = useLoopback();
const messageContent = 1 << 15;
const ana = { id: userIds.ana, name: "Ana" };
const one = { id: guildId, name: "One", channels: [{ id: channelIds.general, name: "a" }], members: [ana] };
const two = {
  id: otherGuildId,
  name: "Two",
  channels: [{ id: channelIds.random, name: "b" }],
  members: [ana],
};

// The real client lets five seconds pass between two IDENTIFYs.
const hasty = { ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) } };

function heard(client: Client): string[] {
  const texts: string[] = [];
  client.on("messageCreate", ({ content }) => void texts.push(content));
  return texts;
}
const say = { dm: true } as const;

describe("the loopback Discord's gateway", () => {
  it("greets, sends the guilds and answers heartbeats", async () => {
    const { discord, client } = await connect({ heartbeat: 600 });
    await discord.ready();
    expect(client.user.tag).toBe("paperboy");
    expect(client.guilds.cache.map(({ name }) => name)).toEqual(["Readers"]);
    const me = client.guilds.cache.first()?.members.me;
    expect(me?.permissionsIn(channelIds.general).has("SendMessages")).toBe(true);
    expect(me?.permissionsIn(channelIds.random).has("SendMessages")).toBe(false);
    expect(me?.permissionsIn(channelIds.hidden).has("ViewChannel")).toBe(false);
    await expect.poll(() => client.ws.ping).toBeGreaterThanOrEqual(0);
    await new Promise((done) => setTimeout(done, 1300));
    expect(discord).toMatchObject({ sessions: 1, connections: 1, identifies: 1, resumes: 0 });
  });

  it("replays what was missed when a line drops", async () => {
    const { discord, client } = await connect();
    const texts = heard(client);
    await discord.write("one", say);
    discord.dropSockets();
    await expect.poll(() => discord.sessions).toBe(0);
    await discord.write("two", say);
    await discord.write("three", say);
    await expect.poll(() => texts).toEqual(["one", "two", "three"]);
    expect(discord).toMatchObject({ connections: 2, identifies: 1, resumes: 1 });
  });

  it("is come to again when it asks for it", async () => {
    const { discord, client } = await connect();
    const texts = heard(client);
    discord.reconnect();
    await expect.poll(() => discord.resumes).toBe(1);
    await discord.write("back", say);
    await expect.poll(() => texts).toEqual(["back"]);
  });

  it("lets a session be resumed on the spot, or ends it and what was missed is lost", async () => {
    const { discord, client } = await connect({}, hasty);
    const texts = heard(client);
    discord.invalidSession(true);
    await expect.poll(() => discord.resumes).toBe(1);
    expect(discord.connections).toBe(1);
    discord.invalidSession(false);
    await discord.write("lost", say);
    await expect.poll(() => discord.identifies).toBe(2);
    await discord.ready();
    await discord.write("found", say);
    await expect.poll(() => texts).toEqual(["found"]);
  });

  it("answers a session that it does not know with an invalid one", async () => {
    const { discord, client } = await connect({}, hasty);
    const texts = heard(client);
    discord.closeWith(4009);
    await discord.write("lost", say);
    await expect.poll(() => discord.resumes).toBe(1);
    await expect.poll(() => discord.identifies).toBe(2);
    await discord.ready();
    await discord.write("found", say);
    await expect.poll(() => texts).toEqual(["found"]);
  });

  it("can fall silent, which a client notices by the heartbeats", async () => {
    const { discord, client } = await connect({ heartbeat: 100 });
    const texts = heard(client);
    discord.zombie();
    await discord.write("missed", say);
    await expect.poll(() => texts).toEqual(["missed"]);
    expect(discord).toMatchObject({ identifies: 1, resumes: 1 });
  });

  it("is closed for some time", async () => {
    const { discord, client } = await connect();
    client.on("shardError", () => {});
    discord.refuseConnections(700);
    discord.dropSockets();
    await expect.poll(() => discord.resumes).toBe(1);
    expect(discord.connections).toBe(2);
  });

  it("wants privileged intents enabled (4014), the token right (4004) and intents that there are (4013)", async () => {
    const discord = await start();
    const closed = async (given: number, token = discord.env.DISCORD_TOKEN) => {
      const socket = new WebSocket(
        `${discord.url.replace("http", "ws").replace("/api", "/")}?v=10&encoding=json`,
      );
      await once(socket, "message");
      const properties = { os: "x", browser: "x", device: "x" };
      socket.send(JSON.stringify({ op: 2, d: { token, properties, intents: given, shard: [0, 1] } }));
      return (await once(socket, "close"))[0];
    };
    expect(await closed(messageContent)).toBe(4014);
    expect(await closed(1 << 1)).toBe(4014);
    expect(await closed(1 << 8)).toBe(4014);
    expect(await closed(1 << 30)).toBe(4013);
    expect(discord.refused).toEqual([]);
    expect(await closed(1, "wrong")).toBe(4004);
    expect(discord.refused.splice(0)).toEqual([expect.stringContaining("wrong token")]);
    const refused = open(discord, { intents: [...everyIntent, messageContent] });
    refused.on("shardError", () => {});
    const disconnected = once(refused, "shardDisconnect");
    expect(
      await codeOf(
        Promise.race([
          refused.login(discord.env.DISCORD_TOKEN),
          disconnected.then(([{ code }]) => Promise.reject(Object.assign(new Error("closed"), { code }))),
        ]),
      ),
    ).toBe(4014);
    const content = await connect({ messageContent: true }, { intents: [...everyIntent, messageContent] });
    const texts = heard(content.client);
    await content.discord.write("open");
    await expect.poll(() => texts).toEqual(["open"]);
  });

  it("refuses frames that are none, and others before IDENTIFY", async () => {
    const discord = await start();
    const closed = async (...frames: unknown[]) => {
      const socket = new WebSocket(
        `${discord.url.replace("http", "ws").replace("/api", "/")}?v=10&encoding=json`,
      );
      await once(socket, "message");
      for (const frame of frames) socket.send(JSON.stringify(frame));
      return (await once(socket, "close"))[0];
    };
    const properties = { os: "x", browser: "x", device: "x" };
    const identify = { op: 2, d: { token: discord.env.DISCORD_TOKEN, properties, intents: 1 } };
    expect(await closed({ op: 99 })).toBe(4002);
    expect(await closed({ op: 3, d: { status: "online", afk: false } })).toBe(4003);
    expect(await closed(identify, identify)).toBe(4005);
    expect(await closed({ ...identify, d: { ...identify.d, shard: [1, 1] } })).toBe(4010);
    expect(discord.refused.splice(0)).toHaveLength(4);
    const lost = new WebSocket(`${discord.url.replace("http", "ws").replace("/api", "/elsewhere")}`);
    await once(lost, "error");
    expect(discord.refused.splice(0)).toEqual([expect.stringContaining("/elsewhere")]);
  });

  it("sends what was asked for, and what the bot sees", async () => {
    const { discord, client } = await connect({}, { intents: 1 });
    const names: string[] = [];
    client.on("raw", ({ t }: { t: string }) => void names.push(t));
    await discord.write("hello", say);
    await discord.write("hello");
    discord.event("TYPING_START", { guild_id: guildId });
    discord.event("CHANNEL_UPDATE", { guild_id: guildId, id: channelIds.general });
    await expect.poll(() => names).toEqual(["CHANNEL_UPDATE"]);
    const all = await connect();
    const texts = heard(all.client);
    await all.discord.write("unseen", { channel: channelIds.hidden, mentionsBot: true });
    await all.discord.write("secret");
    await all.discord.write("seen", say);
    await expect.poll(() => texts).toEqual(["", "seen"]);
  });

  it("has shards, each with its guilds, direct messages on the first", async () => {
    const { discord, client } = await connect({ guilds: [one, two], shards: 2 }, { shards: "auto" });
    await discord.ready(2);
    expect(client.guilds.cache.map(({ name, shardId }) => [name, shardId]).sort()).toEqual([
      ["One", 0],
      ["Two", 1],
    ]);
    const heardBy: unknown[] = [];
    client.on("raw", ({ t }: { t: string }, shard: number) => void heardBy.push([t, shard]));
    await discord.write("a", { channel: channelIds.random });
    await discord.write("b", say);
    await expect
      .poll(() => heardBy)
      .toEqual([
        ["MESSAGE_CREATE", 1],
        ["MESSAGE_CREATE", 0],
      ]);
  });

  it("loses guilds and gets them back", async () => {
    const { discord, client } = await connect({ guilds: [one, two] });
    const events: string[] = [];
    for (const name of ["guildCreate", "guildDelete", "guildAvailable", "guildUnavailable"] as const)
      client.on(name, ({ name: guild }) => void events.push(`${name} ${guild}`));
    discord.guildDelete(guildId, true);
    discord.guildCreate(guildId);
    discord.guildDelete(otherGuildId);
    await expect
      .poll(() => events)
      .toEqual(["guildUnavailable One", "guildAvailable One", "guildDelete Two"]);
    expect(await codeOf(client.channels.fetch(channelIds.random, { force: true }))).toBe(50001);
    discord.guildCreate(otherGuildId);
    await expect.poll(() => events.at(-1)).toBe("guildCreate Two");
    await client.destroy();
    discord.removeGuildSilently(otherGuildId);
    const later = await login(open(discord), discord);
    expect(later.guilds.cache.map(({ name }) => name)).toEqual(["One"]);
  });

  it("ends with the token", async () => {
    const { discord, client } = await connect();
    client.on("shardError", () => {});
    const ended = once(client, "shardDisconnect");
    discord.revoke();
    expect((await ended)[0]).toMatchObject({ code: 4004 });
    expect(await codeOf(client.users.fetch(userIds.ana))).toBe(0);
    expect(await codeOf(open(discord).login(discord.env.DISCORD_TOKEN))).toBe("TokenInvalid");
  });
});
