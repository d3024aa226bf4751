import { describe, expect, test } from "vitest";
import type { Claim, Deliveries } from "../../../src/store/ledger.ts";
import {
  claimAs,
  date,
  enterSlot,
  entry,
  key,
  lease,
  mine,
  minute,
  others,
  posted,
  seen,
  soonAfter,
  twoParts,
  withSlot,
} from "../../support/ledger.ts";
import { at, type Open, openForTest } from "../../support/open-store.ts";
import { channel, team } from "../../support/subscriptions.ts";

/** What every write of a claim answers. */
async function writes(deliveries: Deliveries, claim: Claim): Promise<boolean[]> {
  return [
    await deliveries.freeze(claim, twoParts, posted),
    await deliveries.begin(claim, 0, soonAfter(2 * minute)),
    await deliveries.undo(claim, 0),
    await deliveries.begin(claim, 0, soonAfter(2 * minute)),
    await deliveries.settle(claim, 0, { post: "slack:post/1" }, at(8)),
    await deliveries.finish(claim, posted, at(8)),
  ];
}

export function describeLedger(open: Open): void {
  describe("claiming a delivery", () => {
    test("what is due is claimed by one, with all it is about", async () => {
      const store = await withSlot(open);
      expect(await claimAs(store, "we")).toMatchObject({
        ...key,
        team,
        place: channel,
        dueAt: at(8),
        failures: 0,
        inherited: false,
      });
      expect(await claimAs(store, "they")).toBeUndefined();
      expect(await claimAs(store, "we")).toBeUndefined();
    });

    test("not before it is due, not for another platform, not once it has its outcome", async () => {
      const store = await withSlot(open);
      expect(await claimAs(store, "we", soonAfter(-1))).toBeUndefined();
      expect(await store.deliveries.claim("we", "discord", at(8), lease)).toBeUndefined();
      await claimAs(store, "we");
      await store.deliveries.finish(mine, posted, at(8));
      expect(await claimAs(store, "they", at(80))).toBeUndefined();
    });

    test("not before the lease ends; then by anybody, who is told that somebody had it", async () => {
      const store = await withSlot(open);
      await claimAs(store, "we");
      expect(await claimAs(store, "they", soonAfter(lease - 1))).toBeUndefined();
      expect(await claimAs(store, "they", soonAfter(lease))).toMatchObject({ inherited: true, failures: 0 });
    });

    test("who waits longest comes first", async () => {
      const store = await openForTest(open);
      for (const hour of [3, 1, 2]) await enterSlot(store, `slack:T1/C${hour}`, date, at(hour));
      const order = [await claimAs(store, "we"), await claimAs(store, "we"), await claimAs(store, "we")];
      expect(order.map((delivery) => delivery?.channel)).toEqual([
        "slack:T1/C1",
        "slack:T1/C2",
        "slack:T1/C3",
      ]);
    });

    test("a lease from a clock that was set back by days does not hold", async () => {
      const store = await withSlot(open);
      await claimAs(store, "we", at(80));
      expect((await claimAs(store, "they", at(9)))?.inherited).toBe(true);
    });

    test("when something is free next is known, for the platforms that are asked for", async () => {
      const store = await withSlot(open);
      expect(await store.deliveries.nextAt(["slack", "discord"])).toEqual(at(8));
      expect(await store.deliveries.nextAt(["discord"])).toBeUndefined();
      await claimAs(store, "we");
      expect(await store.deliveries.nextAt(["slack"])).toEqual(soonAfter(lease));
      await store.deliveries.finish(mine, posted, at(8));
      expect(await store.deliveries.nextAt(["slack"])).toBeUndefined();
    });
  });

  describe("a claim", () => {
    test("may write everything, once", async () => {
      const store = await withSlot(open);
      await claimAs(store, "we");
      expect(await writes(store.deliveries, mine)).toEqual([true, true, true, true, true, true]);
      expect(await writes(store.deliveries, mine)).toEqual([false, false, false, false, false, false]);
      expect((await entry(store))?.outcome).toEqual(posted);
    });

    test("that was lost changes nothing", async () => {
      const store = await withSlot(open);
      await claimAs(store, "we");
      await claimAs(store, "they", soonAfter(lease));
      expect(await writes(store.deliveries, mine)).toEqual([false, false, false, false, false, false]);
      expect(await store.deliveries.release(mine, at(9), "late")).toBe(false);
      expect(await entry(store)).toEqual({ ...key, dueAt: at(8) });
      expect(await seen(store)).toEqual([]);
      expect(await writes(store.deliveries, others)).toEqual([true, true, true, true, true, true]);
    });

    test("that was given back is free at the time that was named, and says what it waits for", async () => {
      const store = await withSlot(open);
      await claimAs(store, "we");
      expect(await store.deliveries.release(mine, soonAfter(5 * minute), "ratelimited")).toBe(true);
      expect((await entry(store))?.waiting).toBe("ratelimited");
      expect(await store.deliveries.begin(mine, 0, at(9))).toBe(false);
      expect(await claimAs(store, "they", soonAfter(5 * minute - 1))).toBeUndefined();
      expect(await claimAs(store, "they", soonAfter(5 * minute))).toMatchObject({
        inherited: false,
        failures: 0,
      });
    });

    test("that failed is counted, and one that crashed or was stopped is not", async () => {
      const store = await withSlot(open);
      await claimAs(store, "we");
      await store.deliveries.release(mine, at(8), "502", true);
      expect((await claimAs(store, "we"))?.failures).toBe(1);
      await store.deliveries.release(mine, at(8), "Paperboy was stopped");
      expect((await claimAs(store, "we"))?.failures).toBe(1);
      expect((await claimAs(store, "they", soonAfter(lease)))?.failures).toBe(1);
    });

    test("holds until somebody else has it, or it came to its end", async () => {
      const store = await withSlot(open);
      expect(await store.deliveries.holds(mine)).toBe(false);
      await claimAs(store, "we");
      expect(await store.deliveries.holds(mine)).toBe(true);
      await claimAs(store, "they", soonAfter(lease));
      expect(await store.deliveries.holds(mine)).toBe(false);
      expect(await store.deliveries.holds(others)).toBe(true);
      await store.deliveries.finish(others, posted, at(9));
      expect(await store.deliveries.holds(others)).toBe(false);
    });

    test("is no other hand's of the same process, whatever the clock says", async () => {
      const store = await withSlot(open);
      await claimAs(store, "we");
      const claimAt = (now: Date, held = [key]) => store.deliveries.claim("we 2", "slack", now, lease, held);
      for (const now of [soonAfter(lease), at(99), at(0), at(7)]) expect(await claimAt(now)).toBeUndefined();
      await enterSlot(store, "slack:T1/C2");
      expect((await claimAt(soonAfter(lease)))?.channel).toBe("slack:T1/C2");
      expect((await claimAt(soonAfter(lease), []))?.channel).toBe(channel);
    });

    test("is renewed by every post that is begun", async () => {
      const store = await withSlot(open);
      await claimAs(store, "we");
      await store.deliveries.freeze(mine, twoParts, posted);
      await store.deliveries.begin(mine, 0, soonAfter(3 * minute));
      expect(await claimAs(store, "they", soonAfter(2 * minute))).toBeUndefined();
      expect(await claimAs(store, "they", soonAfter(3 * minute))).toBeDefined();
    });
  });

  describe("what will be posted", () => {
    test("is kept before it is, and is what the next one finds", async () => {
      const store = await withSlot(open);
      expect((await claimAs(store, "we"))?.parts).toBeUndefined();
      await store.deliveries.freeze(mine, twoParts, posted);
      const { parts, intended } = (await claimAs(store, "they", soonAfter(lease))) ?? {};
      expect(parts).toEqual(twoParts.map((part, i) => ({ ...part, part: i, state: "new" })));
      expect(intended).toEqual(posted);
    });

    test("is frozen once", async () => {
      const store = await withSlot(open);
      await claimAs(store, "we");
      await store.deliveries.freeze(mine, twoParts, posted);
      expect(await store.deliveries.freeze(mine, [{ content: "else", papers: [] }], posted)).toBe(false);
      expect((await claimAs(store, "they", soonAfter(lease)))?.parts?.map(({ content }) => content)).toEqual([
        "one",
        "two",
      ]);
    });

    test("of each part is known whether it is begun, posted, or not known", async () => {
      const store = await withSlot(open);
      await claimAs(store, "we");
      await store.deliveries.freeze(mine, [...twoParts, ...twoParts], posted);
      for (const part of [0, 1, 2]) await store.deliveries.begin(mine, part, soonAfter(lease));
      await store.deliveries.settle(mine, 0, { post: "slack:post/1" }, at(8));
      await store.deliveries.settle(mine, 1, "unknown", at(8));
      const { parts = [] } = (await claimAs(store, "they", soonAfter(lease))) ?? {};
      expect(parts.map(({ state }) => state)).toEqual(["posted", "unknown", "posting", "new"]);
      expect(parts[0]?.post).toBe("slack:post/1");
    });

    test("is new again where the platform surely did not take it", async () => {
      const store = await withSlot(open);
      await claimAs(store, "we");
      await store.deliveries.freeze(mine, twoParts, posted);
      await store.deliveries.begin(mine, 0, soonAfter(lease));
      await store.deliveries.undo(mine, 0);
      expect((await claimAs(store, "they", soonAfter(lease)))?.parts?.[0]?.state).toBe("new");
    });
  });
}
