import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Paper } from "../../src/model/paper.ts";
import { parseRecord, parseRecords } from "../../src/sources/parse-huggingface.ts";
import { aRecord } from "../support/builders.ts";

const noon = Date.parse("2026-11-20T12:00:00Z");

const options = { daily: true, now: noon };

function read(paper: Record<string, unknown>): Paper {
  const result = parseRecord(aRecord(paper), options);
  if ("problem" in result) throw new Error(result.problem);
  return result;
}

// What no text may hold: control characters, line ends, bidirectional overrides, invisible tags, halves of characters.
const disturbing = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]/u;

describe("odd text is cleaned and kept", () => {
  test.each([
    ["terminal escapes", "Maps\u001b]0;owned\u0007 and \u001b[31mrobots", "Maps ]0;owned and [31mrobots"],
    ["line breaks and tabs", " Maps\r\n\tand\u2028robots ", "Maps and robots"],
    ["bidirectional overrides", "Maps \u202egnihton\u202c here", "Maps gnihton here"],
    ["a half of a character", "Maps \ud83e robots", "Maps \ufffd robots"],
    ["invisible tag characters", "Maps\u{E0041}\u{E0042} and robots", "Maps and robots"],
    ["a letter in two parts", "Mu\u0308ller's maps", "Müller's maps"],
    ["emoji of several parts, which stay", "Maps 👩‍🔬 robots", "Maps 👩‍🔬 robots"],
    [
      "other scripts and formulas, which stay",
      "地図 خريطة $O(n \\log n)$ <b>",
      "地図 خريطة $O(n \\log n)$ <b>",
    ],
    [
      "TeX",
      String.raw`Schr\"odinger \& \textbf{maps} of $\%$ \ours`,
      String.raw`Schrödinger & maps of $\%$ \ours`,
    ],
  ])("%s", (_, given, clean) => {
    const paper = read({ title: given, summary: given, ai_summary: given, authors: [{ name: given }] });
    expect(paper).toMatchObject({ title: clean, abstract: clean, summary: clean, authors: [clean] });
  });

  test("braces of a name go", () => {
    expect(
      read({ authors: [{ name: "Ana {Müller}" }, { name: String.raw`Zo{\"e} {S\o}rensen` }] }).authors,
    ).toEqual(["Ana Müller", "Zoë Sørensen"]);
  });

  test("in names and keywords, where those that cannot be read are left out", () => {
    const paper = read({
      authors: [{ name: "Ana\nMüller" }, { name: " " }, { name: 5 }, null, "Li\u0000Wei"],
      ai_keywords: ["map\u0007ping", "", 5, null],
    });
    expect(paper).toMatchObject({ authors: ["Ana Müller", "Li Wei"], keywords: ["map ping"] });
  });
});

describe("over-long text is cut and kept", () => {
  test.each([
    ["title", "title", 500],
    ["summary", "abstract", 20_000],
    ["ai_summary", "summary", 2000],
  ] as const)("%s", (field, known, longest) => {
    const text = read({ [field]: "word ".repeat(20_000) })[known];
    expect(text).toMatch(/^word word .*word…$/);
    expect(text?.length).toBeLessThanOrEqual(longest);
    expect(text?.length).toBeGreaterThan(longest - 10);
  });

  test("where it is one word, or emoji that must not be cut in two", () => {
    expect(read({ summary: "x".repeat(100_000) }).abstract).toMatch(/^x{19999}…$/);
    expect(read({ title: "🤖".repeat(100_000) }).title).toBe(`${"🤖".repeat(499)}…`);
  });

  test("with thousands of authors", () => {
    const authors = Array.from({ length: 3000 }, (_, i) => ({ name: `Author ${i}` }));
    expect(read({ authors }).authors).toHaveLength(3000);
  });
});

describe("whatever JSON comes", () => {
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: "binary" }),
    fc.date().map(String),
    fc.constantFrom<unknown>({ toString: null }, JSON.parse('{"__proto__":{"id":"2611.00001"}}'), -0, 1e308),
  );
  const fields = [
    "id",
    "title",
    "authors",
    "summary",
    "publishedAt",
    "submittedOnDailyAt",
    "upvotes",
  ] as const;
  const more = ["ai_summary", "ai_keywords", "organization", "githubRepo", "githubStars", "paper"] as const;
  const oddly = fc.dictionary(fc.constantFrom(...fields, ...more), anything, { maxKeys: 2 });
  // Records that are right but for a field or two, inside or outside.
  const almost = fc.tuple(oddly, oddly).map(([inside, outside]) => aRecord(inside, outside));
  const records = fc.array(fc.oneof(anything, oddly, almost, almost), { maxLength: 6 });

  test("nothing throws, and each record ends as a paper or is named as left out", () => {
    fc.assert(
      fc.property(records, fc.boolean(), (list, daily) => {
        const { papers, skipped, asOf } = parseRecords(list, { daily, now: noon });
        expect(papers.length + skipped.length).toBe(list.length);
        for (const { name, reason } of skipped) expect(name && reason).not.toBe("");
        expect(asOf).toBeGreaterThanOrEqual(0);
        expect(asOf).toBeLessThanOrEqual(noon);
      }),
      { numRuns: 500 },
    );
  });

  test("a paper's text is one clean line each", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const [found] = parseRecords(
          [aRecord({ title: `A ${text}`, summary: text, authors: [text] })],
          options,
        ).papers;
        for (const clean of [found?.title, found?.abstract ?? "", ...(found?.authors ?? [])]) {
          expect(clean).not.toMatch(disturbing);
        }
      }),
    );
  });
});
