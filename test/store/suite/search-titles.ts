import { describe, expect, test } from "vitest";
import type { Paper } from "../../../src/model/paper.ts";
import { parseQuery } from "../../../src/text/query.ts";
import type { Open } from "../../support/open-store.ts";
import { type Random, seeded } from "../../support/random.ts";
import { aBook, aShelf, idsOf, today } from "../../support/searching.ts";

const wanted: Partial<Paper> = { upvotes: 0, listDays: ["2020-03-02"] };
const liked: Partial<Paper> = { upvotes: 900, listDays: ["2026-11-20"] };

/** What has the words of a title too, and more upvotes, newer and with a smaller id: only the title itself is better. */
function rivals(title: string): Paper[] {
  const words = title.split(/\s+/);
  const otherwise = [...words.slice(1), words[0]].join(" ");
  const all = [
    aBook("0.1", words.toReversed().join(" "), liked),
    aBook("0.2", otherwise, { ...liked, abstract: `${title} ${title}` }),
    aBook("0.3", `${title} Again`, { ...liked, summary: title, abstract: title }),
    aBook("0.4", `More on ${title}`, { ...liked, summary: title, abstract: title }),
    aBook("0.5", "Boats", { ...liked, summary: title, keywords: words, abstract: title }),
  ];
  return all.filter((rival) => rival.title !== title);
}

const long =
  "On Why the Boats of the North Go Slowly When a River Is Wide and the Wind That Fills Their Sails Comes from the Hills " +
  "behind Which the Rain Was Born";

function shuffled(words: readonly string[], random: Random): string {
  return words
    .map((word) => ({ word, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ word }) => word)
    .join(" ");
}

export function describeTitles(open: Open): void {
  describe("search puts the exact title first", () => {
    test.each([
      ["as it stands", "Slow Boats Learn of Rivers", "Slow Boats Learn of Rivers"],
      ["in upper case", "Slow Boats Learn of Rivers", "SLOW BOATS LEARN OF RIVERS"],
      ["in lower case", "Slow Boats Learn of Rivers", "slow boats learn of rivers"],
      ["with a trailing full stop", "Slow Boats Learn of Rivers", "Slow Boats Learn of Rivers."],
      ["with spaces around and between", "Slow Boats Learn of Rivers", "  Slow Boats  Learn of Rivers "],
      ["broken into lines", "Slow Boats Learn of Rivers", "Slow Boats\nLearn of Rivers"],
      ["in quotes", "Slow Boats Learn of Rivers", '"Slow Boats Learn of Rivers"'],
      ["in a phone's quotes", "Slow Boats Learn of Rivers", "“Slow Boats Learn of Rivers”"],
      [
        "with a filter behind it",
        "Slow Boats Learn of Rivers",
        "Slow Boats Learn of Rivers until:2026-11-20",
      ],
      ["with quotes in it", 'The "Slow" Boats of Rivers', 'The "Slow" Boats of Rivers'],
      ["with quotes at its end", 'Boats That Know "Slow Rivers"', 'Boats That Know "Slow Rivers"'],
      ["with quotes that a phone made others", 'The "Slow" Boats of Rivers', "The “Slow” Boats of Rivers"],
      ["with a colon", "Slow Boats: Learning of Rivers", "Slow Boats: Learning of Rivers"],
      ["with a colon that got lost", "Slow Boats: Learning of Rivers", "Slow Boats Learning of Rivers"],
      ["with a colon within a word", "Boats 2:1 Rivers", "Boats 2:1 Rivers"],
      ["with a dash", "Slow Boats – Learning of Rivers", "Slow Boats – Learning of Rivers"],
      ["with a dash typed as a hyphen", "Slow Boats — Learning of Rivers", "Slow Boats - Learning of Rivers"],
      ["with hyphens", "Self-Rowing Boats: Down-River Learning", "self-rowing boats: down-river learning"],
      ["with a question mark", "Do Boats Know of Rivers?", "do boats know of rivers?"],
      [
        "with brackets and signs",
        "Boats (and Rivers) & $\\beta$-Rafts, 50% Off!",
        "Boats (and Rivers) & $\\beta$-Rafts, 50% Off!",
      ],
      ["with accents", "Naïve Boats on the Río", "Naive boats on the rio"],
      ["with the same word twice", "Boats of Boats on Rivers", "Boats of Boats on Rivers"],
      ["of 30 words", long, long],
      ["of 30 words, in upper case", long, long.toUpperCase()],
      ["of stop words only", "To Be or Not to Be", "To Be or Not to Be"],
      ["of stop words only, in lower case", "What Is It All About", "what is it all about"],
      ["of stop words only, as a question", "What Is It All About?", "What is it all about?"],
      ["of stop words and a hyphen", "Can You Do It? A How-To", "can you do it? a how-to"],
      ["of one word", "Rivers", "rivers"],
    ])("%s: %s", async (_name, title, typed) => {
      const store = await aShelf(open, [...rivals(title), aBook("wanted", title, wanted)]);
      expect((await idsOf(store, typed))[0]).toBe("wanted");
      expect(await idsOf(store, typed, 1)).toEqual(["wanted"]);
    });

    test("among 300 papers with the same words in other orders and more upvotes", async () => {
      const words = "Slow Boats Learn Quiet Rivers Well".split(" ");
      const title = words.join(" ");
      const random = seeded(7);
      const orders = new Set<string>();
      while (orders.size < 301) orders.add(shuffled(words, random));
      orders.delete(title);
      const others = [...orders]
        .slice(0, 300)
        .map((other, i) => aBook(`0.${i}`, other, { ...liked, abstract: title }));
      const store = await aShelf(open, [...others, ...rivals(title), aBook("wanted", title, wanted)]);
      for (const typed of [title, title.toLowerCase(), `${title}.`, `"${title}"`]) {
        expect(await idsOf(store, typed, 1), typed).toEqual(["wanted"]);
        expect((await idsOf(store, typed, 500))[0], typed).toBe("wanted");
      }
      const { words: asked } = parseQuery(title, today);
      expect((await store.search.byTitle(asked, 5))[0]).toBe("wanted");
    });

    test("two papers of the same title come before all others, the one with more upvotes first", async () => {
      const title = "Slow Boats Learn of Rivers";
      const store = await aShelf(open, [
        ...rivals(title),
        aBook("1", title, wanted),
        aBook("2", title.toUpperCase(), { ...wanted, upvotes: 3 }),
      ]);
      expect((await idsOf(store, title)).slice(0, 2)).toEqual(["2", "1"]);
    });

    test("but not where it does not pass the filters", async () => {
      const title = "Slow Boats Learn of Rivers";
      const store = await aShelf(open, [...rivals(title), aBook("wanted", title, wanted)]);
      const ids = await idsOf(store, `${title} since:30d`);
      expect(ids.toSorted()).toEqual(["0.1", "0.2", "0.3", "0.4", "0.5"]);
    });
  });
}
