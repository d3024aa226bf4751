import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type ListDay, localDate, startOf } from "../../src/calendar/days.ts";
import {
  parseDays,
  parseTime,
  type Slot,
  sayDays,
  slotOn,
  slotsAfter,
  slotsBack,
  type Timetable,
} from "../../src/calendar/slots.ts";

const zones = Intl.supportedValuesOf("timeZone");
const hour = 3_600_000;
const daily = [1, 2, 3, 4, 5, 6, 7];

// What clocks show, from Intl alone, so that the slots are judged by something that did not make them.

/** A stretch of time, [from, to) in milliseconds since 1970, in which a zone's clocks are `offset` milliseconds ahead of UTC. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** The stretches between two instants in order. A change that is undone within a day would be overlooked; there is none. */
function stretchesOf(zone: string, from: number, to: number): Stretch[] {
  const offsetAt = offsetsOf(zone);
  const stretches: Stretch[] = [];
  let begin = from;
  for (let seen = from; seen < to; seen += 24 * hour) {
    const offset = offsetAt(seen);
    if (offsetAt(seen + 24 * hour) === offset) continue;
    const change = firstSecond(seen, seen + 24 * hour, (instant) => offsetAt(instant) !== offset);
    stretches.push({ from: begin, to: change, offset });
    begin = change;
  }
  return [...stretches, { from: begin, to, offset: offsetAt(to) }];
}

function offsetsOf(zone: string): (instant: number) => number {
  const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  let last: readonly [instant: number, offset: number] = [Number.NaN, 0];
  return (instant) => {
    // "2026-03-29 03:00:00"
    if (last[0] !== instant)
      last = [instant, Date.parse(`${clock.format(instant).replace(" ", "T")}Z`) - instant];
    return last[1];
  };
}

/** The first second in (from, to] at which `holds`, where it holds from some second on until `to`. */
function firstSecond(from: number, to: number, holds: (instant: number) => boolean): number {
  let [before, at] = [from / 1000, to / 1000];
  while (at - before > 1) {
    const middle = Math.floor((before + at) / 2);
    if (holds(middle * 1000)) at = middle;
    else before = middle;
  }
  return at * 1000;
}

/** The first instant whose clock shows that date and time or, in a gap, something past it. */
function firstShowing(date: ListDay, time: string, stretches: readonly Stretch[]): number | undefined {
  const wanted = Date.parse(`${date}T${time}Z`);
  for (const { from, to, offset } of stretches) {
    const at = Math.max(from, wanted - offset);
    if (at < to) return at;
  }
  return undefined;
}

function wasThere(date: ListDay, stretches: readonly Stretch[]): boolean {
  const midnight = startOf(date);
  return stretches.some(
    ({ from, to, offset }) => from + offset < midnight + 24 * hour && to + offset > midnight,
  );
}

function datesFrom(first: ListDay, count: number): ListDay[] {
  return Array.from({ length: count }, (_, n) => addDays(first, n));
}

function isoDay(date: ListDay): number {
  return new Date(startOf(date)).getUTCDay() || 7;
}

describe("two years of slots, one for each local date at the right instant", () => {
  const dates = datesFrom("2026-01-01", 730);
  const lastDate = dates.at(-1) ?? "";
  const beginning = new Date("2025-12-29T00:00:00Z");
  const end = startOf(lastDate) + 72 * hour;

  test.each(zones)("in %s", (zone) => {
    const stretches = stretchesOf(zone, beginning.getTime(), end);
    const existing = dates.filter((date) => wasThere(date, stretches)).join(" ");
    for (const time of ["00:00", "00:30", "02:30", "09:00", "23:30"]) {
      const slots = slotsAfter(beginning, { time, zone, days: daily }, 740).filter(
        ({ date }) => date >= "2026-01-01" && date <= lastDate,
      );
      // One string, because a million dates are compared.
      expect(slots.map(({ date }) => date).join(" ")).toBe(existing);
      const wrong = slots.filter(({ date, at }) => at.getTime() !== firstShowing(date, time, stretches));
      expect(wrong).toEqual([]);
      const notLater = slots.filter(({ at }, n) => at <= (slots[n - 1]?.at ?? beginning));
      expect(notLater).toEqual([]);
    }
  });
});

