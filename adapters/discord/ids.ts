import { createHash } from "node:crypto";
import type { ChannelId, PostId, TeamId, UserId } from "../../src/chat/incoming.ts";
import { nonce } from "./limits.ts";

/** In a direct message with the bot the person is the team. */
export const teamId = (guild: string | null, user: string): TeamId => `discord:${guild ?? user}`;
export const channelId = (team: TeamId, channel: string): ChannelId => `${team}/${channel}`;
export const userId = (team: TeamId, user: string): UserId => `${team}/${user}`;
export const postId = (team: TeamId, channel: string, message: string): PostId =>
  `${team}/${channel}/${message}`;

export interface Place {
  readonly team: TeamId;
  /** A channel or a person: the ids look the same, and only what is done with them tells. */
  readonly id: string;
  readonly message?: string;
}

/** What an id of ours means to Discord. @throws Error for an id that is not Discord's */
export function readPlace(id: ChannelId | PostId | UserId): Place {
  const [, guild, channel, message] = /^discord:(\d+)\/(\d+)(?:\/(\d+))?$/.exec(id) ?? [];
  if (guild === undefined || channel === undefined) throw new Error(`${id} is no place on Discord`);
  return { team: `discord:${guild}`, id: channel, ...(message === undefined ? {} : { message }) };
}

/** The nonce of a part: Discord refuses the same one of the same bot twice within some minutes. */
export function nonceOf(key: string): string {
  return createHash("sha256").update(key).digest("base64url").slice(0, nonce);
}

/** The number that a part carries unseen, as the id of its component: from 1 to 2³¹ − 1. */
export function markerOf(key: string): number {
  return createHash("sha256").update(key).digest().readUInt32BE(28) >>> 1 || 1;
}

/** Milliseconds since 1970 at which Discord's ids begin to count. https://docs.discord.com/developers/reference#snowflakes */
const discordEpoch = 1_420_070_400_000;

/** The instant in which a message was made. */
export function instantOf(snowflake: string): number {
  return Number(BigInt(snowflake) >> 22n) + discordEpoch;
}
