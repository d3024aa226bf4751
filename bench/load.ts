import { setImmediate, setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Store } from "../src/store/store.ts";
import { aScene } from "../test/support/bot.ts";
import { find } from "./compare.ts";
import { print, printHead, printRow, spread } from "./figures.ts";

const duration = 3000;
const tick = 5;

/** How long the rest of the program waits while searches run: for a timer, and for the answer of another command. */
export async function measureWaiting(store: Store, texts: readonly string[], paper: string): Promise<void> {
  const scene = await aScene({ store });
  const waits = {
    "a timer of 5 ms": async () => {},
    "the answer of /papers show": async () => {
      await scene.ask(`show ${paper}`);
    },
  };
  printHead("late, ms", "searches in flight", "searches a second", "p50", "p99", "max");
  for (const [name, work] of Object.entries(waits)) {
    for (const inFlight of [0, 1, 8]) {
      const until = performance.now() + duration;
      const searching = Array.from({ length: inFlight }, (_, first) =>
        search(store, texts, first, inFlight, until),
      );
      const late = await lateness(work, until);
      const done = (await Promise.all(searching)).reduce((sum, count) => sum + count, 0);
      printRow(name, inFlight, Math.round(done / (duration / 1000)), ...spread(late));
    }
  }
  print("");
}

/** Asks one query after the other. @returns how many */
async function search(
  store: Store,
  texts: readonly string[],
  first: number,
  step: number,
  until: number,
): Promise<number> {
  let done = 0;
  for (; performance.now() < until; done++) {
    await find(store, texts[(first + done * step) % texts.length] ?? "");
    // The next one comes as an event, as everything does that people type.
    await setImmediate();
  }
  return done;
}

/** Does something small again and again, and says how long after its time it was done. */
async function lateness(work: () => Promise<void>, until: number): Promise<number[]> {
  const late: number[] = [];
  while (performance.now() < until) {
    const due = performance.now() + tick;
    await setTimeout(tick);
    await work();
    late.push(Math.max(0, performance.now() - due));
  }
  return late;
}

/** Whether searches leave anything behind. */
export async function measureMemory(store: Store, texts: readonly string[], searches: number): Promise<void> {
  // What is garbage must not count; the flag is set here so that the script runs without it.
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const megabytes = (): string[] => {
    collect();
    const { rss, heapUsed } = process.memoryUsage();
    return [rss, heapUsed].map((bytes) => (bytes / 1e6).toFixed(1));
  };
  printHead("memory, MB", "RSS", "heap of the main thread");
  printRow("before", ...megabytes());
  for (const half of [1, 2]) {
    for (let i = 0; i < searches / 2; i++) await find(store, texts[i % texts.length] ?? "");
    printRow(`after ${Math.round((half * searches) / 2)} searches`, ...megabytes());
  }
  print("");
}
