import { type Slot, slotsAfter, slotsBack, type Timetable } from "../calendar/slots.ts";
import { reasonOf } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Delivery, Outcome, Plan, Planned, PlannedSlot, Subscription, Wish } from "../store/ledger.ts";
import type { Store } from "../store/store.ts";

const hour = 3_600_000;
/** After downtime the newest slot is delivered late only if it is younger than this, */
const lateFor = 24 * hour;
/** and only if the next one is further away than this. */
const nextAfter = 3 * hour;
/** Older slots are entered as missed as far back as this. */
const remembered = 14 * 24 * hour;
const batch = 500;

/** Enters every slot that has come into the ledger, also for subscriptions whose plan is from a clock that was set back. */
export async function planDue(
  { subscriptions }: Store,
  now: Date,
  logger?: Pick<Logger, "error">,
): Promise<void> {
  // A zone that this machine does not know, for one: it holds up no other, and is looked at again later.
  const planOrPass = (subscription: Subscription): Planned => {
    try {
      return planOne(subscription, now);
    } catch (error) {
      const { channel } = subscription;
      logger?.error({ channel, reason: reasonOf(error) }, "a subscription could not be planned");
      return { channel, slots: [], plan: { plannedAt: now, next: new Date(now.getTime() + hour) } };
    }
  };
  for (;;) {
    const due = await subscriptions.due(now, batch);
    if (due.length === 0) return;
    await subscriptions.plan(due.map(planOrPass));
  }
}

/** The slots of a subscription that have come by `now`, and when to look again. Pure. */
export function planOne({ channel, wish, since, pause }: Subscription, now: Date): Planned {
  const digests = timetableOf("digest", wish);
  const recaps = wish.recap === undefined ? undefined : timetableOf("recap", wish);
  const from = new Date(Math.max(since.getTime(), now.getTime() - remembered));
  const decide = (kind: PlannedSlot["kind"], timetable: Timetable): PlannedSlot[] => {
    const [next] = slotsAfter(now, timetable, 1);
    return slotsBack(now, from, timetable, 30).map((slot, i) => {
      const outcome = isPaused(slot, pause) ? paused : i === 0 ? lateness(slot, next, now) : missedBefore;
      return { kind, date: slot.date, dueAt: slot.at, ...(outcome ? { outcome } : {}) };
    });
  };
  const slots = [...decide("digest", digests), ...(recaps ? decide("recap", recaps) : [])];
  return { channel, slots, plan: lookAgain([digests, ...(recaps ? [recaps] : [])], now) };
}

function timetableOf(kind: PlannedSlot["kind"], { time, zone, days, recap }: Wish): Timetable {
  return { time, zone, days: kind === "digest" ? days : recap === undefined ? [] : [recap] };
}

/** Why a slot that is in the ledger is not posted any more, where nothing of it was begun: what held for planning it still holds. */
export function refusalOf(
  { kind, date, dueAt }: Pick<Delivery, "kind" | "date" | "dueAt">,
  { wish, pause }: Subscription,
  now: Date,
): Outcome | undefined {
  if (isPaused({ date }, pause)) return paused;
  const timetable = timetableOf(kind, wish);
  const [newer] = slotsBack(now, dueAt, timetable, 1);
  if (newer && newer.date > date) return missedBefore;
  const [next] = slotsAfter(now, timetable, 1);
  return lateness({ date, at: dueAt }, next?.date === date ? undefined : next, now);
}

/** Whether a slot falls into a pause; one with an end ends by itself. */
export function isPaused({ date }: Pick<Slot, "date">, pause: Subscription["pause"]): boolean {
  return pause !== undefined && (pause.until === undefined || date < pause.until);
}

const paused: Outcome = { kind: "paused", reason: "paused" };
const missedBefore: Outcome = {
  kind: "missed",
  reason: "Paperboy was not running; the next digest caught up",
};

function lateness(slot: Slot, next: Slot | undefined, now: Date): Outcome | undefined {
  if (now.getTime() - slot.at.getTime() >= lateFor)
    return { kind: "missed", reason: "Paperboy was not running for a day" };
  if (next && next.at.getTime() - now.getTime() <= nextAfter) {
    return { kind: "missed", reason: "Paperboy was not running, and the next digest was near" };
  }
  return undefined;
}

function lookAgain(timetables: readonly Timetable[], now: Date): Plan {
  const next = timetables
    .flatMap((timetable) => slotsAfter(now, timetable, 1))
    .sort((a, b) => a.at.getTime() - b.at.getTime())[0];
  return { plannedAt: now, ...(next ? { next: next.at } : {}) };
}
