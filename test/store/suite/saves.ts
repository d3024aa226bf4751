import { describe, expect, test } from "vitest";
import type { Save } from "../../../src/store/library.ts";
import type { Store } from "../../../src/store/store.ts";
import { papers } from "../../support/builders.ts";
import { at, type Open, openForTest } from "../../support/open-store.ts";

const team = "slack:T1";
const paper = "2611.00001";
const ana = "slack:T1/U1";
const li = "slack:T1/U2";
const aSave = (over: Partial<Save> = {}): Save => ({ team, user: ana, paper, origin: "command", ...over });

async function withPapers(open: Open): Promise<Store["saves"]> {
  const store = await openForTest(open);
  await store.papers.upsert(papers(3), at(0));
  return store.saves;
}

export function describeSaves(open: Open): void {
  describe("saves", () => {
    test("a saved paper names who saved it, first saver first", async () => {
      const saves = await withPapers(open);
      expect(await saves.savers(team, paper)).toEqual([]);
      await saves.add(aSave({ user: li }), "Li", at(1));
      await saves.add(aSave(), "Ana", at(2));
      expect(await saves.savers(team, paper)).toEqual(["Li", "Ana"]);
      expect(await saves.savers(team, "2611.00002")).toEqual([]);
    });

    test("adding tells whether the paper was not saved before", async () => {
      const saves = await withPapers(open);
      expect(await saves.add(aSave(), "Ana", at(1))).toBe(true);
      expect(await saves.add(aSave(), "Ana", at(2))).toBe(false);
      expect(await saves.add(aSave({ origin: "post 1 🔖" }), "Ana", at(3))).toBe(false);
      expect(await saves.add(aSave({ user: li }), "Li", at(3))).toBe(true);
      expect(await saves.add(aSave({ paper: "2611.00002" }), "Ana", at(3))).toBe(true);
    });

    test("the same save twice is one save", async () => {
      const saves = await withPapers(open);
      await saves.add(aSave(), "Ana", at(1));
      await saves.add(aSave(), "Ana", at(2));
      expect(await saves.savers(team, paper)).toEqual(["Ana"]);
      expect(await saves.remove(aSave(), "Ana", at(5))).toBe(true);
      expect(await saves.savers(team, paper)).toEqual([]);
    });

    test("a save exists while one origin remains", async () => {
      const saves = await withPapers(open);
      await saves.add(aSave({ origin: "post 1 🔖" }), "Ana", at(1));
      await saves.add(aSave({ origin: "post 2 🔖" }), "Ana", at(2));
      expect(await saves.remove(aSave({ origin: "post 1 🔖" }), "Ana", at(5))).toBe(false);
      expect(await saves.savers(team, paper)).toEqual(["Ana"]);
      expect(await saves.remove(aSave({ origin: "post 2 🔖" }), "Ana", at(5))).toBe(true);
      expect(await saves.savers(team, paper)).toEqual([]);
    });

    test("removing what is not there changes nothing and says so", async () => {
      const saves = await withPapers(open);
      expect(await saves.remove(aSave(), "Ana", at(5))).toBe(false);
      expect(await saves.removeAll(aSave(), at(5))).toBe(false);
      await saves.add(aSave(), "Ana", at(6));
      expect(await saves.remove(aSave({ origin: "post 9 🔖" }), "Ana", at(7))).toBe(false);
      expect(await saves.remove(aSave({ user: li }), "Ana", at(5))).toBe(false);
      expect(await saves.savers(team, paper)).toEqual(["Ana"]);
    });

    test("taking a save back takes all its origins, and nobody else's", async () => {
      const saves = await withPapers(open);
      for (const origin of ["command", "post 1 🔖", "post 2 🔖"])
        await saves.add(aSave({ origin }), "Ana", at(1));
      await saves.add(aSave({ user: li }), "Li", at(2));
      await saves.add(aSave({ paper: "2611.00002" }), "Ana", at(2));
      expect(await saves.removeAll(aSave(), at(5))).toBe(true);
      expect(await saves.savers(team, paper)).toEqual(["Li"]);
      expect(await saves.savers(team, "2611.00002")).toEqual(["Ana"]);
    });

    test("a person is called what they were last called", async () => {
      const saves = await withPapers(open);
      await saves.add(aSave(), "ana", at(1));
      await saves.add(aSave({ paper: "2611.00002" }), "Ana Müller", at(2));
      expect(await saves.savers(team, paper)).toEqual(["Ana Müller"]);
    });

    test("other teams see nothing of it", async () => {
      const saves = await withPapers(open);
      await saves.add(aSave(), "Ana", at(1));
      expect(await saves.savers("slack:T2", paper)).toEqual([]);
      expect(await saves.remove(aSave({ team: "slack:T2" }), "Ana", at(5))).toBe(false);
      expect(await saves.removeAll(aSave({ team: "slack:T2" }), at(5))).toBe(false);
      expect(await saves.savers(team, paper)).toEqual(["Ana"]);
    });
  });
}
