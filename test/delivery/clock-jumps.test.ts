import { describe, expect, test } from "vitest";
import { planDue } from "../../src/delivery/plan.ts";
import { papers } from "../support/builders.ts";
import { refused } from "../support/fake-adapter.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";
import { aSubscription, channel } from "../support/subscriptions.ts";

const days = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"] as const;

/** A channel since Monday morning, with three papers on Monday's list. */
async function aWeek(): Promise<Newsroom> {
  const room = await aNewsroom("2026-11-16T07:00:00Z");
  publish(room, "2026-11-16");
  await room.subscribe();
  return room;
}

/** Three papers on a day's list. */
function publish(room: Newsroom, day: (typeof days)[number]): void {
  room.list(
    day,
    papers(3, (n) => ({ id: `26${day.slice(5, 7)}.${day.slice(8)}00${n}` })),
  );
}

/** The links of everything that was shown, in order. */
const shown = ({ slack }: Newsroom): (string | undefined)[] =>
  slack.posts.flatMap(({ message }) => message.cards?.map(({ url }) => url) ?? []);

describe("a clock that jumps", () => {
  test("forward three days and back: nothing lost, nothing doubled", async () => {
    const room = await aWeek();
    await room.runUntil("2026-11-16T08:05:00Z");
    room.time.set("2026-11-19T08:05:00Z");
    await room.runUntil("2026-11-19T08:10:00Z");
    room.time.set("2026-11-16T08:15:00Z");
    await room.runUntil("2026-11-16T08:20:00Z");
    for (const day of days.slice(1)) {
      publish(room, day);
      room.time.set(`${day}T07:59:00Z`);
      await room.runUntil(`${day}T08:05:00Z`);
    }
    expect(shown(room)).toHaveLength(15);
    expect(new Set(shown(room)).size).toBe(15);
    expect(await room.outcome("2026-11-17")).toBe("posted: 3 papers");
    expect(await room.outcome("2026-11-18")).toBe("posted: 3 papers");
  });

  test("forward while a digest waits for its platform, and back: it is not given up as missed", async () => {
    const room = await aWeek();
    await planDue(room.store, new Date("2026-11-16T08:00:00Z"));
    room.time.set("2026-11-19T09:00:00Z");
    await room.runUntil("2026-11-19T09:05:00Z");
    expect(await room.outcome("2026-11-16")).toMatch(/^missed/);
    room.time.set("2026-11-16T08:10:00Z");
    await room.runUntil("2026-11-16T08:15:00Z");
    expect(await room.outcome("2026-11-16")).toMatch(/^nothing new: all 3/);
  });

  test("forward over slots that were paused then, and back: resumed, they are posted", async () => {
    const room = await aWeek();
    await room.subscribe({}, { pause: { by: "Ana" } });
    room.time.set("2026-11-19T09:00:00Z");
    await room.runUntil("2026-11-19T09:05:00Z");
    room.time.set("2026-11-16T10:00:00Z");
    await room.subscribe();
    await room.runUntil("2026-11-16T10:05:00Z");
    room.sleepUntil("2026-11-17T07:59:00Z");
    await room.runUntil("2026-11-17T08:05:00Z");
    expect(await room.outcome("2026-11-17")).toMatch(/^posted/);
  });

  test("back by an hour just after the post: not posted again", async () => {
    const room = await aWeek();
    await room.runUntil("2026-11-16T08:05:00Z");
    room.time.set("2026-11-16T07:05:00Z");
    await room.runUntil("2026-11-16T07:10:00Z");
    room.time.set("2026-11-16T07:59:00Z");
    await room.runUntil("2026-11-16T08:05:00Z");
    expect(shown(room)).toHaveLength(3);
  });
});

test("a clock that was a year ahead keeps no channel from being paused that cannot be reached", async () => {
  const room = await aWeek();
  room.time.set("2027-11-16T08:05:00Z");
  await room.runUntil("2027-11-16T08:10:00Z");
  room.slack.takes = (place) => (place === channel ? refused() : "well");
  for (const day of days.slice(0, 3)) {
    publish(room, day);
    room.time.set(`${day}T07:59:00Z`);
    await room.runUntil(`${day}T08:05:00Z`);
  }
  expect((await room.store.subscriptions.get("slack:T1", channel))?.pause?.reason).toBe("not_in_channel");
  expect(room.slack.posts.filter(({ place }) => place !== channel)).toHaveLength(1);
});

describe("planning", () => {
  test("a channel whose time zone this machine does not know holds up no other", async () => {
    const room = await aWeek();
    const broken = aSubscription({ channel: "slack:T1/C0" }, { zone: "Mars/Olympus" });
    await room.store.subscriptions.save(broken, { at: room.time.clock(), by: "Ana", what: "subscribed" });
    await room.runUntil("2026-11-16T08:05:00Z");
    expect(room.slack.posts.map(({ place }) => place)).toEqual([channel]);
  });

  test("more subscriptions than one batch are all planned", async () => {
    const room = await aNewsroom("2026-11-19T08:00:00Z");
    const since = new Date("2026-11-19T00:00:00Z");
    for (let i = 0; i < 1201; i++) await room.subscribe({}, { channel: `slack:T1/C${i}`, since });
    await planDue(room.store, room.time.clock());
    expect(await room.store.subscriptions.due(room.time.clock(), 10)).toEqual([]);
    expect(
      await room.store.deliveries.has({ channel: "slack:T1/C1200", kind: "digest", date: "2026-11-19" }),
    ).toBe(true);
  });
});
