import { addDays, dayOf, type ListDay, startOf, weekdaysBack } from "../calendar.ts";
import type { Clock, Sleep } from "../clock.ts";
import { reasonOf } from "../errors.ts";
import type { CallOptions } from "../sources/http.ts";
import type { PaperSource } from "../sources/source.ts";
import type { Store, UpsertCounts } from "../store/store.ts";

export interface CollectDeps {
  readonly source: PaperSource;
  readonly store: Store;
  readonly clock: Clock;
}

export interface Collected extends UpsertCounts {
  /** Records that the source sent. */
  readonly read: number;
  readonly skipped: number;
}

/** Figures change for days after a list day; one that was fetched this long after it began, in milliseconds, is not fetched again. */
const settledAfter = 7 * 86_400_000;
/** Weekdays that a first look fetches: three list days, and two for holidays. */
const newestDays = 5;
const freshFor = 60 * 60_000;

/** Whether the newest list days are there, the very newest fetched within the last hour. */
export async function isFresh({ store, clock }: Pick<CollectDeps, "store" | "clock">): Promise<boolean> {
  const days = newestWeekdays(clock());
  const fetched = await store.collection.fetched(days.at(-1) ?? "", days[0] ?? "");
  const newest = fetched.get(days[0] ?? "")?.getTime() ?? 0;
  return days.every((day) => fetched.has(day)) && clock().getTime() - newest < freshFor;
}

/** Fetches the newest list days, together. @throws SourceError where one of them could not be had; the others are kept */
export async function collectNewest(deps: CollectDeps, options?: CallOptions): Promise<void> {
  const days = newestWeekdays(deps.clock());
  const results = await Promise.allSettled(days.map((day) => collectDay(day, deps, options)));
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}

function newestWeekdays(now: Date): readonly ListDay[] {
  const today = dayOf(now);
  return [...weekdaysBack(today, addDays(today, -10))].slice(0, newestDays);
}

/** List days that are missing or may still have changed when they were fetched, newest first. */
export async function daysToCollect(
  since: ListDay,
  until: ListDay,
  { store }: Pick<CollectDeps, "store">,
): Promise<readonly ListDay[]> {
  const fetched = await store.collection.fetched(since, until);
  const isSettled = (day: ListDay): boolean =>
    (fetched.get(day)?.getTime() ?? 0) >= startOf(day) + settledAfter;
  return [...weekdaysBack(until, since)].filter((day) => !isSettled(day));
}

/** Fetches one list day into the store. An empty or shorter answer removes nothing. @throws SourceError */
export async function collectDay(
  day: ListDay,
  { source, store, clock }: CollectDeps,
  options?: CallOptions,
): Promise<Collected> {
  try {
    const { papers, skipped } = await source.listDay(day, options);
    const now = clock();
    const counts = await store.papers.upsert(papers, now);
    await store.collection.markFetched(day, now);
    await store.collection.recordHealth(source.name, now);
    return { ...counts, read: papers.length + skipped.length, skipped: skipped.length };
  } catch (error) {
    if (!options?.signal?.aborted) await store.collection.recordHealth(source.name, clock(), reasonOf(error));
    throw error;
  }
}

/** Milliseconds between background requests: 300 in five minutes, which leaves two fifths of the quota for people. */
const pace = 1000;

/** Fetches the days one after the other, politely and behind everything else, until done or aborted. @throws SourceError */
export async function collectArchive(
  days: readonly ListDay[],
  deps: CollectDeps,
  sleep: Sleep,
  signal: AbortSignal,
): Promise<void> {
  for (const day of days) {
    await sleep(pace, signal);
    await collectDay(day, deps, { signal });
  }
}
