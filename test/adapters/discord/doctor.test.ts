import { PermissionFlagsBits, PermissionsBitField } from "discord.js";
import { afterEach, describe, expect, it } from "vitest";
import { checks } from "../../../adapters/discord/index.ts";
import { inviteLink } from "../../../adapters/discord/permissions.ts";
import type { ChannelId } from "../../../src/chat/incoming.ts";
import type { Environment } from "../../../src/config.ts";
import { applicationId, channelIds, guildId, newId, userIds } from "../../support/discord/ids.ts";
import type { PermissionName } from "../../support/discord/permissions.ts";
import { startDiscord } from "../../support/discord/server.ts";
import type { DiscordChannel, DiscordOptions, DiscordServer } from "../../support/discord/types.ts";
import { listeningLogger, memoryIn } from "../../support/edge.ts";

let discord: DiscordServer;
const channel = (id: string): ChannelId => `discord:${guildId}/${id}`;

interface Circumstances {
  readonly channels?: readonly ChannelId[];
  readonly env?: Environment;
  readonly isRevoked?: boolean;
}

/** What every check says, "ok: ..." or "wrong: ...". */
async function examine(
  options: DiscordOptions = {},
  { channels = [], env = {}, isRevoked = false }: Circumstances = {},
): Promise<Readonly<Record<string, string>>> {
  discord = await startDiscord(options);
  if (isRevoked) discord.revoke();
  const deps = {
    env: { ...discord.env, ...env },
    clock: () => new Date(),
    logger: listeningLogger([]),
    memory: memoryIn(new Map()),
    ended: () => {},
  };
  const said: Record<string, string> = {};
  for (const [name, check] of Object.entries(checks(deps, channels))) {
    said[name] = await check().then(
      (found) => `ok: ${found}`,
      (error: Error) => `wrong: ${error.message}`,
    );
  }
  expect(JSON.stringify(said)).not.toContain(discord.env.DISCORD_TOKEN);
  return said;
}

/** A server with one channel in which the bot may not do everything. */
function without(...denied: PermissionName[]): DiscordOptions {
  const channels = [{ id: channelIds.general, name: "general", denied }];
  return { guilds: [{ id: guildId, name: "Readers", channels, members: [] }] };
}

afterEach(async () => {
  await discord.stop();
  expect(discord.refused).toEqual([]);
});

describe("doctor on Discord", () => {
  it("is content where everything is allowed, and says how to invite the bot", async () => {
    const said = await examine({}, { channels: [channel(channelIds.general)] });
    expect(Object.values(said).filter((one) => !one.startsWith("ok"))).toEqual([]);
    expect(said["Discord token"]).toContain(inviteLink(applicationId));
    expect(said["Discord intents"]).toBe("ok: none is privileged");
    expect(said["Discord channels"]).toBe("ok: 1 subscribed, and I may post in each");
    expect(discord.connections).toBe(0);
  });

  it("says that the token is refused, and where to get another", async () => {
    const said = await examine({}, { isRevoked: true, channels: [channel(channelIds.general)] });
    expect(said["Discord token"]).toMatch(/^wrong: DISCORD_TOKEN: Discord refuses the token\. .*Reset Token/);
    expect(Object.values(said).filter((one) => !one.startsWith("wrong"))).toEqual([]);
  });

  it("says that Discord cannot be reached, which is not the token's fault", async () => {
    const said = await examine({}, { env: { DISCORD_API_URL: "http://127.0.0.1:4/api" } });
    expect(said["Discord token"]).toMatch(/^wrong: .*connection refused.*Check DISCORD_API_URL/);
    expect(said["Discord token"]).not.toContain("Reset Token");
  });

  it.each([
    ["on", true, /^ok: all there, Message Content too$/],
    [
      "on",
      false,
      /^wrong: Message Content is not enabled\. .*switch it on, or set DISCORD_MESSAGE_CONTENT=off/,
    ],
    ["off", true, /^ok: none is privileged; .*DISCORD_MESSAGE_CONTENT=on would use it$/],
    ["off", false, /^ok: none is privileged$/],
  ] as const)(
    "compares the setting Message Content, %s, with what the application may: %s",
    async (DISCORD_MESSAGE_CONTENT, messageContent, answer) => {
      const said = await examine({ messageContent }, { env: { DISCORD_MESSAGE_CONTENT } });
      expect(said["Discord intents"]).toMatch(answer);
    },
  );

  it("names every subscribed channel in which it may not post, and what is missing", async () => {
    const gone = newId();
    const ids = [channelIds.general, channelIds.random, channelIds.hidden, gone];
    const said = await examine({}, { channels: ids.map(channel) });
    const channels = said["Discord channels"];
    expect(channels).toMatch(/^wrong: /);
    expect(channels).toContain("#random: Send Messages missing; give me that in the channel's settings");
    expect(channels).toContain(`${channelIds.hidden}: Missing Access`);
    expect(channels).toContain(`${gone}: Unknown Channel`);
    expect(channels).not.toContain("general");
  });

  it("names Connect where it is missing in a voice channel, which nothing can be done in without it", async () => {
    const channels: readonly DiscordChannel[] = [
      { id: newId(), name: "hall", type: "voice", denied: ["Connect"] },
      { id: newId(), name: "lounge", type: "voice" },
      { id: newId(), name: "text", denied: ["Connect"] },
    ];
    const guilds = [{ id: guildId, name: "Readers", channels, members: [] }];
    const said = await examine({ guilds }, { channels: channels.map(({ id }) => channel(id)) });
    expect(said["Discord channels"]).toBe(
      "wrong: #hall: Connect missing; give me that in the channel's settings, under Permissions.",
    );
  });

  it("says what a channel goes without, though it works", async () => {
    const said = await examine(without("ReadMessageHistory", "CreatePublicThreads"), {
      channels: [channel(channelIds.general)],
    });
    expect(said["Discord channels"]).toBe(
      "ok: 1 subscribed, and I may post in each; #general is without Read Message History, Create Public Threads",
    );
  });

  it("has no doubts about direct messages", async () => {
    const members = [{ id: userIds.li, name: "Li" }];
    const direct = { guilds: [{ id: guildId, name: "Readers", channels: [], members }] };
    await examine(direct);
    const { channelId } = await discord.write("hello", { dm: true, user: userIds.li });
    const { env } = discord;
    const deps = {
      env,
      clock: () => new Date(),
      logger: listeningLogger([]),
      memory: memoryIn(new Map()),
      ended: () => {},
    };
    const check = checks(deps, [`discord:${userIds.li}/${channelId}`])["Discord channels"];
    expect(await check?.()).toBe("1 subscribed, and I may post in each");
  });
});

describe("the invite link", () => {
  const asked = new URL(inviteLink(applicationId)).searchParams;

  it("asks for exactly the permissions that are used", () => {
    const names = new PermissionsBitField(BigInt(asked.get("permissions") ?? "0")).toArray();
    expect(names.toSorted()).toEqual([
      ...["AttachFiles", "CreatePublicThreads", "ReadMessageHistory"],
      ...["SendMessages", "SendMessagesInThreads", "ViewChannel"],
    ]);
    expect(BigInt(asked.get("permissions") ?? "0") & PermissionFlagsBits.Administrator).toBe(0n);
  });

  it("is of this application, as a bot with commands", () => {
    expect(asked.get("client_id")).toBe(applicationId);
    expect(asked.get("scope")?.split(" ").toSorted()).toEqual(["applications.commands", "bot"]);
  });
});