const anyZone = fc.constantFrom(...zones);
const anyTime = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
const anyDays = fc.subarray(daily, { minLength: 1 });
const anyTimetable: fc.Arbitrary<Timetable> = fc.record({ time: anyTime, zone: anyZone, days: anyDays });
const anyInstant = fc.date({
  min: new Date("2004-01-01T00:00:00Z"),
  max: new Date("2036-01-01T00:00:00Z"),
  noInvalidDate: true,
});

describe("the slot of a date", () => {
  test.each([
    ["an ordinary day", "UTC", "2026-05-04 09:00", "2026-05-04T09:00Z"],
    ["the leap day", "UTC", "2028-02-29 09:00", "2028-02-29T09:00Z"],
    ["the leap day, a date behind UTC", "Pacific/Kiritimati", "2028-02-29 09:00", "2028-02-28T19:00Z"],
    ["five hours and three quarters", "Asia/Kathmandu", "2026-05-04 09:00", "2026-05-04T03:15Z"],
    ["gap at 02:00", "Europe/Zurich", "2026-03-29 02:30", "2026-03-29T01:00Z"],
    ["the gap's first minute", "Europe/Zurich", "2026-03-29 02:00", "2026-03-29T01:00Z"],
    ["the minute before the gap", "Europe/Zurich", "2026-03-29 01:59", "2026-03-29T00:59Z"],
    ["the minute after the gap", "Europe/Zurich", "2026-03-29 03:00", "2026-03-29T01:00Z"],
    ["gap at 02:00, a year later", "Europe/Zurich", "2027-03-28 02:30", "2027-03-28T01:00Z"],
    ["overlap from 02:00 to 03:00", "Europe/Zurich", "2026-10-25 02:30", "2026-10-25T00:30Z"],
    ["the overlap's first minute", "Europe/Zurich", "2026-10-25 02:00", "2026-10-25T00:00Z"],
    ["the minute after the overlap", "Europe/Zurich", "2026-10-25 03:00", "2026-10-25T02:00Z"],
    ["overlap, a year later", "Europe/Zurich", "2027-10-31 02:30", "2027-10-31T00:30Z"],
    ["gap", "America/New_York", "2026-03-08 02:30", "2026-03-08T07:00Z"],
    ["overlap", "America/New_York", "2026-11-01 01:30", "2026-11-01T05:30Z"],
    ["gap at 02:45", "Pacific/Chatham", "2026-09-27 03:00", "2026-09-26T14:00Z"],
    ["overlap from 02:45 to 03:45", "Pacific/Chatham", "2026-04-05 03:00", "2026-04-04T13:15Z"],
    ["gap of half an hour", "Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:30Z"],
    ["after a gap of half an hour", "Australia/Lord_Howe", "2026-10-04 02:30", "2026-10-03T15:30Z"],
    ["overlap of half an hour", "Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45Z"],
    ["gap of two hours", "Antarctica/Troll", "2026-03-29 01:15", "2026-03-29T01:00Z"],
    ["overlap of two hours", "Antarctica/Troll", "2026-10-25 01:30", "2026-10-24T23:30Z"],
    ["gap at midnight", "America/Santiago", "2026-09-06 00:30", "2026-09-06T04:00Z"],
    ["the evening before it", "America/Santiago", "2026-09-05 23:30", "2026-09-06T03:30Z"],
    ["overlap before midnight", "America/Santiago", "2026-04-04 23:30", "2026-04-05T02:30Z"],
    ["gap at midnight", "Atlantic/Azores", "2026-03-29 00:30", "2026-03-29T01:00Z"],
    ["overlap after midnight", "Atlantic/Azores", "2026-10-25 00:30", "2026-10-25T00:30Z"],
    [
      "gap until midnight: already the 29th, still the slot of the 28th",
      "America/Nuuk",
      "2026-03-28 23:30",
      "2026-03-29T01:00Z",
    ],
    ["the midnight that it ends at", "America/Nuuk", "2026-03-29 00:00", "2026-03-29T01:00Z"],
    ["overlap before midnight", "America/Nuuk", "2026-10-24 23:30", "2026-10-25T00:30Z"],
    ["the only midnight, after the overlap", "America/Nuuk", "2026-10-25 00:00", "2026-10-25T02:00Z"],
    [
      "gap in the first minute of a week of offsets (Thursday)",
      "Asia/Tehran",
      "2018-03-22 00:30",
      "2018-03-21T20:30Z",
    ],
    ["overlap of three hours", "Antarctica/Casey", "2023-03-09 01:00", "2023-03-08T14:00Z"],
    ["before Ramadan", "Africa/Casablanca", "2026-02-14 09:00", "2026-02-14T08:00Z"],
    ["overlap at Ramadan's beginning", "Africa/Casablanca", "2026-02-15 02:30", "2026-02-15T01:30Z"],
    ["in Ramadan", "Africa/Casablanca", "2026-02-16 09:00", "2026-02-16T09:00Z"],
    ["gap at Ramadan's end", "Africa/Casablanca", "2026-03-22 02:30", "2026-03-22T02:00Z"],
    ["before the skipped date", "Pacific/Apia", "2011-12-29 23:30", "2011-12-30T09:30Z"],
    ["after the skipped date", "Pacific/Apia", "2011-12-31 00:00", "2011-12-30T10:00Z"],
  ])("%s in %s: %s", (_, zone, local, instant) => {
    const [date = "", time = ""] = local.split(" ");
    expect(slotOn(date, { time, zone })).toEqual({ date, at: new Date(instant) });
  });

  test.each([
    ["Pacific/Apia", "2011-12-30"],
    ["Pacific/Fakaofo", "2011-12-30"],
    ["Pacific/Kwajalein", "1993-08-21"],
    ["Pacific/Kiritimati", "1994-12-31"],
  ])("there is none in %s on %s, which was skipped", (zone, date) => {
    for (const time of ["00:00", "09:00", "23:59"]) expect(slotOn(date, { time, zone })).toBeUndefined();
  });

  test("any date, time and zone: the first instant that shows it or something past it", () =>
    fc.assert(
      fc.property(anyInstant, anyTime, anyZone, (instant, time, zone) => {
        const date = localDate(instant, zone);
        const stretches = stretchesOf(zone, startOf(date) - 72 * hour, startOf(date) + 96 * hour);
        expect(slotOn(date, { time, zone })?.at.getTime()).toBe(firstShowing(date, time, stretches));
      }),
      { numRuns: 2000 },
    ));
});

