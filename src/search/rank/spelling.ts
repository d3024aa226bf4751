import leven from "leven";
import { wordsOf } from "../../text/query.ts";

const shortest = 4;
const longest = 30;

/** The words of a text that others may be misspellings of: letters only, each once. */
export function spelling(text: string): readonly string[] {
  return [...new Set(wordsOf(text).filter(isSpelt))];
}

/** Whether a word can be misspelt: a short one or a number is another one at once. */
export function isSpelt(word: string): boolean {
  return word.length >= shortest && word.length <= longest && /^\p{L}+$/u.test(word);
}

/** How many letters may be wrong in a word: most misspellings have one error (Damerau, 1964). */
export function mostErrors(word: string): number {
  return word.length < 8 ? 1 : 2;
}

/** Those of `words` that `typed` may have been meant as, with how many errors. Two letters that changed places are one. */
export function nearest(typed: string, words: readonly string[]): ReadonlyMap<string, number> {
  const most = mostErrors(typed);
  const letters = sorted(typed);
  const near = new Map<string, number>();
  for (const word of words) {
    const distance = leven(typed, word, { maxDistance: 3 });
    const errors = distance === 2 && sorted(word) === letters ? 1 : distance;
    if (errors > 0 && errors <= most) near.set(word, errors);
  }
  return near;
}

const sorted = (word: string): string => [...word].sort().join("");
