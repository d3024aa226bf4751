import { describe, expect, test } from "vitest";
import type { Open } from "../../support/open-store.ts";
import { aBook, aShelf, find, idsOf } from "../../support/searching.ts";

export function describeMistyped(open: Open): void {
  describe("search forgives a typo", () => {
    test.each([
      ["tranformer", "Transformer"],
      ["trasnformer", "Transformer"],
      ["tranformers", "Transformer"],
      ["TRANFORMER", "Transformer"],
      ["difusion", "Diffusion"],
      ["difffusion", "Diffusion"],
      ["diffusoin", "Diffusion"],
      ["diffuzion", "Diffusion"],
      ["reinforcment", "Reinforcement"],
      ["lerning", "Learning"],
      ["retreival", "Retrieval"],
      ["embeding", "Embedding"],
      ["quantisation", "Quantization"],
      ["agnet", "Agent"],
      ["nransformer", "Transformer"],
      ["rtansformer", "Transformer"],
      ["lmages", "Image"],
    ])("%s finds %s", async (typed, written) => {
      const store = await aShelf(open, [aBook("1", `${written} for Boats`), aBook("2", "Boats on Graphs")]);
      expect(await find(store, typed)).toMatchObject({ ids: ["1"], total: 1 });
    });

    test("in each of several words, and finds first what has them all", async () => {
      const store = await aShelf(open, [
        aBook("1", "Learning to Row", { upvotes: 900 }),
        aBook("2", "Reinforcement of Walls", { upvotes: 900 }),
        aBook("3", "Reinforcement Learning for Boats"),
      ]);
      expect((await idsOf(store, "reinforcment lerning"))[0]).toBe("3");
      expect((await idsOf(store, "lerning boats"))[0]).toBe("3");
    });

    test("also where a paper has the same one: that one first, then those that have it right", async () => {
      const store = await aShelf(open, [
        ...Array.from({ length: 60 }, (_, i) => aBook(`right ${i}`, "Transformer Layers", { upvotes: 900 })),
        aBook("wrong", "A Tranformer of Sorts"),
      ]);
      const ids = await idsOf(store, "tranformer", 100);
      expect(ids[0]).toBe("wrong");
      expect(ids).toHaveLength(61);
    });

    test("of what begins otherwise, where that is nearer than what begins so", async () => {
      const store = await aShelf(open, [
        aBook("1", "Enforcement of Rules"),
        aBook("2", "Reinforcement of Rules"),
      ]);
      expect(await idsOf(store, "erinforcement")).toEqual(["2"]);
    });

    test("within the filters", async () => {
      const store = await aShelf(open, [
        aBook("1", "Diffusion", { upvotes: 900 }),
        aBook("2", "Diffusion for Boats", { codeUrl: "https://github.com/example/boats" }),
      ]);
      expect(await find(store, "difusion has:code")).toMatchObject({ ids: ["2"], total: 1 });
    });

    test("but not in a phrase, nor in what is excluded", async () => {
      const store = await aShelf(open, [aBook("1", "Diffusion for Boats")]);
      expect(await idsOf(store, '"difusion for boats"')).toEqual([]);
      expect(await idsOf(store, "boats -difusion")).toEqual(["1"]);
      expect(await idsOf(store, "difusion -boats")).toEqual([]);
    });
  });

  describe("search corrects nobody who is right", () => {
    test.each([
      ["casual", "causal"],
      ["modal", "model"],
      ["formal", "format"],
      ["samba", "mamba"],
      ["planar", "planer"],
    ])("%s, in one abstract, comes before %s in many titles", async (rare, common) => {
      const many = Array.from({ length: 12 }, (_, i) =>
        aBook(String(i), `A ${common} Boat`, { upvotes: 500 }),
      );
      const store = await aShelf(open, [
        ...many,
        aBook("rare", "Rivers", { abstract: `It is ${rare} at night.` }),
      ]);
      expect((await idsOf(store, rare))[0]).toBe("rare");
    });

    test.each([
      ["a short word", "gna", "GAN"],
      ["a short word", "rog", "RAG"],
      ["a short word", "bot", "Boat"],
      ["a year", "2025", "2024"],
      ["a number", "31415", "31416"],
      ["a number behind a name", "GPT5", "GPT4"],
      ["nonsense", "qwxzvk", "Transformer Agents"],
    ])("%s is not taken for another: %s does not find %s", async (_name, typed, written) => {
      const store = await aShelf(open, [aBook("1", `Notes on ${written}`)]);
      expect(await find(store, typed)).toEqual({ ids: [], total: 0, complete: 0 });
    });
  });
}
