import { randomBytes } from "node:crypto";

/** Milliseconds of the epoch that snowflakes count from: the first second of 2015. */
const epoch = 1_420_070_400_000;
const fixed = (n: number): string => String((262_260_437_000n + BigInt(n)) << 22n);

/** On shard 0 of 2. */
export const guildId = fixed(12);
/** For a guild that a test adds: on shard 1 of 2. */
export const otherGuildId = fixed(13);
export const applicationId = fixed(31);
export const botId = fixed(32);
export const channelIds = {
  /** The bot may do everything. */
  general: fixed(51),
  /** The bot lacks SendMessages. */
  random: fixed(52),
  /** The bot lacks ViewChannel. */
  hidden: fixed(53),
  /** The bot lacks ReadMessageHistory. */
  unread: fixed(54),
  announcements: fixed(55),
} as const;
/** Ana has ManageChannels, the others nothing beyond what everyone has. */
export const userIds = { ana: fixed(71), li: fixed(72), noor: fixed(73) } as const;

let last = 0n;

/** Later than every one before, as Discord's are within a channel. */
export function newId(): string {
  const now = BigInt(Date.now() - epoch) << 22n;
  last = now > last ? now : last + 1n;
  return String(last);
}

export function timeOf(id: string): number {
  return Number(BigInt(id) >> 22n) + epoch;
}

/** The shard that a guild's events come over. */
export function shardOf(guild: string | undefined, shards: number): number {
  return guild === undefined ? 0 : Number((BigInt(guild) >> 22n) % BigInt(shards));
}

/** In the form of a bot token; it opens nothing but the server that it was made for. */
export function randomToken(): string {
  const part = (bytes: number): string => randomBytes(bytes).toString("base64url");
  return [Buffer.from(botId).toString("base64url"), part(5).slice(0, 6), part(28)].join(".");
}

export const randomId = (): string => randomBytes(12).toString("hex");
