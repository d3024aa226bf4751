import type { Clock, Sleep } from "../clock.ts";

/** Keeps requests inside a source's quota ahead of time, instead of running into its refusals. */
export interface Quota {
  /** Waits until one more request is allowed, and counts it; rejects when `signal` is aborted first. */
  take(signal?: AbortSignal): Promise<void>;
  /** The source said how long to wait: no request before `ms` milliseconds have passed. */
  pause(ms: number): void;
}

/** At most `limit` requests within any `windowMs` milliseconds. */
export function createQuota(limit: number, windowMs: number, clock: Clock, sleep: Sleep): Quota {
  let taken: number[] = [];
  let pause = { from: 0, until: 0 };
  const wait = (now: number): number => {
    taken = taken.filter((at) => at > now - windowMs && at <= now);
    const full = taken.length < limit ? 0 : (taken.at(-limit) ?? now) + windowMs - now;
    // A clock that was set back must not make a pause longer.
    return Math.max(full, now < pause.from ? 0 : pause.until - now);
  };
  return {
    async take(signal) {
      for (;;) {
        const now = clock().getTime();
        const ms = wait(now);
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
