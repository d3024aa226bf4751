import { setTimeout as wait } from "node:timers/promises";
import { DeliveryError } from "../../src/errors.ts";
import { longestPause } from "./limits.ts";

export interface Pace {
  /** Milliseconds between two posts in a channel, and in the whole workspace. */
  readonly channel: number;
  readonly workspace: number;
  /** Milliseconds between two edits in the whole workspace; as many as between posts in a channel where it is left out. */
  readonly edit?: number;
  /** Milliseconds that a post waits for its turn at most, and that it may be held up beyond that. */
  readonly patience: number;
  readonly margin?: number;
  /** Milliseconds for which a channel is left alone at most, whatever Slack asked for: behind that it is asked again. */
  readonly pause?: number;
  /** Milliseconds until a request is given up. */
  readonly request: number;
}

/** Channels whose turns are remembered: those of the last moments. */
const mostRemembered = 5000;

/**
 * Lets posts through one after the other, a channel and a workspace at a time. What would wait too long is not begun: the ledger brings it
 * back. Measured on a monotonic clock, which nobody sets back.
 */
export function createTurns(pace: Pace) {
  const nextIn = new Map<string, number>();
  const pausedUntil = new Map<string, number>();
  let nextAnywhere = 0;

  const take = (channel: string): number => {
    const now = performance.now();
    const anywhere = Math.max(now, nextAnywhere);
    const at = Math.max(anywhere, nextIn.get(channel) ?? 0, pausedUntil.get(channel) ?? 0);
    if (at - now > pace.patience) throw waiting(at - now);
    remember(nextIn, channel, at + pace.channel);
    nextAnywhere = anywhere + pace.workspace;
    return at;
  };
  return {
    /** Runs `post` at the channel's turn. @throws DeliveryError where that is too far off, or Slack asked for a pause */
    async inTurn<T>(channel: string, post: () => Promise<T>): Promise<T> {
      await wait(Math.max(0, take(channel) - performance.now()));
      const left = (pausedUntil.get(channel) ?? 0) - performance.now();
      if (left > 0) throw waiting(left);
      return post();
    },
    /** Slack asked to leave the channel alone for so many milliseconds. */
    pause(channel: string, ms: number): void {
      const most = Math.min(ms, pace.pause ?? longestPause);
      const until = Math.max(performance.now() + most, pausedUntil.get(channel) ?? 0);
      remember(pausedUntil, channel, until);
    },
  };
}

/** Keeps the newest, so that years of channels do not pile up. */
function remember(moments: Map<string, number>, channel: string, at: number): void {
  moments.delete(channel);
  moments.set(channel, at);
  const [oldest] = moments.keys();
  if (moments.size > mostRemembered && oldest !== undefined) moments.delete(oldest);
}

function waiting(ms: number): DeliveryError {
  return new DeliveryError("rate limited", { retry: true, maybePosted: false, after: Math.ceil(ms) });
}
