import { addDays, dayOf, firstListDay, type ListDay, startOf, weekdaysBack } from "../calendar/days.ts";
import type { Clock, Sleep } from "../clock.ts";
import { daysToRise } from "../digest/watch.ts";
import { reasonOf, SourceError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { CallOptions, PaperSource } from "../sources/source.ts";
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

const nothing: Collected = { read: 0, added: 0, changed: 0, skipped: 0 };

/** Figures change for days after a list day, and watches wait for them; one that was fetched this long after it began, in milliseconds, is not fetched again. */
const settledAfter = daysToRise * 86_400_000;
/** Weekdays that a first look fetches: three list days, and two for holidays. */
const newestDays = 5;
/** Weekdays that a digest may reach back to: ten list days, and two for holidays. As many calendar days as a paper has to rise, too. */
const reach = 12;
const freshFor = 60 * 60_000;
/** Milliseconds: where nothing runs between deliveries, older list days are looked at as often as watches are told. */
const olderFreshFor = 20 * 60 * 60_000;

/** Whether the newest list days are there, the very newest fetched within the last hour. */
export async function isFresh({ store, clock }: Pick<CollectDeps, "store" | "clock">): Promise<boolean> {
  const days = newestWeekdays(clock());
  const fetched = await store.collection.fetched(days.at(-1) ?? "", days[0] ?? "");
  const age = clock().getTime() - (fetched.get(days[0] ?? "")?.getTime() ?? 0);
  // Fetched in a time that is yet to come: a clock was set ahead and back.
  return days.every((day) => fetched.has(day)) && age >= 0 && age < freshFor;
}

/** Fetches the newest list days, together. @throws SourceError where one of them could not be had; the others are kept */
export async function collectNewest(deps: CollectDeps, options?: CallOptions): Promise<void> {
  const days = newestWeekdays(deps.clock());
  const results = await Promise.allSettled(days.map((day) => collectDay(day, deps, options)));
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}

/** Fetches the list days that the first digest after a gap may reach back to and in which a paper may still rise, where that was not done lately. What cannot be had is left out. */
export async function collectGap(deps: CollectDeps, options?: CallOptions): Promise<void> {
  const days = newestWeekdays(deps.clock(), reach).slice(newestDays);
  const changing = await daysToCollect(days.at(-1) ?? "", days[0] ?? "", deps, olderFreshFor);
  await Promise.allSettled(changing.map((day) => collectDay(day, deps, options)));
}

function newestWeekdays(now: Date, most = newestDays): readonly ListDay[] {
  const today = dayOf(now);
  return [...weekdaysBack(today, addDays(today, -2 * most))].slice(0, most);
}

/** List days that are missing or may have changed since they were fetched, newest first. */
export async function daysToCollect(
  since: ListDay,
  until: ListDay,
  { store, clock }: Pick<CollectDeps, "store" | "clock">,
  every = freshFor,
): Promise<readonly ListDay[]> {
  const fetched = await store.collection.fetched(since, until);
  const now = clock().getTime();
  const isDone = (day: ListDay): boolean => {
    const at = fetched.get(day)?.getTime() ?? 0;
    // Fetched in a time that is yet to come: a clock was set ahead and back.
    return at <= now && at >= Math.min(startOf(day) + settledAfter, now - every);
  };
  return [...weekdaysBack(until, since)].filter((day) => !isDone(day));
}

/** Fetches one list day into the store. An empty or shorter answer removes nothing. @throws SourceError */
async function collectDay(
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
    // Shortly after midnight UTC, or by a clock that is ahead, today is still a day to come for the source.
    if (error instanceof SourceError && error.status === 400 && day === dayOf(clock())) return nothing;
    if (!options?.signal?.aborted) await store.collection.recordHealth(source.name, clock(), reasonOf(error));
    throw error;
  }
}

export interface DayFailure {
  readonly day: ListDay;
  readonly reason: string;
}

/** Of days in a row that cannot be had, how many mean that going on is pointless. */
const hopelessAfter = 3;

/**
 * Fetches days one after the other. One that the source refuses or garbles is left for the next time; where the source cannot be
 * reached, or several days fail in a row, it ends.
 * @param between waits before each request
 * @param report is told of each day, and of one that failed why
 * @returns the days that were left out
 * @throws SourceError, or what `between` or the signal ends it with
 */
export async function collectDays(
  days: readonly ListDay[],
  deps: CollectDeps,
  options: CallOptions,
  report: (day: ListDay, collected: Collected, failure?: DayFailure) => void,
  between: () => Promise<void> = async () => {},
): Promise<readonly DayFailure[]> {
  const failures: DayFailure[] = [];
  let inARow = 0;
  for (const day of days) {
    await between();
    try {
      report(day, await collectDay(day, deps, options));
      inARow = 0;
    } catch (error) {
      const passable =
        error instanceof SourceError && ["rejected", "garbage", "failed"].includes(error.trouble);
      if (!passable) throw error;
      const failure = { day, reason: reasonOf(error) };
      failures.push(failure);
      report(day, nothing, failure);
      if (++inARow === hopelessAfter) throw error;
    }
  }
  return failures;
}

/** Milliseconds between background requests: 300 in five minutes, which leaves a fifth of the quota for people, and a fifth for digests. */
const pace = 1000;

/** Keeps the newest list days fresh and fills the archive behind them, politely, until aborted. Failures are logged, never thrown. */
export async function keepCollecting(
  deps: CollectDeps,
  logger: Logger,
  sleep: Sleep,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      if (!(await isFresh(deps))) await collectNewest(deps, { signal });
      const days = await daysToCollect(firstListDay, dayOf(deps.clock()), deps);
      const failures = await collectDays(
        days,
        deps,
        { signal, leavesReserve: true },
        () => {},
        () => sleep(pace, signal),
      );
      if (failures.length > 0)
        logger.info({ failures }, "some list days could not be fetched; they are tried again in an hour");
      await sleep(freshFor, signal);
    } catch (error) {
      if (signal.aborted) return;
      logger.info(`${reasonOf(error)}; the list days that are missing are tried again in an hour`);
      await sleep(freshFor, signal).catch(() => {});
    }
  }
}
