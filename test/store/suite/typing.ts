import { describe, expect, test } from "vitest";
import type { Store } from "../../../src/store/store.ts";
import { aPaper } from "../../support/builders.ts";
import { at, type Open } from "../../support/open-store.ts";

const titles = [
  ["2612.10101", "Diffusion for Sails", "2026-11-18"],
  ["2612.10102", "Diffusion for Ropes", "2026-11-20"],
  ["2611.20001", "Different Light on Water", "2026-11-19"],
  ["hep-th/9901001", "Strings, Ropes and Sails", "2026-11-17"],
] as const;

async function aHarbour(open: Open): Promise<Store> {
  const store = await open();
  const papers = titles.map(([id, title, day]) => aPaper({ id, title, listDays: [day], keywords: [] }));
  await store.papers.upsert(papers, at(1));
  return store;
}

export function describeTyping(open: Open): void {
  describe("what is being typed", () => {
    test("is an id by its beginning, the newest id first", async () => {
      const { typing } = await aHarbour(open);
      expect(await typing.ids("2612.101", 5)).toEqual(["2612.10102", "2612.10101"]);
      expect(await typing.ids("2612.101", 1)).toEqual(["2612.10102"]);
      expect(await typing.ids("hep-th/", 5)).toEqual(["hep-th/9901001"]);
      expect(await typing.ids("2613", 5)).toEqual([]);
      for (const wild of ["%", "_", "26%", "*"]) expect(await typing.ids(wild, 5)).toEqual([]);
    });

    test("is most often a paper that was listed last", async () => {
      const { typing } = await aHarbour(open);
      expect((await typing.newest(3)).map(({ id }) => id)).toEqual([
        "2612.10102",
        "2611.20001",
        "2612.10101",
      ]);
      expect((await typing.newest(1))[0]).toEqual({ id: "2612.10102", title: "Diffusion for Ropes" });
    });

    test("is a word of titles by its beginning, that of the most papers first", async () => {
      const { typing } = await aHarbour(open);
      expect(await typing.words("diff", 5)).toEqual(["diffusion", "different"]);
      expect(await typing.words("diff", 1)).toEqual(["diffusion"]);
      expect(await typing.words("rop", 5)).toEqual(["ropes"]);
      for (const none of ["zeb", "%", "_iff", "diffusionx"]) expect(await typing.words(none, 5)).toEqual([]);
    });

    test("is nothing in an empty store", async () => {
      const { typing } = await open();
      expect([await typing.ids("2", 5), await typing.newest(5), await typing.words("dif", 5)]).toEqual([
        [],
        [],
        [],
      ]);
    });
  });
}
