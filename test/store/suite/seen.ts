import { describe, expect, test } from "vitest";
import {
  claimAs,
  enterSlot,
  key,
  lease,
  mine,
  posted,
  seen,
  soonAfter,
  twoParts,
  withSlot,
} from "../../support/ledger.ts";
import { at, type Open, openForTest } from "../../support/open-store.ts";
import { ana, channel, team } from "../../support/subscriptions.ts";

export function describeSeen(open: Open): void {
  describe("what a channel has seen", () => {
    test("is what was posted, from that moment, and the post is known by its papers", async () => {
      const store = await withSlot(open);
      await claimAs(store, "we");
      await store.deliveries.freeze(mine, twoParts, posted);
      await store.deliveries.begin(mine, 0, soonAfter(lease));
      await store.deliveries.settle(mine, 0, { post: "slack:post/1" }, at(8));
      expect(await seen(store)).toEqual(expect.arrayContaining(["p1", "p2"]));
      expect(await store.posts.get(team, "slack:post/1")).toMatchObject({
        channel,
        kind: "digest",
        papers: ["p1", "p2"],
      });
      expect([...(await store.deliveries.seen("slack:T1/C2"))]).toEqual([]);
    });

    test("at the end: what was posted, what may be there, what was begun, and not what never was", async () => {
      const store = await withSlot(open);
      const part = (paper: string) => ({ content: paper, papers: [paper] });
      await claimAs(store, "we");
      await store.deliveries.freeze(
        mine,
        ["posted", "unknown", "begun", "never", "undone"].map(part),
        posted,
      );
      for (const n of [0, 1, 2, 4]) await store.deliveries.begin(mine, n, soonAfter(lease));
      await store.deliveries.settle(mine, 0, { post: "slack:post/1" }, at(8));
      await store.deliveries.settle(mine, 1, "unknown", at(8));
      await store.deliveries.undo(mine, 4);
      await store.deliveries.finish(mine, { kind: "unknown", reason: "cannot be told" }, at(8));
      expect(await seen(store)).toEqual(["begun", "posted", "unknown"]);
    });
  });

  describe("the ledger's entries", () => {
    test("come newest date first, and only the team's own", async () => {
      const store = await openForTest(open);
      for (const on of ["2026-11-18", "2026-11-20", "2026-11-19"]) await enterSlot(store, channel, on);
      const dates = async (of: string) =>
        (await store.deliveries.latest(of, channel, "digest", 2)).map((one) => one.date);
      expect(await dates(team)).toEqual(["2026-11-20", "2026-11-19"]);
      expect(await dates("slack:T2")).toEqual([]);
    });

    test("are known by channel, kind and date", async () => {
      const { deliveries } = await withSlot(open);
      expect(await deliveries.has(key)).toBe(true);
      expect(await deliveries.has({ ...key, kind: "recap" })).toBe(false);
      expect(await deliveries.has({ ...key, date: "2026-11-20" })).toBe(false);
      expect(await deliveries.has({ ...key, channel: "slack:T1/C2" })).toBe(false);
    });

    test("a notice is entered once, frozen from the start, and goes to a person", async () => {
      const store = await openForTest(open);
      const notice = (content: string) => ({
        ...key,
        kind: "notice" as const,
        team,
        place: ana,
        dueAt: at(8),
        intended: posted,
        parts: [{ part: 0, content, papers: [], state: "new" as const }],
      });
      await store.deliveries.enter(notice("first"));
      await store.deliveries.enter(notice("second"));
      expect(await claimAs(store, "we")).toMatchObject({ ...notice("first"), failures: 0 });
      expect(await claimAs(store, "we")).toBeUndefined();
    });
  });
}
