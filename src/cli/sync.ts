import { SingleBar } from "cli-progress";
import { dayOf, firstListDay, type ListDay, parseDay } from "../calendar/days.ts";
import { type Collected, collectDays, type DayFailure, daysToCollect } from "../collect/collect.ts";
import { SourceError, UsageError } from "../errors.ts";
import type { Store } from "../store/store.ts";
import { count, quote } from "../text/clean.ts";
import { type Ground, prepare, withStore } from "./app.ts";
import { complain, type Host, print } from "./host.ts";

export interface SyncOptions {
  readonly since?: string;
  readonly until?: string;
}

/** Fetches list days into the store, newest first. It may be interrupted: the next call goes on. @returns the exit status */
export async function sync(options: SyncOptions, host: Host): Promise<number> {
  const today = dayOf(host.clock());
  const since = readOption("since", options.since, firstListDay);
  const until = readOption("until", options.until, today);
  if (until > today)
    throw new UsageError(`${quote(`--until ${options.until}`)} is still to come: --until ${today}`);
  if (since < firstListDay) {
    throw new UsageError(
      `${quote(`--since ${options.since}`)} is before the first list of Daily Papers: --since ${firstListDay}`,
    );
  }
  if (since > until)
    throw new UsageError(`${quote(`--since ${since}`)} is after --until ${until}: swap them`);
  const ground = prepare(host, true);
  return withStore(ground, (store) => syncDays(since, until, host, ground, store));
}

async function syncDays(
  since: ListDay,
  until: ListDay,
  host: Host,
  { huggingFace: source }: Ground,
  store: Store,
): Promise<number> {
  const deps = { source, store, clock: host.clock };
  const days = await daysToCollect(since, until, deps);
  if (days.length === 0) {
    print(host, `Nothing to fetch from ${since} to ${until}: it is all there, as of the last hour.`);
    return 0;
  }
  const bar = progressBar(host);
  const failures: DayFailure[] = [];
  let sum: Collected = { read: 0, added: 0, changed: 0, skipped: 0 };
  let asked = 0;
  bar.start(days.length, 0, { day: days[0], papers: 0 });
  try {
    await collectDays(days, deps, { signal: host.stopped }, (day, collected, failure) => {
      if (failure) failures.push(failure);
      sum = add(sum, collected);
      bar.update(++asked, { day, papers: sum.read });
    });
    bar.stop();
    print(host, `${count(asked - failures.length, "list day")} fetched: ${countsLine(sum)}`);
    complainOf(failures, host);
    return failures.length > 0 ? 1 : 0;
  } catch (error) {
    bar.stop();
    if (!host.stopped.aborted && !(error instanceof SourceError)) throw error;
    const why = error instanceof SourceError ? error.message : "Stopped";
    const done = asked - failures.length;
    complainOf(failures, host);
    complain(
      host,
      `${why}. ${done} of ${days.length} list days are done; the same command goes on from there.`,
    );
    return 1;
  }
}

function complainOf(failures: readonly DayFailure[], host: Host): void {
  for (const { day, reason } of failures)
    complain(host, `${day} could not be fetched: ${reason}. The same command tries it again.`);
}

function progressBar({ stderr }: Host): SingleBar {
  return new SingleBar({
    stream: stderr,
    format: "{bar} {value}/{total} list days · {day} · {papers} papers",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 30,
    hideCursor: true,
    noTTYOutput: true,
    notTTYSchedule: 5000,
  });
}

/** "read 34, new 33, changed 1, skipped 0". */
export function countsLine({ read, added, changed, skipped }: Collected): string {
  return `read ${read}, new ${added}, changed ${changed}, skipped ${skipped}`;
}

/** The sum of two counts. */
export function add(a: Collected, b: Collected): Collected {
  return {
    read: a.read + b.read,
    added: a.added + b.added,
    changed: a.changed + b.changed,
    skipped: a.skipped + b.skipped,
  };
}

function readOption(name: string, value: string | undefined, otherwise: ListDay): ListDay {
  const day = value === undefined ? otherwise : parseDay(value);
  if (day === undefined)
    throw new UsageError(
      `${quote(`--${name} ${value}`)} is not a day of the calendar: write --${name} ${otherwise}`,
    );
  return day;
}
