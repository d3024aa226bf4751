import type { ChannelId, PostId, UserId } from "../../src/chat/incoming.ts";

/** Slack's ids as the core has them: "slack:T1/C1", a message in it "slack:T1/C1/1763629200.000100". */
export const channelId = (team: string, channel: string): ChannelId => `slack:${team}/${channel}`;
export const userId = (team: string, user: string): UserId => `slack:${team}/${user}`;
export const postId = (team: string, channel: string, ts: string): PostId => `slack:${team}/${channel}/${ts}`;

export interface Place {
  readonly team: string;
  /** A channel, or a person with `isPerson`. */
  readonly channel: string;
  readonly isPerson: boolean;
  /** The message, where a post is meant. */
  readonly ts?: string;
}

/** What an id of ours means to Slack. @throws Error for an id that is not Slack's */
export function readPlace(id: ChannelId | PostId | UserId): Place {
  const [, team, channel, ts] = /^slack:([^/]+)\/([^/]+)(?:\/([\d.]+))?$/.exec(id) ?? [];
  if (team === undefined || channel === undefined) throw new Error(`${id} is no place on Slack`);
  return { team, channel, isPerson: /^[UW]/.test(channel), ...(ts === undefined ? {} : { ts }) };
}
