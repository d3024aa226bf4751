import { setImmediate as idle } from "node:timers/promises";
import type { Clock, Sleep } from "../../src/clock.ts";

/** A clock that stands still until everything waits for it, and then goes on to the next who sleeps. */
export interface TestTime {
  readonly clock: Clock;
  readonly sleep: Sleep;
  /** Sets the clock, forward or back; sleepers sleep on for as long as they wanted. */
  set(at: Date | string): void;
  /** Lets work go on for a time. */
  until(at: Date | string): Promise<void>;
  /** Lets time go by until `work` is done. */
  run<T>(work: Promise<T>): Promise<T>;
}

interface Sleeper {
  /** Milliseconds that are left. */
  left: number;
  wake(): void;
}

export function createTime(start: Date | string): TestTime {
  let now = new Date(start).getTime();
  const sleepers = new Set<Sleeper>();
  const goOn = (ms: number): void => {
    now += ms;
    for (const sleeper of sleepers) sleeper.left -= ms;
    for (const sleeper of [...sleepers].filter(({ left }) => left <= 0)) sleeper.wake();
  };
  const shortest = (): number => Math.min(...[...sleepers].map(({ left }) => Math.max(0, left)));

  return {
    clock: () => new Date(now),
    sleep: (ms, signal) =>
      new Promise((wake, fail) => {
        const abort = (): void => end(() => fail(signal?.reason));
        const sleeper = { left: ms, wake: () => end(wake) };
        const end = (then: () => void): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", abort);
          then();
        };
        sleepers.add(sleeper);
        if (signal?.aborted) abort();
        else signal?.addEventListener("abort", abort);
      }),
    set(at) {
      now = new Date(at).getTime();
    },
    async until(at) {
      const end = new Date(at).getTime();
      for (await idle(); now + shortest() <= end; await idle()) goOn(shortest());
      goOn(Math.max(0, end - now));
      await idle();
    },
    async run(work) {
      let isDone = false;
      const done = work.finally(() => {
        isDone = true;
      });
      done.catch(() => {});
      for (await idle(); !isDone; await idle()) {
        if (sleepers.size === 0) throw new Error("it waits for something that never comes");
        goOn(shortest());
      }
      return done;
    },
  };
}
