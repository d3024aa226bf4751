import { hyphenatedForm, isTelling, joined } from "../../text/stems.ts";
import { termsOf } from "../../text/terms.ts";
import { writtenWords } from "../../text/words.ts";
import { beside } from "../rank/proximity.ts";
import type { Asked } from "../rank/rerank.ts";
import { isSpelt } from "../rank/spelling.ts";
import type { Correction } from "../search.ts";
import type { Index, Rated } from "./candidates.ts";
import type { Connection } from "./connection.ts";
import { createSpelt } from "./spelt.ts";

/** A query, as the index can be asked. */
export interface Question extends Asked {
  readonly terms: readonly Rated[];
  /** All words that count, one bit each. */
  readonly bits: number;
  /** Words that no paper has, and what was looked for instead. */
  readonly corrected: readonly Correction[];
}

/** A word of the query. */
interface Word {
  readonly written: string;
  readonly stem: string;
  readonly rated: Rated | undefined;
  /** What it was probably meant as. */
  readonly meant: (Rated & { readonly word: string }) | undefined;
}

/** Of a long query so many words count, those that tell most; each is a bit. */
const mostWords = 30;
/** In a longer one nobody writes as one word what papers write as two. */
const longQuery = 12;
/** How much a word counts that is said again and again, up to twice (BM25's k3). */
const k3 = 1;
/** A word that so few papers have may be misspelt too, where one that so many times more papers have is near. */
const fewPapers = 2;
const timesMore = 50;
const weightOfMeant = 0.2;

export function createQuestions(db: Connection, index: Index): (text: string) => Question {
  const spelt = createSpelt(db);
  const rate = (term: string, weight: number): Rated | undefined => index.rate({ term, weight, words: 0 });

  /** The word that another was probably meant as: of the nearest the commonest. */
  const meantBy = (written: string, papers: number): Word["meant"] => {
    const typed = written.toLowerCase();
    if (papers > fewPapers || !isSpelt(typed)) return undefined;
    const near = spelt.near(typed, papers === 0);
    if (!near) return undefined;
    const least = Math.min(...near.values());
    const best = [...near]
      .filter(([, errors]) => errors === least)
      .flatMap(([word]) => {
        const rated = rate(termsOf(word).words[0] ?? word, papers === 0 ? 1 : weightOfMeant);
        return rated ? [{ ...rated, word }] : [];
      })
      .sort((one, other) => other.postings.length - one.postings.length)[0];
    return best && best.postings.length >= papers * timesMore ? best : undefined;
  };

  /** Of many words those that tell most, for to read where they all stand takes long. */
  const mostTelling = (stems: readonly string[], weightOf: (stem: string) => number): readonly string[] => {
    if (stems.length <= mostWords) return stems;
    const worth = new Map(stems.map((stem) => [stem, weightOf(stem) * index.rarity(stem)]));
    return stems
      .toSorted((one, other) => (worth.get(other) ?? 0) - (worth.get(one) ?? 0))
      .slice(0, mostWords);
  };

  const readWords = (written: readonly string[]): readonly Word[] => {
    const stems = written.map((word) => termsOf(word).words[0] ?? word);
    const counts = new Map<string, number>();
    for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    const distinct = [...counts.keys()];
    const telling = distinct.filter(isTelling);
    const weightOf = (stem: string): number =>
      ((counts.get(stem) ?? 1) * (k3 + 1)) / ((counts.get(stem) ?? 1) + k3);
    const chosen = new Set(mostTelling(telling.length > 0 ? telling : distinct, weightOf));
    return written.flatMap((word, i) => {
      const stem = stems[i] ?? word;
      if (!chosen.delete(stem)) return [];
      const rated = rate(stem, weightOf(stem));
      return [{ written: word, stem, rated, meant: meantBy(word, rated?.postings.length ?? 0) }];
    });
  };

  return (text) => {
    const written = writtenWords(text);
    const words = readWords(written);
    const isLong = written.length > longQuery;
    const bitOf = new Map(words.map(({ stem }, i) => [stem, 1 << i]));
    const inCapitals = written.length > 1 && written.every((word) => word === word.toUpperCase());
    const stemOf = (word: string): string => termsOf(word).words[0] ?? word;
    const terms: (Rated | undefined)[] = words.flatMap(({ written: word, stem, rated, meant }) => {
      const bits = bitOf.get(stem) ?? 0;
      const forms = inCapitals ? [] : termsOf(word).forms;
      return [
        withBits(rated, bits),
        withBits(meant, bits),
        ...[...(isLong ? [] : [hyphenatedForm(stem)]), ...forms].map((form) => withBits(rate(form, 1), bits)),
      ];
    });
    for (const [i, one] of (isLong ? [] : written.slice(0, -1)).entries()) {
      const other = written[i + 1] ?? "";
      const parts = words.filter(({ stem }) => stem === stemOf(one) || stem === stemOf(other));
      const asOne = parts.length === 2 ? rate(joined(one, other), 1) : undefined;
      const bits = parts.reduce((sum, { stem }) => sum | (bitOf.get(stem) ?? 0), 0);
      // It says as much as its parts beside each other, however few write it so.
      const rarity = (1 + beside) * parts.reduce((sum, { rated }) => sum + (rated?.rarity ?? 0), 0);
      terms.push(asOne && { ...asOne, rarity, words: bits });
    }
    const meant = new Map(
      words.flatMap((word) => (word.meant && !word.rated ? [[word.stem, word.meant] as const] : [])),
    );
    return {
      terms: distinct(terms),
      words: written
        .map(stemOf)
        .filter((stem) => bitOf.has(stem))
        .map((stem) => meant.get(stem)?.term ?? stem),
      bits: 2 ** words.length - 1,
      corrected: words.flatMap(({ written: typed, stem }) => {
        const word = meant.get(stem)?.word;
        return word === undefined ? [] : [{ typed, meant: word }];
      }),
    };
  };
}

const withBits = (rated: Rated | undefined, words: number): Rated | undefined => rated && { ...rated, words };

/** Each term once: a query may say a word in two ways. */
function distinct(terms: readonly (Rated | undefined)[]): readonly Rated[] {
  const found = new Map<string, Rated>();
  for (const term of terms) {
    const before = term && found.get(term.term);
    if (term) found.set(term.term, before ? { ...before, words: before.words | term.words } : term);
  }
  return [...found.values()];
}
