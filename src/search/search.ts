import type { Query } from "../text/query.ts";

/** What the index makes of a paper before it is written, which takes longer than to write it, and may be done in another thread. */
export type Prepared = Int32Array<ArrayBuffer>;

export interface Found {
  /** Best first. */
  readonly ids: readonly string[];
  /** How many there are in all: papers with any of the words. */
  readonly total: number;
  /** How many of them have every word. */
  readonly complete: number;
  /** Whether there may be more: of common words only the papers they weigh most in are counted. */
  readonly isMore: boolean;
  readonly isMoreComplete: boolean;
  /** Words that no paper has, and what was looked for instead. */
  readonly corrected: readonly Correction[];
}

/** A word, and what it was probably meant as. */
export interface Correction {
  readonly typed: string;
  readonly meant: string;
}

export interface Search {
  /** Ranked by relevance; a query of filters alone by upvotes. Any text is safe in a query. */
  find(query: Query, most: number): Promise<Found>;
  /** Papers with all of these words in their title, the exact title first. */
  byTitle(words: readonly string[], most: number): Promise<readonly string[]>;
  /** The nearest papers by title, keywords, summary and abstract, without the paper itself; of near equals, first those that `team` saved. */
  related(id: string, most: number, team?: string): Promise<readonly string[]>;
}
