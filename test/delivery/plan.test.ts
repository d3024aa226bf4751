import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planOne } from "../../src/delivery/plan.ts";
import type { Subscription, Wish } from "../../src/store/ledger.ts";
import { aSubscription } from "../support/subscriptions.ts";

const hour = 3_600_000;

/** What is planned at a moment, oldest first: "Thu 2026-11-19 open". */
function planned(now: string, over: Partial<Subscription> = {}, wish: Partial<Wish> = {}): string[] {
  return planOne(aSubscription(over, wish), new Date(now))
    .slots.map(({ kind, date, outcome }) => `${kind} ${date} ${outcome?.kind ?? "open"}`)
    .sort();
}

/** Why a slot is not posted. */
function reason(now: string, date: string, over: Partial<Subscription> = {}): string | undefined {
  return planOne(aSubscription(over), new Date(now)).slots.find((slot) => slot.date === date)?.outcome
    ?.reason;
}

describe("slots and the subscription", () => {
  test("slots before the subscription existed do not exist", () => {
    const since = new Date("2026-11-18T08:00:01Z");
    expect(planned("2026-11-19T08:00:00Z", { since })).toEqual(["digest 2026-11-19 open"]);
  });

  test("who subscribes after today's time begins with the next slot", () => {
    expect(planned("2026-11-19T12:00:00Z", { since: new Date("2026-11-19T10:00:00Z") })).toEqual([]);
  });

  test("a slot is due at its very moment, and not before", () => {
    const since = new Date("2026-11-19T00:00:00Z");
    expect(planned("2026-11-19T07:59:59.999Z", { since })).toEqual([]);
    expect(planned("2026-11-19T08:00:00Z", { since })).toEqual(["digest 2026-11-19 open"]);
  });

  test("it is looked at again when the next slot comes", () => {
    const { plan } = planOne(aSubscription(), new Date("2026-11-20T12:00:00Z"));
    expect(plan).toEqual({
      next: new Date("2026-11-23T08:00:00Z"),
      plannedAt: new Date("2026-11-20T12:00:00Z"),
    });
  });
});

describe("after downtime", () => {
  test("only the newest due slot is delivered; older ones are missed, with the reason", () => {
    expect(planned("2026-11-19T12:00:00Z")).toEqual([
      "digest 2026-11-16 missed",
      "digest 2026-11-17 missed",
      "digest 2026-11-18 missed",
      "digest 2026-11-19 open",
    ]);
    expect(reason("2026-11-19T12:00:00Z", "2026-11-18")).toMatch(/not running/);
  });

  test("only if it is less than 24 hours old", () => {
    // Friday's slot, seen on Saturday: the next is on Monday.
    expect(planned("2026-11-21T07:59:59Z").at(-1)).toBe("digest 2026-11-20 open");
    expect(planned("2026-11-21T08:00:00Z").at(-1)).toBe("digest 2026-11-20 missed");
    expect(reason("2026-11-21T08:00:00Z", "2026-11-20")).toMatch(/for a day/);
  });

  test("and only if the next slot is more than 3 hours away", () => {
    expect(planned("2026-11-19T04:59:59Z").at(-1)).toBe("digest 2026-11-18 open");
    expect(planned("2026-11-19T05:00:00Z").at(-1)).toBe("digest 2026-11-18 missed");
    expect(reason("2026-11-19T05:00:00Z", "2026-11-18")).toMatch(/next digest was near/);
  });

  test("a long absence leaves no burst: two weeks are told as missed, nothing of them is posted", () => {
    const slots = planned("2027-03-01T12:00:00Z");
    expect(slots.at(-1)).toBe("digest 2027-03-01 open");
    expect(slots.filter((slot) => slot.endsWith("open"))).toHaveLength(1);
    expect(slots.length).toBeLessThanOrEqual(11);
  });
});

describe("a pause", () => {
  test("without an end holds for every slot", () => {
    expect(planned("2026-11-17T12:00:00Z", { pause: { by: "Ana" } })).toEqual([
      "digest 2026-11-16 paused",
      "digest 2026-11-17 paused",
    ]);
  });

  test("until a date ends by itself: that date is posted again", () => {
    expect(planned("2026-11-18T08:00:00Z", { pause: { by: "Ana", until: "2026-11-18" } })).toEqual([
      "digest 2026-11-16 paused",
      "digest 2026-11-17 paused",
      "digest 2026-11-18 open",
    ]);
  });

  test("holds for the recap too", () => {
    const slots = planned("2026-11-20T08:00:00Z", { pause: { by: "Ana" } }, { recap: 5 });
    expect(slots).toContain("recap 2026-11-20 paused");
  });
});

