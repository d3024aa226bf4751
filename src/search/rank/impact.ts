import { eachTerm } from "../../text/terms.ts";

/** The texts of a paper; keywords and authors as JSON. */
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
export const fieldNames = ["title", "keywords", "summary", "abstract", "authors"] as const;

/** The texts of a field whose words stand in a row: of lists (JSON) each keyword, and each name, for itself. */
export function piecesOf(fields: Fields, name: keyof Fields): readonly string[] {
  const text = fields[name];
  return name === "keywords" || name === "authors" ? text.split('","') : [text];
}

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
 * simple form: Robertson, Zaragoza and Taylor, CIKM 2004). Common words are left out.
 */
export function weigh(fields: Fields): ReadonlyMap<string, number> {
  const weighed = new Map<string, number>();
  for (const { name, weight } of weightsIn(fields))
    eachTerm(fields[name], (term, isTelling) => {
      if (isTelling) weighed.set(term, (weighed.get(term) ?? 0) + weight);
    });
  return weighed;
}

/** What an occurrence in each field weighs in a paper. */
export function weightsIn(
  fields: Fields,
): readonly { readonly name: keyof Fields; readonly weight: number }[] {
  const norm = normOf(fields);
  return fieldNames.map((name) => ({ name, weight: fieldWeights[name] / norm }));
}

/** What a term of this weight adds to a paper's score, from 0 to 2.8: the tenth occurrence says less than the second. */
export function impactOf(weight: number): number {
  return (weight * (k1 + 1)) / (weight + k1);
}

/** How rare a term is, that `some` of `all` papers have (BM25's, which never falls below 0). */
export function rarityOf(some: number, all: number): number {
  return Math.log(1 + (Math.max(all, some) - some + 0.5) / (some + 0.5));
}

// Weights are kept in steps, eight of which double it: so the order by the index is nearly that by the texts. With two (Anh and Moffat,
// SIGIR 2006, find few enough) a tenth of the ten best of common words were lost. The last step is for what only authors are called.
const stepsADouble = 8;
const firstStep = -stepsADouble;
export const steps = 64;
export const nameStep = steps - 1;

/** The weight in the middle between each step and the next. */
const bounds = Float64Array.from(
  { length: nameStep - 1 },
  (_, step) => 2 ** ((step + 0.5 + firstStep) / stepsADouble),
);

/** The step of a weight, from 0 to 63; looked up, for its logarithm takes three times as long. */
export function stepOf(weight: number, isName: boolean): number {
  if (isName) return nameStep;
  let [from, to] = [0, bounds.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (weight < (bounds[middle] ?? 0)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** What a term of each step adds to a paper's score. */
export const stepImpacts = Array.from({ length: steps }, (_, step) =>
  impactOf(step === nameStep ? fieldWeights.authors : 2 ** ((step + firstStep) / stepsADouble)),
);
