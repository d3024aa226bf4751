import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "../../src/calendar/days.ts";
import { rankByTrending, trendingScore } from "../../src/digest/rank.ts";
import type { Paper } from "../../src/model/paper.ts";
import { aPaper } from "../support/builders.ts";

const now = new Date("2026-11-20T09:00:00Z");
const day = fc.nat(400).map((back) => addDays("2026-11-20", -back));
const votes = fc.oneof(fc.nat(20), fc.nat(5000));

const { upvotes: _, comments: __, ...uncounted } = aPaper();
const anyPaper = fc
  .record({
    id: fc.nat(99_999).map((n) => `2611.${String(n).padStart(5, "0")}`),
    listDays: fc.uniqueArray(day, { maxLength: 3 }).map((days) => days.toSorted()),
    figures: fc.record({ upvotes: votes, comments: fc.nat(5) }, { requiredKeys: [] }),
  })
  .map(({ id, listDays, figures }): Paper => ({ ...uncounted, id, listDays, ...figures }));
const anyPapers = fc.uniqueArray(anyPaper, { selector: ({ id }) => id, maxLength: 30 });

const ranked = (...papers: readonly Paper[]): readonly string[] =>
  rankByTrending(papers, now).map(({ id }) => id);
const place = (id: string, papers: readonly Paper[]): number =>
  rankByTrending(papers, now).findIndex((paper) => paper.id === id);

describe("the trending score", () => {
  test("is halved votes for every day on the list", () => {
    expect(trendingScore(0, 0)).toBe(0);
    expect(trendingScore(7, 0)).toBe(3);
    expect(trendingScore(15, 24)).toBe(3);
    expect(trendingScore(31, 48)).toBe(3);
  });

  test("never falls with more upvotes at equal age", () =>
    fc.assert(
      fc.property(votes, fc.nat(5000), fc.nat(20_000), (upvotes, more, hours) => {
        expect(trendingScore(upvotes + more, hours)).toBeGreaterThanOrEqual(trendingScore(upvotes, hours));
      }),
    ));

  test("never rises with age at equal upvotes", () =>
    fc.assert(
      fc.property(votes, fc.nat(20_000), fc.nat(20_000), (upvotes, hours, more) => {
        expect(trendingScore(upvotes, hours + more)).toBeLessThanOrEqual(trendingScore(upvotes, hours));
      }),
    ));
});

describe("ranking", () => {
  test("more upvotes never rank a paper lower", () =>
    fc.assert(
      fc.property(anyPapers, fc.nat(29), fc.integer({ min: 1, max: 500 }), (papers, i, more) => {
        const paper = papers[i];
        fc.pre(paper !== undefined);
        const liked = papers.with(i, { ...paper, upvotes: (paper.upvotes ?? 0) + more });
        expect(place(paper.id, liked)).toBeLessThanOrEqual(place(paper.id, papers));
      }),
    ));

  test("of two papers of one day the one with more upvotes comes first", () =>
    fc.assert(
      fc.property(day, votes, fc.integer({ min: 1, max: 500 }), (listed, upvotes, more) => {
        const a = aPaper({ id: "a", listDays: [listed], upvotes });
        const b = aPaper({ id: "b", listDays: [listed], upvotes: upvotes + more });
        expect(ranked(a, b)).toEqual(["b", "a"]);
      }),
    ));

  test("at equal upvotes an older paper never comes first, whatever its comments", () =>
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 400 }),
        votes,
        fc.nat(99),
        (listed, days, upvotes, comments) => {
          const a = aPaper({ id: "a", listDays: [addDays(listed, -days)], upvotes, comments });
          const b = aPaper({ id: "b", listDays: [listed], upvotes, comments: 0 });
          expect(ranked(a, b)).toEqual(["b", "a"]);
        },
      ),
    ));

  test("the same papers in any order end in the same order", () =>
    fc.assert(
      fc.property(
        anyPapers.chain((papers) =>
          fc.tuple(fc.constant(papers), fc.shuffledSubarray(papers, { minLength: papers.length })),
        ),
        ([papers, shuffled]) => {
          expect(ranked(...shuffled)).toEqual(ranked(...papers));
        },
      ),
    ));

  test("it loses and doubles no paper and leaves its input as it was", () =>
    fc.assert(
      fc.property(anyPapers, (papers) => {
        const before = structuredClone(papers);
        expect(ranked(...papers).toSorted()).toEqual(papers.map(({ id }) => id).toSorted());
        rankByTrending(papers, now);
        expect(papers).toEqual(before);
      }),
    ));

  test("ties go by upvotes, then comments, then id", () => {
    expect(
      ranked(
        aPaper({ id: "d", upvotes: 7, comments: 1, listDays: ["2026-11-19"] }),
        aPaper({ id: "c", upvotes: 7, comments: 1, listDays: ["2026-11-19"] }),
        aPaper({ id: "b", upvotes: 7, comments: 9, listDays: ["2026-11-19"] }),
        // A day older with twice as many and one: the same score, more upvotes.
        aPaper({ id: "a", upvotes: 15, comments: 0, listDays: ["2026-11-18"] }),
      ),
    ).toEqual(["a", "b", "c", "d"]);
  });

  test("a paper that is listed anew counts from its newest list day", () => {
    const again = aPaper({ id: "again", listDays: ["2026-11-12", "2026-11-20"], upvotes: 9 });
    const yesterday = aPaper({ id: "yesterday", listDays: ["2026-11-19"], upvotes: 9 });
    expect(ranked(yesterday, again)).toEqual(["again", "yesterday"]);
  });

  test("a paper without a list day comes after all others, a listed paper without votes included", () => {
    const unlisted = aPaper({ id: "unlisted", listDays: [], upvotes: 900 });
    const old = { ...uncounted, id: "old", listDays: ["2023-05-04"] };
    expect(ranked(unlisted, old)).toEqual(["old", "unlisted"]);
  });

  test("an old paper with many votes stays behind a fresh one with few", () => {
    const old = aPaper({ id: "old", listDays: ["2026-10-20"], upvotes: 2000 });
    const fresh = aPaper({ id: "fresh", listDays: ["2026-11-20"], upvotes: 3 });
    expect(ranked(old, fresh)).toEqual(["fresh", "old"]);
  });
});
