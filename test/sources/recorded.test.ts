import { basename } from "node:path";
import { expect, test } from "vitest";
import { parseAtom } from "../../src/sources/parse-arxiv.ts";
import { parseRecords } from "../../src/sources/parse-huggingface.ts";
import type { Answer } from "../../src/sources/source.ts";
import { describeRecorded, readRecorded, recordedFiles } from "../support/recorded.ts";

const noon = Date.parse("2026-11-20T12:00:00Z");

// As the recordings' SOURCES.md count them.
const itemsOf: Readonly<Record<string, number>> = {
  "daily_papers-2025-06-11.json": 13,
  "daily_papers-2026-05-12.json": 50,
  "daily_papers-2026-06-10.json": 35,
  "daily_papers-2026-06-12.json": 30,
  "daily_papers-2026-06-16.json": 34,
  "daily_papers-2026-07-13.json": 25,
};
// Three of the four entries of the oldest one are ids that arXiv did not know.
const papersOf: Readonly<Record<string, number>> = {
  "query-2025-08-24-id_list-missing-ids-old-format.xml": 1,
  "query-2025-11-11-electron-proton.xml": 10,
  "query-2025-11-11-zero-results.xml": 0,
  "query-2026-06-14-all-transformer-cat-cs.LG.xml": 5,
  "rss-atom-cs.LG-2026-09-25-excerpt.xml": 3,
};

const namesOf = (paths: readonly string[]): string[] => paths.map((path) => basename(path));

function listAt(path: string): Answer {
  return parseRecords(JSON.parse(readRecorded(path)), { daily: true, now: noon });
}

describeRecorded("recorded answers of Hugging Face", () => {
  const files = recordedFiles("hf", ".json");

  test("are the ones that are counted here", () => {
    expect(namesOf(files)).toEqual(Object.keys(itemsOf));
  });

  test.each(files)("%s parses whole", (path) => {
    const { papers, skipped, asOf } = listAt(path);
    expect(skipped).toEqual([]);
    expect(papers).toHaveLength(itemsOf[basename(path)] ?? 0);
    for (const paper of papers) {
      expect(paper.authors).not.toEqual([]);
      expect(paper.abstract?.length).toBeGreaterThan(300);
      expect(paper).toMatchObject({ publishedAt: expect.any(String), upvotes: expect.any(Number) });
    }
    expect(asOf).toBeGreaterThan(Date.parse("2025-06-11"));
  });

  test.each(files.filter((path) => !/06-12|07-13/.test(path)))(
    "%s holds the one day it was asked for",
    (path) => {
      const days = new Set(listAt(path).papers.flatMap(({ listDays }) => listDays));
      expect([...days]).toEqual([basename(path).slice("daily_papers-".length, -".json".length)]);
    },
  );

  test("an answer without a date mixes days: 14 papers of 13 July and 11 of 10 July", () => {
    const [path = ""] = files.filter((file) => file.includes("07-13"));
    const days = Object.groupBy(listAt(path).papers, ({ listDays }) => listDays.join());
    expect(Object.entries(days).map(([day, papers]) => [day, papers?.length])).toEqual([
      ["2026-07-13", 14],
      ["2026-07-10", 11],
    ]);
  });

  test("a paper can be on the list twice", () => {
    const days = files
      .flatMap((path) => listAt(path).papers)
      .filter(({ id }) => id === "2606.11176")
      .flatMap(({ listDays }) => listDays);
    expect(days).toEqual(["2026-06-10", "2026-06-16"]);
  });
});

describeRecorded("recorded answers of arXiv", () => {
  const files = recordedFiles("arxiv", ".xml");

  test("are the ones that are counted here", () => {
    expect(namesOf(files)).toEqual(Object.keys(papersOf));
  });

  test.each(files)("%s parses whole", (path) => {
    const { papers, skipped } = parseAtom(readRecorded(path));
    expect(skipped).toEqual([]);
    expect(papers).toHaveLength(papersOf[basename(path)] ?? 0);
    for (const paper of papers) {
      expect(paper.authors).not.toEqual([]);
      expect(paper).toMatchObject({ abstract: expect.any(String), publishedAt: expect.any(String) });
      expect(`${paper.title} ${paper.abstract}`).not.toMatch(/&(amp|lt|gt|quot|apos|#\d+);|Announce Type/);
    }
  });
});
