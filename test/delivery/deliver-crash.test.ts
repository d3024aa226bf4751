import { describe, expect, test } from "vitest";
import type { Step } from "../../src/delivery/deps.ts";
import { deliverDue } from "../../src/delivery/scheduler.ts";
import { papers } from "../support/builders.ts";
import { busy, refused } from "../support/fake-adapter.ts";
import { aNewsroom, depsOn, type Newsroom } from "../support/newsroom.ts";
import { channel } from "../support/subscriptions.ts";

const thursday = "2026-11-19";
const friday = "2026-11-20";
const at = (time: string, day = thursday) => `${day}T${time}:00Z`;
/** The papers that were shown, in order. */
const shown = ({ slack }: Newsroom): (string | undefined)[] =>
  slack.posts.flatMap(({ message }) => message.cards?.map(({ url }) => url?.slice(-10)) ?? []);
const firstThree = ["2611.00001", "2611.00002", "2611.00003"];

/** A newsroom with three papers on the list at the moment at which a digest is due. */
async function atNine(wish: Parameters<Newsroom["subscribe"]>[0] = {}): Promise<Newsroom> {
  const room = await aNewsroom();
  room.list(
    thursday,
    papers(3, (i) => ({ upvotes: 100 - i })),
  );
  await room.subscribe(wish);
  room.time.set(at("08:00"));
  return room;
}

describe("a process that is killed", () => {
  const steps: readonly Step[] = [
    "claimed",
    "frozen",
    "before post",
    "after post",
    "recorded",
    "before finish",
  ];

  test.each(steps)("at the step %j leaves neither a gap nor a second post", async (step) => {
    const room = await atNine();
    await room.crashAt(step);
    await room.runUntil(at("08:05"));
    expect(shown(room)).toEqual(firstThree);
    expect(await room.outcome(thursday)).toBe("posted: 3 papers");
  });

  test.each(steps)(
    "in a thread, the second time at the step %j, too: only what is missing is posted",
    async (step) => {
      const room = await atNine({ layout: "thread" });
      await room.crashAt(step, 2);
      await room.runUntil(at("08:05"));
      expect(shown(room)).toEqual(firstThree);
      expect(room.slack.posts).toHaveLength(4);
    },
  );

  test("keeps its claim until the lease ends: nobody touches it before", async () => {
    const room = await atNine();
    await room.crashAt("before post");
    room.time.set("2026-11-19T08:00:50Z");
    await room.runUntil("2026-11-19T08:00:55Z");
    expect(room.slack.searches).toEqual([]);
    expect(room.slack.posts).toEqual([]);
    await room.runUntil(at("08:03"));
    expect(shown(room)).toEqual(firstThree);
  });

  test("a retry after new papers came sends the same", async () => {
    const room = await atNine();
    await room.crashAt("frozen");
    room.list(
      thursday,
      papers(9, () => ({ upvotes: 5000 })),
    );
    await room.subscribe({ top: 1, layout: "thread" });
    await room.runUntil(at("08:05"));
    expect(shown(room)).toEqual(firstThree);
    expect(room.slack.posts[0]?.message.lead).toBe("3 new on the list, 3 shown");
  });

  test("what was posted in time is not called late because it was recorded later", async () => {
    const room = await atNine();
    await room.crashAt("before finish");
    room.sleepUntil(at("12:00"));
    await room.runUntil(at("12:05"));
    expect(await room.outcome(thursday)).toBe("posted: 3 papers");
  });
});

