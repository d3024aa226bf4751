import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { summaries } from "../../../src/bot/bot.ts";
import type { Bot, ChatAdapter } from "../../../src/chat/adapter.ts";
import { channelIds, guildId, newId, otherGuildId, userIds } from "../../support/discord/ids.ts";
import type { DiscordGuild, DiscordServer } from "../../support/discord/types.ts";
import { type DiscordScene, useDiscord } from "../../support/discord-scene.ts";
import { botThat } from "../../support/edge.ts";

const open = useDiscord();
/** Patient with what takes the SDK some seconds. */
const soon = { timeout: 15_000 };

/** A core that keeps every line that it is told. */
function listeningBot(): { readonly bot: Bot; readonly lines: string[] } {
  const lines: string[] = [];
  const bot = botThat(async (incoming) => {
    if (incoming.kind === "command") lines.push(incoming.text);
    return undefined;
  });
  return { bot: { ...bot, commands: summaries }, lines };
}
const writeTo = ({ discord }: DiscordScene, text: string) =>
  discord.write(text, { dm: true, user: userIds.li });
const isAnswered = async ({ discord }: DiscordScene): Promise<void> => {
  const answer = await (await discord.command({ subcommand: "status" })).answer();
  expect(JSON.stringify(answer.components)).toContain("Paperboy");
};
/** Begins, and says how that went. */
const begin = (adapter: ChatAdapter, bot: Bot = botThat(async () => undefined)): Promise<string> =>
  adapter.start(bot).then(
    () => "started",
    ({ message }: Error) => message,
  );
/** @returns milliseconds */
async function stopping(adapter: ChatAdapter): Promise<number> {
  const begun = performance.now();
  await adapter.stop();
  return performance.now() - begun;
}

describe("the connection", () => {
  it.each<[string, (discord: DiscordServer) => void]>([
    ["Discord asks to come again", (discord) => discord.reconnect()],
    ["sockets break", (discord) => discord.dropSockets()],
    ["a session may be taken up again", (discord) => discord.invalidSession(true)],
    ["Discord says that it does not know why", (discord) => discord.closeWith(4000)],
  ])("is taken up again when %s: what was told meanwhile is heard, and nothing twice", async (_, disturb) => {
    const { bot, lines } = listeningBot();
    const room = await open({ bot });
    await writeTo(room, "1");
    disturb(room.discord);
    for (const text of ["2", "3"]) await writeTo(room, text);
    await expect.poll(() => room.discord.resumes, soon).toBeGreaterThan(0);
    await writeTo(room, "4");
    await expect.poll(() => lines, soon).toEqual(["1", "2", "3", "4"]);
    expect(room.discord.identifies).toBe(1);
    // Whatever Discord did not ask for is told.
    room.logged.splice(0);
  });

  it("begins anew when the session is gone: nobody is greeted again, and nothing is registered again", async () => {
    const room = await open();
    await expect.poll(() => room.discord.messages.length).toBe(1);
    room.discord.invalidSession(false);
    await expect.poll(() => room.discord.identifies, soon).toBe(2);
    await room.discord.ready();
    await isAnswered(room);
    expect(room.discord.registrations).toBe(1);
    expect(room.discord.messages.filter(({ ephemeralTo }) => ephemeralTo === undefined)).toHaveLength(1);
  });

  it("comes back when Discord falls silent", async () => {
    const { bot, lines } = listeningBot();
    const room = await open({ bot, discord: { heartbeat: 300 } });
    room.discord.zombie();
    await writeTo(room, "into the silence");
    await expect.poll(() => lines, soon).toEqual(["into the silence"]);
    expect(room.discord.resumes).toBe(1);
  });

  it("comes back after a restart of Discord", async () => {
    const room = await open();
    room.discord.refuseConnections(1500);
    room.discord.dropSockets();
    await expect.poll(() => room.discord.connections, soon).toBe(2);
    await room.discord.ready();
    await isAnswered(room);
    expect(room.ended).toEqual([]);
    expect(room.logged.splice(0).join()).toContain("Discord is not connected");
  });

  it("has as many shards as Discord wants; servers and direct messages are heard over each", async () => {
    const hall = { id: newId(), name: "hall" };
    const ana = { id: userIds.ana, name: "Ana" };
    const here = {
      id: guildId,
      name: "Here",
      channels: [{ id: channelIds.general, name: "general" }],
      members: [ana],
    };
    const there: DiscordGuild = { id: otherGuildId, name: "There", channels: [hall], members: [ana] };
    const { bot, lines } = listeningBot();
    const room = await open({ bot, discord: { shards: 2, guilds: [here, there] } });
    await room.discord.ready(2);
    for (const channel of [channelIds.general, hall.id])
      await room.discord.command({ subcommand: "status" }, { channel });
    await room.discord.write("direct", { dm: true });
    await expect.poll(() => lines.toSorted()).toEqual(["direct", "status", "status"]);
  });

  it("waits for a network that is not there yet, and can be stopped meanwhile", async () => {
    const { adapter, logged } = await open({
      idle: true,
      env: { DISCORD_API_URL: "http://127.0.0.1:4/api" },
    });
    const started = begin(adapter);
    await expect.poll(() => logged.length).toBeGreaterThan(0);
    expect(logged.splice(0).join()).toMatch(
      /ECONNREFUSED.*Discord could not be reached \(connection refused\)/,
    );
    expect(await stopping(adapter)).toBeLessThan(5000);
    expect(await started).not.toBe("started");
  });

  it("is tried again when Discord is out of order at the start", async () => {
    const room = await open({ idle: true });
    // The SDK itself asks four times.
    for (let i = 0; i < 4; i++) room.discord.next("GET /gateway/bot", "fail before");
    expect(await begin(room.adapter, room.scene.bot)).toBe("started");
    expect(room.logged.splice(0).join()).toContain("tried again");
    await isAnswered(room);
  });
});

