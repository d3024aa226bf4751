import { isTelling } from "../ranking/terms.ts";

/**
 * FTS5 expressions. Only letters, digits and their marks get into them, in double quotes, so that nobody's text can become syntax;
 * a word with a hyphen or the like is a phrase of its parts. Undefined where nothing is left to look for.
 */
export function matchAny(words: readonly string[]): string | undefined {
  return joined(words, " OR ");
}

export function matchAll(words: readonly string[]): string | undefined {
  return joined(words, " AND ");
}

function joined(words: readonly string[], by: string): string | undefined {
  const phrases = [...new Set(words.map(phraseOf))].filter(Boolean);
  const telling = phrases.filter(isTelling);
  const used = telling.length > 0 ? telling : phrases;
  return used.length > 0 ? used.map((phrase) => `"${phrase}"`).join(by) : undefined;
}

function phraseOf(word: string): string {
  const parts = word
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu);
  return parts?.join(" ") ?? "";
}
