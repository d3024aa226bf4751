import { afterAll, beforeAll, expect, test } from "vitest";
import { addDays } from "../../src/calendar/days.ts";
import type { Paper } from "../../src/model/paper.ts";
import { createSearch } from "../../src/search/index/search.ts";
import { openDatabase } from "../../src/store/sqlite/database.ts";
import { createPapers } from "../../src/store/sqlite/papers.ts";
import { isFilterOnly, parseQuery, passesFilters } from "../../src/text/query.ts";
import { at } from "../support/open-store.ts";
import { oneOf, type Random, seeded } from "../support/random.ts";
import { aBook, today } from "../support/searching.ts";

type Choices = readonly [string, ...string[]];

const common: Choices = ["cabin", "flute", "granite", "harvest"];
const rare: Choices = ["walrus", "yucca"];
const authors: Choices = ["Ana Park", "Ida Müller", "Rosa Quill", "Park Quill"];

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const aDay = (random: Random): string => addDays(today, -Math.floor(random() * 40));
const aWord = (random: Random): string => oneOf(random() < 0.02 ? rare : common, random);

function aLibrary(random: Random): readonly Paper[] {
  return times(4000, (i) => {
    const words = (n: number): string => times(n, () => aWord(random)).join(" ");
    const isListed = random() < 0.8;
    return aBook(String(i).padStart(4, "0"), words(1), {
      abstract: words(4),
      authors: times(2, () => oneOf(authors, random)),
      upvotes: Math.floor(random() * 10),
      listDays: isListed ? [aDay(random)] : [],
      ...(random() < 0.8 ? { publishedAt: `${aDay(random)}T00:00:00.000Z` } : {}),
      ...(random() < 0.4 ? { codeUrl: "https://github.com/example/a" } : {}),
    });
  });
}

function someFilters(random: Random): string {
  const some = (share: number, make: () => string): string => (random() < share ? ` ${make()}` : "");
  return [
    some(0.3, () => `since:${aDay(random)}`),
    some(0.2, () => `until:${aDay(random)}`),
    some(0.3, () => "has:code"),
    some(0.3, () => `min:${1 + Math.floor(random() * 9)}`),
    some(0.2, () => oneOf(["author:quill", "author:muller", 'author:"quill rosa"', "author:nobody"], random)),
    some(0.2, () => `-${aWord(random)}`),
    some(0.1, () => `-"${aWord(random)} ${aWord(random)}"`),
  ].join("");
}

function aQuestion(random: Random): string {
  const words = times(1 + Math.floor(random() * 2), () => oneOf(random() < 0.3 ? rare : common, random));
  const phrase = times(2 + Math.floor(random() * 2), () => aWord(random));
  return words.join(" ") + (random() < 0.3 ? ` "${phrase.join(" ")}"` : "") + someFilters(random);
}

const random = seeded(11);
const library = aLibrary(random);
const db = openDatabase(":memory:");
afterAll(() => void db.close());

/** What a query has to find, by reading every paper. */
function wantedOf(typed: string): readonly Paper[] {
  const query = parseQuery(typed, today);
  const texts = ({ title, abstract }: Paper): readonly string[] => [` ${title} `, ` ${abstract} `];
  const has = (paper: Paper, words: string): boolean =>
    texts(paper).some((text) => text.includes(` ${words} `));
  return library.filter(
    (paper) =>
      passesFilters(query, paper) &&
      query.phrases.every((phrase) => has(paper, phrase)) &&
      [...query.words, ...query.phrases].some((word) => has(paper, word)),
  );
}

const search = createSearch(db);
beforeAll(async () => void (await createPapers(db).upsert(library, at(1))));

test("whatever filters are put together, just what passes them is found and counted", async () => {
  let exact = 0;
  for (let i = 0; i < 200; i++) {
    const typed = aQuestion(random);
    const wanted = new Set(wantedOf(typed).map(({ id }) => id));
    const found = await search.find(parseQuery(typed, today), 5000);
    if (found.isMore) {
      expect(found.total, typed).toBeLessThanOrEqual(wanted.size);
      for (const id of found.ids) expect(wanted.has(id), `${typed}: ${id}`).toBe(true);
      continue;
    }
    exact++;
    expect(found.total, typed).toBe(wanted.size);
    expect(new Set(found.ids), typed).toEqual(wanted);
  }
  expect(exact).toBeGreaterThan(150);
});

test("filters alone list the most upvoted, newest first, of all that pass, and count them", async () => {
  const rank = ({ upvotes = 0, listDays: [day = ""], id }: Paper): string =>
    `${upvotes} ${day || "0"} ${9999 - Number(id)}`;
  for (let i = 0; i < 200; i++) {
    const typed = someFilters(random).trim();
    const query = parseQuery(typed, today);
    if (!isFilterOnly(query)) continue;
    const most = oneOf(["3", "50", "5000"], random);
    const { ids, total } = await search.find(query, Number(most));
    const passing = library.filter((paper) => passesFilters(query, paper));
    expect(total, typed).toBe(passing.length);
    const best = passing.map(rank).sort().reverse().slice(0, Number(most));
    expect(
      ids.map((id) => rank(library[Number(id)] as Paper)),
      typed,
    ).toEqual(best);
  }
});
