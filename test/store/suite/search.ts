import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Paper } from "../../../src/model/paper.ts";
import type { Store } from "../../../src/store/store.ts";
import { parseQuery, passesFilters } from "../../../src/text/query.ts";
import { aPaper } from "../../support/builders.ts";
import { at, type Open, openForTest } from "../../support/open-store.ts";

const today = "2026-11-20";

/** A paper that says nothing but its title and what is in `over`. */
function aBook(id: string, title: string, over: Partial<Paper> = {}): Paper {
  return { id, title, authors: ["Ana Müller"], keywords: [], listDays: ["2026-11-19"], ...over };
}

const library: readonly Paper[] = [
  aBook("1", "Diffusion for Weather", { upvotes: 5, keywords: ["forecast"], listDays: ["2026-11-20"] }),
  aBook("2", "Rain Models", { upvotes: 50, abstract: "We use diffusion to guess the rain of tomorrow." }),
  aBook("3", "Self-Playing Chess", { upvotes: 9, codeUrl: "https://github.com/example/chess" }),
  aBook("4", "Chess Against Yourself", {
    upvotes: 30,
    abstract: "A program is playing chess against its self.",
  }),
  aBook("5", "Agents in Kitchens", {
    upvotes: 7,
    authors: ["José Núñez", "Wei Li"],
    listDays: ["2026-10-01"],
  }),
  aBook("6", "Agents in Gardens", {
    upvotes: 8,
    authors: ["Li Weiss", "Ana Wei"],
    listDays: ["2026-09-01"],
    keywords: ["tomato plants"],
  }),
  aBook("7", "Agents", { upvotes: 0, listDays: ["2026-08-03"] }),
];

async function filled(open: Open): Promise<Store> {
  const store = await openForTest(open);
  await store.papers.upsert(library, at(1));
  return store;
}

async function find(store: Store, text: string, most = 20): Promise<readonly string[]> {
  return (await store.search.find(parseQuery(text, today), most)).ids;
}

