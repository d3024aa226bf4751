import { describe, expect, test } from "vitest";
import type { Paper } from "../../../src/model/paper.ts";
import type { Open } from "../../support/open-store.ts";
import { aBook, aShelf, find, idsOf } from "../../support/searching.ts";

const newest = ["2026-11-20"];
const old = ["2020-03-02"];
const liked = { upvotes: 10_000, listDays: newest };

/** Says a lot, and some words once in the middle of it. */
const longAbstract = (words: string): string => {
  const half = Array.from({ length: 60 }, (_, i) => `sentence${i} tells of quiet water`).join(" ");
  return `${half} ${words} ${half}`;
};

export function describeRanked(open: Open): void {
  describe("search ranks what is equally relevant", () => {
    const text = { abstract: "Kites fly over rivers." };

    test.each<[string, Partial<Paper>, Partial<Paper>]>([
      ["the newer one first", { listDays: newest }, { listDays: ["2026-11-18"] }],
      ["the newer one first, years later", { listDays: ["2020-03-03"] }, { listDays: old }],
      [
        "the one that was listed again first",
        { listDays: ["2020-03-02", "2026-11-20"] },
        { listDays: ["2026-11-18"] },
      ],
      [
        "the one published later first, where neither was listed",
        { listDays: [], publishedAt: "2026-11-18T00:00:00.000Z" },
        { listDays: [], publishedAt: "2020-11-18T00:00:00.000Z" },
      ],
      ["the one with more upvotes first", { upvotes: 30 }, { upvotes: 3 }],
      ["the one with upvotes first", { upvotes: 3 }, { upvotes: 0 }],
      ["the one with more upvotes first, of many", { upvotes: 2000 }, { upvotes: 1000 }],
    ])("%s", async (_name, first, second) => {
      const store = await aShelf(open, [
        aBook("1", "A Kite", { ...text, ...second }),
        aBook("2", "A Kite", { ...text, ...first }),
      ]);
      expect(await idsOf(store, "kites")).toEqual(["2", "1"]);
      expect(await idsOf(store, "kites over rivers")).toEqual(["2", "1"]);
    });

    test("filters alone by upvotes, then the newest day", async () => {
      const codeUrl = "https://github.com/example/kites";
      const books = [
        aBook("1", "A", { codeUrl, upvotes: 9, listDays: ["2026-11-18"] }),
        aBook("2", "B", { codeUrl, upvotes: 0, listDays: newest }),
        aBook("3", "C", { codeUrl, upvotes: 9, listDays: newest }),
        aBook("4", "D", { codeUrl, upvotes: 900, listDays: old }),
        aBook("5", "E", { codeUrl, upvotes: 70, listDays: ["2026-11-14"] }),
      ];
      const store = await aShelf(open, books);
      expect(await find(store, "has:code since:7d")).toEqual({
        ids: ["5", "3", "1", "2"],
        total: 4,
        complete: 4,
      });
    });
  });

  describe("search puts a clearly better match first", () => {
    test.each<[string, Partial<Paper>, Partial<Paper>]>([
      ["however old it is", { listDays: old }, { listDays: newest }],
      ["however new it is", { listDays: newest }, { listDays: old }],
      ["with no upvotes against 10,000", { upvotes: 0 }, { upvotes: 10_000 }],
      ["with 10,000 upvotes against none", { upvotes: 10_000 }, { upvotes: 0 }],
      ["old and without upvotes, against new with 10,000", { listDays: old, upvotes: 0 }, liked],
      ["new with 10,000 upvotes, against old without", liked, { listDays: old, upvotes: 0 }],
    ])("%s", async (_name, better, worse) => {
      const store = await aShelf(open, [
        aBook("1", "Rivers", { abstract: longAbstract("kites"), ...worse }),
        aBook("2", "Kites over the Sea", { abstract: longAbstract("winds"), ...better }),
      ]);
      expect(await idsOf(store, "kites")).toEqual(["2", "1"]);
    });

    test.each<[string, string, Partial<Paper>, Partial<Paper>]>([
      [
        "both words in a title before one of them",
        "kites river",
        { title: "Kites on a River" },
        { title: "Kites on a Mountain" },
      ],
      [
        "both words in an abstract before one of them",
        "kites river",
        { abstract: "Kites fly over a river." },
        { abstract: "Kites fly over a house." },
      ],
      [
        "the rarer of two words before the common one",
        "river gardens",
        { title: "A River of Boats" },
        { title: "A Garden of Boats" },
      ],
    ])("%s, in spite of 10,000 upvotes", async (_name, query, better, worse) => {
      const store = await aShelf(open, [
        aBook("1", "Sea", { ...liked, ...worse }),
        aBook("2", "Sea", { upvotes: 0, listDays: old, ...better }),
      ]);
      expect((await idsOf(store, query))[0]).toBe("2");
    });
  });

  describe("search minds how words stand", () => {
    const filler =
      "of boats and rafts on long and quiet water at night where birds rest under trees near stones";

    test.each([
      [
        "side by side before far apart, in a title",
        "world model",
        "A World Model of Boats at Sea",
        "A World of Boats at Sea Model",
      ],
      [
        "in order before the other way round, in a title",
        "world model",
        "Boats: A World Model",
        "Boats: A Model World",
      ],
      [
        "three in order before three in another",
        "graph neural network",
        "A Graph Neural Network",
        "A Network Neural Graph",
      ],
    ])("%s", async (_name, query, better, worse) => {
      const store = await aShelf(open, [aBook("1", worse), aBook("2", better)]);
      expect(await idsOf(store, query)).toEqual(["2", "1"]);
    });

    test.each([
      ["side by side before far apart", `A world model ${filler}.`, `A world ${filler} model.`],
      ["near each other before far apart", `A world and model ${filler}.`, `A world and ${filler} model.`],
      [
        "side by side before near each other",
        `A world model and a plan ${filler}.`,
        `A world and a plan model ${filler}.`,
      ],
      ["in order before the other way round", `A world model ${filler}.`, `A model world ${filler}.`],
    ])("%s, in an abstract", async (_name, better, worse) => {
      const store = await aShelf(open, [
        aBook("1", "Sea", { abstract: worse }),
        aBook("2", "Sea", { abstract: better }),
      ]);
      expect(await idsOf(store, "world model")).toEqual(["2", "1"]);
    });
  });

  describe("search counts", () => {
    const library = [
      aBook("1", "Kites over Rivers", { codeUrl: "https://github.com/example/kites" }),
      aBook("2", "Kites", { abstract: "Rivers are wide.", listDays: old }),
      aBook("3", "Rivers", { upvotes: 80, authors: ["Rosa Quill"] }),
      aBook("4", "Kites", { upvotes: 90, authors: ["Rosa Quill"], codeUrl: "https://github.com/example/k" }),
      aBook("5", "Wide Oceans"),
    ];

    test.each([
      ["kites", 3, 3],
      ["kites rivers", 4, 2],
      ["kites rivers wide", 5, 1],
      ["kites zebra", 3, 0],
      ["zebra", 0, 0],
      ["rivers kites has:code", 2, 1],
      ["rivers kites since:30d", 3, 1],
      ["rivers kites until:2020-12-31", 1, 1],
      ["rivers kites min:80", 2, 0],
      ["rivers kites author:quill", 2, 0],
      ["rivers kites author:quill has:code", 1, 0],
      ["kites -rivers", 1, 1],
      ["kites rivers -wide", 3, 1],
      ['"kites over rivers" wide', 1, 0],
      ['"rivers are" kites', 1, 1],
      ["has:code", 2, 2],
    ])(
      "%s: %i with any word, %i with every one, however few are asked for",
      async (typed, total, complete) => {
        const store = await aShelf(open, library);
        const all = await find(store, typed);
        expect(all).toMatchObject({ total, complete });
        expect(all.ids).toHaveLength(total);
        const one = await find(store, typed, 1);
        expect(one).toEqual({ ids: all.ids.slice(0, 1), total, complete });
      },
    );
  });
}
