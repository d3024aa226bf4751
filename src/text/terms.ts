import { casedForm, hyphenatedForm, isTelling, joined, stemOf } from "./stems.ts";
import { eachTiedWord } from "./words.ts";

/** What a text can be found by. */
export interface Terms {
  /** Its words in their order, by their stems. */
  readonly words: readonly string[];
  /** Forms that some can be found by besides. */
  readonly forms: readonly string[];
}

/**
 * Takes a text apart, as it is both stored (hashes.ts) and asked for: what is not found here is not found.
 * @param visit is told every word by its stem (Porter 1980), lower case and without accents, and its forms: with a hyphen as one, and with
 *   capitals inside, as LoRA, for themselves
 */
export function eachTerm(
  text: string,
  visit: (term: string, isTelling: boolean, isForm: boolean) => void,
): void {
  eachTiedWord(
    text,
    (plain, start, end) => {
      const word = lookUp(plain.slice(start, end));
      visit(word.stem, word.isTelling, false);
      if (word.cased !== undefined) visit(word.cased, true, true);
      return word.isTelling;
    },
    (one, other) => visit(hyphenatedForm(joined(one, other)), true, true),
  );
}

/** The same, as lists. */
export function termsOf(text: string): Terms {
  const terms: { words: string[]; forms: string[] } = { words: [], forms: [] };
  eachTerm(text, (term, _, isForm) => (isForm ? terms.forms : terms.words).push(term));
  return terms;
}

interface Word {
  readonly stem: string;
  readonly isTelling: boolean;
  readonly cased: string | undefined;
}

// Kept because a stem takes longer than a look-up; so many, no more.
const known = new Map<string, Word>();
const mostKnown = 20_000;

function lookUp(written: string): Word {
  const found = known.get(written);
  if (found) return found;
  if (known.size >= mostKnown) known.clear();
  const stem = stemOf(written);
  const word = { stem, isTelling: isTelling(stem), cased: casedForm(written) };
  known.set(written, word);
  return word;
}
