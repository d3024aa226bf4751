import { termsOf } from "../../text/terms.ts";
import { type Fields, fieldNames, piecesOf } from "./impact.ts";

/** Words that stand in a row, by their stems. */
export type Phrase = readonly string[];

export function phraseOf(text: string): Phrase {
  return termsOf(text).words;
}

/** Whether a phrase stands in one of the fields, in one keyword or one name. */
export function holdsPhrase(fields: Fields, phrase: Phrase): boolean {
  const pieces = fieldNames.flatMap((name) => piecesOf(fields, name));
  return pieces.some((piece) => {
    const { words } = termsOf(piece);
    return words.some((_, at) => phrase.every((word, i) => words[at + i] === word));
  });
}