describe("slots after and back", () => {
  const weekdaysAt9: Timetable = { time: "09:00", zone: "Europe/Zurich", days: [1, 2, 3, 4, 5] };
  const friday = slotOf("2026-11-20", "2026-11-20T08:00Z");
  const monday = slotOf("2026-11-23", "2026-11-23T08:00Z");
  const tuesday = slotOf("2026-11-24", "2026-11-24T08:00Z");

  function slotOf(date: ListDay, at: string): Slot {
    return { date, at: new Date(at) };
  }

  test("after: soonest first, without the bound, at most so many", () => {
    expect(slotsAfter(friday.at, weekdaysAt9, 2)).toEqual([monday, tuesday]);
    expect(slotsAfter(new Date(friday.at.getTime() - 1), weekdaysAt9, 2)).toEqual([friday, monday]);
    expect(slotsAfter(friday.at, weekdaysAt9, 0)).toEqual([]);
  });

  test("back: newest first, with the upper bound and without the lower, at most so many", () => {
    expect(slotsBack(tuesday.at, friday.at, weekdaysAt9, 9)).toEqual([tuesday, monday]);
    expect(slotsBack(new Date(tuesday.at.getTime() - 1), friday.at, weekdaysAt9, 9)).toEqual([monday]);
    expect(slotsBack(tuesday.at, new Date(friday.at.getTime() - 1), weekdaysAt9, 9)).toHaveLength(3);
    expect(slotsBack(tuesday.at, new Date(0), weekdaysAt9, 1)).toEqual([tuesday]);
    expect(slotsBack(tuesday.at, new Date(0), weekdaysAt9, 0)).toEqual([]);
    expect(slotsBack(tuesday.at, tuesday.at, weekdaysAt9, 9)).toEqual([]);
    expect(slotsBack(friday.at, tuesday.at, weekdaysAt9, 9)).toEqual([]);
  });

  test("no days, no slots", () => {
    const never = { ...weekdaysAt9, days: [] };
    expect(slotsAfter(friday.at, never, 9)).toEqual([]);
    expect(slotsAfter(friday.at, never, Number.POSITIVE_INFINITY)).toEqual([]);
    expect(slotsBack(tuesday.at, friday.at, never, Number.POSITIVE_INFINITY)).toEqual([]);
  });

  test("a skipped Friday leaves a fortnight between two", () => {
    const fridays = { time: "09:00", zone: "Pacific/Apia", days: [5] };
    const [before, after] = [
      slotOf("2011-12-23", "2011-12-23T19:00Z"),
      slotOf("2012-01-06", "2012-01-05T19:00Z"),
    ];
    expect(slotsAfter(before.at, fridays, 1)).toEqual([after]);
    expect(slotsBack(after.at, new Date("2011-12-20"), fridays, 9)).toEqual([after, before]);
  });

  test("a slot moved past midnight is still to come when its date is over", () => {
    const saturdays = { time: "23:30", zone: "America/Nuuk", days: [6] };
    const moved = slotOf("2026-03-28", "2026-03-29T01:00Z");
    expect(slotsAfter(new Date(moved.at.getTime() - 1), saturdays, 1)).toEqual([moved]);
    expect(slotsBack(moved.at, new Date(moved.at.getTime() - 1), saturdays, 1)).toEqual([moved]);
  });

  test("a slot at midnight has been when clocks put back show the old date again", () => {
    // Clocks were put back at 00:01 to 23:01 of Saturday; ten minutes later.
    const sundays = { time: "00:00", zone: "America/St_Johns", days: [7] };
    const back = new Date("2010-11-07T02:41Z");
    const sunday = slotOf("2010-11-07", "2010-11-07T02:30Z");
    expect(localDate(back, sundays.zone)).toBe("2010-11-06");
    expect(slotsBack(back, new Date("2010-11-01"), sundays, 9)).toEqual([sunday]);
    expect(slotsAfter(back, sundays, 1)).toEqual([slotOf("2010-11-14", "2010-11-14T03:30Z")]);
  });

  /** The slots of all dates within `days` of an instant, the plain way. */
  function slotsAround(instant: Date, days: number, timetable: Timetable): Slot[] {
    return datesFrom(addDays(localDate(instant, "UTC"), -days), 2 * days + 1)
      .filter((date) => timetable.days.includes(isoDay(date)))
      .flatMap((date) => slotOn(date, timetable) ?? []);
  }

  test("after: what slotOn says for the dates that follow", () =>
    fc.assert(
      fc.property(anyInstant, anyTimetable, fc.integer({ min: 0, max: 8 }), (after, timetable, most) => {
        const expected = slotsAround(after, 80, timetable).filter(({ at }) => at > after);
        expect(slotsAfter(after, timetable, most)).toEqual(expected.slice(0, most));
      }),
      { numRuns: 300 },
    ));

  test("back: what slotOn says for the dates before", () =>
    fc.assert(
      fc.property(anyInstant, fc.nat(40 * 24), anyTimetable, fc.nat(50), (upTo, hours, timetable, most) => {
        const after = new Date(upTo.getTime() - hours * hour);
        const expected = slotsAround(upTo, 50, timetable).filter(({ at }) => at > after && at <= upTo);
        expect(slotsBack(upTo, after, timetable, most)).toEqual(expected.toReversed().slice(0, most));
      }),
      { numRuns: 300 },
    ));

  test("from slot to slot none is left out and none comes twice", () =>
    fc.assert(
      fc.property(anyInstant, anyTimetable, (start, timetable) => {
        const slots = slotsAfter(start, timetable, 6);
        let now = start;
        for (const slot of slots) {
          expect(slotsAfter(now, timetable, 1)).toEqual([slot]);
          expect(slotsBack(slot.at, now, timetable, 9)).toEqual([slot]);
          now = slot.at;
        }
        expect(slotsBack(now, start, timetable, 9)).toEqual(slots.toReversed());
      }),
      { numRuns: 200 },
    ));
});

