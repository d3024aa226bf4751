import type { Paper } from "../model/paper.ts";
import { matchesTopic, passesFilters, type Query } from "../text/query.ts";
import { rankByTrending } from "./rank.ts";

/** What a channel wants to see. */
export interface Criteria {
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
  /** Of those, how many the criteria leave. */
  readonly wanted: number;
}

/** What is the same for every channel with the same criteria. */
export interface Shortlist {
  readonly candidates: readonly Paper[];
  /** Those that fit the criteria, best first. */
  readonly ranked: readonly Paper[];
  readonly top: number;
}

/** The candidates that fit the criteria, ranked. */
export function shortlist(candidates: readonly Paper[], criteria: Criteria, now: Date): Shortlist {
  const wanted = candidates.filter((paper) => isWanted(paper, criteria));
  return { candidates, ranked: rankByTrending(wanted, now), top: criteria.top };
}

/** What of a shortlist a channel has not seen. */
export function selectUnseen({ candidates, ranked, top }: Shortlist, seen: ReadonlySet<string>): Selection {
  const isUnseen = ({ id }: Paper): boolean => !seen.has(id);
  const wanted = ranked.filter(isUnseen);
  return { chosen: wanted.slice(0, top), unseen: candidates.filter(isUnseen).length, wanted: wanted.length };
}

function isWanted(paper: Paper, { filter, topics = [] }: Criteria): boolean {
  if (filter && !passesFilters(filter, paper)) return false;
  return topics.length === 0 || topics.some((topic) => matchesTopic(topic, paper));
}
