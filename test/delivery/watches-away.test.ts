import { describe, expect, test } from "vitest";
import { addDays, isWeekday } from "../../src/calendar/days.ts";
import { aPaper, papers } from "../support/builders.ts";
import { gone } from "../support/fake-source.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";
import { channel } from "../support/subscriptions.ts";
import { ana, ask, collect, nine, toldTo } from "../support/watchers.ts";

const thursday = "2026-11-19";
const friday = "2026-11-20";
const at = (time: string, day = thursday) => `${day}T${time}:00Z`;
const idOf = (day: string) => `${day.slice(5, 7)}${day.slice(8)}.00001`;
const outcomeOf = (room: Newsroom, date: string) => room.outcome(date, { channel: ana.id, kind: "watch" });
const shown = (room: Newsroom) => toldTo(room).map((one) => one.papers);

/** Ana watches robots; each weekday from `start` on has one on its list, whose id says the day. */
async function aMonth(start: string): Promise<Newsroom> {
  const room = await aNewsroom(at("07:50", start));
  await ask(room, "watch add robots");
  for (let n = 0; n < 30; n++) {
    const day = addDays(start, n);
    if (isWeekday(day)) room.list(day, [aPaper({ id: idOf(day) })]);
  }
  const lists = new Map(room.source.lists);
  // The source has no list of a day to come.
  room.source.lists.get = (day) =>
    day <= room.time.clock().toISOString().slice(0, 10) ? lists.get(day) : [];
  return room;
}

describe("after downtime", () => {
  test("of days only the newest day is told, with everything since", async () => {
    const room = await aMonth("2026-11-16");
    await nine(room, "2026-11-16");
    room.sleepUntil(at("12:00", friday));
    await room.runUntil(at("12:05", friday));
    expect(toldTo(room)).toHaveLength(2);
    expect(shown(room)[1]?.toSorted()).toEqual(["1117.00001", "1118.00001", "1119.00001", "1120.00001"]);
    expect(await outcomeOf(room, friday)).toBe("late: 4 matches, 4 h late");
    for (const date of ["2026-11-17", "2026-11-18", thursday])
      expect(await outcomeOf(room, date)).toBeUndefined();
  });

  test("of weeks: what was listed in the last 14 days, and nothing older", async () => {
    const room = await aMonth("2026-11-02");
    await nine(room, "2026-11-02");
    await nine(room, "2026-11-27");
    const [, told = []] = shown(room);
    expect(told.toSorted()[0]).toBe("1116.00001");
    expect(told).toHaveLength(10);
  });

  test("that ended before nine: yesterday's is told late, and nine o'clock tells what came since", async () => {
    const room = await aMonth("2026-11-18");
    room.sleepUntil(at("04:00", thursday));
    await room.runUntil(at("08:05", thursday));
    expect(toldTo(room).map((one) => one.at)).toEqual([at("04:00").slice(0, 16)]);
    expect(await outcomeOf(room, "2026-11-18")).toMatch(/^late: 2 matches, 20 h late/);
    expect(await outcomeOf(room, thursday)).toMatch(/^nothing new/);
  });

  test("that ended shortly before nine: told once, at nine", async () => {
    const room = await aMonth("2026-11-18");
    room.sleepUntil(at("07:55", thursday));
    await room.runUntil(at("08:05", thursday));
    expect(toldTo(room).map((one) => one.at)).toEqual([at("08:00").slice(0, 16)]);
    expect(shown(room)[0]?.toSorted()).toEqual(["1118.00001", "1119.00001"]);
  });

  test.each(["claimed", "frozen"] as const)(
    "what was %s when Paperboy was killed is told by the newest day, not by both",
    async (step) => {
      const room = await aMonth(thursday);
      room.time.set(at("08:00"));
      await room.crashAt(step);
      await nine(room, "2026-11-23");
      expect(toldTo(room)).toHaveLength(1);
      expect(shown(room)[0]?.toSorted()).toEqual(["1119.00001", "1120.00001", "1123.00001"]);
      expect(await outcomeOf(room, thursday)).toMatch(/^missed: it could not be told for a day/);
    },
  );

  test("what was posted before Paperboy was killed is not told again", async () => {
    const room = await aMonth(thursday);
    room.time.set(at("08:00"));
    await room.crashAt("after post");
    room.slack.delay = 3000;
    await nine(room, "2026-11-23");
    expect(shown(room)).toEqual([["1119.00001"], ["1123.00001", "1120.00001"].toSorted()]);
    expect(await outcomeOf(room, thursday)).toBe("posted: 1 match");
  });
});

