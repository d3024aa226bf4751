import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toBibtex } from "../../src/export/bibtex.ts";
import type { Paper } from "../../src/paper.ts";
import { aPaper } from "../support/builders.ts";

const entryOf = (over: Partial<Paper>): string => toBibtex(aPaper(over));

/** A field's value, without the braces around it. */
function field(name: string, over: Partial<Paper>): string | undefined {
  const line = entryOf(over)
    .split("\n")
    .find((one) => one.startsWith(`  ${name} = {`));
  return line?.slice(`  ${name} = {`.length, -"},".length);
}

const titleOf = (title: string): string | undefined => field("title", { title })?.slice(1, -1);
const authorOf = (...authors: string[]): string | undefined => field("author", { authors });
const keyOf = (over: Partial<Paper>): string | undefined => /^@misc\{(.*),\n/.exec(entryOf(over))?.[1];

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

describe("a title", () => {
  test.each([
    ["Q&A: 50% of #1_best", String.raw`Q\&A: 50\% of \#1\_best`],
    ["a~b^c", String.raw`a\textasciitilde{}b\textasciicircum{}c`],
    [String.raw`\input{x}`.replace(/[{}]/g, ""), String.raw`\textbackslash{}inputx`],
    ["It costs $5", String.raw`It costs \$5`],
    ["Plain: words, “quotes” – and @home!", "Plain: words, “quotes” – and @home!"],
  ])("%s has no command that nobody wrote", (title, escaped) => {
    expect(titleOf(title)).toBe(escaped);
  });

  test.each([
    "$\\pi_0$: A Vision-Language-Action Model",
    "From $O(n^2)$ to $O(n \\log n)$",
    "$\\mathcal{L}_{\\text{CE}}$ & Co".replace(" & Co", ""),
  ])("%s keeps its formulas", (title) => {
    expect(titleOf(title)).toBe(title);
  });

  test("is escaped around its formulas", () => {
    expect(titleOf("R&D of $x_1$ & 100% $y^2$")).toBe(String.raw`R\&D of $x_1$ \& 100\% $y^2$`);
  });

  test.each(["$}{$ of braces", "$\\frac{1$ cut off", "$a}$", "$\\{x$", "$\\left\\{ x \\right.$"])(
    "%s: what looks like a formula and has no pairs of braces is text",
    (title) => {
      expect(titleOf(title)).toContain(String.raw`\$`);
      expect(isBalanced(entryOf({ title }))).toBe(true);
    },
  );

  test("whose second dollar is escaped has no formula", () => {
    expect(titleOf(String.raw`$5 or \$6`)).toBe(String.raw`\$5 or \textbackslash{}\$6`);
  });

  test("keeps accents, other scripts and emoji as they are", () => {
    const title = "Schrödinger’s Łódź: 大规模语言模型 مرحبا 🤗";
    expect(titleOf(title)).toBe(title);
  });

  test("keeps its capitals: it stands in braces of its own", () => {
    expect(entryOf({ title: "GPT and BERT" })).toContain("  title = {{GPT and BERT}},");
  });
});

describe("authors", () => {
  test.each([
    [["Ana Müller", "Li Wei"], "Müller, Ana and Wei, Li"],
    [["Jean-Luc van den Berg"], "Berg, Jean-Luc van den"],
    [["OpenAI"], "OpenAI"],
    [["李伟"], "李伟"],
    [["Smith & Sons"], String.raw`Sons, Smith \&`],
  ])("%j", (authors, written) => {
    expect(authorOf(...authors)).toBe(written);
  });

  test("may be none: then there is no such field", () => {
    expect(entryOf({ authors: [] })).not.toContain("author");
  });
});

describe("the key", () => {
  test.each([
    [{}, "muller2026walking"],
    [{ authors: ["Dingyu Yao"], title: "On the Art of Reasoning" }, "yao2026reasoning"],
    [{ authors: ["Zoë O’Neill-Ångström"] }, "oneillangstrom2026walking"],
    [{ authors: ["Shane O´Neill"] }, "oneill2026walking"],
    [{ authors: ["OpenAI"] }, "openai2026walking"],
    [{ title: "大规模语言模型" }, "muller2026"],
    [{ authors: [] }, "arxiv:2611.00001"],
    [{ authors: ["李伟"] }, "arxiv:2611.00001"],
    [{ id: "hep-th/9901001", authors: [] }, "arxiv:hep-th/9901001"],
  ] satisfies [Partial<Paper>, string][])("of %j", (over, key) => {
    expect(keyOf(over)).toBe(key);
  });

  test("has the year of publication, else of the list day, else none", () => {
    const { publishedAt: _, ...unpublished } = aPaper({ listDays: ["2025-03-04"] });
    expect(toBibtex(unpublished)).toContain("@misc{muller2025walking,");
    const undated = toBibtex({ ...unpublished, listDays: [] });
    expect(undated).toContain("@misc{mullerwalking,");
    expect(undated).not.toContain("year");
  });
});

const anyText = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1 }),
  fc
    .array(fc.constantFrom(..."{ } \\ $ $$ a Maps \\{ \\} \\$ ^ _ % & # ~ \\frac{1}{2} and".split(" ")), {
      minLength: 1,
    })
    .map((pieces) => pieces.join("")),
);

describe("whatever a paper is called, and whoever wrote it", () => {
  test("the braces of its entry are balanced, to BibTeX, which knows no escaping", () =>
    fc.assert(
      fc.property(anyText, fc.array(anyText, { maxLength: 3 }), (title, authors) => {
        expect(isBalanced(entryOf({ title, authors }))).toBe(true);
      }),
      { numRuns: 500 },
    ));

  test("no field ends before its own brace", () =>
    fc.assert(
      fc.property(anyText, (title) => {
        expect(isBalanced(titleOf(title) ?? "}")).toBe(true);
      }),
      { numRuns: 500 },
    ));

  test("its key has only letters, digits and what ids are made of", () =>
    fc.assert(
      fc.property(anyText, fc.array(anyText, { maxLength: 3 }), (title, authors) => {
        expect(keyOf({ title, authors })).toMatch(/^[a-z0-9:./-]+$/);
      }),
    ));
});
