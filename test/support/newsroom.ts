import { setImmediate as idle } from "node:timers/promises";
import type { ListDay } from "../../src/calendar/days.ts";
import { createFreshness } from "../../src/collect/freshness.ts";
import type { DeliverDeps, Step } from "../../src/delivery/deps.ts";
import { createEditions } from "../../src/delivery/editions/digest.ts";
import { createRefusals } from "../../src/delivery/refusals.ts";
import { deliverDue, keepDelivering } from "../../src/delivery/scheduler.ts";
import type { Logger } from "../../src/logger.ts";
import type { Paper } from "../../src/model/paper.ts";
import type { DeliveryKind, LedgerEntry, Subscription, Wish } from "../../src/store/ledger.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import type { Store } from "../../src/store/store.ts";
import { type FakeAdapter, fakeAdapter } from "./fake-adapter.ts";
import { type FakeSource, fakeSource } from "./fake-source.ts";
import { openForTest } from "./open-store.ts";
import { aSubscription, channel } from "./subscriptions.ts";
import { createTime, type TestTime } from "./time.ts";

/** Thursday 19 November 2026, ten minutes before the slot of nine o'clock in Berlin. */
const thursday = "2026-11-19T07:50:00Z";

/** The real scheduler on a real store, between a fake source and two fake platforms, by a clock of its own. */
export interface Newsroom {
  readonly store: Store;
  readonly time: TestTime;
  readonly source: FakeSource;
  readonly slack: FakeAdapter;
  readonly discord: FakeAdapter;
  readonly deps: DeliverDeps;
  subscribe(wish?: Partial<Wish>, over?: Partial<Subscription>): Promise<void>;
  /** What the list of a day says from now on. */
  list(day: ListDay, papers: readonly Paper[]): void;
  /** Paperboy runs until then. */
  runUntil(at: Date | string, deps?: Partial<DeliverDeps>): Promise<void>;
  /** Paperboy is not running until then. */
  sleepUntil(at: Date | string): void;
  /** Paperboy delivers what is due and is killed the `nth` time that it comes to a step. */
  crashAt(step: Step, nth?: number): Promise<void>;
  /** What became of the slot of a date: "posted: 3 papers"; without an outcome, what it waits for. */
  outcome(date: ListDay, of?: { channel?: string; kind?: DeliveryKind }): Promise<string | undefined>;
}

export async function aNewsroom(start = thursday): Promise<Newsroom> {
  const time = createTime(start);
  const store = await openForTest(() => openStore(":memory:"));
  const source = fakeSource();
  const slack = fakeAdapter("slack", time);
  const discord = fakeAdapter("discord", time);
  const deps = depsOn(store, source, time, "the first process");
  return {
    store,
    time,
    source,
    slack,
    discord,
    deps,
    subscribe: (wish, over) =>
      store.subscriptions.save(aSubscription({ since: time.clock(), ...over }, wish), {
        at: time.clock(),
        by: "Ana",
        what: "subscribed",
      }),
    list(day, papers) {
      source.lists.set(
        day,
        papers.map((paper) => ({ ...paper, listDays: [day] })),
      );
    },
    async runUntil(at, over = {}) {
      const stop = new AbortController();
      const running = keepDelivering([slack, discord], { ...deps, ...over }, stop.signal);
      await time.until(at);
      stop.abort();
      await time.run(running);
    },
    sleepUntil: (at) => time.set(at),
    async crashAt(step, nth = 1) {
      let n = 0;
      // What never goes on is as good as killed, and what it claimed stays claimed.
      const killed = (reached: Step): Promise<void> =>
        reached === step && ++n >= nth ? new Promise(() => {}) : Promise.resolve();
      const doomed = { ...depsOn(store, source, time, "the one that is killed"), step: killed };
      deliverDue([slack, discord], doomed, new AbortController().signal).catch(() => {});
      await idle();
    },
    async outcome(date, { channel: of = channel, kind = "digest" } = {}) {
      const team = of.slice(0, of.indexOf("/"));
      const entries = await store.deliveries.latest(team, of, kind, 100);
      return sayEntry(entries.find((entry) => entry.date === date));
    },
  };
}

function sayEntry(entry: LedgerEntry | undefined): string | undefined {
  if (!entry) return undefined;
  return entry.outcome ? `${entry.outcome.kind}: ${entry.outcome.reason}` : `waits: ${entry.waiting ?? ""}`;
}

/** What one process works with. */
export function depsOn(store: Store, source: FakeSource, time: TestTime, owner: string): DeliverDeps {
  const { clock, sleep } = time;
  const silent = (): void => {};
  const logger = { debug: silent, info: silent, warn: silent, error: silent } as unknown as Logger;
  return {
    store,
    clock,
    sleep,
    owner,
    logger,
    working: new Set(),
    refusals: createRefusals(logger),
    editions: createEditions({ store, clock }),
    freshness: createFreshness({ source, store, clock }),
    lease: 60_000,
    timeout: 10_000,
    backoff: 15_000,
    pause: 60_000,
  };
}
