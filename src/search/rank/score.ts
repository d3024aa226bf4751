import type { Find, Hit } from "./hits.ts";
import { type Fields, fieldNames, fieldWeights, impactOf, normOf } from "./impact.ts";
import { beside, countPairs, near, type Pair, titleWeight } from "./proximity.ts";

/** A term of a query. */
export interface Term {
  readonly term: string;
  /** How much it counts. */
  readonly weight: number;
  /** How rare it is in the store. */
  readonly rarity: number;
}

/** A paper that may be an answer. */
export interface Text {
  readonly id: string;
  readonly fields: Fields;
  readonly upvotes: number;
  /** List day, or the day of publication; empty where neither is known. */
  readonly day: string;
}

/** A paper with its score so far. */
export interface Scored {
  readonly text: Text;
  readonly score: number;
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
