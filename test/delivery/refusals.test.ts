import { describe, expect, test } from "vitest";
import { createRefusals } from "../../src/delivery/refusals.ts";
import { DeliveryError } from "../../src/errors.ts";
import { papers } from "../support/builders.ts";
import { busy } from "../support/fake-adapter.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";
import { channel } from "../support/subscriptions.ts";

const thursday = "2026-11-19";
const days = [thursday, "2026-11-20", "2026-11-23", "2026-11-24"] as const;
const hour = 3_600_000;
const at = (time: string, day: string = thursday) => `${day}T${time}:00Z`;

/** The platform takes nothing from us at all. */
const refusedWhole = () =>
  new DeliveryError("token_revoked", { retry: true, maybePosted: false, installation: true });

async function subscribed(): Promise<Newsroom & { readonly told: string[] }> {
  const room = await aNewsroom();
  for (const [i, day] of days.entries())
    room.list(
      day,
      papers(3, (n) => ({ id: `2611.0${i}00${n}` })),
    );
  await room.subscribe();
  const told: string[] = [];
  const tell = (line: unknown): void => void told.push(String(line));
  const refusals = createRefusals({ error: tell, info: tell });
  return { ...room, told, runUntil: (until, deps) => room.runUntil(until, { ...deps, refusals }) };
}

/** Paperboy runs on each of some days from before nine until after the grace. */
async function runDays(room: Newsroom): Promise<void> {
  for (const day of days) {
    room.sleepUntil(at("07:59", day));
    await room.runUntil(at("11:00", day));
  }
}

const pauseOf = async ({ store }: Newsroom) => (await store.subscriptions.get("slack:T1", channel))?.pause;

describe("an installation that is refused", () => {
  test("loses no digest where it is taken back a minute later", async () => {
    const room = await subscribed();
    room.slack.takes = refusedWhole;
    await room.runUntil("2026-11-19T08:00:30Z");
    expect(await room.outcome(thursday)).toBe("waits: token_revoked");
    room.slack.takes = () => "well";
    await room.runUntil(at("08:03"));
    expect(await room.outcome(thursday)).toBe("posted: 3 papers");
  });

  test("loses no digest either where the platform is asked first, because it is late", async () => {
    const room = await subscribed();
    room.sleepUntil(at("08:30"));
    room.slack.finds = refusedWhole();
    await room.runUntil(at("09:00"));
    expect(room.slack.requests).toEqual([]);
    room.slack.finds = "unknown";
    await room.runUntil(at("09:05"));
    expect(await room.outcome(thursday)).toMatch(/^late: 3 papers/);
  });

  test("is told once to whoever runs Paperboy, and once that it is over", async () => {
    const room = await subscribed();
    for (let i = 0; i < 40; i++) await room.subscribe({}, { channel: `slack:T1/D${i}` });
    room.slack.takes = refusedWhole;
    await room.runUntil(at("08:20"));
    expect(room.told).toEqual([expect.stringMatching(/^slack refuses .*\(token_revoked\)/)]);
    room.slack.takes = () => "well";
    await room.runUntil(at("08:25"));
    expect(room.told).toHaveLength(2);
    expect(room.slack.posts).toHaveLength(41);
  });

  test("is asked about once a minute and hand, however many channels wait", async () => {
    const room = await subscribed();
    for (let i = 0; i < 200; i++) await room.subscribe({}, { channel: `slack:T1/D${i}` });
    room.slack.takes = refusedWhole;
    await room.runUntil(at("08:10"));
    expect(room.slack.requests.length).toBeLessThanOrEqual(16 * 11);
  });

  test("ends a digest after two hours as missed, and never pauses the channel", async () => {
    const room = await subscribed();
    room.slack.takes = refusedWhole;
    await runDays(room);
    expect(await room.outcome(thursday)).toBe("missed: Paperboy as a whole was refused: token_revoked");
    expect(await pauseOf(room)).toBeUndefined();
  });
});

describe("a limit that is longer than the grace", () => {
  test("is tried again before the grace ends", async () => {
    const room = await subscribed();
    room.slack.next.push(busy(5 * hour));
    await room.runUntil(at("11:00"));
    expect(await room.outcome(thursday)).toMatch(/^late: 3 papers/);
    const times = room.slack.requests.map((request) => request.at.getTime());
    expect(times).toHaveLength(2);
    expect(times[1]).toBeLessThan(Date.parse(at("10:00")));
  });

  test("is not the channel's: it never counts as unreachable, and never pauses", async () => {
    const room = await subscribed();
    room.slack.takes = () => busy(5 * hour);
    await runDays(room);
    expect(await room.outcome(thursday)).toBe("missed: ratelimited");
    expect(room.slack.requests.length).toBeLessThanOrEqual(3 * days.length);
    expect(await pauseOf(room)).toBeUndefined();
  });
});

test("crashes are no failures: after five of them one error waits as long as the first", async () => {
  const room = await subscribed();
  room.time.set(at("08:00"));
  for (let i = 0; i < 5; i++) {
    await room.crashAt("frozen");
    room.sleepUntil(new Date(room.time.clock().getTime() + 61_000));
  }
  room.slack.next.push(busy());
  const before = room.time.clock().getTime();
  await room.runUntil(new Date(before + 150_000), { pause: 5000 });
  const [first, second] = room.slack.requests.map((request) => request.at.getTime() - before);
  expect(first).toBeLessThan(1000);
  expect(second).toBeLessThanOrEqual(21_000);
});
