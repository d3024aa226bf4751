import { finderOf } from "./hits.ts";
import { weigh } from "./impact.ts";
import { type Scored, scoreOf } from "./score.ts";

/** Papers that feed back, how many of them must agree on a term, and terms that are looked for. */
const papers = 8;
/** Where fewer were found, the best are most of what was, and tell nothing apart. */
const fewest = 5 * papers;
const agreeing = 2;
const mostRated = 50;
const mostTerms = 15;
/** What the best of it adds to a score, as a part of the best score. */
const share = 0.2;
const shortest = 3;

/**
 * What the best papers have in common besides the query (a relevance model: Lavrenko and Croft, SIGIR 2001; in its form RM3: Abdul-Jaleel
 * et al., TREC 2004), only to order what was found by the query itself and with a small share of the score: plain RM3, which looks for
 * these terms too, drifts away from the query where the best are wrong.
 * @param query its words, which count already
 * @param ranked best first
 */
export function feedback(
  query: ReadonlySet<string>,
  ranked: readonly Scored[],
  rarityOf: (term: string) => number,
): readonly Scored[] {
  if (ranked.length < fewest) return ranked;
  const best = ranked[0]?.score ?? 0;
  const terms = commonTerms(query, ranked.slice(0, papers), rarityOf);
  const find = finderOf(terms.map(({ term }) => term));
  const added = ranked.map(({ text }) => scoreOf(text.fields, terms, [], find));
  const most = Math.max(...added, Number.MIN_VALUE);
  const confidence = ((ranked[papers - 1]?.score ?? 0) / (best || 1)) ** 2;
  return ranked.map((one, i) => ({
    ...one,
    score: one.score + (confidence * share * best * (added[i] ?? 0)) / most,
  }));
}

/** The terms that several of the best papers have, those first that weigh most there and are rare. */
function commonTerms(
  query: ReadonlySet<string>,
  best: readonly Scored[],
  rarityOf: (term: string) => number,
) {
  const found = new Map<string, { papers: number; weight: number }>();
  for (const { text, score } of best) {
    for (const [term, weight] of weigh({ ...text.fields, authors: "" })) {
      if (term.length < shortest || query.has(term)) continue;
      const before = found.get(term) ?? { papers: 0, weight: 0 };
      const share = score / (best[0]?.score || 1);
      found.set(term, { papers: before.papers + 1, weight: before.weight + share * weight });
    }
  }
  return [...found]
    .filter(([, { papers }]) => papers >= agreeing)
    .toSorted(([, one], [, other]) => other.weight - one.weight)
    .slice(0, mostRated)
    .map(([term, { weight }]) => ({ term, weight, rarity: rarityOf(term) }))
    .toSorted((one, other) => other.weight * other.rarity - one.weight * one.rarity)
    .slice(0, mostTerms);
}
