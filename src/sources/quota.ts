import type { Clock, Sleep } from "../clock.ts";

/** Keeps requests inside a source's quota ahead of time, instead of running into its refusals. */
export interface Quota {
  /**
   * Waits until one more request is allowed, and counts it; rejects when `signal` is aborted first.
   * @param leavesReserve whether a part of the quota is left to those who say nothing
   */
  take(signal?: AbortSignal, leavesReserve?: boolean): Promise<void>;
  /** The source said how long to wait: no request before `ms` milliseconds have passed. */
  pause(ms: number): void;
}

/**
 * At most `limit` requests within any `windowMs` milliseconds.
 * @param reserve how many of them are left by whoever leaves the reserve
 */
export function createQuota(limit: number, windowMs: number, clock: Clock, sleep: Sleep, reserve = 0): Quota {
  let taken: number[] = [];
  let pause = { from: 0, until: 0 };
  const wait = (now: number, most: number): number => {
    taken = taken.filter((at) => at > now - windowMs && at <= now);
    const full = taken.length < most ? 0 : (taken.at(-most) ?? now) + windowMs - now;
    // A clock that was set back must not make a pause longer.
    return Math.max(full, now < pause.from ? 0 : pause.until - now);
  };
  return {
    async take(signal, leavesReserve = false) {
      for (;;) {
        const now = clock().getTime();
        const ms = wait(now, leavesReserve ? limit - reserve : limit);
        if (ms <= 0) {
          taken.push(now);
          return;
        }
        await sleep(ms, signal);
      }
    },
    pause(ms) {
      const from = clock().getTime();
      pause = { from, until: Math.max(from < pause.from ? 0 : pause.until, from + ms) };
    },
  };
}
