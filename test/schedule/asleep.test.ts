import { setImmediate as idle } from "node:timers/promises";
import { expect, it } from "vitest";
import type { Step } from "../../src/schedule/post.ts";
import { deliverDue } from "../../src/schedule/scheduler.ts";
import { papers } from "../support/builders.ts";
import { aNewsroom } from "../support/newsroom.ts";

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
