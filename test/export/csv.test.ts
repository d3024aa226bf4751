import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { writeCsv } from "../../src/export/csv.ts";
import type { Entry } from "../../src/export/entry.ts";
import { cleanText } from "../../src/text/clean.ts";
import { aPaper } from "../support/builders.ts";
import { anEntry, crowd, hostileEntries, hostileText } from "./entries.ts";

const header =
  "id,title,authors,published,listed,upvotes,comments,organization,url,arxiv,pdf,code,project,keywords,summary,saved_at,saved_by,done,note";

/** The rows as a reader that knows nothing of us takes them. */
function read(entries: readonly Entry[]): readonly Record<string, string>[] {
  const { data, errors } = Papa.parse<Record<string, string>>(writeCsv(entries), {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  return data;
}

const noteOf = (note: string): string | undefined => read([anEntry({}, { note })])[0]?.note;

test("a row says all, lists with semicolons", () => {
  expect(
    read([anEntry({ projectUrl: "https://maps.example" }, { note: "For Tuesday", isDone: false })]),
  ).toEqual([
    {
      id: "2611.00001",
      title: "Walking Robots That Read Maps",
      authors: "Ana Müller; Li Wei; Yoshi Tanaka",
      published: "2026-11-17T00:00:00.000Z",
      listed: "2026-11-19",
      upvotes: "12",
      comments: "2",
      organization: "Institute of Maps",
      url: "https://huggingface.co/papers/2611.00001",
      arxiv: "https://arxiv.org/abs/2611.00001",
      pdf: "https://arxiv.org/pdf/2611.00001",
      code: "https://github.com/example/maps",
      project: "https://maps.example",
      keywords: "robotics; mapping",
      summary: "A robot corrects its map while walking.",
      saved_at: "2026-11-20T09:15:00.000Z",
      saved_by: "Ada; Grace",
      done: "false",
      note: "For Tuesday",
    },
  ]);
});

test("nothing known is empty cells, and no papers are a header", () => {
  const { upvotes: _, summary: __, ...paper } = aPaper({ authors: [] });
  expect(read([{ ...anEntry(), paper }])[0]).toMatchObject({
    upvotes: "",
    summary: "",
    authors: "",
    done: "",
  });
  expect(writeCsv([]).replaceAll('"', "")).toBe(`\uFEFF${header}\r\n`);
});

test("rows end with CRLF, and a byte order mark tells Excel that it is UTF-8", () => {
  const file = writeCsv([anEntry({ title: "One\nline", authors: crowd })]);
  expect(file.startsWith(`\uFEFF"id",`)).toBe(true);
  expect(file.split(/\r?\n/)).toHaveLength(3);
  expect(file.match(/\r\n/g)).toHaveLength(2);
});

describe("a cell", () => {
  test.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("https://evil.example","here")',
    ' "=1+1',
    "'=1+1",
    "＝1+1",
    "-- and more",
  ])("that a spreadsheet would run, %s, begins with an apostrophe", (note) => {
    expect(noteOf(note)).toBe(`'${note.trim()}`);
  });

  test.each(["\t=1", "\r=1", "\n =1", "\uFEFF=1", "\u200B=1", "\u0000=1"])(
    "begins with what spreadsheets skip, %j: the same",
    (note) => {
      expect(noteOf(note)).toBe("'=1");
    },
  );

  test.each(['say "maps", then go', "1 = 1", "a; b", "大 é 🤗", "O'Neill", "#REF!"])(
    "%s is what it was",
    (note) => {
      expect(noteOf(note)).toBe(note);
    },
  );
});

describe("whatever people write", () => {
  test("cells are read as they were, but for the apostrophe", () =>
    fc.assert(
      fc.property(hostileEntries, (entries) => {
        const withoutGuard = (text = ""): string => text.replace(/^'(?=[\s\p{C}"'`]*[=+\-@＝＋－＠])/u, "");
        const rows = read(entries);
        expect(rows.map(({ title }) => withoutGuard(title))).toEqual(
          entries.map(({ paper }) => cleanText(paper.title)),
        );
        expect(rows.map(({ note }) => withoutGuard(note))).toEqual(
          entries.map(({ note }) => cleanText(note ?? "")),
        );
        expect(rows.map(({ saved_by }) => withoutGuard(saved_by))).toEqual(
          entries.map(({ savedBy }) => cleanText(savedBy.join("; "))),
        );
      }),
      { numRuns: 200 },
    ));

  test("no cell is a formula, even to a program that skips quotes and spaces", () =>
    fc.assert(
      fc.property(fc.constantFrom("=", "+", "-", "@", ""), hostileText, (sign, text) => {
        expect(noteOf(`${sign}${text}`)).not.toMatch(/^["\s]*[=+\-@]/);
      }),
      { numRuns: 200 },
    ));
});