describe("times of day", () => {
  test.each([
    ["9:00", "09:00"],
    ["09:00", "09:00"],
    ["0:00", "00:00"],
    ["23:59", "23:59"],
    ["21.15", "21:15"],
    ["9h", "09:00"],
    ["9h30", "09:30"],
    ["9am", "09:00"],
    ["9 AM", "09:00"],
    ["9:30pm", "21:30"],
    ["9.30 pm", "21:30"],
    ["12am", "00:00"],
    ["12:30am", "00:30"],
    ["12pm", "12:00"],
    ["  9:00 ", "09:00"],
  ])("%j is %s", (text, expected) => {
    expect(parseTime(text)).toBe(expected);
  });

  test.each([
    "",
    "9",
    "0900",
    "24:00",
    "9:60",
    "9:5",
    "009:00",
    "-9:00",
    "9:00:00",
    "9:00 o'clock",
    "25h",
    "9hpm",
    "0am",
    "13pm",
    "21:15pm",
    "9:60am",
    "pm",
    "noon",
    "９:00",
    "Europe/Zurich",
  ])("%j is none", (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  test("every minute of the day is itself", () =>
    fc.assert(
      fc.property(anyTime, (time) => {
        expect(parseTime(time)).toBe(time);
      }),
    ));
});

describe("days", () => {
  test.each([
    ["daily", daily],
    ["weekdays", [1, 2, 3, 4, 5]],
    ["Weekday", [1, 2, 3, 4, 5]],
    ["WEEKENDS", [6, 7]],
    ["fridays", [5]],
    ["Friday", [5]],
    ["mon,wed", [1, 3]],
    ["Wed, Mon", [1, 3]],
    ["mon,mon,monday", [1]],
    ["tues,thur,thurs", [2, 4]],
    ["mon-fri", [1, 2, 3, 4, 5]],
    ["mo,tu,we,th,fr,sa,su", daily],
    ["weds,mond", [1, 3]],
    ["mon–wed", [1, 2, 3]],
    ["Monday - Wednesday", [1, 2, 3]],
    ["mon-wed,fri", [1, 2, 3, 5]],
    ["fri-mon", [1, 5, 6, 7]],
    ["sun-sat", daily],
    ["tue-tue", [2]],
    ["weekdays,sun", [1, 2, 3, 4, 5, 7]],
  ])("%j are %j", (text, expected) => {
    expect(parseDays(text)).toEqual(expected);
  });

  test.each([
    "",
    ",",
    "mon,",
    "mon,,wed",
    "-",
    "mon-",
    "-fri",
    "mon-wed-fri",
    "mon wed",
    "m",
    "s",
    "ts",
    "monks",
    "someday",
    "1",
    "1-5",
    "weekdays-sun",
    "constructor",
    "09:00",
    "Europe/Zurich",
  ])("%j are none", (text) => {
    expect(parseDays(text)).toBeUndefined();
  });

  test.each([
    [[1, 2, 3, 4, 5], "weekdays"],
    [daily, "daily"],
    [[1, 3], "Mon, Wed"],
    [[6, 7], "Sat, Sun"],
    [[5], "Fri"],
    [[], ""],
  ])("%j in words: %j", (days, words) => {
    expect(sayDays(days)).toBe(words);
  });

  test("what is said is understood", () =>
    fc.assert(
      fc.property(anyDays, (days) => {
        expect(parseDays(sayDays(days))).toEqual(days);
      }),
    ));
});
