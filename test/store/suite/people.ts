import { describe, expect, test } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { aLibrary, ana, aSave, elsewhere, first, li, second, team } from "../../support/library.ts";
import { at, type Open } from "../../support/open-store.ts";

const found = async ({ people }: Store, begins: string, of = team): Promise<string[]> =>
  (await people.find(of, begins)).map(({ name }) => name);

export function describePeople(open: Open): void {
  describe("people", () => {
    test("are found by how their name begins, or by their whole id", async () => {
      const store = await aLibrary(open);
      for (const [user, name] of [
        ["slack:T1/U3", "Zoë Lee"],
        ["slack:T1/U1", "Ana Müller"],
        ["slack:T1/U2", "Anatol"],
        ["slack:T10/U1", "Anabel"],
        ["slack:T/U1", "Anaïs"],
      ] as const)
        await store.people.know(user, name);
      expect(await found(store, "an")).toEqual(["Ana Müller", "Anatol"]);
      expect(await found(store, "ANA mü")).toEqual(["Ana Müller"]);
      expect(await found(store, "lee")).toEqual([]);
      expect(await found(store, "u3")).toEqual(["Zoë Lee"]);
      expect(await found(store, "U")).toEqual([]);
      expect(await found(store, "")).toEqual(["Ana Müller", "Anatol", "Zoë Lee"]);
      expect(await found(store, "ana", "slack:T3")).toEqual([]);
    });

    test("are called as they were last met; who is not known stays so", async () => {
      const store = await aLibrary(open);
      await store.people.meet(ana.user, "Ana");
      expect(await found(store, "")).toEqual([]);
      await store.people.know(ana.user, "Ana");
      await store.people.meet(ana.user, "Ana Müller");
      await store.people.know(ana.user, "Ana Müller-Lee");
      expect(await found(store, "")).toEqual(["Ana Müller-Lee"]);
    });

    test("keep a known name where only a bare id is told, and get one where only that was known", async () => {
      const store = await aLibrary(open);
      await store.people.know(ana.user, "Ana");
      await store.people.meet(ana.user, "U1");
      await store.people.know(li.user, "U2");
      await store.people.meet(li.user, "Li");
      expect(await found(store, "")).toEqual(["Ana", "Li"]);
    });
  });

  describe("what is held of a person", () => {
    test("counts papers saved, notes and watches, private ones too, and of nobody else", async () => {
      const { people, saves, reading, watches } = await aLibrary(open);
      expect(await people.holdings(ana)).toEqual({ saves: 0, notes: 0, watches: 0 });
      await saves.add(aSave(), "Ana", at(1));
      await saves.add(aSave({ origin: "slack:T1/C1/1 1" }), "Ana", at(1));
      await saves.keepPrivate(aSave({ paper: second }), "Ana", at(1));
      await reading.keepNote(ana, first, "note");
      await reading.markDone(ana, second, at(1));
      await watches.add({ ...ana, query: "robots", tell: "dm" }, [], at(1));
      await watches.add({ ...ana, query: "maps", tell: "digest" }, [], at(1));
      await saves.add(aSave({ ...li }), "Li", at(1));
      expect(await people.holdings(ana)).toEqual({ saves: 2, notes: 1, watches: 2 });
      await saves.removeAll(aSave(), at(2));
      await reading.keepNote(ana, first);
      expect(await people.holdings(ana)).toEqual({ saves: 1, notes: 0, watches: 2 });
    });
  });

  describe("somebody who is forgotten", () => {
    test("holds nothing any more, and others what they had", async () => {
      const store = await aLibrary(open);
      const { saves, people } = store;
      for (const [who, name] of [
        [ana, "Ana"],
        [li, "Li"],
      ] as const) {
        await saves.add(aSave({ ...who }), name, at(1));
        await store.reading.keepNote(who, first, "note");
        await store.watches.add({ ...who, query: "robots", tell: "dm" }, [], at(1));
      }
      await people.forget(ana, at(2));
      expect(await people.holdings(ana)).toEqual({ saves: 0, notes: 0, watches: 0 });
      expect(await people.holdings(li)).toEqual({ saves: 1, notes: 1, watches: 1 });
      expect(await saves.savers(team, first)).toEqual(["Li"]);
      expect(await found(store, "")).toEqual(["Li"]);
    });

    test("is remembered as forgotten in their team, and nowhere else", async () => {
      const { people } = await aLibrary(open);
      await people.forget(ana, at(2));
      const isForgotten = async (of: string, since: Date): Promise<boolean> =>
        (await people.forgotten(of, since)).has(ana.user);
      expect(await isForgotten(team, at(2))).toBe(true);
      expect(await isForgotten(team, at(3))).toBe(false);
      expect(await isForgotten(elsewhere, at(0))).toBe(false);
      expect(await isForgotten("slack:T", at(0))).toBe(false);
    });

    test("is not saved for by what is told late of before, and is by what comes after", async () => {
      const { people, saves, activity } = await aLibrary(open);
      await people.forget(ana, at(2));
      for (const hour of [1, 2]) {
        expect(await saves.add(aSave(), "Ana", at(hour))).toBe(false);
        await activity.record(
          { ...ana, paper: first, channel: "slack:T1/C1", kind: "link", ref: "c" },
          at(1),
        );
      }
      expect(await saves.savers(team, first)).toEqual([]);
      expect(await activity.discussed(team, first)).toEqual([]);
      expect(await saves.add(aSave(), "Ana", at(3))).toBe(true);
      expect(await saves.savers(team, first)).toEqual(["Ana"]);
    });

    test("twice is forgotten as of the later time, whichever is told first", async () => {
      const { people, saves } = await aLibrary(open);
      await people.forget(ana, at(5));
      await people.forget(ana, at(3));
      expect(await saves.add(aSave(), "Ana", at(4))).toBe(false);
      expect(await saves.add(aSave(), "Ana", at(6))).toBe(true);
    });

    test("has their name taken off posts that show it, however old", async () => {
      const { people, saves, posts } = await aLibrary(open);
      const post = {
        id: "slack:T1/C1/1",
        team,
        channel: "slack:T1/C1",
        papers: [first],
        kind: "digest",
      } as const;
      await posts.record(post, at(0), "{}");
      const claimed = await posts.claimStale("slack", at(0), 5000);
      if (claimed) await posts.rewritten(claimed, "{}", at(0));
      await saves.add(aSave(), "Ana", at(24 * 8));
      expect(await posts.claimStale("slack", at(24 * 8), 5000)).toBeUndefined();
      await people.forget(ana, at(24 * 9));
      expect((await posts.claimStale("slack", at(24 * 9), 5000))?.id).toBe(post.id);
    });
  });
}
