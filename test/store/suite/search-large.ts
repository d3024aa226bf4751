import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Paper } from "../../../src/model/paper.ts";
import { parseQuery, passesFilters, wordsOf } from "../../../src/text/query.ts";
import { at, type Open, openForTest } from "../../support/open-store.ts";
import { oneOf, type Random, seeded } from "../../support/random.ts";
import { aBook, aShelf, find, idsOf, today } from "../../support/searching.ts";

const story =
  "A rowing robot with two oars has to cross a harbour in fog. It hears the bells of other boats and guesses from their echoes " +
  "how far away the walls are. From these guesses it draws a chart, and it plans each stroke so that the next bell tells it most. " +
  "Where the tide turns, the chart is drawn again. In trials in three harbours the robot touched a wall once in ninety crossings, " +
  "while a pilot with a lamp touched it eleven times.";
/** How somebody might tell it again. */
const retold =
  "I remember a paper where a robot rows over a harbour in thick fog and only listens to bells, I think, of the boats around it. " +
  "The echoes say how far the walls are, so it draws its own chart while rowing and plans the strokes to hear more bells. " +
  "They drew the chart again whenever the tide turned. It crossed harbours many times and nearly never touched a wall, " +
  "which a human pilot with a lamp did quite often. Does anybody know which one it was? ";
const chatter =
  "We are reading about such things in our group, and I would like to learn more about what others have done there, with " +
  "whatever methods they like, on long trips as well as on short ones, and also why some people say that it cannot work at all. ";

const letters = ["cabin", "flute", "granite", "harvest", "lantern", "monkey"] as const;
const word = fc.constantFrom(...letters);
const title = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(" "));
const filter = fc.constantFrom("", "", " has:code", " min:3", " -lantern");
const query = fc.tuple(fc.array(word, { minLength: 1, maxLength: 4 }), filter);

/** A text of words that a longer one has, in any order. */
const babble = (words: readonly string[], n: number, random: Random): string =>
  Array.from({ length: n }, () => oneOf(words as [string, ...string[]], random)).join(" ");

/** Three papers that pass every filter below, best match for `river kites` last by id and by upvotes. */
const passing: readonly Paper[] = [
  aBook("1", "Wings", { abstract: "A river was near.", upvotes: 99 }),
  aBook("2", "Wings", { abstract: "Kites fly over a river. These river kites are red.", upvotes: 80 }),
  aBook("3", "River Kites of Spring", { abstract: "River kites are red.", upvotes: 70 }),
].map((paper) => ({
  ...paper,
  codeUrl: "https://github.com/example/kites",
  authors: ["Rosa Quill"],
  listDays: ["2026-11-20"],
}));

export function describeLarge(open: Open): void {
  describe("search among many", () => {
    test.each([
      ["a paragraph", retold],
      ["two sentences of it", retold.slice(0, 250)],
      ["a paragraph with as much again of other things", chatter + retold],
      ["a paragraph of 2,000 characters", (retold + chatter.repeat(9)).slice(0, 2000)],
      ["the abstract itself", story],
      ["the abstract and more, 2,000 characters", (chatter.repeat(9) + story).slice(-2000)],
    ])("%s finds the paper that it describes", async (_name, typed) => {
      const random = seeded(3);
      const telling = [...new Set(wordsOf(retold + story))];
      const common = [...new Set(wordsOf(chatter))];
      const other = (n: number) => `${babble(common, n, random)} ${babble(telling, n / 2, random)}`;
      const others = Array.from({ length: 300 }, (_, i) =>
        aBook(`0.${i}`, other(4), { abstract: other(40), upvotes: i }),
      );
      const rival = aBook("0.300", "Robots, Harbours, Bells and Charts", {
        abstract: other(40),
        upvotes: 900,
        listDays: ["2026-11-20"],
      });
      const wanted = aBook("wanted", "Rowing by Ear", { abstract: story });
      const store = await aShelf(open, [...others, rival, wanted]);
      expect((await idsOf(store, typed))[0]).toBe("wanted");
    });

    test("three papers that pass the filters are found among 500, best first", async () => {
      const crowd = Array.from({ length: 497 }, (_, i) =>
        aBook(`0.${i}`, "River Kites", { abstract: `River kites in a crowd of ${i}.`, upvotes: i % 60 }),
      );
      const store = await aShelf(open, [...crowd, ...passing]);
      const filters = ["has:code", "author:quill", "since:2026-11-20", "min:65", "-crowd"];
      for (const chosen of [...filters, filters.join(" ")]) {
        const found = await find(store, `river kites ${chosen}`, 20);
        expect(found, chosen).toEqual({ ids: ["3", "2", "1"], total: 3, complete: 2 });
        expect(await idsOf(store, `river kites ${chosen}`, 2), chosen).toEqual(["3", "2"]);
      }
      expect(await find(store, "river kites", 20)).toMatchObject({ total: 500, complete: 499 });
    });

    test("no id comes twice, none too many, and fewer are the first of more; the counts are exact", async () => {
      const store = await openForTest(open);
      let hour = 0;
      const library = fc.array(fc.tuple(title, title, fc.nat(5), fc.boolean()), {
        minLength: 9,
        maxLength: 9,
      });
      await fc.assert(
        fc.asyncProperty(library, query, fc.nat(12), async (texts, [words, chosen], most) => {
          const books = texts.map(([name, abstract, upvotes, code], i) =>
            aBook(`${i}`, name, {
              abstract,
              upvotes,
              codeUrl: code ? "https://github.com/example/a" : "none",
            }),
          );
          await store.papers.upsert(books, at(++hour));
          const typed = words.join(" ") + chosen;
          const all = await find(store, typed, 20);
          const passes = books.filter((book) => passesFilters(parseQuery(typed, today), book));
          const has =
            ({ title, abstract = "" }: Paper) =>
            (one: string) =>
              `${title} ${abstract}`.split(" ").includes(one);
          expect(all.ids.toSorted()).toEqual(
            passes.filter((book) => words.some(has(book))).map(({ id }) => id),
          );
          const { length: complete } = passes.filter((book) => words.every(has(book)));
          expect(all).toMatchObject({ total: all.ids.length, complete });
          expect(await find(store, typed, most)).toEqual({ ...all, ids: all.ids.slice(0, most) });
        }),
        { numRuns: 60 },
      );
    });

    test("related papers: none comes twice, none too many, never the paper itself, and fewer are the first of more", async () => {
      const random = seeded(5);
      const store = await aShelf(
        open,
        Array.from({ length: 30 }, (_, i) => aBook(`${i}`, babble(letters, 3, random))),
      );
      for (const id of ["0", "7", "29"]) {
        const all = await store.search.related(id, 100);
        expect(all.length).toBeGreaterThan(5);
        expect(new Set([...all, id]).size).toBe(all.length + 1);
        expect(await store.search.related(id, 4)).toEqual(all.slice(0, 4));
      }
    });

    test("questions asked at once are each answered as if asked alone", async () => {
      const names = Array.from({ length: 12 }, (_, i) => babble(letters, 3, seeded(i)));
      const store = await aShelf(
        open,
        names.map((name, i) => aBook(`${i}`, name)),
      );
      const questions = [...letters, ...names, "cabin monkey min:5", "has:code", "zebra"];
      const alone = [];
      for (const typed of questions) alone.push(await find(store, typed));
      expect(await Promise.all(questions.map((typed) => find(store, typed)))).toEqual(alone);
      expect(new Set(alone.map(({ ids }) => ids.join())).size).toBeGreaterThan(6);
    });
  });
}
