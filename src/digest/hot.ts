import { count } from "../text/clean.ts";

/** How many people of a team did what with a paper. */
export interface Warmth {
  readonly savers: number;
  readonly sharers: number;
  readonly discussers: number;
  readonly reactors: number;
}

/**
 * How much a team cares about a paper: 3 for each person who saved it, 2 for each who shared or linked it, 2 for each who answered below
 * it, 1 for each who reacted otherwise. People count, not what they did how often, so that nobody lifts a paper alone.
 */
export function hotScore({ savers, sharers, discussers, reactors }: Warmth): number {
  return 3 * savers + 2 * sharers + 2 * discussers + reactors;
}

/** Hottest first; ties by upvotes, then id. @param upvotes by paper */
export function rankByHeat<W extends Warmth & { readonly paper: string }>(
  warmths: readonly W[],
  upvotes: ReadonlyMap<string, number>,
): readonly W[] {
  return warmths.toSorted(
    (a, b) =>
      hotScore(b) - hotScore(a) ||
      (upvotes.get(b.paper) ?? 0) - (upvotes.get(a.paper) ?? 0) ||
      (a.paper < b.paper ? -1 : 1),
  );
}

/** "2 saves, 1 share, 3 discussing, 1 reaction". */
export function sayWarmth({ savers, sharers, discussers, reactors }: Warmth): string {
  return [
    savers > 0 && count(savers, "save"),
    sharers > 0 && count(sharers, "share"),
    discussers > 0 && `${discussers.toLocaleString("en-US")} discussing`,
    reactors > 0 && count(reactors, "reaction"),
  ]
    .filter(Boolean)
    .join(", ");
}
