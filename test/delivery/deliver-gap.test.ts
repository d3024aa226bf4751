import { describe, expect, test } from "vitest";
import { type ListDay, shortDay, weekdaysBack } from "../../src/calendar/days.ts";
import { papers } from "../support/builders.ts";
import { busy } from "../support/fake-adapter.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";
import { aSubscription, channel } from "../support/subscriptions.ts";

const at = (time: string, day: ListDay) => `${day}T${time}:00Z`;
const leads = ({ slack }: Newsroom) => slack.posts.map(({ message }) => message.lead);
const shownDays = ({ slack }: Newsroom, i: number) =>
  slack.posts[i]?.message.cards?.map(({ url }) => url?.slice(-10, -5)) ?? [];

/** A channel with one paper on the list of each weekday of November 2026; the id says the day. */
async function november(start: ListDay, wish: Parameters<Newsroom["subscribe"]>[0] = {}): Promise<Newsroom> {
  const room = await aNewsroom(at("07:55", start));
  for (const day of weekdaysBack("2026-11-30", "2026-11-02"))
    room.list(
      day,
      papers(1, () => ({ id: `${day.slice(5, 7)}${day.slice(8)}.00001` })),
    );
  const lists = new Map(room.source.lists);
  // The source has no list of a day to come.
  room.source.lists.get = (day) =>
    day <= room.time.clock().toISOString().slice(0, 10) ? lists.get(day) : [];
  await room.subscribe({ top: 20, ...wish });
  return room;
}

/** Paperboy runs for ten minutes around nine o'clock. */
async function runOn(room: Newsroom, day: ListDay): Promise<void> {
  room.sleepUntil(at("07:58", day));
  await room.runUntil(at("08:05", day));
}

describe("after downtime", () => {
  test("late is called late", async () => {
    const room = await november("2026-11-19");
    room.sleepUntil(at("12:00", "2026-11-19"));
    await room.runUntil(at("12:01", "2026-11-19"));
    expect(await room.outcome("2026-11-19")).toBe("late: 3 papers, 4 h late");
  });

  test("a digest is not posted a day later, and the next one shows what it would have", async () => {
    const room = await november("2026-11-20");
    room.sleepUntil(at("08:00", "2026-11-21"));
    await room.runUntil(at("08:05", "2026-11-21"));
    expect(room.slack.posts).toEqual([]);
    expect(await room.outcome("2026-11-20")).toMatch(/^missed: Paperboy was not running/);
    await runOn(room, "2026-11-23");
    expect(shownDays(room, 0).toSorted()).toEqual(["1119.", "1120.", "1123."]);
  });

  test.each([
    ["claimed", "claimed"],
    ["composed", "frozen"],
  ] as const)(
    "a digest that was %s when Paperboy was killed is not posted days later",
    async (_what, step) => {
      const room = await november("2026-11-19");
      room.time.set(at("08:00", "2026-11-19"));
      await room.crashAt(step);
      await runOn(room, "2026-11-24");
      expect(room.slack.posts.map(({ message }) => message.title)).toEqual(["Daily Papers, Tue 24 Nov"]);
      expect(await room.outcome("2026-11-19")).toMatch(/^missed/);
    },
  );

  test.each(["claimed", "frozen"] as const)(
    "a digest that was %s when Paperboy was killed is not posted right before the next one",
    async (step) => {
      const room = await november("2026-11-19");
      room.time.set(at("08:00", "2026-11-19"));
      await room.crashAt(step);
      room.sleepUntil(at("07:30", "2026-11-20"));
      await room.runUntil(at("08:05", "2026-11-20"));
      expect(room.slack.posts.map(({ message }) => message.title)).toEqual(["Daily Papers, Fri 20 Nov"]);
      expect(await room.outcome("2026-11-19")).toMatch(/^missed/);
    },
  );

  test("a thread that was begun days ago is not gone on with", async () => {
    const room = await november("2026-11-19", { layout: "thread" });
    room.time.set(at("08:00", "2026-11-19"));
    await room.crashAt("recorded", 2);
    const before = room.slack.posts.length;
    room.sleepUntil(at("12:00", "2026-11-21"));
    await room.runUntil(at("12:05", "2026-11-21"));
    expect(room.slack.posts).toHaveLength(before);
    expect(await room.outcome("2026-11-19")).toMatch(/^(?:missed|unreachable|unknown): ./);
  });

  test("what one digest posted before the crash is not shown by the next, however slow the search for it", async () => {
    const room = await november("2026-11-19");
    room.time.set(at("08:00", "2026-11-19"));
    await room.crashAt("after post");
    room.slack.delay = 5000;
    room.sleepUntil(at("08:01", "2026-11-20"));
    await room.runUntil(at("08:05", "2026-11-20"));
    expect(shownDays(room, 0)).toHaveLength(3);
    expect(shownDays(room, 1)).toEqual(["1120."]);
  });
});

