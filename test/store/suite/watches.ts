import { describe, expect, test } from "vitest";
import type { Watch } from "../../../src/store/library.ts";
import type { Store } from "../../../src/store/store.ts";
import { aLibrary, ana, elsewhere, first, li, second, team } from "../../support/library.ts";
import { at, type Open } from "../../support/open-store.ts";

const aWatch = (over: Partial<Watch> = {}): Omit<Watch, "id"> => ({
  ...ana,
  query: "robots",
  tell: "dm",
  ...over,
});
const queries = async ({ watches }: Store, of = ana): Promise<string[]> =>
  (await watches.list(of)).map(({ query }) => query);
const dueUsers = async ({ watches }: Store, hour: number, most = 100): Promise<string[]> =>
  (await watches.due(at(hour), most)).map(({ user }) => user);

export function describeWatches(open: Open): void {
  describe("watches", () => {
    test("come in the order in which they were added, with what was known then", async () => {
      const store = await aLibrary(open);
      await store.watches.add(aWatch(), [first, second, first], at(2));
      await store.watches.add(aWatch({ query: "maps min:20", tell: "digest" }), [], at(1));
      expect(await store.watches.list(ana)).toEqual([
        { ...aWatch(), id: expect.any(Number), since: at(2), known: new Set([first, second]) },
        {
          ...aWatch({ query: "maps min:20", tell: "digest" }),
          id: expect.any(Number),
          since: at(1),
          known: new Set(),
        },
      ]);
    });

    test("are their owner's alone, in one team", async () => {
      const store = await aLibrary(open);
      await store.watches.add(aWatch(), [], at(1));
      expect(await queries(store, li)).toEqual([]);
      expect(await queries(store, { ...ana, team: elsewhere })).toEqual([]);
    });

    test("are removed by their owner only, once, and the others keep their ids and what was known", async () => {
      const store = await aLibrary(open);
      for (const query of ["one", "two", "three"]) await store.watches.add(aWatch({ query }), [first], at(1));
      const [, two] = await store.watches.list(ana);
      const id = two?.id ?? 0;
      expect(await store.watches.remove(li, id)).toBe(false);
      expect(await store.watches.remove({ ...ana, team: elsewhere }, id)).toBe(false);
      expect(await store.watches.remove(ana, id)).toBe(true);
      expect(await store.watches.remove(ana, id)).toBe(false);
      expect(await queries(store)).toEqual(["one", "three"]);
      await store.watches.add(aWatch({ query: "four" }), [], at(2));
      const left = await store.watches.list(ana);
      expect(left.map(({ known }) => known.size)).toEqual([1, 1, 0]);
      expect(left.map((one) => one.id)).not.toContain(id);
    });

    test("told in digests are the whole team's, with their owners' names", async () => {
      const store = await aLibrary(open);
      await store.people.know(ana.user, "Ana");
      await store.people.know(li.user, "Li");
      await store.watches.add(aWatch({ tell: "digest" }), [], at(1));
      await store.watches.add(aWatch({ ...li, query: "maps", tell: "digest" }), [], at(1));
      await store.watches.add(aWatch({ query: "secret" }), [], at(1));
      const marks = (await store.watches.inDigests(team)).map(({ name, query }) => `${name}: ${query}`);
      expect(marks).toEqual(["Ana: robots", "Li: maps"]);
      expect(await store.watches.inDigests(elsewhere)).toEqual([]);
    });
  });

  describe("who is due to be told", () => {
    test("is whoever has a watch told in a message, from the planned moment on", async () => {
      const store = await aLibrary(open);
      await store.watches.add(aWatch(), [], at(0));
      await store.watches.plan({ ...ana, zone: "Europe/Berlin" }, at(8));
      expect(await dueUsers(store, 7)).toEqual([]);
      expect(await store.watches.due(at(8), 10)).toEqual([{ ...ana, zone: "Europe/Berlin" }]);
    });

    test("is nobody without such a watch, and nobody without a plan", async () => {
      const store = await aLibrary(open);
      await store.watches.add(aWatch({ tell: "digest" }), [], at(0));
      await store.watches.plan({ ...ana, zone: "UTC" }, at(8));
      await store.watches.add(aWatch({ ...li }), [], at(0));
      expect(await dueUsers(store, 9)).toEqual([]);
    });

    test("is planned anew, in another zone where it moved", async () => {
      const store = await aLibrary(open);
      await store.watches.add(aWatch(), [], at(0));
      await store.watches.plan({ ...ana, zone: "UTC" }, at(8));
      await store.watches.plan({ ...ana, zone: "Asia/Tokyo" }, at(32));
      expect(await dueUsers(store, 31)).toEqual([]);
      expect((await store.watches.due(at(32), 10))[0]?.zone).toBe("Asia/Tokyo");
    });

    test("comes longest due first, at most as many as asked for", async () => {
      const store = await aLibrary(open);
      for (const [i, hour] of [3, 1, 2].entries()) {
        const user = `slack:T1/U${i}`;
        await store.watches.add(aWatch({ user }), [], at(0));
        await store.watches.plan({ team, user, zone: "UTC" }, at(hour));
      }
      expect(await dueUsers(store, 9)).toEqual(["slack:T1/U1", "slack:T1/U2", "slack:T1/U0"]);
      expect(await dueUsers(store, 9, 1)).toEqual(["slack:T1/U1"]);
    });

    test("is looked at after the clock was set back by days", async () => {
      const store = await aLibrary(open);
      await store.watches.add(aWatch(), [], at(0));
      await store.watches.plan({ ...ana, zone: "UTC" }, at(24 * 5));
      expect(await dueUsers(store, 24 * 5 - 1)).toEqual([]);
      expect(await dueUsers(store, 0)).toEqual([ana.user]);
    });
  });
}