describe("a clock that jumps", () => {
  test("forward by days and back: nothing is told twice, and nothing is lost", async () => {
    const room = await aMonth("2026-11-16");
    await nine(room, "2026-11-16");
    await nine(room, thursday);
    room.time.set(at("08:15", "2026-11-16"));
    for (const day of ["2026-11-17", "2026-11-18", thursday, friday, "2026-11-21"]) await nine(room, day);
    const told = shown(room).flat();
    expect(told).toEqual([...new Set(told)]);
    expect(told.toSorted()).toEqual(["1116.00001", "1117.00001", "1118.00001", "1119.00001", "1120.00001"]);
  });

  test("forward by weeks and back: told from the next day on", async () => {
    const room = await aMonth("2026-11-16");
    await nine(room, "2026-12-14");
    room.time.set(at("08:15", "2026-11-16"));
    await room.runUntil(at("08:20", "2026-11-16"));
    for (const day of ["2026-11-17", "2026-11-18"]) await nine(room, day);
    expect(await outcomeOf(room, "2026-11-18")).toMatch(/^posted/);
  });

  test("forward by two days and back: not silent until then", async () => {
    const room = await aMonth("2026-11-16");
    await nine(room, "2026-11-16");
    await nine(room, "2026-11-18");
    room.time.set(at("08:15", "2026-11-16"));
    await room.runUntil(at("08:20", "2026-11-16"));
    await nine(room, "2026-11-17");
    expect(await outcomeOf(room, "2026-11-17")).toMatch(/^nothing new/);
    await nine(room, thursday);
    expect(shown(room).flat()).toContain("1119.00001");
  });

  test("back by an hour just after the message: not told again", async () => {
    const room = await aMonth(thursday);
    await nine(room, thursday);
    room.time.set(at("07:05"));
    await room.runUntil(at("07:10"));
    await nine(room, thursday);
    expect(toldTo(room)).toHaveLength(1);
  });

  test("back while the message waits for its platform: it is told all the same", async () => {
    const room = await aMonth(thursday);
    room.time.set(at("08:00"));
    await room.crashAt("frozen");
    room.time.set(at("06:00"));
    await room.runUntil(at("08:05"));
    expect(shown(room)).toEqual([["1119.00001"]]);
  });
});

test("somebody whose zone this machine does not know holds up nobody", async () => {
  const room = await aMonth(thursday);
  const lost = { team: "slack:T1", user: "slack:T1/U0" };
  await room.store.watches.add({ ...lost, query: "robots", tell: "dm" }, [], room.time.clock());
  await room.store.watches.plan({ ...lost, zone: "Mars/Olympus" }, room.time.clock());
  await room.subscribe();
  await nine(room, thursday);
  expect(room.slack.posts.map(({ place }) => place).toSorted()).toEqual([channel, ana.id]);
});

describe("where the source does not answer", () => {
  test("it is waited for up to 20 minutes, then told from what is stored", async () => {
    const room = await aNewsroom();
    await ask(room, "watch add robots");
    room.list(thursday, [aPaper()]);
    await collect(room);
    room.source.trouble = gone;
    room.sleepUntil(at("07:58", friday));
    await room.runUntil(at("08:19", friday));
    expect(room.slack.requests).toEqual([]);
    expect(await outcomeOf(room, friday)).toMatch(/^waits: Hugging Face could not be reached/);
    await room.runUntil(at("08:25", friday));
    expect(shown(room)).toEqual([["2611.00001"]]);
    expect(await outcomeOf(room, friday)).toMatch(
      /^source down: 1 match in the store; Hugging Face could not/,
    );
  });

  test("and comes back within them, it is told with what it says", async () => {
    const room = await aNewsroom();
    await ask(room, "watch add robots");
    room.list(
      thursday,
      papers(2, () => ({ abstract: "robots" })),
    );
    room.source.trouble = gone;
    room.sleepUntil(at("07:59"));
    await room.runUntil(at("08:10"));
    room.source.trouble = () => undefined;
    await room.runUntil(at("08:15"));
    expect(shown(room)).toEqual([["2611.00001", "2611.00002"]]);
  });

  test("what came later is told the next day", async () => {
    const room = await aNewsroom();
    await ask(room, "watch add robots");
    room.list(thursday, [aPaper()]);
    room.source.trouble = gone;
    await room.runUntil(at("08:30"));
    expect(toldTo(room)).toEqual([]);
    expect(await outcomeOf(room, thursday)).toMatch(
      /^source down: no watch found anything new in the store; Hug/,
    );
    room.source.trouble = () => undefined;
    await nine(room, friday);
    expect(shown(room)).toEqual([["2611.00001"]]);
  });
});
