import { type Fields, fieldNames } from "./impact.ts";
import { termsOf } from "./terms.ts";

/** Words that stand in a row, by their stems. */
export type Phrase = readonly string[];

export function phraseOf(text: string): Phrase {
  return termsOf(text).words;
}

/** Whether a phrase stands in one of the fields. */
export function holdsPhrase(fields: Fields, phrase: Phrase): boolean {
  return fieldNames.some((name) => {
    const { words } = termsOf(fields[name]);
    return words.some((_, at) => phrase.every((word, i) => words[at + i] === word));
  });
}
