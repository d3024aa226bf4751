import { eachStrongTerm, eachTerm } from "./terms.ts";

/** The texts of a paper, each in one piece. */
export interface Fields {
  readonly title: string;
  readonly summary: string;
  readonly keywords: string;
  readonly abstract: string;
  readonly authors: string;
}

/** A word of the title says more about a paper than one of its abstract. */
export const fieldWeights = {
  title: 6,
  keywords: 3,
  summary: 2,
  authors: 2,
  abstract: 1,
} as const satisfies Readonly<Record<keyof Fields, number>>;
export const fieldNames = ["title", "keywords", "summary", "authors", "abstract"] as const;

/**
 * BM25's saturation, 1.2 as usual, times about 1.5, by which these weights make occurrences more (Robertson, Zaragoza and Taylor, CIKM
 * 2004); its share of the length; and how many characters a paper has, with an abstract of about 1.2 kB.
 */
const k1 = 1.8;
const b = 0.75;
const usualLength = 1500;

/** What a paper's length makes of a weight: in a long text each occurrence says less. Authors make no text longer. */
export function normOf({ title, summary, keywords, abstract }: Fields): number {
  return 1 - b + (b * (title.length + summary.length + keywords.length + abstract.length)) / usualLength;
}

/**
 * How much its terms weigh in a paper: their occurrences in all fields by the fields' weights, against the paper's length (BM25F in its
 * simple form: Robertson, Zaragoza and Taylor, CIKM 2004). Of the commonest words only those of its title: there are titles of nothing else.
 */
export function weigh(fields: Fields): ReadonlyMap<string, number> {
  return weighBy(fields, fieldNames, eachTerm);
}

function weighBy(
  fields: Fields,
  names: readonly (keyof Fields)[],
  eachOfAbstract: typeof eachTerm,
): ReadonlyMap<string, number> {
  const weighed = new Map<string, number>();
  const norm = normOf(fields);
  for (const name of names) {
    const weight = fieldWeights[name] / norm;
    const isTitle = name === "title";
    const each = name === "abstract" ? eachOfAbstract : eachTerm;
    each(fields[name], (term, isTelling) => {
      if (isTelling || isTitle) weighed.set(term, (weighed.get(term) ?? 0) + weight);
    });
  }
  return weighed;
}

/** What a term of this weight adds to a paper's score, from 0 to 2.8: the tenth occurrence says less than the second. */
export function impactOf(weight: number): number {
  return (weight * (k1 + 1)) / (weight + k1);
}

/** How rare a term is, that `some` of `all` papers have (BM25's, which never falls below 0). */
export function rarityOf(some: number, all: number): number {
  return Math.log(1 + (Math.max(all, some) - some + 0.5) / (some + 0.5));
}

// Weights are kept in steps, two of which double it: a letter behind the term. So few lose nothing (Anh and Moffat, SIGIR 2006) that
// the order of the best by their texts does not find again.
const stepsADouble = 2;
const firstStep = -2;
const mark = "\u{E000}";
export const steps = [..."abcdefghijklmnop"];

/** A term of a paper, by its weight, as the index has it. */
export function indexed(term: string, step: string): string {
  return term + mark + step;
}

/** The weight in the middle of a step. */
export function weightOf(step: string): number {
  return 2 ** ((steps.indexOf(step) + firstStep) / stepsADouble);
}

/** Fields whose words all say what a paper is about. */
const strongFields = ["title", "keywords", "summary", "abstract"] as const;

/**
 * The terms that a paper is about, as their index has them; those that it only mentions are found by the full text. An index in two
 * tiers is smaller, and sooner filled (Carmel et al., SIGIR 2001; Manning, Raghavan and Schütze, 2008, 7.2.1).
 */
export function indexEntries(fields: Fields): string {
  const entries: string[] = [];
  for (const [term, weight] of weighBy(fields, strongFields, eachStrongTerm)) {
    const step = Math.round(Math.log2(weight) * stepsADouble) - firstStep;
    entries.push(indexed(term, steps[Math.max(0, Math.min(steps.length - 1, step))] ?? ""));
  }
  return entries.join(" ");
}
