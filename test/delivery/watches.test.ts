import { describe, expect, test } from "vitest";
import { addDays } from "../../src/calendar/days.ts";
import { collectDays, daysToCollect } from "../../src/collect/collect.ts";
import { aPaper, papers } from "../support/builders.ts";
import { busy } from "../support/fake-adapter.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";
import { ana, ask, collect, li, nine, noor, toldTo } from "../support/watchers.ts";

const thursday = "2026-11-19";
const friday = "2026-11-20";
const saturday = "2026-11-21";
const [first, second, third] = ["2611.00001", "2611.00002", "2611.00003"] as const;
const outcomeOf = (room: Newsroom, date: string, of = ana) =>
  room.outcome(date, { channel: of.id, kind: "watch" });

/** Ana watches robots since Thursday, ten to nine. */
async function watched(query = "robots"): Promise<Newsroom> {
  const room = await aNewsroom();
  await ask(room, `watch add ${query}`);
  return room;
}

describe("a match", () => {
  test("is told to the person, in one message a day, once", async () => {
    const room = await watched();
    room.list(thursday, [aPaper({ upvotes: 3 }), aPaper({ id: second, upvotes: 5 })]);
    await nine(room, thursday);
    const both = ["matches robots", "matches robots"];
    expect(toldTo(room)).toEqual([
      { at: `${thursday}T08:00`, lead: "2 new matches", papers: [second, first], marks: both },
    ]);
    expect(room.slack.posts[0]?.key).toBe(`${ana.id} watch ${thursday} 0`);
    expect(await outcomeOf(room, thursday)).toBe("posted: 2 matches");
    room.list(friday, [aPaper({ id: third, listDays: [friday] })]);
    for (const day of [friday, saturday]) await nine(room, day);
    expect(toldTo(room).map((one) => one.papers)).toEqual([[second, first], [third]]);
    expect(toldTo(room)[1]?.lead).toBe("1 new match");
  });

  test("is not looked for before nine, and no look after it tells again", async () => {
    const room = await watched();
    room.list(thursday, [aPaper()]);
    await room.runUntil(`${thursday}T07:59:50Z`);
    expect(room.slack.requests).toEqual([]);
    await room.runUntil(`${thursday}T20:00:00Z`, { pause: 600_000 });
    expect(room.slack.requests).toHaveLength(1);
  });

  test("that is none is no message: the outcome says so, every day", async () => {
    const room = await watched("diffusion");
    room.list(thursday, [aPaper()]);
    for (const day of [thursday, friday, saturday]) await nine(room, day);
    expect(room.slack.requests).toEqual([]);
    for (const day of [thursday, friday, saturday])
      expect(await outcomeOf(room, day)).toBe("nothing new: no watch found anything new");
  });

  test("of two watches is told once and names both", async () => {
    const room = await watched();
    await ask(room, "watch add maps");
    room.list(thursday, [aPaper()]);
    for (const day of [thursday, friday]) await nine(room, day);
    expect(toldTo(room)).toMatchObject([{ papers: [first], marks: ["matches robots and maps"] }]);
  });

  test("of a watch that was added later is not told again", async () => {
    const room = await watched();
    room.list(thursday, [aPaper({ upvotes: 3 })]);
    await nine(room, thursday);
    await ask(room, "watch add maps min:5");
    room.list(thursday, [aPaper({ upvotes: 9 })]);
    await nine(room, friday);
    expect(toldTo(room)).toHaveLength(1);
  });

  test("when the watch was added is never told, whatever becomes of it", async () => {
    const room = await aNewsroom();
    room.list(thursday, [aPaper({ upvotes: 30 })]);
    await collect(room);
    await ask(room, "watch add robots min:20");
    // It falls below, and rises again.
    for (const [day, upvotes] of [
      [friday, 19],
      [saturday, 50],
      ["2026-11-23", 99],
    ] as const) {
      room.list(thursday, [aPaper({ upvotes })]);
      await nine(room, day);
    }
    expect(room.slack.requests).toEqual([]);
  });

  test("that was listed before the watch was made is no news, though it comes into the store later", async () => {
    const room = await watched();
    // The archive is still being fetched.
    const old = papers(13, (i) => ({ listDays: [addDays(thursday, -1 - i)], upvotes: 40 }));
    for (const paper of old) room.list(paper.listDays[0] ?? "", [paper]);
    room.list(thursday, [aPaper({ id: "2611.00020", upvotes: 3 })]);
    const { source, store, time } = room;
    const deps = { source, store, clock: time.clock };
    await collectDays(await daysToCollect("2026-11-05", thursday, deps), deps, {}, () => {});
    await nine(room, thursday);
    expect(toldTo(room)).toMatchObject([{ lead: "1 new match", papers: ["2611.00020"] }]);
    // One that is listed anew is news.
    room.list(friday, [aPaper({ id: second, listDays: [friday] })]);
    await nine(room, friday);
    expect(toldTo(room).map((one) => one.papers)).toEqual([["2611.00020"], [second]]);
  });

  test("known to one watch is told for another that it did not match then", async () => {
    const room = await aNewsroom();
    room.list(thursday, [aPaper({ upvotes: 12 })]);
    await collect(room);
    await ask(room, "watch add robots");
    await ask(room, "watch add maps min:20");
    room.list(thursday, [aPaper({ upvotes: 20 })]);
    await nine(room, friday);
    expect(toldTo(room)).toMatchObject([{ papers: [first], marks: ["matches maps min:20"] }]);
  });

  test("is each person's own: others, and the same person elsewhere, are told on their own", async () => {
    const room = await watched();
    await ask(room, "watch add robots", noor);
    await ask(room, "watch add diffusion", li);
    room.list(thursday, [aPaper()]);
    await nine(room, thursday);
    expect(room.slack.posts.map(({ place }) => place).toSorted()).toEqual([ana.id, noor.id]);
    await ask(room, "watch add maps", li);
    room.list(friday, [aPaper({ id: second })]);
    await nine(room, friday);
    expect(toldTo(room, li)).toMatchObject([{ papers: [second] }]);
  });

  test("says who of the team saved it, and of no other team", async () => {
    const room = await watched();
    await ask(room, "watch add robots", noor);
    room.list(thursday, [aPaper()]);
    await collect(room);
    await ask(room, `save ${first}`, li);
    await nine(room, thursday);
    const saved = (id: string) =>
      room.slack.posts.find(({ place }) => place === id)?.message.cards?.map(({ savedBy }) => savedBy);
    expect(saved(ana.id)).toEqual(["Li"]);
    expect(saved(noor.id)).toEqual([undefined]);
  });
});

