import { describe, expect, test } from "vitest";
import { papers } from "../support/builders.ts";
import { busy, refused } from "../support/fake-adapter.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";
import { ana, channel } from "../support/subscriptions.ts";

const thursday = "2026-11-19";
const days = [thursday, "2026-11-20", "2026-11-23", "2026-11-24", "2026-11-25"] as const;
const at = (time: string, day: string = thursday) => `${day}T${time}:00Z`;
const minutesAfterNine = ({ slack }: Newsroom) =>
  slack.requests.map((request) => (request.at.getTime() - Date.parse(at("08:00"))) / 60_000);

/** A newsroom with a subscribed channel and papers on every list. */
async function subscribed(): Promise<Newsroom> {
  const room = await aNewsroom();
  for (const [i, day] of days.entries())
    room.list(
      day,
      papers(3, (n) => ({ id: `2611.0${i}00${n}` })),
    );
  await room.subscribe();
  return room;
}

/** Paperboy runs around nine o'clock on each of some days, long enough for every retry. */
async function runDays(room: Newsroom, ...on: readonly string[]): Promise<void> {
  for (const day of on) {
    room.sleepUntil(at("07:59", day));
    await room.runUntil(at("08:10", day));
  }
}

describe("temporary errors", () => {
  test("are retried, further and further apart, until the post is there", async () => {
    const room = await subscribed();
    room.slack.next.push(busy(), busy(), busy(), busy(), busy());
    await room.runUntil(at("08:30"));
    expect(room.slack.posts).toHaveLength(1);
    const times = minutesAfterNine(room);
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
    expect(gaps.length).toBe(5);
  });

  test("end as unreachable after two hours, with the platform's reason", async () => {
    const room = await subscribed();
    room.slack.takes = () => busy();
    await room.runUntil(at("09:40"));
    expect(await room.outcome(thursday)).toBe("waits: ratelimited");
    await room.runUntil(at("11:00"));
    expect(await room.outcome(thursday)).toBe("unreachable: ratelimited");
    expect(Math.max(...minutesAfterNine(room))).toBeLessThanOrEqual(121);
    expect(Math.max(...minutesAfterNine(room))).toBeGreaterThan(100);
    expect(room.slack.requests.length).toBeLessThan(30);
  });

  test("have their two hours also for a digest that comes late after downtime", async () => {
    const room = await subscribed();
    room.sleepUntil(at("14:00"));
    room.slack.next.push(busy(), busy(), busy(), busy(), busy(), busy());
    await room.runUntil(at("15:00"));
    expect(await room.outcome(thursday)).toMatch(/^late/);
    expect(room.slack.posts).toHaveLength(1);
  });

  test("what failed loses nothing: its papers are in the next digest", async () => {
    const room = await subscribed();
    room.slack.next.push(refused());
    await runDays(room, thursday, "2026-11-20");
    expect(room.slack.posts[0]?.message.cards).toHaveLength(6);
  });

  test("Retry-After is honoured, and not with a burst where it says 0", async () => {
    const room = await subscribed();
    room.slack.next.push(busy(5 * 60_000), busy(0));
    await room.runUntil(at("08:15"));
    const [first = 0, second = 0, third = 0] = minutesAfterNine(room);
    expect(second - first).toBeGreaterThanOrEqual(5);
    expect(third - second).toBeGreaterThan(0);
    expect(await room.outcome(thursday)).toBe("posted: 3 papers");
  });

  test("Retry-After is honoured, also where it is most of an hour", async () => {
    const room = await subscribed();
    room.slack.next.push(busy(45 * 60_000));
    await room.runUntil(at("09:00"));
    const [first = 0, second = 0] = minutesAfterNine(room);
    expect(second - first).toBeGreaterThanOrEqual(45);
    expect(await room.outcome(thursday)).toMatch(/^late: 3 papers, 4[56] min late/);
  });
});

