import { describe, expect, test } from "vitest";
import { reactionOrigin } from "../../../src/store/library.ts";
import { aLibrary, ana, aPost, aSave, first, li, second, team } from "../../support/library.ts";
import { at, type Open } from "../../support/open-store.ts";

const by = (means: number | "all") => aSave({ origin: reactionOrigin(aPost().id, means) });

/** A library in which Ana is known, and took back at three o'clock what she had saved at one. */
async function aWithdrawal(open: Open) {
  const store = await aLibrary(open);
  await store.saves.add(aSave(), "Ana", at(1));
  await store.saves.removeAll(aSave(), at(3));
  const savers = () => store.saves.savers(team, first);
  return { ...store, savers };
}

export function describeWithdrawnSaves(open: Open): void {
  describe("a save that was taken back, and a reaction told of afterwards", () => {
    test("from before it: saves nothing, also where it was never told of until then", async () => {
      const { saves, savers } = await aWithdrawal(open);
      expect(await saves.add(by(1), "Ana", at(2))).toBe(false);
      expect(await savers()).toEqual([]);
      expect(await saves.byPost(team, aPost().id)).toMatchObject([{ state: "withdrawn" }]);
    });

    test.each([
      ["in the same moment", 3],
      ["from after it", 4],
    ])("%s: saves", async (_when, hour) => {
      const { saves, savers } = await aWithdrawal(open);
      expect(await saves.add(by(1), "Ana", at(hour))).toBe(true);
      expect(await savers()).toEqual(["Ana"]);
    });

    test("from before it, and its removal: is off, so that a new one saves", async () => {
      const { saves, savers } = await aWithdrawal(open);
      await saves.add(by(1), "Ana", at(2));
      await saves.remove(by(1), "Ana", at(5));
      expect(await saves.byPost(team, aPost().id)).toMatchObject([{ state: "off" }]);
      expect(await saves.add(by(1), "Ana", at(6))).toBe(true);
      expect(await savers()).toEqual(["Ana"]);
    });

    test("by somebody else, of another paper, or in another team: saves whenever it was", async () => {
      const { saves, savers } = await aWithdrawal(open);
      expect(await saves.add({ ...by(1), ...li }, "Li", at(2))).toBe(true);
      expect(await saves.add({ ...by(2), paper: second }, "Ana", at(2))).toBe(true);
      expect(await saves.add({ ...by(1), team: "slack:T2", user: "slack:T2/U1" }, "Ana", at(2))).toBe(true);
      expect(await savers()).toEqual(["Li"]);
    });

    test("twice taken back: only what is newer than the second time saves", async () => {
      const { saves, savers } = await aWithdrawal(open);
      await saves.add(aSave(), "Ana", at(4));
      await saves.removeAll(aSave(), at(6));
      await saves.removeAll(aSave(), at(5));
      expect(await saves.add(by(1), "Ana", at(5))).toBe(false);
      expect(await saves.add(by("all"), "Ana", at(7))).toBe(true);
      expect(await savers()).toEqual(["Ana"]);
    });

    test("taken back where nothing was saved counts too", async () => {
      const { saves } = await aWithdrawal(open);
      expect(await saves.removeAll(aSave({ paper: second }), at(3))).toBe(false);
      expect(await saves.add({ ...by(2), paper: second }, "Ana", at(2))).toBe(false);
      expect(await saves.savers(team, second)).toEqual([]);
    });

    test("a private save, and a reaction from before the taking back: neither saves nor lets the team know", async () => {
      const { saves, savers } = await aWithdrawal(open);
      await saves.keepPrivate(aSave(), "Ana", at(4));
      expect(await saves.add(by(1), "Ana", at(2))).toBe(false);
      expect(await savers()).toEqual([]);
      expect(await saves.saved(ana, { withPrivate: ana.user })).toMatchObject([{ isPrivate: true }]);
    });
  });

  describe("a command after the clock was set back, or where the platform's is ahead", () => {
    test("saves what was taken back, for everyone or for oneself, and takes it back", async () => {
      const { saves, savers } = await aWithdrawal(open);
      expect(await saves.add(aSave(), "Ana", at(2))).toBe(true);
      expect(await savers()).toEqual(["Ana"]);
      expect(await saves.removeAll(aSave(), at(1))).toBe(true);
      expect(await saves.keepPrivate(aSave(), "Ana", at(1))).toBe(true);
      expect(await saves.saved(ana, { withPrivate: ana.user })).toHaveLength(1);
      expect(await saves.removeAll(aSave(), at(1))).toBe(true);
      expect(await saves.saved(ana, { withPrivate: ana.user })).toEqual([]);
    });

    test("lets the team know of what was private", async () => {
      const { saves, savers } = await aWithdrawal(open);
      await saves.keepPrivate(aSave(), "Ana", at(9));
      await saves.add(aSave(), "Ana", at(2));
      expect(await savers()).toEqual(["Ana"]);
      expect(await saves.saved(ana, { withPrivate: ana.user })).toMatchObject([{ isPrivate: false }]);
    });
  });
}