describe("the first digest after a gap", () => {
  test("reaches back to the last delivered one and says so", async () => {
    const room = await november("2026-11-10");
    await runOn(room, "2026-11-10");
    await runOn(room, "2026-11-18");
    expect(leads(room)[1]).toMatch(/^6 new on the list, 6 shown; since Tue 10 Nov/);
    expect(shownDays(room, 1)).toContain("1111.");
    await runOn(room, "2026-11-19");
    expect(leads(room)[2]).not.toMatch(/since/);
  });

  test("at most 10 list days", async () => {
    const room = await november("2026-11-02");
    await runOn(room, "2026-11-02");
    await runOn(room, "2026-11-24");
    expect(shownDays(room, 1)).toHaveLength(10);
    expect(leads(room)[1]).toMatch(/since Wed 11 Nov/);
  });

  test("also after a pause of many weeks", async () => {
    const room = await november("2026-11-02");
    await runOn(room, "2026-11-02");
    const change = { at: room.time.clock(), by: "Ana", what: "paused" };
    const since = new Date(at("00:00", "2026-11-02"));
    const subscription = aSubscription({ since }, { top: 20 });
    await room.store.subscriptions.save({ ...subscription, pause: { by: "Ana" } }, change);
    for (const day of [...weekdaysBack("2026-11-27", "2026-11-03")].toReversed()) await runOn(room, day);
    const now = new Date(at("12:00", "2026-11-27"));
    await room.store.subscriptions.save({ ...subscription, since: now }, change);
    await runOn(room, "2026-11-30");
    expect(shownDays(room, 1)).toHaveLength(10);
  });

  test("an ordinary weekend is no gap", async () => {
    const room = await november("2026-11-20");
    await runOn(room, "2026-11-20");
    await runOn(room, "2026-11-23");
    expect(leads(room)[1]).not.toMatch(/since/);
  });

  test("without a gap the window is what was wished for", async () => {
    const room = await november("2026-11-18", { window: 1 });
    for (const day of ["2026-11-18", "2026-11-19"]) await runOn(room, day);
    expect(leads(room).map((lead) => lead?.includes("since"))).toEqual([false, false]);
    expect(room.slack.posts.map((_, i) => shownDays(room, i))).toEqual([["1118."], ["1119."]]);
  });

  test("a paper of an earlier day says so", async () => {
    const room = await november("2026-11-20");
    await runOn(room, "2026-11-20");
    const facts = room.slack.posts[0]?.message.cards?.flatMap((card) => card.facts ?? []);
    expect(facts).toContain(`rising, listed ${shortDay("2026-11-18").slice(0, 3)}`);
  });
});

describe("what is changed while a digest waits for its platform", () => {
  const waiting = async (): Promise<Newsroom> => {
    const room = await november("2026-11-19");
    room.slack.next.push(busy(4 * 60_000));
    await room.runUntil(at("08:01", "2026-11-19"));
    return room;
  };

  test("unsubscribed before it was composed: missed, with the reason", async () => {
    const room = await november("2026-11-19");
    room.time.set(at("08:00", "2026-11-19"));
    await room.crashAt("claimed");
    await unsubscribe(room);
    await room.runUntil(at("08:05", "2026-11-19"));
    expect(room.slack.requests).toEqual([]);
    expect(await room.outcome("2026-11-19")).toBe("missed: the subscription was ended");
  });

  test("unsubscribed before it could be posted: nothing comes any more", async () => {
    const room = await waiting();
    await unsubscribe(room);
    await room.runUntil(at("08:10", "2026-11-19"));
    expect(room.slack.posts).toEqual([]);
    expect(await room.outcome("2026-11-19")).toBe("missed: the subscription was ended");
  });

  test("paused before it could be posted: nothing comes any more", async () => {
    const room = await waiting();
    await room.subscribe({}, { pause: { by: "Ana" }, since: new Date("2026-11-19T00:00:00Z") });
    await room.runUntil(at("08:10", "2026-11-19"));
    expect(room.slack.posts).toEqual([]);
    expect(await room.outcome("2026-11-19")).toMatch(/^paused/);
  });
});

async function unsubscribe({ store, time }: Newsroom): Promise<void> {
  await store.subscriptions.remove("slack:T1", channel, {
    at: time.clock(),
    by: "Ana",
    what: "unsubscribed",
  });
}
