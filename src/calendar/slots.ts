import { Temporal } from "temporal-polyfill";
import { dayOf, type ListDay, localDate, startOf } from "./days.ts";

/** When a subscription is due. */
export interface Timetable {
  /** Local time of day, 24 hours, "09:00". */
  readonly time: string;
  /** IANA time zone, "Europe/Zurich". */
  readonly zone: string;
  /** ISO weekdays of the local date, 1 Monday to 7 Sunday, ascending. */
  readonly days: readonly number[];
}

/** One local calendar date on which a subscription is due. */
export interface Slot {
  /** The calendar date in the channel's zone. */
  readonly date: ListDay;
  /** The instant at which the digest of that date is due. */
  readonly at: Date;
}

const dayLength = 86_400_000;
const everyDay = [1, 2, 3, 4, 5, 6, 7];
const workingDays = [1, 2, 3, 4, 5];
const weekendDays = [6, 7];
const dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/**
 * The slot of a local date: the first instant at which clocks in the zone show `time` or, where clocks are put forward over it,
 * the first after. It keeps its date where that instant is already on the next one (a gap over midnight). Undefined where the
 * zone never had that date (Apia skipped 2011-12-30).
 *
 * Slots of consecutive dates are at increasing instants. Two would coincide only around a gap of 24 hours that does not begin
 * at midnight, and no zone has had one: those over the date line skipped whole dates.
 */
export function slotOn(date: ListDay, timetable: Pick<Timetable, "time" | "zone">): Slot | undefined {
  const wall = Date.parse(`${date}T${timetable.time}Z`);
  const offset = steadyOffset(wall, timetable.zone);
  return offset === undefined ? slotNearChange(date, timetable) : { date, at: new Date(wall - offset) };
}

/** slotOn for any date, by Temporal alone: slower. */
function slotNearChange(date: ListDay, { time, zone }: Pick<Timetable, "time" | "zone">): Slot | undefined {
  const wanted = `${date}T${time}`;
  // "earlier" is the first occurrence of a time that occurs twice; of a time that does not exist it is an instant before the gap.
  const found = Temporal.ZonedDateTime.from(`${wanted}[${zone}]`, { disambiguation: "earlier" });
  const exists = found.epochMilliseconds + offsetOf(found) === Date.parse(`${wanted}Z`);
  if (exists) return { date, at: new Date(found.epochMilliseconds) };

  const change = found.getTimeZoneTransition("next");
  if (!change) throw new Error(`${wanted} does not exist in ${zone}, nor does a change of its clocks`);
  const at = new Date(change.epochMilliseconds);
  return isSkippedWhole(date, at, zone) ? undefined : { date, at };
}

/** Whether the change of clocks at `change`, which skips a time of `date`, skips all of that date. */
function isSkippedWhole(date: ListDay, change: Date, zone: string): boolean {
  return localDate(new Date(change.getTime() - 1), zone) < date && date < localDate(change, zone);
}

/**
 * Offsets from UTC in milliseconds by zone and week, undefined for weeks near a change of clocks. Kept because 10,000
 * subscriptions ask for the same few at once: a slot takes 1 µs with them, 18 µs by Temporal.
 */
const offsets = new Map<string, number | undefined>();
const mostOffsets = 10_000;

/** The offset of `zone` in milliseconds around a wall clock time (read as UTC), if clocks are not changed within two days of it. */
function steadyOffset(wall: number, zone: string): number | undefined {
  const week = Math.floor(wall / (7 * dayLength));
  const key = `${week} ${zone}`;
  if (!offsets.has(key)) {
    if (offsets.size >= mostOffsets) offsets.clear();
    offsets.set(key, offsetOfWeek(week, zone));
  }
  return offsets.get(key);
}

// The same offset at both ends of these 11 days is taken for the same in between, as temporal-polyfill itself does over 19 days.
function offsetOfWeek(week: number, zone: string): number | undefined {
  const before = offsetAt((7 * week - 2) * dayLength, zone);
  return before === offsetAt((7 * week + 9) * dayLength, zone) ? before : undefined;
}

function offsetAt(instant: number, zone: string): number {
  return offsetOf(Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone));
}

function offsetOf(zoned: Temporal.ZonedDateTime): number {
  return zoned.offsetNanoseconds / 1e6;
}

