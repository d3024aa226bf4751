import { feedback } from "./feedback.ts";
import { type Find, finderOf, type Hit } from "./hits.ts";
import { type Fields, fieldNames, fieldWeights, impactOf, normOf } from "./impact.ts";
import { withPrior } from "./prior.ts";
import { beside, countPairs, near, type Pair, titleWeight } from "./proximity.ts";

/** A term of a query. */
export interface Term {
  readonly term: string;
  /** How much it counts. */
  readonly weight: number;
  /** How rare it is in the store. */
  readonly rarity: number;
}

/** What is asked of texts. */
export interface Asked {
  readonly terms: readonly Term[];
  /** Its telling words in their order, by their stems. */
  readonly words: readonly string[];
}

/** A paper that may be an answer. */
export interface Text {
  readonly id: string;
  readonly fields: Fields;
  readonly upvotes: number;
  /** List day, or the day of publication; empty where neither is known. */
  readonly day: string;
}

/** What a measurement leaves out. */
export interface Parts {
  readonly proximity: boolean;
  readonly feedback: boolean;
  readonly prior: boolean;
}

/** A paper with its score so far. */
export interface Scored {
  readonly text: Text;
  readonly score: number;
}

/**
 * Orders the best candidates by all that is known of them.
 * @param rarityOf how rare a term is in the store
 * @returns best first
 */
export function rerank(
  { terms, words }: Asked,
  texts: readonly Text[],
  parts: Parts,
  rarityOf: (term: string) => number,
): readonly Scored[] {
  const find = finderOf(terms.map(({ term }) => term));
  const pairs = parts.proximity ? pairsOf(words, terms) : [];
  let scored = inOrder(texts.map((text) => ({ text, score: scoreOf(text.fields, terms, pairs, find) })));
  if (parts.feedback) scored = inOrder(feedback(new Set(words), scored, rarityOf));
  return parts.prior ? inOrder(withPrior(scored)) : scored;
}

/** BM25F of a paper, for these terms and for those that are neighbours. */
export function scoreOf(fields: Fields, terms: readonly Term[], pairs: readonly Pair[], find: Find): number {
  const norm = normOf(fields);
  const weights = terms.map(() => 0);
  const counts = pairs.map(() => ({ beside: 0, near: 0 }));
  for (const name of fieldNames) {
    const hits = find(fields[name]);
    const weight = fieldWeights[name] / norm;
    for (const { term } of hits) weights[term] = (weights[term] ?? 0) + weight;
    if (name !== "authors") addPairs(counts, pairs, hits, (name === "title" ? titleWeight : 1) / norm);
  }
  const rarityAt = (place: number): number => terms[place]?.rarity ?? 0;
  const alone = terms.reduce(
    (sum, { weight, rarity }, i) => sum + weight * rarity * impactOf(weights[i] ?? 0),
    0,
  );
  return pairs.reduce((sum, [one, other], i) => {
    const count = counts[i] ?? { beside: 0, near: 0 };
    const together = beside * impactOf(count.beside) + near * impactOf(count.near);
    return sum + (rarityAt(one) + rarityAt(other)) * together;
  }, alone);
}

function addPairs(
  counts: readonly { beside: number; near: number }[],
  pairs: readonly Pair[],
  hits: readonly Hit[],
  weight: number,
): void {
  if (hits.length < 2) return;
  for (const [i, pair] of pairs.entries()) {
    const found = countPairs(pair, hits);
    const count = counts[i];
    if (!count) continue;
    count.beside += weight * found.beside;
    count.near += weight * found.near;
  }
}

/** Words that are neighbours in the query, each pair once, by their places among the terms. */
function pairsOf(words: readonly string[], terms: readonly Term[]): readonly Pair[] {
  const places = words.map((word) => terms.findIndex(({ term }) => term === word));
  const pairs = places.slice(0, -1).flatMap((one, i): [string, Pair][] => {
    const other = places[i + 1] ?? -1;
    return one < 0 || other < 0 || one === other ? [] : [[`${one} ${other}`, [one, other]]];
  });
  return [...new Map(pairs).values()];
}

function inOrder(scored: readonly Scored[]): readonly Scored[] {
  return scored.toSorted((one, other) => other.score - one.score);
}
