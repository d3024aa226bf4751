import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hotScore, rankByHeat, sayWarmth, type Warmth } from "../../src/digest/hot.ts";

const warmth = (over: Partial<Warmth> = {}): Warmth => ({
  ...{ savers: 0, sharers: 0, discussers: 0, reactors: 0 },
  ...over,
});
const anyWarmth = fc.record({
  savers: fc.nat(50),
  sharers: fc.nat(50),
  discussers: fc.nat(50),
  reactors: fc.nat(50),
});

describe("how hot a paper is", () => {
  test("is 3 for each who saved it, 2 for each who shared it, 2 for each who discussed it, 1 for each who reacted", () => {
    expect(hotScore(warmth({ savers: 1 }))).toBe(3);
    expect(hotScore(warmth({ sharers: 1 }))).toBe(2);
    expect(hotScore(warmth({ discussers: 1 }))).toBe(2);
    expect(hotScore(warmth({ reactors: 1 }))).toBe(1);
    expect(hotScore({ savers: 2, sharers: 3, discussers: 4, reactors: 5 })).toBe(6 + 6 + 8 + 5);
    expect(hotScore(warmth())).toBe(0);
  });

  test("decides the order; then upvotes, then the id, whatever the order was before", () => {
    const all = [
      { paper: "e", ...warmth({ reactors: 3 }) },
      { paper: "d", ...warmth({ savers: 1 }) },
      { paper: "c", ...warmth({ sharers: 1, reactors: 1 }) },
      { paper: "b", ...warmth({ discussers: 2 }) },
      { paper: "a", ...warmth({ reactors: 1 }) },
    ];
    const upvotes = new Map([
      ["c", 5],
      ["d", 7],
      ["a", 900],
    ]);
    const order = (of: typeof all) => rankByHeat(of, upvotes).map(({ paper }) => paper);
    expect(order(all)).toEqual(["b", "d", "c", "e", "a"]);
    expect(order(all.toReversed())).toEqual(["b", "d", "c", "e", "a"]);
  });

  test("falls from first to last, and nothing is lost", () => {
    fc.assert(
      fc.property(fc.array(anyWarmth, { maxLength: 20 }), (list) => {
        const ranked = rankByHeat(
          list.map((one, i) => ({ ...one, paper: `p${i}` })),
          new Map(),
        );
        const scores = ranked.map(hotScore);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
        expect(new Set(ranked.map(({ paper }) => paper)).size).toBe(list.length);
      }),
    );
  });
});

describe("what made it hot", () => {
  test.each([
    [warmth({ savers: 1 }), "1 save"],
    [warmth({ savers: 2, sharers: 1 }), "2 saves, 1 share"],
    [warmth({ discussers: 1 }), "1 discussing"],
    [warmth({ sharers: 2, discussers: 3, reactors: 1 }), "2 shares, 3 discussing, 1 reaction"],
    [warmth({ reactors: 1200 }), "1,200 reactions"],
    [warmth(), ""],
  ])("is said in words, in the right number", (of, said) => {
    expect(sayWarmth(of)).toBe(said);
  });
});
