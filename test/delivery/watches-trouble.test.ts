import { describe, expect, test } from "vitest";
import type { Step } from "../../src/delivery/deps.ts";
import { aPaper } from "../support/builders.ts";
import { busy, refused } from "../support/fake-adapter.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";
import { channel } from "../support/subscriptions.ts";
import { ana, ask, collect, li, nine, noor, toldTo } from "../support/watchers.ts";

const thursday = "2026-11-19";
const friday = "2026-11-20";
const monday = "2026-11-23";
const at = (time: string, day = thursday) => `${day}T${time}:00Z`;
const [first, second] = ["2611.00001", "2611.00002"] as const;
const outcomeOf = (room: Newsroom, date = thursday, of = ana) =>
  room.outcome(date, { channel: of.id, kind: "watch" });
const shown = (room: Newsroom, of = ana) => toldTo(room, of).map(({ papers }) => papers);

/** People watch robots, and there is one on Thursday's list. */
async function aRobot(...people: (typeof ana)[]): Promise<Newsroom> {
  const room = await aNewsroom();
  for (const person of people) await ask(room, "watch add robots", person);
  room.list(thursday, [aPaper()]);
  return room;
}

describe("a direct message that is refused", () => {
  const toAna = refused("messages_tab_disabled");

  test("is unreachable; what it had stays untold and is told as soon as it can be", async () => {
    const room = await aRobot(ana);
    room.slack.takes = () => toAna;
    await nine(room, thursday);
    expect(await outcomeOf(room)).toBe("unreachable: messages_tab_disabled");
    expect(room.slack.requests).toHaveLength(1);
    expect(await room.store.deliveries.seen(ana.id)).toEqual(new Set());
    room.list(friday, [aPaper({ id: second, upvotes: 50 })]);
    room.slack.takes = () => "well";
    await nine(room, friday);
    expect(shown(room)).toEqual([[second, first]]);
  });

  test("day after day pauses nothing and tells nobody else: no channel, no subscription, no watch", async () => {
    const room = await aRobot(ana, li);
    await room.subscribe();
    room.slack.takes = (place) => (place === ana.id ? toAna : "well");
    for (const [i, day] of [thursday, friday, "2026-11-21", "2026-11-22", monday].entries()) {
      room.list(day, [aPaper({ id: `2611.0000${i + 1}` })]);
      await nine(room, day);
      expect(await outcomeOf(room, day)).toBe("unreachable: messages_tab_disabled");
    }
    expect((await room.store.subscriptions.get("slack:T1", channel))?.pause).toBeUndefined();
    expect(room.slack.requests.map(({ key }) => key).filter((key) => key?.includes(" notice "))).toEqual([]);
    expect(toldTo(room, li)).toHaveLength(3);
    room.slack.takes = () => "well";
    await nine(room, "2026-11-24");
    expect(shown(room)[0]).toHaveLength(3);
  });

  test("after two hours of a busy platform is unreachable, and told the next day", async () => {
    const room = await aRobot(ana);
    room.slack.takes = () => busy();
    await room.runUntil(at("10:30"));
    expect(await outcomeOf(room)).toBe("unreachable: ratelimited");
    room.slack.takes = () => "well";
    await nine(room, friday);
    expect(shown(room)).toEqual([[first]]);
  });

  test("for a while comes later, and says so", async () => {
    const room = await aRobot(ana);
    room.slack.next.push(busy(15 * 60_000));
    await room.runUntil(at("08:20"));
    expect(await outcomeOf(room)).toBe("late: 1 match, 15 min late");
    expect(shown(room)).toEqual([[first]]);
  });

  test("holds up no channel's digest", async () => {
    const room = await aRobot(ana);
    for (let i = 0; i < 40; i++) await ask(room, "watch add robots", { ...ana, id: `slack:T1/V${i}` });
    await room.subscribe();
    room.slack.takes = (place) => (place === channel ? "well" : "hangs");
    await room.runUntil(at("08:02"));
    expect(room.slack.posts.map(({ place }) => place)).toEqual([channel]);
  });
});

describe("a subscription of somebody who watches", () => {
  test("that is paused tells them in a notice, beside what they watch", async () => {
    const room = await aRobot(ana);
    await room.subscribe();
    room.slack.takes = (place) => (place === channel ? refused() : "well");
    for (const [i, day] of [thursday, friday, monday].entries()) {
      room.list(day, [aPaper({ id: `2611.0000${i + 1}` })]);
      await nine(room, day);
    }
    const keys = room.slack.posts.filter(({ place }) => place === ana.id).map(({ key }) => key);
    expect(keys.toSorted()).toEqual([
      `${channel} notice ${monday} 0`,
      ...[thursday, friday, monday].map((day) => `${ana.id} watch ${day} 0`),
    ]);
    expect(shown(room).flat()).toEqual([first, second, "2611.00003"]);
  });

  test("shows in its digest what they were told, and the other way round", async () => {
    const room = await aRobot(ana);
    await room.subscribe();
    await nine(room, thursday);
    expect(room.slack.posts.map(({ place }) => place).toSorted()).toEqual([channel, ana.id]);
  });
});

describe("somebody who is forgotten", () => {
  const begun: readonly [Step, number][] = [
    ["claimed", 0],
    ["frozen", 0],
    ["before post", 0],
    ["after post", 1],
    ["recorded", 1],
  ];

  test.each(begun)("while Paperboy is killed at %j gets nothing any more", async (step, before) => {
    const room = await aRobot(ana);
    room.time.set(at("08:00"));
    await room.crashAt(step);
    await ask(room, "forget me now");
    for (const day of [thursday, friday]) await nine(room, day);
    expect(room.slack.requests).toHaveLength(before);
    expect(await outcomeOf(room)).toBeUndefined();
    expect(await room.store.deliveries.seen(ana.id)).toEqual(new Set());
  });

  test.each(begun)(
    "while a process is at %j: it ends, and leaves nothing of them behind",
    async (step, before) => {
      const room = await aRobot(ana, li);
      let n = 0;
      const forget = async (reached: Step): Promise<void> => {
        if (reached === step && ++n === 1) await ask(room, "forget me now");
      };
      await room.runUntil(at("08:20"), { step: forget });
      expect(room.slack.requests.filter(({ place }) => place === ana.id).length).toBeLessThanOrEqual(
        // What was on its way is on its way.
        step === "before post" ? 1 : before,
      );
      expect(toldTo(room, li)).toMatchObject([{ papers: [first] }]);
      expect(await outcomeOf(room)).toBeUndefined();
      expect(await room.store.deliveries.seen(ana.id)).toEqual(new Set());
      expect(await room.store.deliveries.nextAt(["slack"])).toBeUndefined();
    },
  );

  test("while the message waits for its platform gets nothing", async () => {
    const room = await aRobot(ana);
    room.slack.next.push(busy(5 * 60_000));
    await room.runUntil(at("08:01"));
    await ask(room, "forget me now");
    await room.runUntil(at("08:20"));
    expect(room.slack.posts).toEqual([]);
  });

  test("in one team is still told in the other", async () => {
    const room = await aRobot(ana, noor);
    await ask(room, "forget me now");
    await nine(room, thursday);
    expect(room.slack.posts.map(({ place }) => place)).toEqual([noor.id]);
  });

  test("and watches anew is told from the next day on, of what is new by then", async () => {
    const room = await aRobot(ana);
    await nine(room, thursday);
    await ask(room, "forget me now");
    await collect(room);
    await ask(room, "watch add robots");
    room.list(friday, [aPaper({ id: second })]);
    await nine(room, friday);
    expect(shown(room)).toEqual([[first], [second]]);
  });
});
