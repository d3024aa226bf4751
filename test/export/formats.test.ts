import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportFormats, exportPapers } from "../../src/export/index.ts";
import { aPaper } from "../support/builders.ts";
import { anEntry, hostileEntries } from "./entries.ts";

test.each([
  ["bibtex", "papers.bib", "@misc{muller-2611.00001,"],
  ["ris", "papers.ris", "TY  - UNPB"],
  ["csv", "papers.csv", '\uFEFF"id"'],
  ["json", "papers.json", "["],
  ["markdown", "papers.md", "- [Walking"],
] as const)("%s is a file %s", (format, name, beginning) => {
  const file = exportPapers(format, [anEntry()]);
  expect(file.name).toBe(name);
  expect(file.content.slice(0, beginning.length)).toBe(beginning);
});

test.each(exportFormats)("%s keeps the order it is given", (format) => {
  const entries = ["2611.00002", "2611.00001", "2611.00003"].map((id) => anEntry({ id, title: `Of ${id}` }));
  const { content } = exportPapers(format, entries);
  expect(content.match(/Of 2611\.0000\d/g)).toEqual(["Of 2611.00002", "Of 2611.00001", "Of 2611.00003"]);
});

test.each([
  ["bibtex", "  note = {Withdrawn},"],
  ["ris", "N1  - Withdrawn"],
  ["json", '"withdrawn": true'],
  ["markdown", "Withdrawn · "],
] as const)("%s says that a paper was withdrawn", (format, words) => {
  expect(exportPapers(format, [anEntry({ withdrawn: true })]).content).toContain(words);
  expect(exportPapers(format, [anEntry()]).content).not.toMatch(/withdrawn/i);
});

describe("json", () => {
  const read = (entries: Parameters<typeof exportPapers>[1]): unknown =>
    JSON.parse(exportPapers("json", entries).content);

  test("is flat, with lists as lists and the abstract", () => {
    expect(read([anEntry({}, { note: "For Tuesday", isDone: true })])).toEqual([
      {
        id: "2611.00001",
        title: "Walking Robots That Read Maps",
        authors: ["Ana Müller", "Li Wei", "Yoshi Tanaka"],
        published: "2026-11-17T00:00:00.000Z",
        listed: ["2026-11-19"],
        upvotes: 12,
        comments: 2,
        organization: "Institute of Maps",
        url: "https://huggingface.co/papers/2611.00001",
        arxiv: "https://arxiv.org/abs/2611.00001",
        pdf: "https://arxiv.org/pdf/2611.00001",
        code: "https://github.com/example/maps",
        keywords: ["robotics", "mapping"],
        abstract:
          "Robots get lost where maps are old. We let a robot correct its map while it walks. It arrives more often.",
        summary: "A robot corrects its map while walking.",
        saved_at: "2026-11-20T09:15:00.000Z",
        saved_by: ["Ada", "Grace"],
        done: true,
        note: "For Tuesday",
      },
    ]);
  });

  test("has no field for what is not known", () => {
    const { upvotes: _, ...paper } = aPaper();
    const [read1] = read([{ ...anEntry(), paper }]) as [Record<string, unknown>];
    expect(Object.keys(read1)).not.toEqual(expect.arrayContaining(["upvotes"]));
    expect(Object.keys(read1)).not.toEqual(expect.arrayContaining(["note"]));
  });

  test("is pretty, ends with a line, and is an empty list for no papers", () => {
    expect(exportPapers("json", [anEntry()]).content).toMatch(/^\[\n {2}\{\n {4}"id": [\s\S]*\n\]\n$/);
    expect(exportPapers("json", []).content).toBe("[]\n");
  });

  test("gives back whatever people wrote, to the letter", () =>
    fc.assert(
      fc.property(hostileEntries, (entries) => {
        expect(read(entries)).toMatchObject(
          entries.map(({ paper, note, savedBy }) => ({
            title: paper.title,
            authors: paper.authors,
            note,
            saved_by: savedBy,
          })),
        );
      }),
    ));
});
