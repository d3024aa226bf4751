import type { Hit } from "./hits.ts";

/** What neighbours of the query add that are neighbours here, and that stand near each other. */
export const beside = 0.3;
export const near = 0.1;
/** Neighbours in a title count as so many in the text. */
export const titleWeight = 3;
/** Characters between neighbours, a space and a sign; and between words that stand near each other, about eight words. */
const mostBeside = 2;
const mostNear = 50;

/** Two terms that are neighbours in the query, by their places among its terms. */
export type Pair = readonly [one: number, other: number];

/**
 * How often two terms stand beside each other in a text, in this order, and how often otherwise near each other: what the sequential
 * dependence model counts (Metzler and Croft, SIGIR 2005).
 */
export function countPairs([one, other]: Pair, hits: readonly Hit[]): { beside: number; near: number } {
  const count = { beside: 0, near: 0 };
  const others = hits.filter(({ term }) => term === other);
  if (others.length === 0) return count;
  for (const { term, start, end } of hits) {
    if (term !== one) continue;
    if (others.some((hit) => hit.start >= end && hit.start - end <= mostBeside)) count.beside++;
    else if (others.some((hit) => hit.start - end <= mostNear && start - hit.end <= mostNear)) count.near++;
  }
  return count;
}