/** Slots after `after` (exclusive), soonest first, at most `most`, which is finite. */
export function slotsAfter(after: Date, timetable: Timetable, most: number): readonly Slot[] {
  const slots: Slot[] = [];
  // The local date is at most one from the UTC date, and a slot still to come is of the local date or a later one.
  const first = startOf(dayOf(after)) - dayLength;
  // A week for each slot, one for the days before `after`, one for a date that the zone skipped.
  for (const date of datesOn(timetable.days, first, 1, 7 * (most + 2))) {
    if (slots.length >= most) break;
    const slot = slotOn(date, timetable);
    if (slot && slot.at > after) slots.push(slot);
  }
  return slots;
}

/** Slots in (after, upTo], newest first, at most `most`. */
export function slotsBack(upTo: Date, after: Date, timetable: Timetable, most: number): readonly Slot[] {
  const slots: Slot[] = [];
  // From the UTC date, not the local one: clocks put back over midnight show the old date again after the new one's slot.
  const first = startOf(dayOf(upTo)) + dayLength;
  const atMost = Math.ceil((upTo.getTime() - after.getTime()) / dayLength) + 3;
  for (const date of datesOn(timetable.days, first, -1, atMost)) {
    if (slots.length >= most) break;
    const slot = slotOn(date, timetable);
    if (slot && slot.at <= after) break;
    if (slot && slot.at <= upTo) slots.push(slot);
  }
  return slots;
}

/** Those of `count` consecutive dates that are on one of the weekdays `days`; `first` is the first one's midnight UTC. */
function* datesOn(days: readonly number[], first: number, step: 1 | -1, count: number): Generator<ListDay> {
  if (days.length === 0) return;
  // Counted in milliseconds: adding days with Temporal takes longer than finding the slot.
  for (let n = 0; n < count; n++) {
    const date = new Date(first + n * step * dayLength);
    if (days.includes(date.getUTCDay() || 7)) yield dayOf(date);
  }
}

/** The time of day as "HH:MM" where `text` is one: "9:00", "09.00", "9h", "9h30", "9am", "9:30 pm". A bare number is none. */
export function parseTime(text: string): string | undefined {
  const typed = text.trim().toLowerCase();
  const [, hour, minute = "00"] = /^(\d{1,2})(?:[:.h](\d{2})|h)$/.exec(typed) ?? [];
  if (hour) return timeOf(Number(hour), minute);
  const [, hour12, minute12 = "00", half] = /^(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)$/.exec(typed) ?? [];
  if (Number(hour12) >= 1 && Number(hour12) <= 12)
    return timeOf((Number(hour12) % 12) + (half === "pm" ? 12 : 0), minute12);
  return undefined;
}

function timeOf(hour: number, minute: string): string | undefined {
  return hour <= 23 && minute <= "59" ? `${String(hour).padStart(2, "0")}:${minute}` : undefined;
}

/**
 * The ISO weekdays that a text means, ascending: "weekdays", "weekends", "daily", "fridays", "mon,wed", "mon-fri", in any case.
 * A range may go over Sunday: "fri-mon".
 */
export function parseDays(text: string): readonly number[] | undefined {
  const parts = text.toLowerCase().split(",").map(daysOf);
  if (parts.includes(undefined)) return undefined;
  return everyDay.filter((day) => parts.some((part) => part?.includes(day)));
}

const groups: ReadonlyMap<string, readonly number[]> = new Map([
  ["daily", everyDay],
  ["weekday", workingDays],
  ["weekdays", workingDays],
  ["weekend", weekendDays],
  ["weekends", weekendDays],
]);

/** The days of one word or range, lower case. */
function daysOf(words: string): readonly number[] | undefined {
  const word = words.trim();
  const group = groups.get(word);
  if (group) return group;
  const ends = word.split(/\s*[-–]\s*/).map(dayNamed);
  const [first, last] = [ends.at(0), ends.at(-1)];
  if (!first || !last || ends.length > 2) return undefined;
  return everyDay.filter((day) =>
    first <= last ? first <= day && day <= last : first <= day || day <= last,
  );
}

/** 1 for "mo", "mon", "monday", "mondays", to 7; lower case. Two letters tell any day. */
function dayNamed(word: string): number | undefined {
  const singular = word.replace(/(?<=..)s$/, "");
  const isBegun = singular.length >= 2 && /^[a-z]+$/.test(singular);
  const index = dayNames.findIndex((name) => isBegun && name.toLowerCase().startsWith(singular));
  return index < 0 ? undefined : index + 1;
}

/** ISO weekdays in words: "weekdays", "daily", "Mon, Wed". parseDays understands them. */
export function sayDays(days: readonly number[]): string {
  const due = everyDay.filter((day) => days.includes(day));
  if (due.length === 7) return "daily";
  if (due.join() === workingDays.join()) return "weekdays";
  return due.map((day) => dayNames[day - 1]?.slice(0, 3)).join(", ");
}
