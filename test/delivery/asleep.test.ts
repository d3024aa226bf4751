import { setImmediate as idle } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Step } from "../../src/delivery/deps.ts";
import { deliverDue } from "../../src/delivery/scheduler.ts";
import { papers } from "../support/builders.ts";
import { aNewsroom, depsOn } from "../support/newsroom.ts";
import { channel } from "../support/subscriptions.ts";

/** Lets work go on up to a step, and from there once it is released. */
function gate(at: Step, nth = 1) {
  const open = Promise.withResolvers<void>();
  let n = 0;
  return {
    open: open.resolve,
    step: async (step: Step): Promise<void> => {
      if (step === at && ++n === nth) await open.promise;
    },
  };
}

it("posts each part once where a process sleeps for longer than its claim and takes it up a second time", async () => {
  const { deps, list, slack, subscribe, time } = await aNewsroom();
  list("2026-11-19", papers(3));
  await subscribe({ layout: "thread" });
  time.set("2026-11-19T08:00:00Z");
  const { signal } = new AbortController();
  const [recorded, beforeNext, frozen] = [gate("recorded"), gate("before post", 2), gate("frozen")];

  const step = async (name: Step): Promise<void> => {
    await recorded.step(name);
    await beforeNext.step(name);
  };
  const first = deliverDue([slack], { ...deps, step }, signal);
  await idle();
  time.set("2026-11-19T08:02:00Z");
  const second = deliverDue([slack], { ...deps, step: frozen.step }, signal);
  await idle();
  recorded.open();
  await idle();
  frozen.open();
  await idle();
  beforeNext.open();
  await time.run(Promise.all([first, second]));

  const keys = slack.posts.map(({ key }) => key);
  expect(keys).toHaveLength(4);
  expect(new Set(keys).size).toBe(4);
});

describe("the wall clock is put forward by two minutes while a post waits for its turn", () => {
  const nine = "2026-11-19T08:00:00Z";
  const later = "2026-11-19T08:02:05Z";
  const { signal } = new AbortController();

  it("and no other hand of the process takes it up", async () => {
    const { deps, list, slack, subscribe, time } = await aNewsroom();
    list("2026-11-19", papers(3));
    for (let i = 0; i < 10; i++) await subscribe({}, { channel: `slack:T1/D${i}` });
    slack.turn = 5000;
    time.set(nine);
    const first = deliverDue([slack], deps, signal);
    await idle();
    time.set(later);
    const second = deliverDue([slack], deps, signal);
    await time.run(Promise.all([first, second]));
    expect(slack.posts).toHaveLength(10);
    expect(slack.requests).toHaveLength(10);
    expect(slack.searches).toEqual([]);
  });

  it.each([
    ["that waits for its turn still, is not made", { turn: 9000, takes: 0 }],
    ["whose turn comes behind its timeout, is not made either", { turn: 12_000, takes: 0 }],
    ["that is under way, is outlasted, and found", { turn: 0, takes: 9000 }],
  ])("and another process takes it up: a post of the first one %s", async (_, { turn, takes }) => {
    const { deps, list, slack, source, store, subscribe, time } = await aNewsroom();
    list("2026-11-19", papers(3));
    await subscribe();
    slack.turn = turn;
    slack.takes = () => takes;
    time.set(nine);
    const first = deliverDue([slack], deps, signal);
    await idle();
    time.set(later);
    slack.turn = 0;
    const second = deliverDue([slack], depsOn(store, source, time, "another process"), signal);
    await time.run(Promise.all([first, second]));
    await time.until("2026-11-19T08:02:30Z");
    expect(slack.posts).toHaveLength(1);
    expect((await store.deliveries.latest("slack:T1", channel, "digest", 1))[0]?.outcome?.kind).toBe(
      "posted",
    );
  });

  it("and what was lost on its way is not looked for before it can have arrived", async () => {
    const { deps, list, slack, subscribe, time } = await aNewsroom();
    list("2026-11-19", papers(3));
    await subscribe();
    slack.next.push("loses the answer");
    time.set(nine);
    const first = deliverDue([slack], deps, signal);
    await idle();
    time.set(later);
    await time.run(Promise.all([first, deliverDue([slack], deps, signal)]));
    expect(slack.searches).toEqual([]);
    await time.until("2026-11-19T08:02:30Z");
    await time.run(deliverDue([slack], deps, signal));
    expect(slack.searches).toHaveLength(1);
    expect(slack.posts).toHaveLength(1);
  });
});
