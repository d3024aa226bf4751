import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBibtex, writeBibtex } from "../../src/export/bibtex.ts";
import type { Paper } from "../../src/model/paper.ts";
import { aPaper } from "../support/builders.ts";
import { anEntry, hostileEntries } from "./entries.ts";

/** A field's value, without the braces around it. */
function field(name: string, entry: string): string | undefined {
  const line = entry.split("\n").find((one) => one.startsWith(`  ${name} = {`));
  return line?.slice(`  ${name} = {`.length, -"},".length);
}

const titleOf = (title: string): string | undefined =>
  field("title", toBibtex(aPaper({ title })))?.slice(1, -1);
const authorOf = (...authors: string[]): string | undefined => field("author", toBibtex(aPaper({ authors })));

/**
 * Whether BibTeX finds the end of each brace where we mean it. To BibTeX a brace counts whatever stands before it: a backslash
 * changes nothing (Patashnik, BibTeXing, 2.1: braces in a field "must be balanced").
 */
function isBalanced(text: string): boolean {
  let open = 0;
  for (const sign of text) {
    if (sign === "{") open++;
    if (sign === "}" && --open < 0) return false;
  }
  return open === 0;
}

test("a paper has what arXiv recommends, for BibTeX and BibLaTeX", () => {
  expect(toBibtex(aPaper())).toBe(
    [
      "@misc{muller-2611.00001,",
      "  title = {{Walking Robots That Read Maps}},",
      "  author = {Müller, Ana and Wei, Li and Tanaka, Yoshi},",
      "  year = {2026},",
      "  month = nov,",
      "  eprint = {2611.00001},",
      "  archivePrefix = {arXiv},",
      "  doi = {10.48550/arXiv.2611.00001},",
      "  url = {https://arxiv.org/abs/2611.00001},",
      "}",
    ].join("\n"),
  );
});

test("the export adds abstract and keywords, whose commas would part them", () => {
  const file = writeBibtex([anEntry({ abstract: "50% of $n^2$ maps.", keywords: ["maps, old", "R&D"] })]);
  expect(field("abstract", file)).toBe(String.raw`50\% of $n^2$ maps.`);
  expect(field("keywords", file)).toBe(String.raw`maps old, R\&D`);
});

describe("a title", () => {
  test.each([
    ["Q&A: 50% of #1_best", String.raw`Q\&A: 50\% of \#1\_best`],
    ["a~b^c", String.raw`a{\textasciitilde}b{\textasciicircum}c`],
    ["a < b | c > d", String.raw`a {\textless} b {\textbar} c {\textgreater} d`],
    ["H₂O and X²¹", String.raw`H\textsubscript{2}O and X\textsuperscript{21}`],
    [String.raw`\input{x}`, String.raw`{\textbackslash}input\{x\}`],
    ["Sets {a, b} and {c}", String.raw`Sets \{a, b\} and \{c\}`],
    ["Open {", String.raw`Open \{\vphantom{\}}`],
    ["} of {", String.raw`\vphantom{\{}\} of \{\vphantom{\}}`],
    ["It costs $5", String.raw`It costs \$5`],
    ["A $ 5 or 6$ map", String.raw`A \$ 5 or 6\$ map`],
    ["From $5 to $10", String.raw`From \$5 to \$10`],
    ["Plain: words, “quotes” – and @home!", "Plain: words, “quotes” – and @home!"],
  ])("%s has no command that nobody wrote", (title, escaped) => {
    expect(titleOf(title)).toBe(escaped);
  });

  test.each([
    "$\\pi_0$: A Vision-Language-Action Model",
    "From $O(n^2)$ to $O(n \\log n)$",
    "$\\mathcal{L}_{\\text{CE}}$ and $\\{x\\}$",
    "$-5\\%$ of $10$",
  ])("%s keeps its formulas", (title) => {
    expect(titleOf(title)).toBe(title);
  });

  test("is escaped around its formulas", () => {
    expect(titleOf("R&D of $x_1$ & 100% $y^2$")).toBe(String.raw`R\&D of $x_1$ \& 100\% $y^2$`);
  });

  test.each([
    ["no pairs of braces", ["$}{$ of braces", "$\\frac{1$ cut off", "$a}$", "$\\{x$"]],
    [
      "a command that reads files",
      ["$\\input{secret}$", "$\\csname input\\endcsname secret$", "$^^5cinput$"],
    ],
    ["what ends a line or a cell", ["$50%$", "$a & b$", "$x #1$"]],
    ["what LaTeX cannot set", ["$x_$", "$x^^2$", "$\\unknown$"]],
  ])("with %s between dollars is text", (_, titles) => {
    for (const title of titles) {
      expect(titleOf(title)).toMatch(/^\\\$/);
      expect(isBalanced(toBibtex(aPaper({ title })))).toBe(true);
    }
  });

  test("whose second dollar is escaped has no formula", () => {
    expect(titleOf(String.raw`$5 or \$6`)).toBe(String.raw`\$5 or {\textbackslash}\$6`);
  });

  test("keeps accents, other scripts and emoji as they are", () => {
    const title = "Schrödinger’s Łódź: 大规模语言模型 مرحبا 🤗";
    expect(titleOf(title)).toBe(title);
  });
});