export function describeSearch(open: Open): void {
  describe("search", () => {
    test.each([
      ["a word of a title, a title before an abstract", "diffusion", ["1", "2"]],
      ["any case", "DIFFUSION", ["1", "2"]],
      ["another form of a word", "kitchen", ["5"]],
      ["a keyword", "forecast", ["1"]],
      ["a word of the abstract", "tomorrow", ["2"]],
      ["part of a name, without its accent", "nunez", ["5"]],
      ["one of several words is enough, more are better", "gardens tomato kitchens", ["6", "5"]],
      ["a word with a hyphen, where its parts are side by side first", "self-playing", ["3", "4"]],
      ["nothing where no word is known", "zebra", []],
    ])("finds %s", async (_name, text, ids) => {
      expect(await find(await filled(open), text)).toEqual(ids);
    });

    // In any order: what matters here is which.
    test.each([
      ["words of a phrase must stand side by side", '"against yourself"', ["4"]],
      ["not in another order", '"yourself against"', []],
      ["phrases from a phone's keyboard", "“against yourself”", ["4"]],
      ["every phrase must occur", '"agents" "tomato plants"', ["6"]],
      ["an excluded word", "agents -tomato", ["7", "5"]],
      ["an excluded phrase", 'agents -"in kitchens"', ["7", "6"]],
      ["an exclusion that meets nothing", "chess -zebra", ["3", "4"]],
      ["code", "chess has:code", ["3"]],
      ["least upvotes, itself included", "chess min:30", ["4"]],
      ["since a day, itself included", "agents since:2026-09-01", ["6", "5"]],
      ["until a day, itself included", "agents until:2026-09-01", ["7", "6"]],
      ["since some days ago", "agents since:60d", ["5"]],
      ["an unknown filter is plain text", "colour:diffusion", ["1", "2"]],
    ])("%s", async (_name, text, ids) => {
      const store = await filled(open);
      expect((await find(store, text)).toSorted()).toEqual([...ids].toSorted());
    });

    test.each([
      ["a name with its accents", "author:Núñez", ["5"]],
      ["a name without its accents, in any case", "author:NUNEZ", ["5"]],
      ["a whole name", 'author:"josé núñez"', ["5"]],
      ["a name with its parts in any order", 'author:"nunez jose"', ["5"]],
      ["no name out of two authors' parts", 'author:"jose li"', []],
      ["whole parts of a name only", "author:weis", []],
      ["a part that several authors have", "author:li -zebra since:2026-08-30 min:7 author:wei", ["6", "5"]],
      ["two authors of the same paper", "author:weiss author:ana", ["6"]],
    ])("author: %s", async (_name, text, ids) => {
      expect(await find(await filled(open), text)).toEqual(ids);
    });

    test.each([
      "김민수",
      "박 지우",
      "がくと",
      "田中",
      "İlker Şahin",
      "Søren Ørsted",
      "हिन्दी",
      "Дмитрий",
      "Nguyễn",
      "O'Brien",
    ])("author: a name in its own script, %s", async (name) => {
      const store = await openForTest(open);
      await store.papers.upsert([aPaper({ authors: ["Ana Müller", name] })], at(1));
      expect(await find(store, `author:"${name}"`)).toEqual(["2611.00001"]);
    });

    test("filters alone are ordered by upvotes", async () => {
      expect(await find(await filled(open), "min:7")).toEqual(["2", "4", "3", "6", "5"]);
    });

    test("the exact title comes first, whatever else is relevant", async () => {
      const store = await filled(open);
      await store.papers.upsert(
        [aBook("8", "Agents, Agents, Agents", { summary: "Agents.", upvotes: 900 })],
        at(2),
      );
      expect((await find(store, "agents"))[0]).toBe("7");
      expect((await find(store, "Agents in Gardens"))[0]).toBe("6");
    });

    test.each([
      "Maps & Robots",
      "Maps: A Robot Story",
      "Maps – Robots",
      "Self-Driving Maps",
      'The "Maps" of Robots',
    ])("a title typed as it stands comes first: %s", async (title) => {
      const store = await openForTest(open);
      const other = "Maps Maps Robots Robots Story Driving";
      await store.papers.upsert(
        [aBook("1", title), aBook("2", other, { upvotes: 900, summary: other })],
        at(1),
      );
      expect((await find(store, title))[0]).toBe("1");
    });

    test("it answers as many as asked for and says how many there are", async () => {
      const store = await filled(open);
      const query = parseQuery("agents", today);
      expect(await store.search.find(query, 2)).toMatchObject({ ids: ["7", expect.anything()], total: 3 });
      expect((await store.search.find(query, 3)).total).toBe(3);
      expect((await store.search.find(query, 20)).total).toBe(3);
    });

    test("a paper is found by what it says now, not by what it said", async () => {
      const store = await filled(open);
      await store.papers.upsert([aBook("1", "Clouds for Weather")], at(2));
      expect(await find(store, "clouds")).toEqual(["1"]);
      expect(await find(store, "diffusion")).toEqual(["2"]);
    });

    test("filters find what they let pass", async () => {
      const store = await filled(open);
      const filters = fc.subarray([
        "since:50d",
        "until:2026-11-19",
        "has:code",
        "min:8",
        "author:li",
        "author:ana",
      ]);
      await fc.assert(
        fc.asyncProperty(filters, async (chosen) => {
          const query = parseQuery(chosen.join(" "), today);
          const passing = library.filter((paper) => passesFilters(query, paper)).map(({ id }) => id);
          expect((await find(store, chosen.join(" "))).toSorted()).toEqual(passing);
        }),
      );
    });
  });

  describe("by title", () => {
    const byTitle = async (open: Open, ...words: readonly string[]) =>
      (await filled(open)).search.byTitle(words, 9);

    test("all words must be in the title, in any order and case", async () => {
      expect(await byTitle(open, "GARDENS", "agents")).toEqual(["6"]);
      expect(await byTitle(open, "agents", "tomato")).toEqual([]);
      expect(await byTitle(open, "diffusion")).toEqual(["1"]);
    });

    test("the exact title comes first", async () => {
      expect((await byTitle(open, "agents"))[0]).toBe("7");
    });

    test("no words, or signs alone, find nothing", async () => {
      expect(await byTitle(open)).toEqual([]);
      expect(await byTitle(open, "🤖", '"', "NEAR(", ")", "*", "ﹰ")).toEqual([]);
    });
  });

  describe("related", () => {
    test("nearest first, without the paper itself", async () => {
      const store = await filled(open);
      expect(await store.search.related("3", 5)).toEqual(["4"]);
      expect((await store.search.related("6", 9)).toSorted()).toEqual(["5", "7"]);
    });

    test("no more than asked for, and none of an unknown paper", async () => {
      const store = await filled(open);
      expect(await store.search.related("6", 1)).toHaveLength(1);
      expect(await store.search.related("2611.99999", 5)).toEqual([]);
    });

    test.each(["∞", "🤖", '"', "NEAR(a b) OR *", "-", "title: maps", "ͺ"])(
      "a title of signs breaks nothing: %s",
      async (title) => {
        const store = await filled(open);
        await store.papers.upsert([{ id: "8", title, authors: ["A"], keywords: [], listDays: [] }], at(1));
        expect(await store.search.related("8", 5)).toBeInstanceOf(Array);
      },
    );
  });
}
