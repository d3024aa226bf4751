import { Temporal } from "temporal-polyfill";

/** A list day, "2026-11-20": a UTC calendar date on which papers are on the Daily Papers list. */
export type ListDay = string;

/** The oldest list day there is. */
export const firstListDay: ListDay = "2023-05-04";

/** The UTC calendar date of an instant. */
export function dayOf(instant: Date): ListDay {
  return instant.toISOString().slice(0, 10);
}

/** The calendar date that clocks in `zone` (an IANA name) show at `instant`. */
export function localDate(instant: Date, zone: string): ListDay {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}

/** "14:02": what clocks in `zone` show at `instant`. */
export function clockTime(instant: Date, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainTime()
    .toString({ smallestUnit: "minute" });
}

/** Midnight UTC at which `day` begins, in milliseconds since 1970. */
export function startOf(day: ListDay): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The day as "YYYY-MM-DD" where `text` is an existing calendar date written with -, / or . between its parts. */
export function parseDay(text: string): ListDay | undefined {
  const parts = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text.trim());
  if (!parts) return undefined;
  try {
    const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
    return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" }).toString();
  } catch {
    return undefined;
  }
}

/** `day` moved by `days` calendar days, back where negative. */
export function addDays(day: ListDay, days: number): ListDay {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** There is no list on Saturdays and Sundays. */
export function isWeekday(day: ListDay): boolean {
  return Temporal.PlainDate.from(day).dayOfWeek <= 5;
}

/** Weekdays from `newest` back to `oldest`, both included, newest first. */
export function* weekdaysBack(newest: ListDay, oldest: ListDay): Generator<ListDay> {
  for (let day = newest; day >= oldest; day = addDays(day, -1)) if (isWeekday(day)) yield day;
}

/** Monday and Sunday of the ISO week that holds `day`. */
export function weekOf(day: ListDay): readonly [ListDay, ListDay] {
  const monday = addDays(day, 1 - Temporal.PlainDate.from(day).dayOfWeek);
  return [monday, addDays(monday, 6)];
}

/** First and last day of the month that holds `day`. */
export function monthOf(day: ListDay): readonly [ListDay, ListDay] {
  const date = Temporal.PlainDate.from(day);
  return [date.with({ day: 1 }).toString(), date.with({ day: date.daysInMonth }).toString()];
}

const short = { weekday: "short", day: "numeric", month: "short" } as const;

/** "Fri 20 Nov". */
export const shortDay = formatter(short);
/** "Fri 20 Nov 2026". */
export const fullDay = formatter({ ...short, year: "numeric" });
/** "Wed". */
export const weekdayName = formatter({ weekday: "short" });
/** "November 2026". */
export const monthName = formatter({ month: "long", year: "numeric" });

// Parts rather than format(): whether a comma follows the weekday differs between versions of the locale data.
function formatter(options: Intl.DateTimeFormatOptions): (day: ListDay) => string {
  const format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  return (day) =>
    format
      .formatToParts(startOf(day))
      .filter((part) => part.type !== "literal")
      .map((part) => part.value)
      .join(" ");
}
