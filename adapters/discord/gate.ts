import { setTimeout as wait } from "node:timers/promises";

/** Milliseconds: a connection that lasted less counts as a failure. */
const lasting = 10_000;
const firstWait = 500;
/** Discord lets a bot in a thousand times a day, and then resets its token: a connection that is closed at once must not use that up. */
const longestWait = 120_000;
/** Until the other side has to say goodbye. */
const goodbyeWithin = 1000;

/** Lets a connection be made: at once behind one that lasted, later and later behind failures, and never once `ended` is aborted. */
export function createGate(ended: AbortSignal) {
  let failures = -1;
  let enteredAt: number | undefined;
  return {
    entered(): void {
      enteredAt = performance.now();
    },
    async pass(): Promise<void> {
      const lasted = enteredAt === undefined ? 0 : performance.now() - enteredAt;
      enteredAt = undefined;
      failures = lasted >= lasting ? 0 : failures + 1;
      const backoff = failures > 0 ? Math.min(firstWait * 2 ** Math.min(failures - 1, 10), longestWait) : 0;
      await wait(backoff * (0.75 + Math.random() / 2), undefined, { signal: ended }).catch(() => {});
      if (ended.aborted) await new Promise<never>(() => {});
    },
    goodbye: (): Promise<void> => wait(goodbyeWithin, undefined, { ref: false }),
  };
}
