import { addDays, dayOf, type ListDay } from "../../calendar/days.ts";
import { slotsAfter, slotsBack, type Timetable } from "../../calendar/slots.ts";
import type { Freshness } from "../../collect/freshness.ts";
import { nameSavers } from "../../digest/card.ts";
import { composeWatches, daysToRise, matchesOf, matchWatches, watchedBy } from "../../digest/watch.ts";
import { reasonOf } from "../../errors.ts";
import type { Logger } from "../../logger.ts";
import type { Paper } from "../../model/paper.ts";
import type { Delivery, EnteredDelivery, Outcome } from "../../store/ledger.ts";
import type { Watcher } from "../../store/library.ts";
import type { Store } from "../../store/store.ts";
import { count } from "../../text/clean.ts";
import type { Edition, EditionDeps } from "./edition.ts";

/** When people are told of matches: once a day, by their own clock. */
const timetable = (zone: string): Timetable => ({ time: "09:00", zone, days: [1, 2, 3, 4, 5, 6, 7] });
const hour = 3_600_000;
const day = 24 * hour;
/** After downtime a telling is made up for only if the next one is further away than this. */
const nextAfter = 3 * hour;
const batch = 500;

/** When somebody is told next. */
export function nextTelling(zone: string, now: Date): Date {
  const [next] = slotsAfter(now, timetable(zone), 1);
  // A daily slot comes within two days, whatever clocks do.
  return next?.at ?? new Date(now.getTime() + day);
}

/** Enters today's telling into the ledger for everybody whose time has come. After a downtime only the newest is told: it has all. */
export async function planWatches(
  { watches, deliveries }: Store,
  now: Date,
  logger?: Pick<Logger, "error">,
): Promise<void> {
  for (;;) {
    const due = await watches.due(now, batch);
    if (due.length === 0) return;
    for (const watcher of due) {
      const { telling, next } = planOrPass(watcher, now, logger);
      if (telling) await deliveries.enter(telling);
      await watches.plan(watcher, next);
    }
  }
}

/** A zone that this machine does not know, for one: it holds up nobody else, and is looked at again later. */
function planOrPass(watcher: Watcher, now: Date, logger: Pick<Logger, "error"> | undefined): PlannedTelling {
  try {
    return planTelling(watcher, now);
  } catch (error) {
    logger?.error({ user: watcher.user, reason: reasonOf(error) }, "a watch could not be planned");
    return { next: new Date(now.getTime() + hour) };
  }
}

interface PlannedTelling {
  /** What has come; nothing where the next one is near. */
  readonly telling?: EnteredDelivery;
  readonly next: Date;
}

/** The telling of somebody that has come by `now`, and when the next one will. Pure. */
export function planTelling({ team, user: channel, zone }: Watcher, now: Date): PlannedTelling {
  const next = nextTelling(zone, now);
  const [slot] = slotsBack(now, new Date(now.getTime() - day), timetable(zone), 1);
  if (!slot || next.getTime() - now.getTime() <= nextAfter) return { next };
  const { date, at: dueAt } = slot;
  return { telling: { channel, kind: "watch", date, team, place: channel, dueAt }, next };
}

/** What a person's watches found since they were last told. */
export async function editWatches(
  { team, channel: user, date }: Pick<Delivery, "team" | "channel" | "date">,
  { store, clock }: EditionDeps,
  listed: (from: ListDay, to: ListDay) => Promise<readonly Paper[]>,
  { trouble }: Freshness,
): Promise<Edition> {
  const today = dayOf(clock());
  const watches = (await store.watches.list({ team, user })).filter(({ tell }) => tell === "dm");
  const papers = await listed(addDays(today, 1 - daysToRise), today);
  const matches = matchWatches(watches, papers, await store.deliveries.seen(user), today);
  const savers = await store.saves.saversOf(
    team,
    matches.map(({ paper }) => paper.id),
  );
  const parts = composeWatches(matches, date, savers);
  const found = parts.length > 0 ? count(matches.length, "match", "matches") : "no watch found anything new";
  const outcome: Outcome =
    trouble === undefined
      ? { kind: parts.length > 0 ? "posted" : "nothing new", reason: found }
      : { kind: "source down", reason: `${found} in the store; ${trouble}` };
  return { parts, outcome };
}

/** "watched by Ana, Li +2", for papers that match what people of a team want to see marked. */
export async function marksOfWatches(
  team: string,
  papers: readonly Paper[],
  { watches }: Store,
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, Set<string>>();
  for (const { query, name } of await watches.inDigests(team)) {
    for (const { id } of matchesOf(query, papers, dayOf(now))) {
      names.set(id, (names.get(id) ?? new Set()).add(name));
    }
  }
  return new Map([...names].map(([id, all]) => [id, `${watchedBy}${nameSavers([...all])}`]));
}

/** Papers of the last calendar days, today included. */
export async function listedLately(
  days: number,
  { papers }: Store,
  today: ListDay,
): Promise<readonly Paper[]> {
  return papers.getMany(await papers.listed(addDays(today, 1 - days), today));
}
