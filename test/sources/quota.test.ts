import { setImmediate } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createQuota } from "../../src/sources/quota.ts";
import { failureOf, fakeDeps } from "./deps.ts";

const minutes = 60_000;

function aQuota(limit: number, window: number) {
  const deps = fakeDeps();
  return { ...deps, quota: createQuota(limit, window, deps.clock, deps.sleep) };
}

test("500 requests go at once, the next waits until five minutes after the first", async () => {
  const { quota, waits, pass } = aQuota(500, 5 * minutes);
  for (let i = 0; i < 500; i++) await quota.take();
  expect(waits).toEqual([]);
  pass(2 * minutes);
  await quota.take();
  expect(waits).toEqual([3 * minutes]);
});

test("whoever leaves the reserve waits earlier, and those who do not may use all", async () => {
  const deps = fakeDeps();
  const quota = createQuota(500, 5 * minutes, deps.clock, deps.sleep, 100);
  for (let i = 0; i < 400; i++) await quota.take(undefined, true);
  deps.pass(minutes);
  for (let i = 0; i < 50; i++) await quota.take();
  expect(deps.waits).toEqual([]);
  await quota.take(undefined, true);
  expect(deps.waits).toEqual([4 * minutes]);
});

test("one request in three seconds", async () => {
  const { quota, waits, pass } = aQuota(1, 3000);
  await quota.take();
  await quota.take();
  pass(1000);
  await quota.take();
  pass(5000);
  await quota.take();
  expect(waits).toEqual([3000, 2000]);
});

test("no window ever holds more requests than the quota", async () => {
  const steps = fc.array(fc.nat({ max: 2000 }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 1, max: 5 }), async (pauses, limit) => {
      const { quota, pass, clock } = aQuota(limit, 3000);
      const taken: number[] = [];
      for (const ms of pauses) {
        pass(ms);
        await quota.take();
        taken.push(clock().getTime());
      }
      for (const [i, at] of taken.entries()) {
        expect((taken[i + limit] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(3000);
      }
    }),
  );
});

test("callers that wait together are let through one by one", async () => {
  let now = 0;
  const sleepers: (() => void)[] = [];
  const sleep = (): Promise<void> => new Promise((wake) => sleepers.push(wake));
  const quota = createQuota(1, 3000, () => new Date(now), sleep);
  let through = 0;
  const all = Promise.all([1, 2, 3].map(() => quota.take().then(() => through++)));
  for (const expected of [1, 2, 3]) {
    await setImmediate();
    expect(through).toBe(expected);
    now += 3000;
    for (const wake of sleepers.splice(0)) wake();
  }
  await all;
});

test("a pause holds every request, and a shorter one does not end it", async () => {
  const { quota, waits } = aQuota(500, 5 * minutes);
  quota.pause(55_000);
  quota.pause(1000);
  await quota.take();
  await quota.take();
  expect(waits).toEqual([55_000]);
});

test("a clock that is set back a day does not make a pause last a day", async () => {
  const { quota, waits, pass } = aQuota(500, 5 * minutes);
  quota.pause(55_000);
  pass(-24 * 60 * minutes);
  await quota.take();
  expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(55_000);
});

test("who waits can give up, and uses nothing of the quota", async () => {
  const { quota, waits, pass } = aQuota(1, 3000);
  await quota.take();
  const reason = new Error("never mind");
  expect(await failureOf(quota.take(AbortSignal.abort(reason)))).toBe(reason);
  pass(3000);
  await quota.take();
  expect(waits).toEqual([]);
});
