import fc from "fast-check";
import type { ReactionMeaning } from "../../src/chat/incoming.ts";

/** Posts of a made-up channel, by what ends their id, and the papers that they show. */
export const shown: Readonly<Record<string, readonly string[]>> = {
  list: ["2611.00001", "2611.00002", "2611.00003"],
  "list, continued": ["2611.00003", "2611.00004"],
  card: ["2611.00001"],
};
export const people = ["Ana", "Li", "Yoshi"] as const;

/** A reaction that came or went, and in which second. */
export interface Reacted {
  readonly second: number;
  readonly who: (typeof people)[number];
  readonly post: string;
  readonly means: ReactionMeaning;
  /** As `ReactionIncoming` has it; "" is the usual one. */
  readonly variant: string;
  readonly added: boolean;
}

/** Any reaction to any of the posts; some mean nothing there. */
export const aReaction = fc.record({
  who: fc.constantFrom(...people),
  post: fc.constantFrom(...Object.keys(shown)),
  means: fc.constantFrom<ReactionMeaning>(1, 2, 3, "all"),
  variant: fc.constantFrom("", "", "super"),
  added: fc.boolean(),
});

/** Reactions with a time of their own each, and the same as a bad line tells them: in any order, some of them again. */
export const toldAnyhow = fc.array(aReaction, { minLength: 1, maxLength: 24 }).chain((all) => {
  const happened = all.map((one, second): Reacted => ({ ...one, second }));
  const shuffled = fc.shuffledSubarray(happened, { minLength: happened.length });
  return fc
    .tuple(shuffled, fc.array(fc.constantFrom(...happened), { maxLength: 12 }), fc.nat())
    .map(([once, again, turn]) => {
      const told = [...once];
      for (const [i, one] of again.entries()) told.splice((turn * (i + 1)) % (told.length + 1), 0, one);
      return { happened, told };
    });
});

/** The papers that a reaction means. */
export function meant({ post, means }: Pick<Reacted, "post" | "means">): readonly string[] {
  const papers = shown[post] ?? [];
  return means === "all" ? papers : papers.slice(means - 1, means);
}

/** What must be saved in the end, "Ana 2611.00001": whatever has a reaction whose newest event is that it came. */
export function savedInTheEnd(happened: readonly Reacted[]): readonly string[] {
  const newest = new Map(
    happened
      .toSorted((a, b) => a.second - b.second)
      .map((one) => [`${one.who} ${one.post} ${one.means} ${one.variant}`, one]),
  );
  const standing = [...newest.values()].filter(({ added }) => added);
  return [...new Set(standing.flatMap((one) => meant(one).map((paper) => `${one.who} ${paper}`)))].sort();
}
