import { describe, expect, test } from "vitest";
import type { PostId } from "../../src/chat/incoming.ts";
import { papers } from "../support/builders.ts";
import { busy } from "../support/fake-adapter.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";
import { channel } from "../support/subscriptions.ts";

const thursday = "2026-11-19";
const at = (time: string) => `${thursday}T${time}:00Z`;
const key = (part: number) => `${channel} digest ${thursday} ${part}`;

async function subscribed(wish: Parameters<Newsroom["subscribe"]>[0] = {}): Promise<Newsroom> {
  const room = await aNewsroom();
  room.list(thursday, papers(3));
  await room.subscribe(wish);
  return room;
}

/** What was posted before the database was put back to what it was before. */
async function posted({ slack }: Newsroom, ...parts: readonly number[]): Promise<void> {
  let root: PostId | undefined;
  for (const part of parts) {
    const post = await slack.post(root ?? channel, { title: `part ${part}` }, key(part));
    root ??= post;
  }
  slack.requests.length = 0;
}

describe("a slot that is late, and of which the ledger knows nothing", () => {
  test("is not posted again where it is there: a backup from before was put back", async () => {
    const room = await subscribed();
    await posted(room, 0);
    room.sleepUntil(at("08:06"));
    await room.runUntil(at("08:10"));
    expect(room.slack.requests).toEqual([]);
    expect(room.slack.posts).toHaveLength(1);
    expect(await room.outcome(thursday)).toBe("posted: 3 papers");
  });

  test("means no paper to who reacts, and is not written anew: it may show others than would be chosen now", async () => {
    const room = await subscribed();
    await posted(room, 0);
    room.sleepUntil(at("08:06"));
    await room.runUntil(at("08:10"));
    const [found] = room.slack.posts;
    expect((await room.store.posts.get("slack:T1", found?.id ?? ""))?.papers).toEqual([]);
    expect(await room.store.posts.claimStale("slack", room.time.clock(), 1000)).toBeUndefined();
    // Never twice goes before never missed.
    expect((await room.store.deliveries.seen(channel)).size).toBe(3);
  });

  test("gets only what is missing of its thread", async () => {
    const room = await subscribed({ layout: "thread" });
    await posted(room, 0, 1);
    room.sleepUntil(at("09:00"));
    await room.runUntil(at("09:05"));
    expect(room.slack.requests.map((request) => request.key)).toEqual([key(2), key(3)]);
    expect(room.slack.searches).toEqual([key(0), key(1), key(2)]);
  });

  test.each(["absent", "unknown"] as const)(
    "is posted once where the platform says %s, after one question a channel",
    async (answer) => {
      const room = await subscribed({ layout: "thread" });
      const others = Array.from({ length: 20 }, (_, i) => `slack:T1/D${i}` as const);
      for (const other of others) await room.subscribe({}, { channel: other });
      room.slack.finds = answer;
      room.sleepUntil(at("09:00"));
      await room.runUntil(at("09:05"));
      expect(room.slack.posts).toHaveLength(4 + others.length);
      expect(new Set(room.slack.posts.map((post) => post.key)).size).toBe(room.slack.posts.length);
      expect(room.slack.searches).toHaveLength(1 + others.length);
      expect(await room.outcome(thursday)).toBe("late: 3 papers, 60 min late");
    },
  );

  test("waits while the platform does not answer the question, and is posted all the same in the end", async () => {
    const room = await subscribed();
    room.slack.finds = busy();
    room.sleepUntil(at("08:30"));
    await room.runUntil(at("08:45"));
    expect(room.slack.requests).toEqual([]);
    await room.runUntil(at("09:30"));
    expect(room.slack.posts).toHaveLength(1);
    expect(await room.outcome(thursday)).toMatch(/^late/);
  });

  test("on time is asked for nothing", async () => {
    const room = await subscribed();
    await room.runUntil(at("08:05"));
    expect(room.slack.searches).toEqual([]);
    expect(room.slack.posts).toHaveLength(1);
  });
});
