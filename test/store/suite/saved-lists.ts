import { describe, expect, test } from "vitest";
import type { Saves } from "../../../src/store/library.ts";
import { reactionOrigin } from "../../../src/store/library.ts";
import {
  aLibrary,
  ana,
  aPost,
  aSave,
  elsewhere,
  first,
  li,
  second,
  team,
  third,
} from "../../support/library.ts";
import { at, type Open } from "../../support/open-store.ts";

const reaction = reactionOrigin(aPost().id, 1);

async function savedIds(saves: Saves, ...about: Parameters<Saves["saved"]>): Promise<string[]> {
  return (await saves.saved(...about)).map(({ paper }) => paper);
}

export function describeSavedLists(open: Open): void {
  describe("what is saved", () => {
    test("of a team is everybody's, of a person their own, newest first", async () => {
      const { saves } = await aLibrary(open);
      await saves.add(aSave({ paper: second }), "Ana", at(1));
      await saves.add(aSave({ ...li }), "Li", at(2));
      await saves.add(aSave({ paper: third }), "Ana", at(3));
      expect(await savedIds(saves, { team })).toEqual([third, first, second]);
      expect(await savedIds(saves, ana)).toEqual([third, second]);
      expect(await savedIds(saves, li)).toEqual([first]);
    });

    test("is as much as is asked for, of one paper alone too, and is counted", async () => {
      const { saves } = await aLibrary(open);
      await saves.add(aSave({ paper: second }), "Ana", at(1));
      await saves.add(aSave({ ...li }), "Li", at(2));
      await saves.add(aSave({ paper: second, ...li }), "Li", at(3));
      await saves.keepPrivate(aSave({ paper: third }), "Ana", at(4));
      expect(await savedIds(saves, { team }, { most: 1 })).toEqual([second]);
      expect(await saves.saved({ team }, { most: 1 })).toMatchObject([{ at: at(3), savers: ["Ana", "Li"] }]);
      expect(await savedIds(saves, { team }, { paper: first })).toEqual([first]);
      expect(await savedIds(saves, ana, { paper: third })).toEqual([]);
      const own = { withPrivate: ana.user };
      expect(await savedIds(saves, ana, { ...own, most: 1 })).toEqual([third]);
      expect(await saves.countSaved({ team })).toBe(2);
      expect(await saves.countSaved(ana, own)).toBe(2);
      expect(await saves.countSaved({ team }, { since: at(3) })).toBe(1);
      expect((await saves.saversIn(team)).toSorted()).toEqual(["Ana", "Li"]);
      expect(await saves.saversIn(elsewhere)).toEqual([]);
    });

    test("in the same moment comes by paper, always in the same order", async () => {
      const { saves } = await aLibrary(open);
      for (const paper of [third, first, second]) await saves.add(aSave({ paper }), "Ana", at(1));
      expect(await savedIds(saves, { team })).toEqual([first, second, third]);
    });

    test("by several stands at the newest of them, and names them, first saver first", async () => {
      const { saves } = await aLibrary(open);
      await saves.add(aSave({ ...li }), "Li", at(1));
      await saves.add(aSave({ paper: second }), "Ana", at(2));
      await saves.add(aSave(), "Ana", at(3));
      expect(await saves.saved({ team })).toEqual([
        { paper: first, at: at(3), savers: ["Li", "Ana"], isPrivate: false },
        { paper: second, at: at(2), savers: ["Ana"], isPrivate: false },
      ]);
    });

    test("twice by one person is one, at the newer time", async () => {
      const { saves } = await aLibrary(open);
      await saves.add(aSave(), "Ana", at(1));
      await saves.add(aSave({ origin: reaction }), "Ana", at(3));
      expect(await saves.saved({ team })).toEqual([
        { paper: first, at: at(3), savers: ["Ana"], isPrivate: false },
      ]);
    });

    test("since a moment leaves out what was saved before it", async () => {
      const { saves } = await aLibrary(open);
      await saves.add(aSave({ ...li }), "Li", at(1));
      await saves.add(aSave({ paper: second }), "Ana", at(2));
      await saves.add(aSave({ paper: third }), "Ana", at(3));
      expect(await savedIds(saves, { team }, { since: at(2) })).toEqual([third, second]);
      expect(await savedIds(saves, ana, { since: at(3), withPrivate: ana.user })).toEqual([third]);
      expect(await savedIds(saves, { team }, { since: undefined })).toHaveLength(3);
    });

    test("and taken back is in no list, and back again at the time of the new save", async () => {
      const { saves } = await aLibrary(open);
      await saves.add(aSave(), "Ana", at(1));
      await saves.add(aSave({ paper: second }), "Ana", at(2));
      await saves.removeAll(aSave(), at(3));
      expect(await savedIds(saves, { team })).toEqual([second]);
      await saves.add(aSave(), "Ana", at(4));
      expect((await saves.saved(ana))[0]).toMatchObject({ paper: first, at: at(4) });
    });

    test("in one team is in no other's list, also under the same id of a person", async () => {
      const { saves } = await aLibrary(open);
      await saves.add(aSave(), "Ana", at(1));
      for (const of of [{ team: elsewhere }, { team: elsewhere, user: ana.user }, { team: "slack:T" }])
        expect(await saves.saved(of)).toEqual([]);
    });

    test("names everybody, however many they are", async () => {
      const { saves } = await aLibrary(open);
      for (let i = 0; i < 60; i++) {
        const user = `slack:T1/U${100 + i}`;
        await saves.add(aSave({ user }), `Person ${i}`, new Date(at(1).getTime() + i));
      }
      const [only] = await saves.saved({ team });
      expect(only?.savers).toEqual(Array.from({ length: 60 }, (_, i) => `Person ${i}`));
    });
  });

  describe("who saved many papers", () => {
    test("is told by paper, first saver first; papers without a saver are left out", async () => {
      const { saves } = await aLibrary(open);
      await saves.add(aSave({ ...li }), "Li", at(1));
      await saves.add(aSave(), "Ana", at(2));
      await saves.add(aSave({ paper: third }), "Ana", at(2));
      expect(await saves.saversOf(team, [third, second, first, first, "2699.99999"])).toEqual(
        new Map([
          [first, ["Li", "Ana"]],
          [third, ["Ana"]],
        ]),
      );
      expect(await saves.saversOf(team, [])).toEqual(new Map());
      expect(await saves.saversOf(elsewhere, [first])).toEqual(new Map());
    });

    test("is the same as of each by itself", async () => {
      const { saves } = await aLibrary(open);
      await saves.add(aSave(), "Ana", at(1));
      await saves.add(aSave({ ...li, origin: reaction }), "Li", at(1));
      expect((await saves.saversOf(team, [first])).get(first)).toEqual(await saves.savers(team, first));
    });
  });

  describe("teams in which something is saved", () => {
    test("are told in order, and not those where it was taken back", async () => {
      const { saves } = await aLibrary(open);
      expect(await saves.teams()).toEqual([]);
      await saves.add(aSave({ team: elsewhere, user: "slack:T2/U1" }), "Bo", at(1));
      await saves.add(aSave(), "Ana", at(1));
      expect(await saves.teams()).toEqual([team, elsewhere]);
      await saves.removeAll(aSave(), at(2));
      expect(await saves.teams()).toEqual([elsewhere]);
    });
  });
}