describe("permanent errors", () => {
  test("end the slot at once, with the platform's reason", async () => {
    const room = await subscribed();
    room.slack.takes = () => refused("channel_not_found");
    await room.runUntil(at("08:30"));
    expect(await room.outcome(thursday)).toBe("unreachable: channel_not_found");
    expect(room.slack.requests).toHaveLength(1);
  });

  test("three slots in a row pause the subscription and tell the subscriber once", async () => {
    const room = await subscribed();
    room.slack.takes = (place) => (place === channel ? refused() : "well");
    await runDays(room, ...days.slice(0, 2));
    expect((await room.store.subscriptions.get("slack:T1", channel))?.pause).toBeUndefined();
    await runDays(room, ...days.slice(2));
    const told = room.slack.posts.filter(({ place }) => place === ana);
    expect(told.map(({ message }) => message.note)).toEqual([
      expect.stringMatching(/paused, because it could not be reached three times.*not_in_channel.*resume/),
    ]);
    // Whoever reads it knows the channel by its name, never by an id of ours.
    expect(told.map(({ message }) => message.about)).toEqual([channel]);
    expect(JSON.stringify(told.map(({ message }) => message.note))).not.toContain(channel);
    expect(room.slack.posts).toEqual(told);
    expect((await room.store.subscriptions.get("slack:T1", channel))?.pause?.reason).toBe("not_in_channel");
    expect(await room.outcome("2026-11-24")).toMatch(/^paused/);
    const [change] = await room.store.subscriptions.changes("slack:T1", channel, 1);
    expect(change).toMatchObject({ by: "Paperboy" });
  });

  test("the subscriber is told once also where Paperboy is killed before the pause is kept", async () => {
    const room = await subscribed();
    room.slack.takes = (place) => (place === channel ? refused() : "well");
    await runDays(room, ...days.slice(0, 3));
    const subscription = await room.store.subscriptions.get("slack:T1", channel);
    if (!subscription) throw new Error("no subscription");
    const { pause: _, ...unpaused } = subscription;
    await room.store.subscriptions.save(unpaused, { at: room.time.clock(), by: "a kill", what: "nothing" });
    await runDays(room, ...days.slice(3));
    expect(room.slack.posts.filter(({ place }) => place === ana)).toHaveLength(1);
    expect((await room.store.subscriptions.get("slack:T1", channel))?.pause?.by).toBe("Paperboy");
  });

  test("a post in between begins the count anew", async () => {
    const room = await subscribed();
    room.slack.next.push(refused(), refused(), "well", refused(), refused());
    await runDays(room, ...days);
    expect((await room.store.subscriptions.get("slack:T1", channel))?.pause).toBeUndefined();
  });

  test("it is paused also where the subscriber cannot be told", async () => {
    const room = await subscribed();
    room.slack.takes = () => refused("account_inactive");
    await runDays(room, ...days);
    expect((await room.store.subscriptions.get("slack:T1", channel))?.pause).toBeDefined();
    expect(room.slack.requests.filter(({ place }) => place === ana)).toHaveLength(1);
    expect(await room.outcome("2026-11-23", { kind: "notice" })).toBe("unreachable: account_inactive");
  });

  test("the subscriber is told later where that fails for the moment", async () => {
    const room = await subscribed();
    room.slack.next.push(refused(), refused(), refused(), busy(), busy());
    await runDays(room, ...days.slice(0, 3));
    expect(room.slack.posts.map(({ place }) => place)).toEqual([ana]);
  });
});

describe("others", () => {
  const many = Array.from({ length: 40 }, (_, i) => `slack:T1/D${i}`);
  const places = (posts: readonly { readonly place: string }[]) => posts.map(({ place }) => place);

  test("a broken channel holds up no other", async () => {
    const room = await subscribed();
    for (const id of many) await room.subscribe({}, { channel: id });
    room.slack.takes = (place) => (place === channel ? refused() : "well");
    await room.runUntil(at("08:01"));
    expect(new Set(places(room.slack.posts))).toEqual(new Set(many));
  });

  test("a channel that never answers is given up after the timeout, and holds up no other", async () => {
    const room = await subscribed();
    for (const id of many) await room.subscribe({}, { channel: id });
    room.slack.takes = (place) => (place === channel ? "hangs" : "well");
    await room.runUntil(at("08:01"));
    expect(new Set(places(room.slack.posts))).toEqual(new Set(many));
    expect(await room.outcome(thursday)).toBe("waits: no answer in time");
  });

  test("while one platform never answers, the other is served", async () => {
    const room = await subscribed();
    for (const id of many) await room.subscribe({}, { channel: id });
    await room.subscribe({}, { channel: "discord:1/2" });
    room.slack.takes = () => "hangs";
    await room.runUntil(at("08:00"));
    expect(places(room.discord.posts)).toEqual(["discord:1/2"]);
  });

  test("while one platform with many channels never answers, slots of the other come on time", async () => {
    const room = await subscribed();
    for (let i = 0; i < 200; i++) await room.subscribe({}, { channel: `slack:T1/E${i}` });
    await room.subscribe({ time: "09:01" }, { channel: "discord:1/2" });
    room.slack.takes = () => "hangs";
    await room.runUntil(at("08:02"));
    expect(places(room.discord.posts)).toEqual(["discord:1/2"]);
  });
});
