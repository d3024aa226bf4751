import { describe, expect, test } from "vitest";
import { reactionOrigin } from "../../../src/store/library.ts";
import type { Store } from "../../../src/store/store.ts";
import { aLibrary, ana, aPost, aSave, elsewhere, first, li, second, team } from "../../support/library.ts";
import { at, type Open } from "../../support/open-store.ts";

const reaction = aSave({ origin: reactionOrigin(aPost().id, 1) });

/** What Ana sees on her own list: each paper, and whether she alone knows. */
async function ownList({ saves }: Store): Promise<(readonly [string, boolean])[]> {
  const own = await saves.saved(ana, { withPrivate: ana.user });
  return own.map(({ paper, isPrivate }) => [paper, isPrivate] as const);
}

/** Who the team sees to have saved the first paper. */
const savers = ({ saves }: Store): Promise<readonly string[]> => saves.savers(team, first);

export function describePrivateSaves(open: Open): void {
  describe("a private save", () => {
    test("is known to its owner alone", async () => {
      const store = await aLibrary(open);
      const { saves } = store;
      expect(await saves.keepPrivate(aSave(), "Ana", at(1))).toBe(true);
      expect(await savers(store)).toEqual([]);
      expect(await saves.saversOf(team, [first, second])).toEqual(new Map());
      for (const who of [{ team }, ana, li]) {
        expect(await saves.saved(who)).toEqual([]);
        expect(await saves.saved(who, { withPrivate: li.user })).toEqual([]);
      }
      expect(await saves.saved(ana, { withPrivate: ana.user })).toEqual([
        { paper: first, at: at(1), savers: ["Ana"], isPrivate: true },
      ]);
    });

    test("counts nowhere, and the same person's public ones still do", async () => {
      const { saves, activity } = await aLibrary(open);
      await saves.keepPrivate(aSave(), "Ana", at(1));
      await saves.add(aSave({ paper: second }), "Ana", at(1));
      await saves.add(aSave({ ...li }), "Li", at(1));
      const warm = await activity.since(team, at(0));
      expect(warm.map(({ paper, savers: n }) => [paper, n])).toEqual([
        [first, 1],
        [second, 1],
      ]);
    });

    test("beside another's public one is in the team's list without its owner's name", async () => {
      const { saves } = await aLibrary(open);
      await saves.keepPrivate(aSave(), "Ana", at(1));
      await saves.add(aSave({ ...li }), "Li", at(2));
      const [seen] = await saves.saved({ team });
      expect(seen).toEqual({ paper: first, at: at(2), savers: ["Li"], isPrivate: false });
      const [own] = await saves.saved({ team }, { withPrivate: ana.user });
      expect(own?.savers).toEqual(["Ana", "Li"]);
      expect(own?.isPrivate).toBe(false);
    });

    test("takes back what others saw of it, reactions that stand included", async () => {
      const store = await aLibrary(open);
      await store.saves.add(aSave(), "Ana", at(1));
      await store.saves.add(reaction, "Ana", at(2));
      expect(await store.saves.keepPrivate(aSave(), "Ana", at(3))).toBe(true);
      expect(await savers(store)).toEqual([]);
      expect(await store.saves.byPost(team, aPost().id)).toMatchObject([{ state: "withdrawn" }]);
      expect(await ownList(store)).toEqual([[first, true]]);
    });

    test("kept again changes nothing, until it was public in between", async () => {
      const store = await aLibrary(open);
      const keep = (hour: number) => store.saves.keepPrivate(aSave(), "Ana", at(hour));
      expect(await keep(1)).toBe(true);
      expect(await keep(2)).toBe(false);
      await store.saves.add(aSave(), "Ana", at(3));
      expect(await keep(4)).toBe(true);
      expect(await ownList(store)).toEqual([[first, true]]);
    });

    test("is taken back like any other, and can be kept again", async () => {
      const store = await aLibrary(open);
      await store.saves.keepPrivate(aSave(), "Ana", at(1));
      expect(await store.saves.removeAll(aSave(), at(2))).toBe(true);
      expect(await ownList(store)).toEqual([]);
      expect(await store.saves.keepPrivate(aSave(), "Ana", at(2))).toBe(true);
      expect(await ownList(store)).toEqual([[first, true]]);
    });

    test("is one person's, of one paper, in one team", async () => {
      const store = await aLibrary(open);
      const { saves } = store;
      await saves.add(aSave({ paper: second }), "Ana", at(1));
      await saves.add(aSave({ ...li }), "Li", at(1));
      await saves.add(aSave({ team: elsewhere, user: "slack:T2/U1" }), "Bo", at(1));
      await saves.keepPrivate(aSave(), "Ana", at(2));
      expect(await saves.savers(team, second)).toEqual(["Ana"]);
      expect(await savers(store)).toEqual(["Li"]);
      expect(await saves.savers(elsewhere, first)).toEqual(["Bo"]);
    });
  });

  describe("a public save of what was private", () => {
    test.each([
      ["by a command", aSave()],
      ["by a reaction", reaction],
    ])("%s lets the team know", async (_how, save) => {
      const store = await aLibrary(open);
      await store.saves.keepPrivate(aSave(), "Ana", at(1));
      await store.saves.add(save, "Ana", at(2));
      expect(await savers(store)).toEqual(["Ana"]);
      expect(await ownList(store)).toEqual([[first, false]]);
    });

    test("leaves nothing private behind it when it is taken back", async () => {
      const store = await aLibrary(open);
      await store.saves.keepPrivate(aSave(), "Ana", at(1));
      await store.saves.add(reaction, "Ana", at(2));
      expect(await store.saves.remove(reaction, "Ana", at(3))).toBe(true);
      expect(await ownList(store)).toEqual([]);
    });

    test("from before, told late, does not let the team know", async () => {
      const store = await aLibrary(open);
      await store.saves.keepPrivate(aSave(), "Ana", at(2));
      expect(await store.saves.add(reaction, "Ana", at(1))).toBe(false);
      expect(await savers(store)).toEqual([]);
      expect(await ownList(store)).toEqual([[first, true]]);
    });

    test("in the same moment does", async () => {
      const store = await aLibrary(open);
      await store.saves.keepPrivate(aSave(), "Ana", at(2));
      await store.saves.add(reaction, "Ana", at(2));
      expect(await savers(store)).toEqual(["Ana"]);
    });

    test("whose reaction was withdrawn, told again, does not let the team know", async () => {
      const store = await aLibrary(open);
      await store.saves.add(reaction, "Ana", at(1));
      await store.saves.keepPrivate(aSave(), "Ana", at(2));
      await store.saves.add(reaction, "Ana", at(1));
      expect(await savers(store)).toEqual([]);
      expect(await ownList(store)).toEqual([[first, true]]);
    });

    test("removed before it was told leaves nothing, in whichever order both are told", async () => {
      for (const order of ["in order", "out of order"] as const) {
        const store = await aLibrary(open);
        await store.saves.keepPrivate(aSave(), "Ana", at(1));
        const tell = [
          () => store.saves.add(reaction, "Ana", at(2)),
          () => store.saves.remove(reaction, "Ana", at(3)),
        ];
        for (const one of order === "in order" ? tell : tell.toReversed()) await one();
        expect(await ownList(store)).toEqual([]);
      }
    });
  });
}
