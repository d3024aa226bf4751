/** 64 bits of a text, in two halves. */
export interface Hash {
  readonly one: number;
  readonly other: number;
}

// FNV-1a of 32 bits (Fowler, Noll and Vo), and the same with a prime of its own.
const nothing = 0x811c9dc5 | 0;
const [prime, otherPrime] = [0x01000193, 0x5bd1e995];

const [separator, letter, hyphen] = [1, 2, 3];
const letters = /[\p{L}\p{N}]/u;
export const hyphens = String.raw`[-\u2010\u2011\u2013]`;
const hyphenPattern = new RegExp(hyphens, "u");

// What the characters are that were met, by their code: to ask a pattern of every character of every paper takes far longer.
const kinds = new Uint8Array(2 ** 16);

/**
 * Reads a text word by word, without its accents.
 * @param visit is told where a word is, and its hash as it is written, for a string of each would take longer than all else; and tells
 *   whether the word says something
 * @param visitTied is told two such words with a hyphen between them
 */
export function eachTiedWord(
  text: string,
  visit: (plain: string, start: number, end: number, one: number, other: number) => boolean,
  visitTied: (before: string, after: string) => void,
): void {
  const plain = withoutAccents(text);
  let before = "";
  let start = 0;
  let [one, other] = [nothing, nothing];
  for (let at = 0; at <= plain.length; at++) {
    const kind = kindAt(plain, at);
    if (kind === letter) {
      const code = plain.charCodeAt(at);
      one = Math.imul(one ^ code, prime);
      other = Math.imul(other ^ code, otherPrime);
      continue;
    }
    if (at > start) {
      const isTied = kind === hyphen && kindAt(plain, at + 1) === letter;
      const isTelling = visit(plain, start, at, one, other);
      const word = isTelling && (isTied || before !== "") ? plain.slice(start, at) : "";
      if (before !== "" && word !== "") visitTied(before, word);
      before = isTied ? word : "";
    }
    start = at + 1;
    one = nothing;
    other = nothing;
  }
}

export function hashOf(text: string): Hash {
  let [one, other] = [nothing, nothing];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, prime);
    other = Math.imul(other ^ code, otherPrime);
  }
  return { one, other };
}

/** The hash of two words beside each other. */
export function pairOf(before: Hash, after: Hash): Hash {
  return {
    one: Math.imul(before.one, prime) ^ after.one,
    other: Math.imul(before.other, otherPrime) ^ after.other,
  };
}

/** The words of a text as they are written. */
export function writtenWords(text: string): readonly string[] {
  return text.normalize("NFKC").match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** Whether a text is ASCII only: then it has no accents, and is read faster. */
export function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all but ASCII.
  return !/[^\x00-\x7f]/.test(text);
}

export function withoutAccents(text: string): string {
  return isAscii(text) ? text : text.normalize("NFKD").replace(/\p{M}+/gu, "");
}

function kindAt(text: string, at: number): number {
  // Beyond the end a code would be no number, which makes all this twice as slow.
  return at < text.length ? kinds[text.charCodeAt(at)] || learn(text, at) : separator;
}

function learn(text: string, at: number): number {
  const code = text.charCodeAt(at);
  const isHalf = code >= 0xd800 && code <= 0xdfff;
  const first = isHalf && code >= 0xdc00 && at > 0 ? at - 1 : at;
  const character = String.fromCodePoint(text.codePointAt(first) ?? code);
  const kind = letters.test(character) ? letter : hyphenPattern.test(character) ? hyphen : separator;
  // Half a character says nothing without the other.
  if (!isHalf) kinds[code] = kind;
  return kind;
}
