import { feedback } from "./feedback.ts";
import { finderOf } from "./hits.ts";
import { withPrior } from "./prior.ts";
import type { Pair } from "./proximity.ts";
import { type Scored, scoreOf, type Term, type Text } from "./score.ts";

/** What is asked of texts. */
export interface Asked {
  readonly terms: readonly Term[];
  /** Its telling words in their order, by their stems. */
  readonly words: readonly string[];
}

/** What a measurement leaves out. */
export interface Parts {
  readonly proximity: boolean;
  readonly feedback: boolean;
  readonly prior: boolean;
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