describe("a paper that rises", () => {
  /** Its upvotes change on a day; Paperboy tells at nine, each day in between, and collects before where it always runs. */
  async function live(rises: string, until: string, runs = "always"): Promise<Newsroom> {
    const room = await aNewsroom("2026-11-02T07:50:00Z");
    room.list("2026-11-02", [aPaper({ upvotes: 12 })]);
    await collect(room);
    await ask(room, "watch add robots min:20");
    const { source, store, time } = room;
    const deps = { source, store, clock: time.clock };
    for (let day = "2026-11-02"; day <= until; day = addDays(day, 1)) {
      if (day === rises) room.list("2026-11-02", [aPaper({ upvotes: 20 })]);
      room.sleepUntil(`${day}T07:00:00Z`);
      if (runs === "always")
        await collectDays(await daysToCollect("2026-10-26", day, deps), deps, {}, () => {});
      await nine(room, day);
    }
    return room;
  }

  test.each([
    ["2026-11-08", "always"],
    ["2026-11-10", "always"],
    ["2026-11-15", "always"],
    ["2026-11-08", "only to deliver"],
    ["2026-11-10", "only to deliver"],
    ["2026-11-15", "only to deliver"],
  ])("on %s, within 14 days, is told that day, once, where Paperboy runs %s", async (day, runs) => {
    const room = await live(day, "2026-11-17", runs);
    expect(toldTo(room)).toMatchObject([{ at: `${day}T08:00`, papers: [first] }]);
  });

  test("after 14 days of the day it was listed is not told", async () => {
    const room = await live("2026-11-16", "2026-11-18");
    expect(toldTo(room)).toEqual([]);
  });
});

describe("more than 20 matches", () => {
  test("are told over days, most upvotes first, each once", async () => {
    const room = await watched();
    room.list(
      thursday,
      papers(45, (i) => ({ upvotes: 100 - i })),
    );
    for (const day of [thursday, friday, saturday, "2026-11-22"]) await nine(room, day);
    const told = toldTo(room);
    expect(told.map((one) => one.papers.length)).toEqual([20, 20, 5]);
    expect(told.map(({ lead }) => lead)).toEqual([
      "45 new matches, the first 20 are here",
      "25 new matches, the first 20 are here",
      "5 new matches",
    ]);
    expect(told.flatMap((one) => one.papers)).toEqual(papers(45).map(({ id }) => id));
    expect(room.slack.posts[0]?.message.note).toMatch(/^25 matches follow tomorrow\. /);
  });
});

describe("a watch that was removed", () => {
  test("is told of no more, and the others are", async () => {
    const room = await watched();
    await ask(room, "watch add maps");
    await ask(room, "watch remove robots");
    room.list(thursday, [aPaper()]);
    await nine(room, thursday);
    expect(toldTo(room)).toMatchObject([{ marks: ["matches maps"] }]);
    await ask(room, "watch remove 1");
    room.list(friday, [aPaper({ id: second })]);
    await nine(room, friday);
    expect(toldTo(room)).toHaveLength(1);
  });

  test("after it was claimed, before it was composed: nothing is posted, and the day has its outcome", async () => {
    const room = await watched();
    room.list(thursday, [aPaper()]);
    room.time.set(`${thursday}T08:00:00Z`);
    await room.crashAt("claimed");
    await ask(room, "watch remove 1");
    await room.runUntil(`${thursday}T08:05:00Z`);
    expect(room.slack.requests).toEqual([]);
    expect(await outcomeOf(room, thursday)).toMatch(/^(?:nothing new|missed): ./);
  });

  test.each(["frozen", "before post"] as const)(
    "after %s, where it was not posted: nothing comes any more, and what was found stays untold",
    async (step) => {
      const room = await watched();
      room.list(thursday, [aPaper()]);
      room.time.set(`${thursday}T08:00:00Z`);
      // Held up by its platform the second time.
      room.slack.next.push(busy(60_000));
      await (step === "frozen" ? room.crashAt(step) : room.runUntil(`${thursday}T08:00:30Z`));
      await ask(room, "watch remove 1");
      await room.runUntil(`${thursday}T08:05:00Z`);
      expect(room.slack.posts).toEqual([]);
      expect(await outcomeOf(room, thursday)).toBe("missed: nothing is watched any more");
      expect(await room.store.deliveries.seen(ana.id)).toEqual(new Set());
    },
  );

  test("and added again knows what matches by then", async () => {
    const room = await watched();
    room.list(thursday, [aPaper()]);
    await collect(room);
    await ask(room, "watch remove 1");
    await ask(room, "watch add robots");
    for (const day of [thursday, friday]) await nine(room, day);
    expect(room.slack.requests).toEqual([]);
  });
});