describe("a post that may be there", () => {
  test("is looked for, and not posted again where it is", async () => {
    const room = await atNine();
    room.slack.next.push("loses the answer");
    await room.runUntil(at("08:05"));
    expect(room.slack.searches).toEqual([`${channel} digest ${thursday} 0`]);
    expect(room.slack.requests).toHaveLength(1);
    expect(await room.outcome(thursday)).toBe("posted: 3 papers");
    expect((await room.store.posts.latestDigest("slack:T1", channel))?.papers).toEqual(firstThree);
  });

  test("is looked for, and posted where it is absent", async () => {
    const room = await atNine();
    await room.crashAt("before post");
    room.slack.finds = "absent";
    await room.runUntil(at("08:05"));
    expect(room.slack.posts).toHaveLength(1);
    expect(await room.outcome(thursday)).toBe("posted: 3 papers");
  });

  test("is never posted again where that cannot be told: the outcome is unknown, and its papers count as seen", async () => {
    const room = await atNine();
    await room.crashAt("before post");
    room.slack.finds = "unknown";
    await room.runUntil(at("08:05"));
    expect(room.slack.requests).toEqual([]);
    expect(await room.outcome(thursday)).toMatch(/^unknown: .*1 of 1/);
    expect([...(await room.store.deliveries.seen(channel))].sort()).toEqual(firstThree);
  });

  test("in a thread without its headline: no reply is posted, and papers that were not shown are not lost", async () => {
    const room = await atNine({ layout: "thread" });
    await room.crashAt("before post");
    room.slack.finds = "unknown";
    await room.runUntil(at("08:05"));
    expect(await room.outcome(thursday)).toMatch(/^unknown/);
    expect(room.slack.posts).toEqual([]);
    room.sleepUntil(at("07:59", friday));
    await room.runUntil(at("08:05", friday));
    expect(shown(room)).toEqual(firstThree);
  });

  test("that hangs is given up after the timeout, and looked for before it is sent again", async () => {
    const room = await atNine();
    room.slack.next.push("hangs, but posts");
    await room.runUntil(at("08:05"));
    expect(room.slack.requests).toHaveLength(1);
    expect(await room.outcome(thursday)).toBe("posted: 3 papers");
  });

  test.each([
    ["is refused for two hours", busy()],
    ["is refused for good", refused()],
    ["never answers", "hangs"],
  ] as const)("where the question %s, it is unknown, not unreachable", async (_how, finds) => {
    const room = await atNine();
    await room.crashAt("before post");
    room.slack.finds = finds;
    await room.runUntil(at("10:30"));
    expect(await room.outcome(thursday)).toMatch(/^unknown/);
    expect(room.slack.requests).toEqual([]);
  });
});

describe("two processes on one store", () => {
  test("deliver each slot once between them", async () => {
    const room = await atNine();
    for (let i = 0; i < 30; i++) await room.subscribe({}, { channel: `slack:T1/D${i}`, since: new Date(0) });
    room.slack.takes = () => 500;
    const both = ["one", "two"].map((owner) =>
      deliverDue(
        [room.slack],
        depsOn(room.store, room.source, room.time, owner),
        new AbortController().signal,
      ),
    );
    await room.time.run(Promise.all(both));
    expect(room.slack.posts).toHaveLength(31);
    expect(new Set(room.slack.posts.map(({ place }) => place)).size).toBe(31);
  });

  test("a worker that stalls longer than its lease does not post beside the one that took over", async () => {
    const room = await atNine();
    // One channel's worker is still busy when the lease of the stalled one ends, and takes that up.
    await room.subscribe({ layout: "thread" }, { channel: "slack:T1/D1", since: new Date("2026-11-19") });
    room.slack.takes = () => 9000;
    let stalled = 0;
    const step = async (reached: Step): Promise<void> => {
      if (reached === "frozen" && ++stalled === 1) await room.time.sleep(40_000);
    };
    await room.runUntil(at("08:10"), { step, lease: 30_000 });
    const inChannel = room.slack.posts.filter(({ place }) => place === channel);
    expect(inChannel).toHaveLength(1);
  });
});

describe("a stop", () => {
  const stopAt = async (room: Newsroom, when: Step, nth = 1): Promise<void> => {
    const stop = new AbortController();
    let n = 0;
    const step = async (reached: Step): Promise<void> => {
      if (reached === when && ++n === nth) stop.abort();
    };
    await room.time.run(deliverDue([room.slack], { ...room.deps, step }, stop.signal));
  };

  test.each(["claimed", "frozen"] as const)(
    "at the step %j gives back what was claimed and is not begun: the next start need not wait for a lease",
    async (step) => {
      const room = await atNine();
      await stopAt(room, step);
      expect(room.slack.requests).toEqual([]);
      expect(await room.outcome(thursday)).toBe("waits: Paperboy was stopped");
      await room.runUntil("2026-11-19T08:00:01Z");
      expect(shown(room)).toEqual(firstThree);
    },
  );

  test("within a thread finishes the reply that is begun and leaves the others for the next start", async () => {
    const room = await atNine({ layout: "thread" });
    await stopAt(room, "before post", 2);
    expect(shown(room)).toEqual(firstThree.slice(0, 1));
    await room.runUntil("2026-11-19T08:00:01Z");
    expect(shown(room)).toEqual(firstThree);
    expect(room.slack.searches).toEqual([]);
  });

  test("takes ten seconds at most, also with a platform that does not answer", async () => {
    const room = await atNine();
    room.slack.takes = () => "hangs";
    const before = room.time.clock().getTime();
    await stopAt(room, "before post");
    expect(room.time.clock().getTime() - before).toBeLessThan(10_000);
    expect(await room.outcome(thursday)).toBe("waits: no answer in time");
  });
});