describe("the weekly recap", () => {
  test("is due on its own weekday, at the time of the digest", () => {
    const since = new Date("2026-11-18T12:00:00Z");
    expect(planned("2026-11-19T08:00:00Z", { since }, { recap: 5 })).toEqual(["digest 2026-11-19 open"]);
    expect(planned("2026-11-20T08:00:00Z", { since }, { recap: 5 })).toEqual([
      "digest 2026-11-19 missed",
      "digest 2026-11-20 open",
      "recap 2026-11-20 open",
    ]);
  });

  test("also on a day without a digest, and it is looked at then", () => {
    const since = new Date("2026-11-20T12:00:00Z");
    expect(planned("2026-11-21T08:00:00Z", { since }, { recap: 6 })).toEqual(["recap 2026-11-21 open"]);
    const { plan } = planOne(aSubscription({ since }, { recap: 6 }), new Date("2026-11-20T13:00:00Z"));
    expect(plan.next).toEqual(new Date("2026-11-21T08:00:00Z"));
  });

  test("that was missed by a day is not posted later", () => {
    expect(planned("2026-11-22T12:00:00Z", {}, { recap: 5 })).toContain("recap 2026-11-20 missed");
  });
});

describe("local time", () => {
  const due = (now: string, wish: Partial<Wish>): string | undefined =>
    planOne(aSubscription({ since: new Date(Date.parse(now) - 20 * hour) }, wish), new Date(now))
      .slots.find(({ outcome }) => !outcome)
      ?.dueAt.toISOString();
  const berlin = { zone: "Europe/Berlin", days: [7] };

  test("a time that does not exist is posted at the next one that does", () => {
    expect(due("2026-03-29T03:00:00Z", { ...berlin, time: "02:30" })).toBe("2026-03-29T01:00:00.000Z");
  });

  test("a time that occurs twice is posted once, the first time", () => {
    const slot = { ...berlin, time: "02:30" };
    expect(due("2026-10-25T00:45:00Z", slot)).toBe("2026-10-25T00:30:00.000Z");
    // At the second 02:30 it is still the slot of 00:30 UTC, and there is no other.
    expect(due("2026-10-25T01:45:00Z", slot)).toBe("2026-10-25T00:30:00.000Z");
  });

  test.each([
    ["Asia/Kathmandu", "2026-11-19T03:15:00.000Z"],
    ["Pacific/Chatham", "2026-11-18T19:15:00.000Z"],
    ["Australia/Lord_Howe", "2026-11-18T22:00:00.000Z"],
    ["America/Los_Angeles", "2026-11-19T17:00:00.000Z"],
  ])("nine o'clock in %s is %s", (zone, at) => {
    expect(due(at, { zone })).toBe(at);
    const { slots } = planOne(aSubscription({}, { zone }), new Date(at));
    expect(slots[0]?.date).toBe("2026-11-19");
  });
});

test("whatever the timetable and however long the downtime: at most one slot of a kind is posted, and none is a day old", () =>
  fc.assert(
    fc.property(
      fc.record({
        zone: fc.constantFrom("Europe/Berlin", "Pacific/Apia", "America/New_York", "Asia/Kolkata", "UTC"),
        time: fc.constantFrom("00:00", "02:30", "09:00", "12:15", "23:59"),
        days: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
      }),
      fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined }),
      fc.integer({ min: 0, max: 900 * 24 * 60 }),
      fc.integer({ min: 0, max: 40 * 24 * 60 }),
      fc.boolean(),
      (timetable, recap, startMinute, downMinutes, isPaused) => {
        const since = new Date(Date.UTC(2026, 0, 1) + startMinute * 60_000);
        const now = new Date(since.getTime() + downMinutes * 60_000);
        const wish = { ...timetable, ...(recap === undefined ? {} : { recap }) };
        const pause = isPaused ? { pause: { by: "Ana" } } : {};
        const { slots, plan } = planOne(aSubscription({ since, ...pause }, wish), now);
        for (const kind of ["digest", "recap"]) {
          const open = slots.filter((slot) => slot.kind === kind && !slot.outcome);
          expect(open.length).toBeLessThanOrEqual(isPaused ? 0 : 1);
          for (const { dueAt } of open) expect(now.getTime() - dueAt.getTime()).toBeLessThan(24 * hour);
        }
        const keys = slots.map(({ kind, date }) => `${kind} ${date}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { dueAt } of slots) expect(dueAt > since && dueAt <= now).toBe(true);
        if (plan.next) expect(plan.next > now).toBe(true);
      },
    ),
    { numRuns: 300 },
  ));