describe("authors", () => {
  test.each([
    [["Ana Müller", "Li Wei"], "Müller, Ana and Wei, Li"],
    [["Jean-Luc van den Berg"], "van den Berg, Jean-Luc"],
    [["Hoang Van Nguyen", "Quoc V. Le"], "Nguyen, Hoang Van and Le, Quoc V."],
    [["John Smith Jr.", "Ada King, III"], "Smith, Jr., John and King, III, Ada"],
    [["de Bruijn", "Maria de"], "{de Bruijn} and de, Maria"],
    [["Müller, Ana", "x=y Li"], "{Müller, Ana} and {x=y Li}"],
    [["OpenAI"], "{OpenAI}"],
    [["OpenAI, Inc."], "{OpenAI, Inc.}"],
    [["Qwen Team", ":", "Li Wei"], "{Qwen Team} and Wei, Li"],
    [["Anderson and Sons", "others"], "{Anderson and Sons} and {others}"],
    [
      ["o3 contributors", "SIMA team", "Tencent Robotics X"],
      "{o3 contributors} and {SIMA team} and {Tencent Robotics X}",
    ],
    [
      ["The Maps Collaboration", "maps consortium", "Team Maps3D"],
      "{The Maps Collaboration} and {maps consortium} and {Team Maps3D}",
    ],
    [["SAM 3D Team", "Maps AI", "GLM-9 authors."], "{SAM 3D Team} and {Maps AI} and {GLM-9 authors.}"],
    [
      ["Weiwei Ai", "Malcolm X", "Ana Labordo", "Li Teamer"],
      "Ai, Weiwei and X, Malcolm and Labordo, Ana and Teamer, Li",
    ],
    [["et al."], "{et al.}"],
    [["李伟"], "{李伟}"],
    [["Иван Петров"], "Петров, Иван"],
    [["Smith & Sons"], String.raw`{Smith \& Sons}`],
    [["family=Smith, given=X"], "{family=Smith, given=X}"],
  ])("%j", (authors, written) => {
    expect(authorOf(...authors)).toBe(written);
  });

  test("may be none: then there is no such field", () => {
    expect(toBibtex(aPaper({ authors: [] }))).not.toContain("author");
  });
});

test("the year is that of publication, else of the list day, else not known; the month is that of publication", () => {
  const { publishedAt: _, ...listed } = aPaper({ listDays: ["2025-03-04"] });
  expect(toBibtex(listed)).toContain("year = {2025}");
  expect(toBibtex(listed)).not.toContain("month");
  const undated: Paper = { ...listed, listDays: [] };
  expect(toBibtex(undated)).not.toContain("year");
});

test("the braces are balanced to BibTeX, which knows no escaping, whatever a paper is called and whoever wrote it", () =>
  fc.assert(
    fc.property(hostileEntries, (entries) => {
      const file = writeBibtex(entries);
      expect(isBalanced(file)).toBe(true);
      for (const [, value = ""] of file.matchAll(/^ {2}\w+ = \{(.*)\},$/gm))
        expect(isBalanced(value)).toBe(true);
    }),
    { numRuns: 500 },
  ));
