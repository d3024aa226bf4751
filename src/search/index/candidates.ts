import { hashOf, pairOf } from "../../text/words.ts";
import { nameStep, rarityOf, stepImpacts } from "../rank/impact.ts";
import type { Phrase } from "../rank/phrases.ts";
import { beside } from "../rank/proximity.ts";
import type { Connection } from "./connection.ts";
import { titleKey } from "./keys.ts";
import { type Key, keyOf, type Postings, pairKeyOf, rowidOf } from "./postings.ts";
import { createIndexReader } from "./reader.ts";
import { type Candidates, createScoreboard } from "./scoreboard.ts";

/** A term that is looked for. */
export interface Wanted {
  readonly term: string;
  /** How much it counts. */
  readonly weight: number;
  /** The words of the query that it stands for, one bit each. */
  readonly words: number;
}

/** A wanted term, and the papers that have it. */
export interface Rated extends Wanted {
  readonly postings: Postings;
  readonly rarity: number;
}

export interface Index {
  /** The largest rowid there is. */
  largest(): number;
  /** A term with its papers; undefined where there are none. */
  rate(wanted: Wanted): Rated | undefined;
  /** How rare a term is, about, that some paper has. */
  rarity(term: string): number;
  /**
   * Papers with any of these terms, by the sum of their impacts, out of those that are `among`.
   * @param words where these stand beside each other, that counts as in their texts (ranking/proximity.ts)
   */
  collect(terms: readonly Rated[], among?: (rowid: number) => boolean, words?: readonly string[]): Candidates;
  /** Papers with a term. */
  having(term: string): Postings;
  /** Papers with exactly this title, but for signs, case and accents. */
  titled(title: string): Postings;
  /** Papers with all words of a phrase, every two of them beside each other: of two words that is all. */
  holding(phrase: Phrase): Postings;
}

/** Rarities are kept, so many of them, until a hundredth more papers are there. */
const mostKept = 5000;
const growth = 1.01;

export function createIndex(db: Connection): Index {
  const { read, estimate, papers } = createIndexReader(db);
  const newest = db.prepare<[], number | null>("SELECT max(rowid) FROM paper").pluck();
  const scoreboard = createScoreboard();
  const kept = new Map<string, { readonly rarity: number; readonly until: number }>();
  const largest = (): number => newest.get() ?? 0;
  const having = (term: string): Postings => read(keyOf(hashOf(term)));

  return {
    largest,
    having,
    titled: (title) => read(titleKey(title)),
    rate(wanted) {
      const postings = having(wanted.term);
      return postings.length === 0
        ? undefined
        : { ...wanted, postings, rarity: rarityOf(postings.length, papers()) };
    },
    rarity(term) {
      const known = kept.get(term);
      const all = papers();
      if (known && all <= known.until) return known.rarity;
      const rarity = rarityOf(Math.max(1, estimate(keyOf(hashOf(term)))), all);
      if (kept.size >= mostKept) kept.clear();
      kept.set(term, { rarity, until: all * growth });
      return rarity;
    },
    collect(terms, among, words = []) {
      scoreboard.reset(largest());
      for (const { postings, weight, rarity, words: bits } of terms)
        scoreboard.add(
          postings,
          stepImpacts.map((impact) => weight * rarity * impact),
          bits,
        );
      const rarities = new Map(terms.map(({ term, rarity }) => [term, rarity]));
      for (const [one, other] of neighbours(words)) {
        const worth = beside * ((rarities.get(one) ?? 0) + (rarities.get(other) ?? 0));
        const scores = stepImpacts.map((impact, step) => (step === nameStep ? 0 : worth * impact));
        scoreboard.add(read(pairKey(one, other)), scores, 0);
      }
      return scoreboard.candidates(among);
    },
    holding(phrase) {
      const [first = new Int32Array(0), ...others] = keysOf(phrase).map((key) => read(key));
      return others.reduce((some, more) => {
        const rowids = new Set(more.map(rowidOf));
        return some.filter((posting) => rowids.has(rowidOf(posting)));
      }, first);
    },
  };
}

/** What a paper has that holds a phrase: every two neighbours of it; of a single word the word. */
function keysOf(phrase: Phrase): readonly Key[] {
  const hashes = phrase.map(hashOf);
  if (hashes.length < 2) return hashes.map(keyOf);
  return hashes.slice(1).map((other, i) => pairKeyOf(pairOf(hashes[i] ?? other, other)));
}

/** Every two words in a row, each pair once. */
function neighbours(words: readonly string[]): Iterable<readonly [string, string]> {
  const pairs = words.slice(1).map((other, i) => [words[i] ?? "", other] as const);
  return new Map(pairs.map((pair) => [pair.join(" "), pair])).values();
}

const pairKey = (one: string, other: string): Key => pairKeyOf(pairOf(hashOf(one), hashOf(other)));
