import { describe, expect, test } from "vitest";
import type { Paper } from "../../src/model/paper.ts";
import { parseRecords } from "../../src/sources/parse-huggingface.ts";
import { aRecord } from "../support/builders.ts";

const noon = Date.parse("2026-11-20T12:00:00Z");

const answer = (record: unknown) => parseRecords([record], { daily: true, now: noon });

/** The paper that is read although a field of it is odd. */
function read(paper: Record<string, unknown>, item: Record<string, unknown> = {}): Paper {
  const { papers, skipped } = answer(aRecord(paper, item));
  expect(skipped).toEqual([]);
  return papers[0] as Paper;
}

const never: readonly unknown[] = [null, true, [], [null], {}, { toString: null }];
const noText = [...never, 5, "", " \n\u0007"];
const noFigure = [...never, "12", "", 1.5, -1, 1e300];
const noLink = [...never, 5, "", "maps", "//maps.example", "javascript:alert(1)", "ftp://maps.example/"];

describe("a field of a wrong type counts as absent, and the paper is kept", () => {
  test.each<[string, keyof Paper, readonly unknown[]]>([
    ["summary", "abstract", noText],
    ["ai_summary", "summary", noText],
    ["publishedAt", "publishedAt", [...noText, "soon", "2026-99-99"]],
    ["upvotes", "upvotes", noFigure],
    ["githubStars", "codeStars", noFigure],
    ["githubRepo", "codeUrl", [...noLink, "https://me:secret@maps.example/"]],
    ["projectPage", "projectUrl", noLink],
    ["organization", "organization", [...noText, "Institute", { name: 5, fullname: null }]],
  ])("%s", (field, known, values) => {
    for (const value of values) expect(read({ [field]: value })).not.toHaveProperty(known);
  });

  test("numComments and organization outside the paper", () => {
    for (const value of noFigure) {
      const paper = read(
        {},
        { numComments: value, organization: value, mediaUrls: value, submittedBy: value },
      );
      expect(paper).not.toHaveProperty("comments");
      expect(paper).not.toHaveProperty("organization");
    }
  });

  test("ai_keywords", () => {
    for (const value of [...never, 5, "robotics"]) expect(read({ ai_keywords: value }).keywords).toEqual([]);
  });

  test("submittedOnDailyAt, so that the outer date stands for it", () => {
    for (const value of [...noText, "soon"]) {
      expect(read({ submittedOnDailyAt: value }).listDays).toEqual(["2026-11-16"]);
      expect(read({ submittedOnDailyAt: value }, { publishedAt: value }).listDays).toEqual([]);
    }
  });

  test("one of two names of an organization", () => {
    expect(read({ organization: { name: "maps", fullname: 5 } }).organization).toBe("maps");
  });
});

describe("the age of an answer", () => {
  const ageOf = (paper: Record<string, unknown>): number => answer(aRecord(paper)).asOf;

  test("is its newest submission", () => {
    expect(ageOf({})).toBe(Date.parse("2026-11-19T00:00:00.000Z"));
  });

  test("is the paper's date where the submission's is of a wrong type", () => {
    const published = Date.parse("2026-11-17T00:00:00.000Z");
    for (const value of [...never, 2026, "soon"])
      expect(ageOf({ submittedOnDailyAt: value })).toBe(published);
  });

  test("is not known from dates that are still to come", () => {
    expect(ageOf({ submittedOnDailyAt: "2962-11-19T00:00:00.000Z" })).toBe(0);
  });
});
