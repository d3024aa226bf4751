import { describe, expect, test } from "vitest";
import { aPaper } from "../support/builders.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";
import { channel } from "../support/subscriptions.ts";
import { ana, ask, li, nine, noor, toldTo } from "../support/watchers.ts";

const thursday = "2026-11-19";
const friday = "2026-11-20";
const robots = aPaper({ upvotes: 30 });
const maps = aPaper({
  id: "2611.00002",
  title: "Maps",
  abstract: "Maps alone.",
  summary: "Maps.",
  keywords: [],
});
const elsewhere = "slack:T2/C1";

/** A channel of each of two teams gets a digest on Thursday. */
async function withDigests(wish: Parameters<Newsroom["subscribe"]>[0] = {}): Promise<Newsroom> {
  const room = await aNewsroom();
  room.list(thursday, [robots, maps]);
  await room.subscribe(wish);
  await room.subscribe(wish, { channel: elsewhere });
  return room;
}

/** "watched by Ana" of each card that a place got, in order. */
const marks = ({ slack }: Newsroom, of = channel) =>
  slack.posts
    .filter(({ key }) => key?.startsWith(`${of} `))
    .flatMap(({ message }) => message.cards ?? [])
    .map(({ facts = [] }) => facts.find((fact) => fact.startsWith("watched by ")));

describe("a watch that is told in digests", () => {
  test("marks what matches with its owner's name, and sends nobody a message", async () => {
    const room = await withDigests();
    await ask(room, "watch add robots tell:digest");
    for (const day of [thursday, friday]) await nine(room, day);
    expect(marks(room)).toEqual(["watched by Ana", undefined]);
    expect(toldTo(room)).toEqual([]);
    expect(await room.outcome(thursday, { channel: ana.id, kind: "watch" })).toBeUndefined();
  });

  test("marks each paper of a thread", async () => {
    const room = await withDigests({ layout: "thread" });
    await ask(room, "watch add robots tell:digest");
    await nine(room, thursday);
    expect(marks(room)).toEqual(["watched by Ana", undefined]);
  });

  test("names everybody once, in the order in which they began, as they are called now", async () => {
    const room = await withDigests();
    await ask(room, "watch add robots tell:digest", { ...li, name: "<@U9> *Li*" });
    await ask(room, "watch add robots tell:digest");
    await ask(room, "watch add maps tell:digest");
    await ask(room, "watch add robots maps tell:digest", { ...li, name: "_Li_ & @channel" });
    await nine(room, thursday);
    // Plain: who renders it escapes it.
    expect(marks(room)).toEqual(["watched by _Li_ & @channel, Ana", "watched by Ana"]);
  });

  test("of many people names two, and counts the others", async () => {
    const room = await withDigests();
    for (const n of [1, 2, 3, 4, 5])
      await ask(room, "watch add robots tell:digest", { ...ana, id: `slack:T1/U${n}`, name: `Ana ${n}` });
    await nine(room, thursday);
    expect(marks(room)).toEqual(["watched by Ana 1, Ana 2 +3", undefined]);
  });

  test("is its team's: no other team's digest shows it", async () => {
    const room = await withDigests();
    await ask(room, "watch add robots tell:digest", noor);
    await nine(room, thursday);
    expect(marks(room)).toEqual([undefined, undefined]);
    expect(marks(room, elsewhere)).toEqual(["watched by Noor", undefined]);
  });

  test("marks also what matched when it was added, and goes on after the digest", async () => {
    const room = await withDigests();
    await nine(room, thursday);
    await ask(room, "watch add robots tell:digest");
    room.list(friday, [aPaper({ id: "2611.00003" })]);
    await nine(room, friday);
    expect(marks(room)).toEqual([undefined, undefined, "watched by Ana"]);
  });

  test.each(["watch remove 1", "forget me now"])("marks nothing any more after %j", async (text) => {
    const room = await withDigests();
    await ask(room, "watch add robots tell:digest");
    await ask(room, text);
    await nine(room, thursday);
    expect(marks(room)).toEqual([undefined, undefined]);
  });

  test("chooses nothing: it neither adds a paper nor changes the order", async () => {
    const room = await withDigests({ top: 1 });
    await ask(room, "watch add title:maps tell:digest", li);
    await ask(room, "watch add maps -robots tell:digest");
    await nine(room, thursday);
    expect(marks(room)).toEqual([undefined]);
  });

  test("beside one in messages: the paper is marked and told", async () => {
    const room = await withDigests();
    await ask(room, "watch add robots tell:digest");
    await ask(room, "watch add maps");
    await nine(room, thursday);
    expect(marks(room)).toEqual(["watched by Ana", undefined]);
    expect(toldTo(room)).toMatchObject([{ marks: ["matches maps", "matches maps"] }]);
  });

  test("stays as it was in a digest that was composed when Paperboy was killed", async () => {
    const room = await withDigests();
    await ask(room, "watch add robots tell:digest");
    room.time.set(`${thursday}T08:00:00Z`);
    await room.crashAt("frozen", 2);
    await ask(room, "watch add maps tell:digest", li);
    await room.runUntil(`${thursday}T08:05:00Z`);
    expect(marks(room)).toEqual(["watched by Ana", undefined]);
  });
});
