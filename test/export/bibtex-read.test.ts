import { parse } from "@retorquere/bibtex-parser";
import { BibLatexParser } from "biblatex-csl-converter";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeBibtex } from "../../src/export/bibtex.ts";
import type { Entry } from "../../src/export/entry.ts";
import { cleanText } from "../../src/text/clean.ts";
import { anEntry, crowd, hostileEntries } from "./entries.ts";

/** The entries as Better BibTeX, Zotero's, reads them. */
const readByZotero = (entries: readonly Entry[]) => parse(writeBibtex(entries), { sentenceCase: false });

/** The entries as a BibLaTeX reader takes them, strictly by the fields that BibLaTeX's manual has. */
function readAsBiblatex(entries: readonly Entry[]) {
  const parser = new BibLatexParser(writeBibtex(entries), { processUnexpected: true });
  return { entries: Object.values(parser.parse().entries), errors: parser.errors };
}

/** LaTeX joins these signs to one. */
function withLigatures(text: string): string {
  return text
    .replaceAll("---", "—")
    .replaceAll("--", "–")
    .replaceAll("``", "“")
    .replaceAll("''", "”")
    .replaceAll("?`", "¿")
    .replaceAll("!`", "¡");
}

const isNamed = (author: string): boolean => /[\p{L}\p{N}]/u.test(cleanText(author));

describe("read again", () => {
  test("a paper is what it was, and an arXiv eprint", () => {
    const [entry] = readByZotero([anEntry()]).entries;
    expect(entry).toMatchObject({ key: "muller-2611.00001", type: "misc" });
    expect(entry?.fields).toMatchObject({
      title: "Walking Robots That Read Maps",
      author: [
        { lastName: "Müller", firstName: "Ana" },
        { lastName: "Wei", firstName: "Li" },
        { lastName: "Tanaka", firstName: "Yoshi" },
      ],
      year: "2026",
      month: "11",
      eprint: "2611.00001",
      archiveprefix: "arXiv",
      doi: "10.48550/arXiv.2611.00001",
      url: "https://arxiv.org/abs/2611.00001",
    });
    expect(entry?.fields.abstract).toContain("We let a robot correct its map");
    expect([...(entry?.fields.keywords ?? [])].sort()).toEqual(["mapping", "robotics"]);
  });

  test("BibLaTeX takes it without a complaint", () => {
    const { entries, errors } = readAsBiblatex([anEntry()]);
    expect(errors).toEqual([]);
    expect(entries[0]).toMatchObject({
      entry_key: "muller-2611.00001",
      fields: { date: "2026-11", eprint: "2611.00001", doi: "10.48550/arXiv.2611.00001" },
    });
    expect(JSON.stringify(entries[0]?.fields.eprinttype)).toContain("arXiv");
  });

  test.each([
    ["Laurens van der Maaten", { lastName: "Maaten", prefix: "van der", firstName: "Laurens" }],
    ["John Smith Jr.", { lastName: "Smith", firstName: "John", suffix: "Jr." }],
    ["Anderson and Sons", { name: "Anderson and Sons" }],
    ["others", { name: "others" }],
    ["OpenAI, Inc.", { name: "OpenAI, Inc." }],
    ["R&D 100% Group", { name: "R&D 100% Group" }],
    ["李伟", { name: "李伟" }],
    ["Zoë O’Neill-Ångström", { lastName: "O’Neill-Ångström", firstName: "Zoë" }],
    ["Иван Петров", { lastName: "Петров", firstName: "Иван" }],
    ["Ka{iser O\\Neill}", { lastName: "O\\Neill}", firstName: "Ka{iser" }],
  ])("%s is one author", (name, read) => {
    expect(readByZotero([anEntry({ authors: [name, "Li Wei"] })]).entries[0]?.fields.author).toEqual([
      read,
      { lastName: "Wei", firstName: "Li" },
    ]);
  });

  test("573 authors are 573 authors", () => {
    expect(readByZotero([anEntry({ authors: crowd })]).entries[0]?.fields.author).toHaveLength(573);
    expect(readAsBiblatex([anEntry({ authors: crowd })]).entries[0]?.fields.author).toHaveLength(573);
  });

  test("a formula is a formula", () => {
    const [entry] = readByZotero([anEntry({ title: "From $O(n^2)$ to $\\alpha_0$" })]).entries;
    expect(entry?.fields.title).toBe("From O(n²) to α₀");
  });

  test("nothing is nothing", () => {
    expect(writeBibtex([])).toBe("");
  });
});

describe("whatever papers are called, and whoever wrote them", () => {
  test("Zotero reads each once, under its title, with all its authors", () =>
    fc.assert(
      fc.property(hostileEntries, (entries) => {
        const read = readByZotero(entries);
        expect(read.errors).toEqual([]);
        expect(read.entries.map(({ fields }) => fields.title)).toEqual(
          entries.map(({ paper }) => withLigatures(cleanText(paper.title)) || undefined),
        );
        expect(read.entries.map(({ fields }) => fields.author?.length ?? 0)).toEqual(
          entries.map(({ paper }) => paper.authors.filter(isNamed).length),
        );
      }),
      { numRuns: 150 },
    ));

  test("a BibLaTeX reader finds as many entries, under as many keys, without an error", () =>
    fc.assert(
      fc.property(hostileEntries, (entries) => {
        const read = readAsBiblatex(entries);
        expect(read.errors).toEqual([]);
        expect(new Set(read.entries.map((entry) => entry.entry_key)).size).toBe(entries.length);
      }),
      { numRuns: 100 },
    ));
});
