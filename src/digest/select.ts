import type { Paper } from "../paper.ts";
import { matchesTopic, passesFilters, type Query } from "../query.ts";
import { rankByTrending } from "./rank.ts";

/** What a channel wants to see. */
export interface Wish {
  /** Most papers in a digest. */
  readonly top: number;
  /** Upvotes, code and exclusions, all of which must hold. */
  readonly filter?: Query;
  /** Where there are any, one of them must match. */
  readonly topics?: readonly Query[];
}

export interface Selection {
  /** Best first. */
  readonly chosen: readonly Paper[];
  /** Candidates that the channel has not seen. */
  readonly unseen: number;
  /** Of those, how many the wish leaves. */
  readonly wanted: number;
}

/** The trending papers among `candidates` that a channel has not seen and wants. */
export function selectUnseen(
  candidates: readonly Paper[],
  seen: ReadonlySet<string>,
  wish: Wish,
  now: Date,
): Selection {
  const unseen = candidates.filter(({ id }) => !seen.has(id));
  const wanted = unseen.filter((paper) => isWanted(paper, wish));
  return {
    chosen: rankByTrending(wanted, now).slice(0, wish.top),
    unseen: unseen.length,
    wanted: wanted.length,
  };
}

function isWanted(paper: Paper, { filter, topics = [] }: Wish): boolean {
  if (filter && !passesFilters(filter, paper)) return false;
  return topics.length === 0 || topics.some((topic) => matchesTopic(topic, paper));
}
