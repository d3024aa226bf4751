import { fileURLToPath } from "node:url";
import { nonceOf } from "../../../adapters/discord/ids.ts";
import { addDays } from "../../../src/calendar/days.ts";
import { startCounting } from "../counting-server.ts";
import { guildId, userIds } from "../discord/ids.ts";
import { startDiscord } from "../discord/server.ts";
import type { DiscordMessage } from "../discord/types.ts";
import type { Random } from "../random.ts";
import { everyScope } from "../slack/method.ts";
import { startSlack } from "../slack/server.ts";
import { team } from "../slack/workspace.ts";
import { membersOfDiscord, membersOfSlack } from "./members.ts";
import type { Platform } from "./world.ts";

/** The platforms that a crash test runs through: a server that only counts, and the loopback ones with the real adapters. */
export const platforms = { counting, slack, discord } as const;
export type On = keyof typeof platforms;

interface PlatformOptions {
  readonly random: Random;
  /** Whether posts can be looked for. */
  readonly history: boolean;
  /** How often a post goes wrong by itself, 0 to 1. */
  readonly trouble: number;
}

/** As many channels, and people, as any world has. */
const most = 30;
const numbers = Array.from({ length: most }, (_, n) => n);
const adapter = (name: string): string => fileURLToPath(new URL(`../${name}-adapter.ts`, import.meta.url));

async function counting(options: PlatformOptions): Promise<Platform> {
  const server = await startCounting(options);
  return {
    server,
    adapter: adapter("counting"),
    env: { COUNT_URL: server.url },
    channel: (n) => `count:T1/C${n}`,
    person: (n) => `count:T1/U${n}`,
    subscriber: "count:T1/U1",
  };
}

async function slack({ random, history, trouble }: PlatformOptions): Promise<Platform> {
  const scopes = everyScope.filter((scope) => history || !scope.endsWith(":history"));
  const channels = numbers.map((n) => ({ id: `C${n}`, name: `c${n}`, isMember: true }));
  const users = numbers.map((n) => ({ id: `U${n}`, name: `u${n}` }));
  let ahead = 0;
  const clock = (): Date => new Date(Date.now() + ahead);
  const server = await startSlack({ random, trouble, scopes, channels, users, clock });
  return {
    server,
    adapter: adapter("slack"),
    env: server.env,
    channel: (n) => `slack:${team}/C${n}`,
    person: (n) => `slack:${team}/U${n}`,
    subscriber: `slack:${team}/U1`,
    setAhead: (ms) => {
      ahead = ms;
    },
    members: membersOfSlack(server),
  };
}

/** No nonce is remembered: then only what is looked for keeps a post from being made twice. */
async function discord({ random, history, trouble }: PlatformOptions): Promise<Platform> {
  const channelOf = (n: number): string => String(BigInt(guildId) + 1000n + BigInt(n));
  const channels = numbers.map((n) => ({ id: channelOf(n), name: `c${n}` }));
  const personOf = (n: number): string => String(BigInt(guildId) + 5000n + BigInt(n));
  const people = numbers.map((n) => ({ id: personOf(n), name: `u${n}` }));
  const members = [{ id: userIds.ana, name: "Ana" }, ...people];
  const guilds = [{ id: guildId, name: "Papers", channels, members }];
  const idsOf = (of: (n: number) => string): string[] => numbers.map((n) => `discord:${guildId}/${of(n)}`);
  let keys: ReadonlyMap<string, string> | undefined;
  const readKey = ({ nonce }: DiscordMessage): string | undefined => {
    keys ??= keysByNonce(idsOf(channelOf), idsOf(personOf));
    return nonce === undefined ? undefined : keys.get(nonce);
  };
  const server = await startDiscord({
    ...{ random, trouble, history, guilds, nonceMemory: 0 },
    readKey,
  });
  return {
    server,
    adapter: adapter("discord"),
    env: server.env,
    channel: (n) => `discord:${guildId}/${channelOf(n)}`,
    person: (n) => `discord:${guildId}/${personOf(n)}`,
    subscriber: `discord:${guildId}/${userIds.ana}`,
    members: membersOfDiscord(server, readKey, personOf),
  };
}

/** Every part that any world may post: a nonce does not tell which one it is of. */
function keysByNonce(channels: readonly string[], people: readonly string[]): ReadonlyMap<string, string> {
  const dates = Array.from({ length: 300 }, (_, i) => addDays("2026-03-01", i));
  const parts = Array.from({ length: 17 }, (_, part) => part);
  const keys = dates.flatMap((date) => [
    ...channels.flatMap((channel) =>
      ["digest", "recap"].flatMap((kind) => parts.map((part) => `${channel} ${kind} ${date} ${part}`)),
    ),
    ...people.map((person) => `${person} watch ${date} 0`),
  ]);
  return new Map(keys.map((key) => [nonceOf(key), key]));
}
