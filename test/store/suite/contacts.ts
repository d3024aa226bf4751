import { describe, expect, test } from "vitest";
import { type Open, openForTest } from "../../support/open-store.ts";

const hour = 3_600_000;
const at = (hours: number): Date => new Date(Date.parse("2026-11-20T00:00:00Z") + hours * hour);

export function describeContacts(open: Open): void {
  describe("contacts", () => {
    test("a platform that was never told of is none", async () => {
      const { contacts, memories } = await openForTest(open);
      await memories.set("slack", "heard reaction_added", "yesterday");
      expect(await contacts.all()).toEqual([]);
    });

    test("an outage lasts until the platform is back", async () => {
      const { contacts } = await openForTest(open);
      await contacts.record("slack", { state: "connected", at: at(0) });
      await contacts.record("discord", { state: "lost", at: at(1), reason: "connection broke off" });
      await contacts.record("slack", { state: "lost", at: at(2), reason: "no answer in time" });
      await contacts.record("slack", { state: "connected", at: at(3) });
      expect(await contacts.all()).toEqual([
        { platform: "discord", state: "lost", since: at(1), reason: "connection broke off", outages: [] },
        { platform: "slack", state: "connected", since: at(3), outages: [{ from: at(2), to: at(3) }] },
      ]);
    });

    test("an outage goes on through a crash, and not through a time in which nobody listened", async () => {
      const { contacts } = await openForTest(open);
      await contacts.record("slack", { state: "lost", at: at(1), reason: "no network" });
      await contacts.record("slack", { state: "lost", at: at(2), reason: "no such address" });
      expect(await contacts.all()).toMatchObject([{ since: at(1), reason: "no such address" }]);
      await contacts.record("slack", { state: "stopped", at: at(3) });
      await contacts.record("slack", { state: "connected", at: at(9) });
      expect(await contacts.all()).toMatchObject([
        { state: "connected", outages: [{ from: at(1), to: at(3) }] },
      ]);
    });

    test("what is over for a day is forgotten, and so is what a clock that ran ahead told", async () => {
      const { contacts } = await openForTest(open);
      for (const start of [0, 10, 9000]) {
        await contacts.record("slack", { state: "lost", at: at(start) });
        await contacts.record("slack", { state: "connected", at: at(start + 1) });
      }
      await contacts.record("slack", { state: "connected", at: at(30) });
      expect(await contacts.all()).toMatchObject([{ outages: [] }]);
      await contacts.record("slack", { state: "lost", at: at(31) });
      await contacts.record("slack", { state: "connected", at: at(40) });
      expect(await contacts.all()).toMatchObject([{ outages: [{ from: at(31), to: at(40) }] }]);
    });

    test("however often it goes, what is kept stays small", async () => {
      const { contacts, memories } = await openForTest(open);
      for (let minute = 0; minute < 420; minute++)
        await contacts.record("slack", { state: minute % 2 ? "lost" : "connected", at: at(minute / 60) });
      expect((await contacts.all())[0]?.outages.length).toBeLessThanOrEqual(200);
      await memories.clear("slack");
      expect(await contacts.all()).toEqual([]);
    });
  });
}
