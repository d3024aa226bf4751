import { isHyphenated, lettersOf } from "../../text/stems.ts";
import { termsOf } from "../../text/terms.ts";
import { hyphens, isAscii, withoutAccents } from "../../text/words.ts";

/** Where a term stands in a text. */
export interface Hit {
  /** Its place among the terms that were looked for. */
  readonly term: number;
  /** Characters, the end excluded. */
  readonly start: number;
  readonly end: number;
}

export type Find = (text: string) => readonly Hit[];

/**
 * Looks for terms in texts, in the order of their places. Stems of all words of a text would take far longer, so only what
 * begins like a term is taken apart; Porter's algorithm leaves all but the last letter of a stem as it is written.
 */
export function finderOf(terms: readonly string[]): Find {
  const places = new Map(terms.map((term, i) => [term, i]));
  const ascii = patternOf(
    terms.filter((term) => isAscii(lettersOf(term))),
    "[A-Za-z0-9]",
    "gi",
  );
  const any = patternOf(terms, String.raw`[\p{L}\p{N}]`, "giu");
  return (text) => {
    const hits: Hit[] = [];
    const isPlain = isAscii(text);
    const plain = isPlain ? text : withoutAccents(text);
    const add = (term: string, start: number, end: number): void => {
      const place = places.get(term);
      if (place !== undefined) hits.push({ term: place, start, end });
    };
    for (const { 0: written, index } of plain.matchAll(isPlain ? ascii : any)) {
      const { words, forms } = termsOf(written);
      const parts = words.length === 1 ? [written] : written.split(hyphen);
      let at = index;
      for (const [i, word] of words.entries()) {
        const { length } = parts[i] ?? "";
        add(word, at, at + length);
        at += length + 1;
      }
      for (const form of forms) add(form, index, index + written.length);
    }
    return hits;
  };
}

const hyphen = new RegExp(hyphens, "u");

/** Words that begin like one of the terms, with all that hyphens tie to them. */
function patternOf(terms: readonly string[], letter: string, flags: string): RegExp {
  const beginnings = terms.map((term) => {
    const letters = [...lettersOf(term)];
    const kept = letters.length > 2 ? letters.slice(0, -1) : letters;
    return kept.join(isHyphenated(term) ? `${hyphens}?` : "");
  });
  if (beginnings.length === 0) return /(?!)/g;
  const begins = [...new Set(beginnings)].join("|");
  return new RegExp(`(?<!${letter})(?:${begins})${letter}*(?:${hyphens}${letter}+)*`, flags);
}
