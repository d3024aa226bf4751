import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  dayOf,
  fullDay,
  isWeekday,
  localDate,
  monthName,
  monthOf,
  parseDay,
  shortDay,
  startOf,
  weekdayName,
  weekdaysBack,
  weekOf,
} from "../../src/calendar/days.ts";

const day = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays("1990-01-01", n));

describe("days", () => {
  test("a list day is a UTC date", () => {
    expect(dayOf(new Date("2026-11-19T23:59:59.999Z"))).toBe("2026-11-19");
    expect(dayOf(new Date("2026-11-20T00:00:00Z"))).toBe("2026-11-20");
    expect(startOf("2026-11-20")).toBe(Date.UTC(2026, 10, 20));
  });

  test.each([
    ["2026-11-20T23:30:00Z", "UTC", "2026-11-20"],
    ["2026-11-20T23:30:00Z", "Europe/Berlin", "2026-11-21"],
    ["2026-11-20T05:30:00Z", "America/Los_Angeles", "2026-11-19"],
    ["2026-11-20T11:00:00Z", "Pacific/Auckland", "2026-11-21"],
    ["2026-03-29T00:59:00Z", "Europe/Berlin", "2026-03-29"],
  ])("at %s clocks in %s show %s", (instant, zone, date) => {
    expect(localDate(new Date(instant), zone)).toBe(date);
  });

  test("adding and taking away days leads back, over every end of a month", () =>
    fc.assert(
      fc.property(day, fc.nat(5000), (from, days) => {
        expect(addDays(addDays(from, days), -days)).toBe(from);
        expect(startOf(addDays(from, days)) - startOf(from)).toBe(days * 86_400_000);
      }),
    ));

  test("days go over the ends of months and leap years", () => {
    expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  });
});

describe("parseDay", () => {
  test.each([
    ["2026-11-20", "2026-11-20"],
    ["2026/11/20", "2026-11-20"],
    ["2026.11.20", "2026-11-20"],
    [" 2026-1-2 ", "2026-01-02"],
    ["2028-02-29", "2028-02-29"],
  ])("%s is a day", (text, expected) => {
    expect(parseDay(text)).toBe(expected);
  });

  test.each([
    "2026-02-29",
    "2026-02-30",
    "2026-13-01",
    "2026-00-10",
    "2026-11-00",
    "2026-11-31",
    "20-11-2026",
    "20.11.2026",
    "2026-11",
    "2026",
    "20261120",
    "2026-11-20T00:00",
    "-2026-11-20",
    "today",
    "",
    "２０２６-11-20",
  ])("%j is none", (text) => {
    expect(parseDay(text)).toBeUndefined();
  });

  test("any text is a day that exists, or none", () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$/)), (text) => {
        const parsed = parseDay(text);
        if (parsed !== undefined) expect(dayOf(new Date(startOf(parsed)))).toBe(parsed);
      }),
    ));

  test("a day is itself", () =>
    fc.assert(
      fc.property(day, (text) => {
        expect(parseDay(text)).toBe(text);
      }),
    ));
});

describe("weeks and months", () => {
  test("there is no list on Saturdays and Sundays", () => {
    const week = ["16", "17", "18", "19", "20", "21", "22"].map((date) => isWeekday(`2026-11-${date}`));
    expect(week).toEqual([true, true, true, true, true, false, false]);
  });

  test("weekdays come newest first, both ends included", () => {
    expect([...weekdaysBack("2026-11-23", "2026-11-19")]).toEqual(["2026-11-23", "2026-11-20", "2026-11-19"]);
    expect([...weekdaysBack("2026-11-22", "2026-11-21")]).toEqual([]);
    expect([...weekdaysBack("2026-11-19", "2026-11-20")]).toEqual([]);
  });

  test("a week goes from Monday to Sunday", () => {
    for (const date of ["2026-11-16", "2026-11-20", "2026-11-22"])
      expect(weekOf(date)).toEqual(["2026-11-16", "2026-11-22"]);
    expect(weekOf("2027-01-01")).toEqual(["2026-12-28", "2027-01-03"]);
  });

  test("a month goes from its first day to its last", () => {
    expect(monthOf("2026-11-20")).toEqual(["2026-11-01", "2026-11-30"]);
    expect(monthOf("2028-02-29")).toEqual(["2028-02-01", "2028-02-29"]);
  });

  test("a day lies in its week and in its month", () =>
    fc.assert(
      fc.property(day, (date) => {
        for (const [first, last] of [weekOf(date), monthOf(date)])
          expect([first, date, last]).toEqual([first, date, last].toSorted());
      }),
    ));
});

describe("days in words", () => {
  test("short, full, weekday, month", () => {
    expect(shortDay("2026-11-20")).toBe("Fri 20 Nov");
    expect(fullDay("2026-11-20")).toBe("Fri 20 Nov 2026");
    expect(weekdayName("2026-11-18")).toBe("Wed");
    expect(monthName("2026-11-20")).toBe("November 2026");
  });

  test("in September too, which locale data shorten in their own ways", () => {
    expect(shortDay("2026-09-04")).toMatch(/^Fri 4 Sept?$/);
  });
});
