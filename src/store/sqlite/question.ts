import { beside } from "../ranking/proximity.ts";
import { isSpelt, mostErrors, nearest } from "../ranking/spelling.ts";
import { hyphenatedForm, isTelling, joined, termsOf, writtenWords } from "../ranking/terms.ts";
import type { Correction } from "../store.ts";
import type { Index, Rated } from "./candidates.ts";
import type { Connection } from "./database.ts";

/** A query, as the index can be asked. */
export interface Question {
  readonly terms: readonly Rated[];
  /** Its telling words in their order, by their stems. */
  readonly words: readonly string[];
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
/** How much a word counts that is said again and again, up to twice (BM25's k3). */
const k3 = 1;
/** A word that so few papers have may be misspelt too, where one that so many times more papers have is near. */
const fewPapers = 2;
const timesMore = 50;
const weightOfMeant = 0.2;

export function createQuestions(db: Connection, index: Index): (text: string) => Question {
  const spelt = db
    .prepare<[number, number], string>("SELECT word FROM word WHERE length BETWEEN ? AND ?")
    .pluck();
  const rate = (term: string, weight: number, written?: string): Rated | undefined =>
    index.rate({ term, weight, words: 0, ...(written === undefined ? {} : { written }) });

  /** The word that another was probably meant as: of the nearest the commonest. */
  const meantBy = (written: string, papers: number): Word["meant"] => {
    const typed = written.toLowerCase();
    if (papers > fewPapers || !isSpelt(typed)) return undefined;
    const most = mostErrors(typed);
    const words = spelt.all(typed.length - most - 1, typed.length + most);
    // A plural may be misspelt too.
    const near = [typed, typed.replace(/s$/, "")]
      .map((form) => nearest(form, words))
      .find(({ size }) => size > 0);
    if (!near) return undefined;
    const least = Math.min(...near.values());
    const best = [...near]
      .filter(([, errors]) => errors === least)
      .flatMap(([word]) => {
        const rated = rate(termsOf(word).words[0] ?? word, papers === 0 ? 1 : weightOfMeant, word);
        return rated ? [{ ...rated, word }] : [];
      })
      .sort((one, other) => other.papers - one.papers)[0];
    return best && best.papers >= papers * timesMore ? best : undefined;
  };

  const readWords = (written: readonly string[]): readonly Word[] => {
    const stems = written.map((word) => termsOf(word).words[0] ?? word);
    const counts = new Map<string, number>();
    for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    const telling = [...counts.keys()].some(isTelling);
    // To compare one with all words takes long, and of a long query only some words count.
    let compared = 0;
    const compare = (word: string, papers: number): Word["meant"] =>
      papers <= fewPapers && compared++ < mostWords ? meantBy(word, papers) : undefined;
    return written.flatMap((word, i) => {
      const stem = stems[i] ?? word;
      if ((telling && !isTelling(stem)) || stems.indexOf(stem) < i) return [];
      const times = counts.get(stem) ?? 1;
      const rated = rate(stem, (times * (k3 + 1)) / (times + k3), word);
      return [{ written: word, stem, rated, meant: compare(word, rated?.papers ?? 0) }];
    });
  };

  return (text) => {
    const written = writtenWords(text);
    const words = readWords(written)
      .toSorted((one, other) => tellsOf(other) - tellsOf(one))
      .slice(0, mostWords);
    const bitOf = new Map(words.map(({ stem }, i) => [stem, 1 << i]));
    const inCapitals = written.length > 1 && written.every((word) => word === word.toUpperCase());
    const stemOf = (word: string): string => termsOf(word).words[0] ?? word;
    const terms: (Rated | undefined)[] = words.flatMap(({ written: word, stem, rated, meant }) => {
      const bits = bitOf.get(stem) ?? 0;
      const forms = inCapitals ? [] : termsOf(word).forms;
      return [
        withBits(rated, bits),
        withBits(meant, bits),
        ...[hyphenatedForm(stem), ...forms].map((form) => withBits(rate(form, 1), bits)),
      ];
    });
    for (const [i, one] of written.slice(0, -1).entries()) {
      const other = written[i + 1] ?? "";
      const parts = words.filter(({ stem }) => stem === stemOf(one) || stem === stemOf(other));
      const asOne = parts.length === 2 ? rate(joined(one, other), 1, one + other) : undefined;
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

/** What a word tells: one that no paper has tells most. */
function tellsOf({ rated, meant }: Word): number {
  const best = rated ?? meant;
  return best ? best.weight * best.rarity : Number.POSITIVE_INFINITY;
}

/** Each term once: a query may say a word in two ways. */
function distinct(terms: readonly (Rated | undefined)[]): readonly Rated[] {
  const found = new Map<string, Rated>();
  for (const term of terms) {
    const before = term && found.get(term.term);
    if (term) found.set(term.term, before ? { ...before, words: before.words | term.words } : term);
  }
  return [...found.values()];
}
