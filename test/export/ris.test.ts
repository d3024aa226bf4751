import { RISParser } from "biblatex-csl-converter";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/export/entry.ts";
import { writeRis } from "../../src/export/ris.ts";
import { cleanText } from "../../src/text/clean.ts";
import { aPaper } from "../support/builders.ts";
import { anEntry, crowd, hostileEntries } from "./entries.ts";

/** The entries as a reader of RIS that knows nothing of us takes them. */
const read = (entries: readonly Entry[]) => Object.values(new RISParser(writeRis(entries)).parse().entries);

/** The values of a tag, in their order. */
const valuesOf = (tag: string, file: string): string[] =>
  file.split("\r\n").flatMap((line) => (line.startsWith(`${tag}  - `) ? [line.slice(6)] : []));

const authorsOf = (...authors: string[]): string[] => valuesOf("AU", writeRis([anEntry({ authors })]));

describe("a record", () => {
  test("has a tag a line, from TY to ER, and ends them with CRLF", () => {
    expect(writeRis([anEntry()])).toBe(
      [
        "TY  - UNPB",
        "ID  - muller-2611.00001",
        "TI  - Walking Robots That Read Maps",
        "AU  - Müller, Ana",
        "AU  - Wei, Li",
        "AU  - Tanaka, Yoshi",
        "PY  - 2026",
        "DA  - 2026/11/17/",
        "AB  - Robots get lost where maps are old. We let a robot correct its map while it walks. It arrives more often.",
        "KW  - robotics",
        "KW  - mapping",
        "PB  - arXiv",
        "DO  - 10.48550/arXiv.2611.00001",
        "UR  - https://arxiv.org/abs/2611.00001",
        "ER  - ",
        "",
      ].join("\r\n"),
    );
  });

  test("is what the paper was when it is read again", () => {
    const [record] = read([anEntry({ title: "Maps of 50% & <more> $x$" })]);
    const { title, author, doi, url, keywords } = record?.fields ?? {};
    expect(title).toEqual([{ type: "text", text: "Maps of 50% & <more> $x$" }]);
    expect(author).toHaveLength(3);
    expect({ doi, url, keywords }).toEqual({
      doi: "10.48550/arXiv.2611.00001",
      url: "https://arxiv.org/abs/2611.00001",
      keywords: ["robotics", "mapping"],
    });
  });

  test("has no line for what is not known", () => {
    const { publishedAt: _, abstract: __, ...paper } = aPaper({ authors: [], keywords: [], listDays: [] });
    const file = writeRis([{ ...anEntry(), paper }]);
    expect(file).not.toMatch(/^(?:AU|PY|DA|AB|KW) /m);
    expect(read([{ ...anEntry(), paper }])).toHaveLength(1);
  });
});

describe("authors", () => {
  test.each([
    ["Laurens van der Maaten", "van der Maaten, Laurens"],
    ["John Smith, Jr.", "Smith, John, Jr."],
    ["OpenAI, Inc.", "OpenAI Inc."],
    ["Anderson and Sons", "Anderson and Sons"],
    ["李伟", "李伟"],
    ["Eve\r\nER  - \r\nTY  - JOUR", "JOUR, Eve ER - TY -"],
  ])("%j", (name, written) => {
    expect(authorsOf(name)).toEqual([written]);
  });

  test("573 are 573", () => {
    expect(authorsOf(...crowd)).toHaveLength(573);
    expect(read([anEntry({ authors: crowd })])[0]?.fields.author).toHaveLength(573);
  });
});

test("nothing is nothing", () => {
  expect(writeRis([])).toBe("");
});

describe("whatever papers are called, and whoever wrote them", () => {
  test("each is one record with its title, and no line of it is another's", () =>
    fc.assert(
      fc.property(hostileEntries, (entries) => {
        const file = writeRis(entries);
        for (const line of file.split("\r\n")) expect(line).toMatch(/^(?:[A-Z][A-Z0-9] {2}- [^\r\n]*)?$/);
        expect(valuesOf("TY", file)).toHaveLength(entries.length);
        expect(valuesOf("ER", file)).toHaveLength(entries.length);
        const titles = entries.map(({ paper }) => cleanText(paper.title)).filter((title) => title !== "");
        expect(valuesOf("TI", file)).toEqual(titles);
      }),
      { numRuns: 200 },
    ));

  test("another's reader finds as many records", () =>
    fc.assert(
      fc.property(hostileEntries, (entries) => {
        expect(read(entries)).toHaveLength(entries.length);
      }),
      { numRuns: 200 },
    ));
});
