import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import {
  hasAuthor,
  isEmptyQuery,
  isFilterOnly,
  longestQuery,
  matchesTopic,
  parseQuery,
  passesFilters,
  type Query,
  wordsOf,
} from "../../src/text/query.ts";
import { aPaper } from "../support/builders.ts";

const today = "2026-11-20";
const parse = (text: string): Query => parseQuery(text, today);
const nothing: Omit<Query, "text"> = { words: [], phrases: [], excluded: [], authors: [], hasCode: false };

describe("reading a query", () => {
  test.each<[string, string, Partial<Query>]>([
    ["nothing", "  ", {}],
    ["words", "walking robots", { words: ["walking", "robots"] }],
    ["a phrase", 'maps "walking robots"', { words: ["maps"], phrases: ["walking robots"] }],
    ["a phrase in a phone's quotes", "“walking robots”", { phrases: ["walking robots"] }],
    ["an excluded word", "maps -rain", { words: ["maps"], excluded: ["rain"] }],
    ["an excluded word behind a long dash", "maps –rain", { words: ["maps"], excluded: ["rain"] }],
    ["a hyphen within a word", "self-playing", { words: ["self-playing"] }],
    ["a lone hyphen", "maps - rain", { words: ["maps", "rain"] }],
    ["an author", "author:tanaka", { authors: ["tanaka"] }],
    ["an author of two names", 'author:"yoshi tanaka"', { authors: ["yoshi tanaka"] }],
    ["two authors", "author:li author:wei", { authors: ["li", "wei"] }],
    ["since a day", "since:2026-11-01", { since: "2026-11-01" }],
    ["since a day, written otherwise", "since:2026/11/1", { since: "2026-11-01" }],
    ["since days ago", "since:30d", { since: "2026-10-21" }],
    ["since weeks ago", "since:2w", { since: "2026-11-06" }],
    ["since a month and a year ago", "since:1y until:1m", { since: "2025-11-20", until: "2026-10-21" }],
    ["until a day", "until:2026-11-01", { until: "2026-11-01" }],
    ["code", "has:code", { hasCode: true }],
    ["least upvotes", "min:20", { min: 20 }],
    ["least upvotes, none", "min:0", { min: 0 }],
    ["filters in any case", "MIN:20 Has:CODE Author:Li", { min: 20, hasCode: true, authors: ["Li"] }],
    ["a limit said twice", "min:5 has:code min:5", { min: 5, hasCode: true }],
    ["an unclosed phrase as words", 'maps "walking', { words: expect.arrayContaining(["maps"]) }],
    ["signs alone as nothing", "🤖 !!! ★ -", {}],
  ])("%s", (_name, text, expected) => {
    const { text: asked, ...query } = parse(text);
    expect(query).toEqual({ ...nothing, ...expected });
    expect(wordsOf(asked).toSorted()).toEqual([...query.words, ...query.phrases].flatMap(wordsOf).toSorted());
  });

  test("words and phrases stay in their order", () => {
    expect(parse('The "Slow" Boats -rain of: min:3 Rivers').text).toBe('The "Slow" Boats of: Rivers');
  });

  test("an excluded phrase is excluded, not asked for", () => {
    const query = parse('maps -"walking robots"');
    expect(query.phrases).toEqual([]);
    expect(query.excluded.map((phrase) => wordsOf(phrase))).toEqual([["walking", "robots"]]);
  });

  test.each(["colour:red", "http://example.com", "c:d:e", "title:maps"])(
    "an unknown word: is plain text: %s",
    (text) => {
      const query = parse(text);
      expect(query.words.flatMap(wordsOf)).toEqual(wordsOf(text));
      expect({ ...query, words: [] }).toEqual({ ...nothing, text });
    },
  );

  test.each([
    ["since:yesterday", /"since:yesterday" is not a day.*since:2026-10-21.*since:30d/],
    ["since:2026-02-30", /"since:2026-02-30" is not a day/],
    ["until:soon", /"until:soon" is not a day: write until:/],
    ["min:many", /"min:many" needs a number.*min:10/],
    ["min:-1", /"min:-1" needs a number/],
    ["has:video", /"has:video" is not known: has:code/],
    ["maps min:3 min:5", /"min:5" and "min:3" cannot both hold/],
    ["since:30d since:2026-11-01", /"since:2026-11-01" and "since:2026-10-21" cannot both hold/],
    ['author:""', /author: needs a name.*author:bengio/],
    ["author:!!!", /author: needs a name/],
    ["author:ﹰ", /author: needs a name/],
  ])("what cannot be is refused with a sentence that quotes it: %s", (text, sentence) => {
    expect(() => parse(text)).toThrow(UserError);
    expect(() => parse(text)).toThrow(sentence);
  });

  test("of what was taken once the last of two limits counts", () => {
    expect(parseQuery("maps min:3 min:5", "2026-11-20", { isStored: true }).min).toBe(5);
  });

  test("up to 2,000 characters are read, more are refused with a sentence", () => {
    expect(parse("a".repeat(longestQuery)).words).toHaveLength(1);
    expect(() => parse("a".repeat(longestQuery + 1))).toThrow(/2,001 characters; the most is 2,000/);
    expect(() => parse("a ".repeat(5000))).toThrow(UserError);
  });

  test.each([
    ["words to leave out", (n: number) => `-word${n}`],
    ["phrases to leave out", (n: number) => `-"word${n} more"`],
    ["phrases", (n: number) => `"word${n} more"`],
    ["names", (n: number) => `author:name${n}`],
  ])("up to 30 %s are read, each once; more are refused, but not where they were stored", (_name, one) => {
    const some = (n: number): string => Array.from({ length: n }, (_, i) => one(i)).join(" ");
    expect(() => parse(some(30))).not.toThrow();
    expect(() => parse(`${some(30)} ${some(30)}`)).not.toThrow();
    expect(() => parse(some(31))).toThrow(/^That query has 31 phrases, .* the most is 30\.$/);
    expect(() => parseQuery(some(31), today, { isStored: true })).not.toThrow();
  });

  test("any text is read or refused with a sentence", () => {
    const syntax = fc.constantFrom(
      ...'" - : “ ” – \0 🤖 한 ͺ maps author: since: until: min: has: 30d 9999y code'.split(" "),
      " ",
    );
    const anyText = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(syntax, { maxLength: 40 }).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          const { words, phrases, excluded, authors } = parse(text);
          for (const word of [...words, ...phrases, ...excluded, ...authors])
            expect(wordsOf(word)).not.toEqual([]);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe("what a query asks for", () => {
  test.each([
    ["", true, true],
    ["!!!", true, true],
    ["min:0", false, true],
    ["-rain", false, true],
    ["author:li has:code", false, true],
    ["maps", false, false],
    ['"walking robots" min:3', false, false],
  ])("%j: nothing %s, filters alone %s", (text, empty, filterOnly) => {
    expect(isEmptyQuery(parse(text))).toBe(empty);
    expect(isFilterOnly(parse(text))).toBe(filterOnly);
  });
});

describe("a paper and a query", () => {
  const { codeUrl: _, ...noCode } = aPaper();
  const unlisted = aPaper({ listDays: [], publishedAt: "2026-11-17T23:00:00.000Z" });

  test.each([
    ["since:2026-11-19", true],
    ["since:2026-11-20", false],
    ["until:2026-11-19", true],
    ["until:2026-11-18", false],
    ["min:12", true],
    ["min:13", false],
    ["author:muller", true],
    ['author:"wei LI"', true],
    ['author:"ana wei"', false],
    ["-rain", true],
    ["-robot", false],
    ['-"robots walking"', true],
    ['-"walking robots"', false],
  ])("%s passes: %s", (text, passes) => {
    expect(passesFilters(parse(text), aPaper())).toBe(passes);
  });

  test("code is a link to code", () => {
    expect(passesFilters(parse("has:code"), aPaper())).toBe(true);
    expect(passesFilters(parse("has:code"), noCode)).toBe(false);
  });

  test("a paper that was never listed goes by the day it was published", () => {
    expect(passesFilters(parse("since:2026-11-17 until:2026-11-17"), unlisted)).toBe(true);
    expect(passesFilters(parse("since:2026-11-18"), unlisted)).toBe(false);
  });

  test("a word that cannot be found in any text neither matches nor excludes every paper", () => {
    expect(passesFilters({ ...nothing, text: "", excluded: ["ﹰ"] }, aPaper())).toBe(true);
    expect(matchesTopic({ ...nothing, text: "", words: ["ﹰ"] }, aPaper())).toBe(false);
  });

  test.each([
    ["walking robots", true],
    ["robot map", true],
    ["mapping", true],
    ["corrects", true],
    ['"robots that read"', true],
    ['"robots read"', false],
    ["robots rain", false],
    ["rob", false],
    ["robots min:13", false],
  ])("topic %s matches: %s", (text, matches) => {
    expect(matchesTopic(parse(text), aPaper())).toBe(matches);
  });
});

describe("names", () => {
  test.each([
    ["Müller", true],
    ["MULLER", true],
    ["Ana Müller", true],
    ["müller ana", true],
    ["Mull", false],
    ["Ana Wei", false],
    ["", false],
    ["…", false],
    ["김민수", true],
    ["Дмитрий", true],
    ["o'brien", true],
  ])("%j is one of the authors: %s", (name, is) => {
    expect(hasAuthor(["Ana Müller", "Li Wei", "김민수", "Дмитрий Орлов", "Sue O'Brien"], name)).toBe(is);
  });
});