describe("a refusal", () => {
  const content = { DISCORD_MESSAGE_CONTENT: "on" };

  it("of the token at the start says where to mend it", async () => {
    const { discord, adapter } = await open({ idle: true });
    discord.revoke();
    const said = await begin(adapter);
    expect(said).toMatch(/Discord refuses DISCORD_TOKEN\..*Reset Token/);
    expect(said).not.toContain(discord.env.DISCORD_TOKEN);
  });

  it("of the token while it runs ends the adapter with a sentence", async () => {
    const { discord, ended } = await open();
    discord.revoke();
    await expect.poll(() => ended.length, soon).toBeGreaterThan(0);
    expect(ended[0]?.message).toMatch(/Discord refuses DISCORD_TOKEN\..*Reset Token/);
    expect(ended[0]?.message).not.toContain(discord.env.DISCORD_TOKEN);
  });

  it("of Message Content at the start says what to switch", async () => {
    const { adapter } = await open({ idle: true, env: content });
    expect(await begin(adapter)).toMatch(/Message Content.*switch it on.*or set DISCORD_MESSAGE_CONTENT=off/);
  });

  it("of Message Content while it runs ends the adapter with the same", async () => {
    const { discord, ended } = await open({ env: content, discord: { messageContent: true } });
    discord.closeWith(4014);
    await expect.poll(() => ended.length, soon).toBeGreaterThan(0);
    expect(ended[0]?.message).toContain("or set DISCORD_MESSAGE_CONTENT=off");
  });
});

describe("stopping", () => {
  it("finishes what it holds", async () => {
    const work = Promise.withResolvers<void>();
    const bot = botThat(async () => {
      await work.promise;
      return { to: "user", message: { note: "still answered" } };
    });
    const { discord, adapter } = await open({ bot: { ...bot, commands: summaries } });
    const sent = await discord.command({ subcommand: "today" });
    const stopped = adapter.stop();
    work.resolve();
    await stopped;
    expect(JSON.stringify((await sent.answer()).components)).toContain("still answered");
    await expect.poll(() => discord.sessions).toBe(0);
  });

  it("does not wait for an answer that hangs", async () => {
    const { discord, adapter, logged } = await open();
    discord.next("PATCH /webhooks/:app/:token/messages/@original", "hang before");
    await discord.command({ subcommand: "status" });
    expect(await stopping(adapter)).toBeLessThan(5000);
    expect(discord.sessions).toBe(0);
    await expect.poll(() => logged.splice(0).join()).toContain("an answer did not arrive");
  });

  it.each<[string, (discord: DiscordServer) => void]>([
    ["asks for the way in", (discord) => discord.next("GET /gateway/bot", "hang before")],
    ["is not let in", (discord) => discord.refuseConnections(60_000)],
    ["registers its commands", (discord) => discord.next("PUT /applications/:id/commands", "hang before")],
  ])("ends what still %s", async (_, hinder) => {
    const { discord, adapter, logged } = await open({ idle: true });
    hinder(discord);
    const started = begin(adapter);
    await wait(300);
    expect(await stopping(adapter)).toBeLessThan(5000);
    await started;
    await expect.poll(() => discord.sessions).toBe(0);
    logged.splice(0);
  });
});
