import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rankByTrending } from "../../src/digest/rank.ts";
import { type Criteria, selectUnseen, shortlist } from "../../src/digest/select.ts";
import { parseQuery } from "../../src/text/query.ts";
import { aPaper, papers } from "../support/builders.ts";

const today = "2026-11-20";
const now = new Date("2026-11-20T09:00:00Z");
const query = (text: string) => parseQuery(text, today);
const nothingSeen = new Set<string>();

const { codeUrl: _, codeStars: __, ...noCode } = aPaper();
const library = [
  aPaper({ id: "maps", upvotes: 12, title: "Maps for Robots" }),
  {
    ...noCode,
    id: "rain",
    upvotes: 40,
    title: "Rain of Tomorrow",
    abstract: "We guess.",
    summary: "",
    keywords: [],
  },
  {
    ...noCode,
    id: "chess",
    upvotes: 3,
    title: "Self-Playing Chess",
    abstract: "It plays.",
    summary: "",
    keywords: [],
  },
];

function chosenBy(wish: Partial<Criteria>): readonly string[] {
  return selectUnseen(shortlist(library, { top: 10, ...wish }, now), nothingSeen).chosen.map(({ id }) => id);
}

describe("what a channel has seen", () => {
  test("is never chosen again", () =>
    fc.assert(
      fc.property(
        fc.subarray(papers(12).map(({ id }) => id)),
        fc.integer({ min: 1, max: 20 }),
        (seen, top) => {
          const { chosen, unseen } = selectUnseen(shortlist(papers(12), { top }, now), new Set(seen));
          expect(chosen.filter(({ id }) => seen.includes(id))).toEqual([]);
          expect(unseen).toBe(12 - seen.length);
          expect(chosen).toHaveLength(Math.min(top, unseen));
        },
      ),
    ));

  test("makes place for those that come after it", () => {
    const all = papers(4, (i) => ({ upvotes: 100 - i }));
    const first = selectUnseen(shortlist(all, { top: 2 }, now), nothingSeen).chosen.map(({ id }) => id);
    const second = selectUnseen(shortlist(all, { top: 2 }, now), new Set(first)).chosen.map(({ id }) => id);
    expect([...first, ...second]).toEqual(all.map(({ id }) => id));
  });

  test("leaves nothing when it is everything", () => {
    const seen = new Set(library.map(({ id }) => id));
    expect(selectUnseen(shortlist(library, { top: 10 }, now), seen)).toEqual({
      chosen: [],
      unseen: 0,
      wanted: 0,
    });
  });
});

describe("what a channel wants", () => {
  test("without a wish: all, best first", () => {
    expect(chosenBy({})).toEqual(rankByTrending(library, now).map(({ id }) => id));
  });

  test.each([
    ["least upvotes, itself included", { filter: query("min:12") }, ["rain", "maps"]],
    ["code", { filter: query("has:code") }, ["maps"]],
    ["an exclusion", { filter: query("-rain") }, ["maps", "chess"]],
    ["an exclusion in one of its forms", { filter: query("-robot") }, ["rain", "chess"]],
    ["an excluded phrase", { filter: query('-"playing chess"') }, ["rain", "maps"]],
    ["an exclusion of half a word meets nothing", { filter: query("-rai") }, ["rain", "maps", "chess"]],
    ["filters together", { filter: query("min:10 -rain") }, ["maps"]],
    ["a topic", { topics: [query("chess")] }, ["chess"]],
    ["a topic in any case and form", { topics: [query("ROBOT")] }, ["maps"]],
    ["a topic among the keywords", { topics: [query("mapping")] }, ["maps"]],
    ["a topic of several words needs them all", { topics: [query("rain chess")] }, []],
    ["a topic that is a phrase", { topics: [query('"self playing"')] }, ["chess"]],
    ["one of several topics is enough", { topics: [query("chess"), query("rain")] }, ["rain", "chess"]],
    ["a topic with a filter of its own", { topics: [query("rain min:50"), query("chess")] }, ["chess"]],
    ["a topic that is an author", { topics: [query("author:tanaka min:12 -rain")] }, ["maps"]],
    [
      "topics and filters must both hold",
      { topics: [query("chess"), query("rain")], filter: query("min:10") },
      ["rain"],
    ],
    ["no topics at all: every paper", { topics: [] }, ["rain", "maps", "chess"]],
  ])("%s", (_name, wish: Partial<Criteria>, ids) => {
    expect(chosenBy(wish)).toEqual(ids);
  });

  test("a phrase does not run from one field into the next", () => {
    const paper = aPaper({
      title: "Of Maps",
      summary: "Robots walk.",
      abstract: "Rain.",
      keywords: ["cold", "tea pot"],
    });
    const wants = (text: string) =>
      selectUnseen(shortlist([paper], { top: 1, topics: [query(text)] }, now), nothingSeen).wanted;
    expect(wants('"robots walk"')).toBe(1);
    expect(wants('"tea pot"')).toBe(1);
    expect(wants('"maps robots"')).toBe(0);
    expect(wants('"cold tea"')).toBe(0);
  });
});

describe("the counts", () => {
  test("tell how many were unseen, how many of those were wanted, and no more than the top are shown", () => {
    const many = papers(30, (i) => ({ upvotes: i }));
    const seen = new Set(many.slice(25).map(({ id }) => id));
    const { chosen, unseen, wanted } = selectUnseen(
      shortlist(many, { top: 3, filter: query("min:5") }, now),
      seen,
    );
    expect({ unseen, wanted }).toEqual({ unseen: 25, wanted: 20 });
    expect(chosen.map(({ upvotes }) => upvotes)).toEqual([24, 23, 22]);
  });
});
