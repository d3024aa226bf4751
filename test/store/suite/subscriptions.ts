import { describe, expect, test } from "vitest";
import type { PlannedSlot } from "../../../src/store/ledger.ts";
import { at, type Open, openForTest } from "../../support/open-store.ts";
import { aSubscription, channel, team } from "../../support/subscriptions.ts";

const by = (hour: number, what = "subscribed", who = "Ana") => ({ at: at(hour), by: who, what });
const slot = (date: string, hour: number, over: Partial<PlannedSlot> = {}): PlannedSlot => ({
  kind: "digest",
  date,
  dueAt: at(hour),
  ...over,
});
const missed = { kind: "missed", reason: "Paperboy was not running" } as const;

export function describeSubscriptions(open: Open): void {
  describe("subscriptions", () => {
    test("one comes back as it was saved, and as it was saved last", async () => {
      const { subscriptions } = await openForTest(open);
      const first = aSubscription({ pause: { by: "Ana", until: "2026-12-01" } }, { min: 5, recap: 5 });
      await subscriptions.save(first, by(1));
      expect(await subscriptions.get(team, channel)).toEqual(first);
      const second = aSubscription({ subscriber: "slack:T1/U2" }, { topics: ["robots"], excluded: ["rain"] });
      await subscriptions.save(second, by(2, "changed"));
      expect(await subscriptions.get(team, channel)).toEqual(second);
    });

    test("another team cannot find it, nor end it, nor read who changed it", async () => {
      const { subscriptions } = await openForTest(open);
      await subscriptions.save(aSubscription(), by(1));
      await subscriptions.remove("slack:T2", channel, by(2, "unsubscribed", "Eve"));
      expect(await subscriptions.get("slack:T2", channel)).toBeUndefined();
      expect(await subscriptions.changes("slack:T2", channel, 5)).toEqual([]);
      expect(await subscriptions.get(team, channel)).toBeDefined();
    });

    test("all of them are known", async () => {
      const { subscriptions } = await openForTest(open);
      expect(await subscriptions.all()).toEqual([]);
      const two = [aSubscription(), aSubscription({ channel: "discord:1/2" })];
      for (const one of two) await subscriptions.save(one, by(1));
      expect(new Set(await subscriptions.all())).toEqual(new Set(two));
    });

    test("who changed what and when is kept, newest first, also beyond its end", async () => {
      const { subscriptions } = await openForTest(open);
      await subscriptions.save(aSubscription(), by(1));
      await subscriptions.save(aSubscription(), by(2, "changed to top 5", "Li"));
      await subscriptions.remove(team, channel, by(3, "unsubscribed"));
      const changes = await subscriptions.changes(team, channel, 2);
      expect(changes).toEqual([by(3, "unsubscribed"), by(2, "changed to top 5", "Li")]);
      expect(await subscriptions.changes(team, channel, 9)).toHaveLength(3);
    });

    test("what is not there is not ended, and nobody is noted", async () => {
      const { subscriptions } = await openForTest(open);
      await subscriptions.remove(team, channel, by(1, "unsubscribed"));
      expect(await subscriptions.changes(team, channel, 5)).toEqual([]);
    });

    test("the ledger outlives it", async () => {
      const { subscriptions, deliveries } = await openForTest(open);
      await subscriptions.save(aSubscription(), by(1));
      await subscriptions.plan([{ channel, slots: [slot("2026-11-19", 2)], plan: { plannedAt: at(2) } }]);
      await subscriptions.remove(team, channel, by(3, "unsubscribed"));
      expect(await subscriptions.get(team, channel)).toBeUndefined();
      expect(await deliveries.has({ channel, kind: "digest", date: "2026-11-19" })).toBe(true);
      expect(await deliveries.latest(team, channel, "digest", 5)).toHaveLength(1);
    });
  });

  describe("which subscriptions are due", () => {
    const dueAt = async (hour: number, plan: { next?: Date; plannedAt: Date } | undefined) => {
      const { subscriptions } = await openForTest(open);
      await subscriptions.save(aSubscription(), by(0));
      if (plan) await subscriptions.plan([{ channel, slots: [], plan }]);
      return (await subscriptions.due(at(hour), 10)).length === 1;
    };

    test("one that was never planned", async () => {
      expect(await dueAt(1, undefined)).toBe(true);
    });

    test("one whose slot has come, at the very moment, and not before", async () => {
      expect(await dueAt(4, { next: at(5), plannedAt: at(1) })).toBe(false);
      expect(await dueAt(5, { next: at(5), plannedAt: at(1) })).toBe(true);
    });

    test("one that was planned in a future that a clock was set back from", async () => {
      expect(await dueAt(1, { next: at(90), plannedAt: at(80) })).toBe(true);
    });

    test("one without any slot to come is not", async () => {
      expect(await dueAt(500, { plannedAt: at(1) })).toBe(false);
    });

    test("one that was changed is planned anew", async () => {
      const { subscriptions } = await openForTest(open);
      await subscriptions.save(aSubscription(), by(1));
      await subscriptions.plan([{ channel, slots: [], plan: { next: at(90), plannedAt: at(1) } }]);
      await subscriptions.save(aSubscription({}, { time: "10:00" }), by(2));
      expect(await subscriptions.due(at(2), 10)).toEqual([aSubscription({}, { time: "10:00" })]);
    });

    test("at most as many as are asked for, the others the next time", async () => {
      const { subscriptions } = await openForTest(open);
      for (const id of ["1", "2", "3"])
        await subscriptions.save(aSubscription({ channel: `slack:T1/${id}` }), by(0));
      const first = await subscriptions.due(at(1), 2);
      expect(first).toHaveLength(2);
      await subscriptions.plan(
        first.map((one) => ({ channel: one.channel, slots: [], plan: { plannedAt: at(1) } })),
      );
      expect(await subscriptions.due(at(1), 2)).toHaveLength(1);
    });
  });

  describe("planning", () => {
    /** The ledger after plans were entered, one after the other: date, when it is due, outcome. */
    const entered = async (...plans: readonly (readonly PlannedSlot[])[]) => {
      const { subscriptions, deliveries } = await openForTest(open);
      await subscriptions.save(aSubscription(), by(0));
      for (const slots of plans)
        await subscriptions.plan([{ channel, slots, plan: { plannedAt: at(1), next: at(99) } }]);
      const entries = await deliveries.latest(team, channel, "digest", 9);
      return entries.map(({ date, dueAt, outcome }) => [date, dueAt, outcome?.kind ?? "open"]);
    };

    test("enters the slots with what was decided of them", async () => {
      const slots = [slot("2026-11-19", 8), slot("2026-11-18", 7, { outcome: missed })];
      expect(await entered(slots)).toEqual([
        ["2026-11-19", at(8), "open"],
        ["2026-11-18", at(7), "missed"],
      ]);
    });

    test("enters a slot once: another time of day or another outcome for its date changes nothing", async () => {
      const again = slot("2026-11-19", 10, { outcome: missed });
      expect(await entered([slot("2026-11-19", 8)], [again])).toEqual([["2026-11-19", at(8), "open"]]);
    });

    test("a missed slot that is due after all is delivered: a clock was set ahead and back", async () => {
      const before = slot("2026-11-19", 8, { outcome: missed });
      expect(await entered([before], [slot("2026-11-19", 9)])).toEqual([["2026-11-19", at(9), "open"]]);
    });

    test("a digest and a recap of one date are two", async () => {
      const { subscriptions, deliveries } = await openForTest(open);
      await subscriptions.save(aSubscription(), by(0));
      const slots = [slot("2026-11-20", 8), slot("2026-11-20", 8, { kind: "recap" })];
      await subscriptions.plan([{ channel, slots, plan: { plannedAt: at(1) } }]);
      expect(await deliveries.latest(team, channel, "digest", 9)).toHaveLength(1);
      expect(await deliveries.latest(team, channel, "recap", 9)).toHaveLength(1);
    });

    test("nothing is planned for a channel that has just unsubscribed", async () => {
      const { subscriptions, deliveries } = await openForTest(open);
      await subscriptions.plan([{ channel, slots: [slot("2026-11-19", 8)], plan: { plannedAt: at(1) } }]);
      expect(await deliveries.has({ channel, kind: "digest", date: "2026-11-19" })).toBe(false);
    });
  });
}
