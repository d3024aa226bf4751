import { DeliveryError } from "../../src/errors.ts";
import * as limits from "./limits.ts";

/** What a limit's answer says, of which a block says nothing. */
export interface Limit {
  /** Seconds, in the header or the body; 0 where neither names any. */
  readonly seconds: number;
  /** Whether it came in Discord's own form. */
  readonly isDiscords: boolean;
}

export type Shield = ReturnType<typeof createShield>;

/**
 * Discord's shield blocks an address that asked too often, for all routes, and mostly does not say for how long. Until that is over nothing
 * is asked; then one request asks whether it is, and each no doubles the wait. @param now a monotonic clock, in milliseconds
 */
export function createShield(now: () => number = () => performance.now()) {
  let pause = 0;
  let until = 0;
  let isProbing = false;
  const blocked = (after: number): DeliveryError =>
    new DeliveryError("Discord blocks this address for a while", {
      retry: true,
      maybePosted: false,
      installation: true,
      after: Math.ceil(after),
    });
  /** @returns whether this request is the one that asks */
  const enter = (): boolean => {
    if (pause === 0) return false;
    const left = until - now();
    if (left > 0) throw blocked(left);
    if (isProbing) throw blocked(limits.probePause);
    isProbing = true;
    return true;
  };
  const block = (seconds: number, isProbe: boolean): DeliveryError => {
    // What was under way when the block began says nothing new.
    if (pause === 0 || isProbe) {
      pause = Math.min(Math.max(limits.blockPause, 2 * pause), limits.longestBlockPause);
      until = now() + Math.min(Math.max(pause, seconds * 1000), limits.longestBlockPause);
    }
    return blocked(until - now());
  };
  return {
    /** Asks, unless the address is blocked. @param limitOf what an answer says of a limit, where it is one. @throws DeliveryError */
    async ask<T>(request: () => Promise<T>, limitOf: (answer: T) => Promise<Limit | undefined>): Promise<T> {
      const isProbe = enter();
      try {
        const answer = await request();
        const limit = await limitOf(answer);
        if (limit && (!limit.isDiscords || limit.seconds === 0)) throw block(limit.seconds, isProbe);
        if (isProbe) pause = 0;
        return answer;
      } finally {
        if (isProbe) isProbing = false;
      }
    },
  };
}
