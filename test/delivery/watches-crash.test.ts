import { describe, expect, test } from "vitest";
import type { Step } from "../../src/delivery/deps.ts";
import { deliverDue } from "../../src/delivery/scheduler.ts";
import { aPaper, papers } from "../support/builders.ts";
import { aNewsroom, depsOn, type Newsroom } from "../support/newsroom.ts";
import { ana, ask, li, nine, noor, toldTo } from "../support/watchers.ts";

const thursday = "2026-11-19";
const friday = "2026-11-20";
const at = (time: string, day = thursday) => `${day}T${time}:00Z`;
const [first, second, third] = ["2611.00001", "2611.00002", "2611.00003"] as const;
const steps: readonly Step[] = [
  "claimed",
  "frozen",
  "before post",
  "after post",
  "recorded",
  "before finish",
];

/** The moment at which people are to be told of two robots. */
async function atNine(people = [ana]): Promise<Newsroom> {
  const room = await aNewsroom();
  for (const person of people) await ask(room, "watch add robots", person);
  room.list(
    thursday,
    papers(2, (i) => ({ upvotes: 9 - i, abstract: "robots" })),
  );
  room.time.set(at("08:00"));
  return room;
}

const outcomeOf = (room: Newsroom, date = thursday) => room.outcome(date, { channel: ana.id, kind: "watch" });
const shown = (room: Newsroom) => toldTo(room).map((one) => one.papers);

describe("a process that is killed", () => {
  test.each(steps)(
    "at the step %j has told once, and what comes after is told the next day",
    async (step) => {
      const room = await atNine();
      await room.crashAt(step);
      room.list(
        thursday,
        papers(3, () => ({ upvotes: 5000, abstract: "robots" })),
      );
      await room.runUntil(at("08:05"));
      // What was not composed yet has the new one too.
      const one = step === "claimed" ? [first, second, third] : [first, second];
      expect(shown(room)).toEqual([one]);
      expect(await outcomeOf(room)).toBe(`posted: ${one.length} matches`);
      await nine(room, friday);
      expect(shown(room)).toEqual(step === "claimed" ? [one] : [one, [third]]);
    },
  );

  test.each(steps)(
    "at the step %j and never asked by a platform that cannot tell: told once, or unknown",
    async (step) => {
      const room = await atNine();
      await room.crashAt(step);
      room.slack.finds = "unknown";
      await room.runUntil(at("08:05"));
      const isBegun = step === "before post" || step === "after post";
      expect(await outcomeOf(room)).toMatch(isBegun ? /^unknown: .*1 of 1/ : /^posted: 2 matches/);
      expect(room.slack.requests).toHaveLength(step === "before post" ? 0 : 1);
      for (const day of [friday, "2026-11-21"]) await nine(room, day);
      expect(room.slack.requests).toHaveLength(step === "before post" ? 0 : 1);
    },
  );

  test("again and again, at every step in turn, tells each paper once", async () => {
    const room = await atNine();
    for (const [i, step] of steps.entries()) {
      await room.crashAt(step);
      room.time.set(`${thursday}T08:0${i + 2}:00Z`);
    }
    await room.runUntil(at("08:15"));
    expect(shown(room)).toEqual([[first, second]]);
  });

  test("while it plans, after the first entry in the ledger, forgets nobody", async () => {
    const room = await atNine([ana, li]);
    const { watches } = room.store;
    const { plan } = watches;
    watches.plan = () => new Promise(() => {});
    await room.crashAt("claimed");
    expect(await outcomeOf(room)).toBe("waits: ");
    watches.plan = plan;
    await room.runUntil(at("08:05"));
    for (const person of [ana, li]) expect(toldTo(room, person)).toMatchObject([{ papers: [first, second] }]);
  });

  test("between two people leaves the other's message", async () => {
    const room = await aNewsroom();
    for (const person of [ana, li, noor]) await ask(room, "watch add robots", person);
    room.list(thursday, [aPaper()]);
    room.time.set(at("08:00"));
    await room.crashAt("after post", 2);
    await room.runUntil(at("08:05"));
    for (const person of [ana, li, noor]) expect(toldTo(room, person)).toMatchObject([{ papers: [first] }]);
  });
});

describe("two processes on one store", () => {
  test("tell everybody once between them", async () => {
    const room = await aNewsroom();
    const people = Array.from({ length: 25 }, (_, i) => ({ ...ana, id: `slack:T1/U${i + 1}` as const }));
    for (const person of people) await ask(room, "watch add robots", person);
    room.list(thursday, [aPaper()]);
    room.time.set(at("08:00"));
    room.slack.takes = () => 500;
    const signal = new AbortController().signal;
    const both = ["one", "two"].map((owner) =>
      deliverDue([room.slack], depsOn(room.store, room.source, room.time, owner), signal),
    );
    await room.time.run(Promise.all(both));
    expect(room.slack.requests).toHaveLength(25);
    for (const person of people) expect(toldTo(room, person)).toMatchObject([{ papers: [first] }]);
  });

  test("and one that stalls longer than its lease do not both tell", async () => {
    const room = await atNine();
    let stalled = 0;
    const step = async (reached: Step): Promise<void> => {
      if (reached === "frozen" && ++stalled === 1) await room.time.sleep(90_000);
    };
    const stalling = { ...depsOn(room.store, room.source, room.time, "the one that stalls"), step };
    const work = deliverDue([room.slack], stalling, new AbortController().signal);
    await room.runUntil(at("08:05"));
    await room.time.run(work);
    expect(shown(room)).toEqual([[first, second]]);
  });

  test("and an answer that is lost: it is looked for in the person's messages, and not sent again", async () => {
    const room = await atNine();
    room.slack.next.push("loses the answer");
    await room.runUntil(at("08:05"));
    expect(room.slack.searches).toEqual([`${ana.id} watch ${thursday} 0`]);
    expect(room.slack.requests).toHaveLength(1);
    expect(await outcomeOf(room)).toBe("posted: 2 matches");
  });
});
