import { describe, expect, test } from "vitest";
import { addDays } from "../../src/calendar/days.ts";
import { aPaper } from "../support/builders.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";
import { ana, ask, li, toldTo } from "../support/watchers.ts";

/** Looks into the ledger so far apart that days are quick. */
const seldom = { pause: 30 * 60_000 };

/** Somebody watches robots from noon UTC on; on each of the following days there is one more. Paperboy runs all the time. */
async function liveIn(zone: string, start: string, days: number, watches = ["robots"]): Promise<Newsroom> {
  const room = await aNewsroom(`${start}T12:00:00Z`);
  for (const query of watches) await ask(room, `watch add ${query}`, { ...ana, zone });
  for (let n = 1; n <= days; n++) {
    const day = addDays(start, n - 1);
    await publish(room, n, day);
    await room.runUntil(`${addDays(day, 1)}T12:00:00Z`, seldom);
  }
  return room;
}

/** Another robot, on the list of a day, weekend or not: right in the store, for sources know no lists on Saturdays. */
async function publish({ store, time }: Newsroom, n: number, day: string): Promise<void> {
  await store.papers.upsert([aPaper({ id: `2611.0000${n}`, listDays: [day] })], time.clock());
}

const times = (room: Newsroom, of = ana) => toldTo(room, of).map(({ at }) => at);

describe("nine in the morning", () => {
  test.each([
    ["Europe/Berlin", "2026-03-27", "spring", ["28T08:00", "29T07:00", "30T07:00"]],
    ["Europe/Berlin", "2026-10-23", "autumn", ["24T07:00", "25T08:00", "26T08:00"]],
    ["America/New_York", "2026-03-06", "spring", ["06T14:00", "07T14:00", "08T13:00"]],
    ["Asia/Kolkata", "2026-03-27", "no change of clocks", ["28T03:30", "29T03:30", "30T03:30"]],
    ["Pacific/Auckland", "2026-04-03", "autumn, a date ahead", ["03T20:00", "04T21:00", "05T21:00"]],
    ["Pacific/Apia", "2011-12-28", "a date that never was", ["28T19:00", "29T19:00", "30T19:00"]],
  ])("is the watch owner's in %s from %s on: %s", async (zone, start, _what, expected) => {
    const room = await liveIn(zone, start, 3);
    expect(toldTo(room).map(({ at, papers }) => `${at.slice(8)} ${papers}`)).toEqual(
      expected.map((at, n) => `${at} 2611.0000${n + 1}`),
    );
  });

  test("is each one's own", async () => {
    const room = await aNewsroom("2026-11-18T12:00:00Z");
    await ask(room, "watch add robots", { ...ana, zone: "Asia/Tokyo" });
    await ask(room, "watch add robots", { ...li, zone: "America/New_York" });
    await publish(room, 1, "2026-11-18");
    await room.runUntil("2026-11-19T20:00:00Z", seldom);
    expect(times(room)).toEqual(["2026-11-19T00:00"]);
    expect(times(room, li)).toEqual(["2026-11-18T14:00"]);
  });

  test("is the server's where the platform names no zone", async () => {
    const room = await aNewsroom("2026-11-18T12:00:00Z");
    await ask(room, "watch add robots", { id: ana.id, name: ana.name });
    await publish(room, 1, "2026-11-18");
    await room.runUntil("2026-11-19T20:00:00Z", seldom);
    expect(times(room)).toEqual(["2026-11-19T08:00"]);
  });
});

describe("somebody who moves", () => {
  /** Told at nine in Berlin, then adds a watch somewhere else, an hour later; the next two days bring a robot each. */
  async function moveTo(zone: string): Promise<Newsroom> {
    const room = await liveIn("Europe/Berlin", "2026-11-17", 1);
    expect(times(room)).toEqual(["2026-11-18T08:00"]);
    await ask(room, "watch add diffusion", { ...ana, zone });
    for (const [n, day] of ["2026-11-18", "2026-11-19", "2026-11-20"].entries()) {
      await publish(room, n + 2, day);
      await room.runUntil(`${addDays(day, 1)}T12:00:00Z`, seldom);
    }
    return room;
  }

  test("west is not told twice on one date, and then at nine there", async () => {
    const room = await moveTo("America/Los_Angeles");
    expect(times(room)).toEqual(["2026-11-18T08:00", "2026-11-19T17:00", "2026-11-20T17:00"]);
    expect(await room.outcome("2026-11-18", { channel: ana.id, kind: "watch" })).toBe("posted: 1 match");
  });

  test("east is told at nine there, of the next date", async () => {
    const room = await moveTo("Asia/Tokyo");
    expect(times(room)).toEqual([
      "2026-11-18T08:00",
      "2026-11-19T00:00",
      "2026-11-20T00:00",
      "2026-11-21T00:00",
    ]);
    expect(toldTo(room).map(({ papers }) => papers)).toEqual([
      ["2611.00001"],
      ["2611.00002"],
      ["2611.00003"],
      ["2611.00004"],
    ]);
  });

  test("over the date line and back is told of each date once, and of everything", async () => {
    const room = await aNewsroom("2026-11-17T12:00:00Z");
    await ask(room, "watch add robots", { ...ana, zone: "Pacific/Auckland" });
    for (const [n, zone] of [
      "Pacific/Honolulu",
      "Pacific/Auckland",
      "Pacific/Honolulu",
      "Pacific/Kiritimati",
    ].entries()) {
      const day = addDays("2026-11-17", n);
      await publish(room, n + 1, day);
      await room.runUntil(`${addDays(day, 1)}T12:00:00Z`, seldom);
      await ask(room, `watch add diffusion -${n}`, { ...ana, zone });
    }
    await room.runUntil("2026-11-24T12:00:00Z", seldom);
    const keys = room.slack.posts.map(({ key }) => key);
    expect(keys).toEqual([...new Set(keys)]);
    expect(toldTo(room).flatMap(({ papers }) => papers)).toEqual([
      "2611.00001",
      "2611.00002",
      "2611.00003",
      "2611.00004",
    ]);
  });
});
