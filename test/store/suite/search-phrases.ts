import { describe, expect, test } from "vitest";
import type { Open } from "../../support/open-store.ts";
import { at } from "../../support/open-store.ts";
import { aBook, aShelf, find, idsOf } from "../../support/searching.ts";

const books = [
  aBook("1", "Boats", { abstract: "We row large wooden boats over the lake, well-known as it is." }),
  aBook("2", "Rafts", { abstract: "Large wooden rafts, and wooden boats, are of use." }),
  aBook("3", "Harbours", { abstract: "The lake is over there.", authors: ["Rowena Lake", "Ana Park"] }),
  aBook("4", "Sails", { authors: ["Rowena Lake", "Wooden Boats"] }),
  aBook("5", "Oars", { keywords: ["deep graph", "learning rate"] }),
  aBook("6", "Keels", { keywords: ['so-called "graph learning", it says', "deep"] }),
];

export function describePhrases(open: Open): void {
  describe("phrases", () => {
    test.each([
      ["of two words stand together", '"wooden boats"', ["1", "2", "4"]],
      ["of three words stand in a row, not two by two", '"large wooden boats"', ["1"]],
      ["may hold the commonest words", '"over the lake"', ["1"]],
      ["may be one of the commonest words", '"over"', ["1", "3"]],
      ["may be tied by a hyphen there", '"lake well known as it is"', ["1"]],
      ["may be tied by a hyphen in the query", "-well-known boats", ["2", "4"]],
      ["may be a name", '"rowena lake"', ["3", "4"]],
      ["do not run over from one keyword into the next", '"graph learning"', ["6"]],
      ["do not run over from one name into the next", '"lake wooden"', []],
      ["of three words do not either", '"deep graph learning"', []],
      ["must all be there", '"wooden rafts" "wooden boats"', ["2"]],
      ["are found with words around them", 'use "large wooden rafts" here', ["2"]],
    ])("%s", async (_, text, ids) => {
      const store = await aShelf(open, books);
      const found = await find(store, text);
      expect(found.ids.toSorted()).toEqual(ids);
      expect(found.total).toBe(ids.length);
    });

    test("of three words are found behind hundreds of papers that have them apart", async () => {
      const apart = Array.from({ length: 700 }, (_, i) =>
        aBook(`7.${i}`, "Large wooden rafts, wooden boats", {
          abstract: "Wooden boats, large wooden rafts.",
        }),
      );
      const store = await aShelf(open, [...books, ...apart]);
      expect(await find(store, '"large wooden boats"')).toEqual({ ids: ["1"], total: 1, complete: 1 });
    });
  });

  test.each([
    ["leaves papers whose authors are called so", "boats sails harbours -lake", ["2", "4"]],
    ["may be one of the commonest words", "boats rafts harbours sails -over", ["2", "4"]],
    ["may be a phrase", 'boats rafts harbours sails -"wooden boats"', ["3", "4"]],
  ])("what is excluded %s", async (_, text, ids) => {
    expect((await idsOf(await aShelf(open, books), text)).toSorted()).toEqual(ids);
  });

  test("a paper is found by what it says now, not by what it said", async () => {
    const store = await aShelf(open, books);
    const abstract = "Large steel boats.";
    await store.papers.upsert([aBook("1", "Ships", { abstract, authors: ["Zoe Moor"] })], at(9));
    expect(await idsOf(store, "lake -harbours -sails")).toEqual([]);
    expect((await idsOf(store, '"wooden boats"')).toSorted()).toEqual(["2", "4"]);
    expect(await idsOf(store, "author:park ships")).toEqual([]);
    expect(await idsOf(store, '"steel boats" author:moor')).toEqual(["1"]);
    expect(await idsOf(store, "ships")).toEqual(["1"]);
  });
}
