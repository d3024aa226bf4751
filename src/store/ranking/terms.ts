import { stemmer } from "stemmer";

// Words that stand in every abstract, or in every question, and tell no paper from another: function words of English, and what
// abstracts say of themselves. Not those that make terms: few-shot, one-class.
const common = new Set(
  `a about above after again against all also an and any are as at based be been before being below between both but by can could
  did do does done down during each else for from further had has have he her here his how i if in into is it its made make may
  might more most must no nor not of off on only or other our out over same shall she should so some such than that the their them
  then there these they this those through to too under up us use used using very via was we were what when where which who why
  will with would you your`.split(/\s+/),
);

/** They end in no plural's s, though their stem would lack it (Snowball's English stemmer, exceptions). */
const invariant = new Set(["andes", "atlas", "bias", "cosmos", "howe", "news", "sky"]);

/** Marks that no word contains, because they are for private use (Unicode, chapter 23.5). */
const capital = "\u{E001}";
const hyphenated = "\u{E003}";
const longestWord = 64;
export const hyphens = String.raw`[-\u2010\u2011\u2013]`;
const letter = String.raw`[\p{L}\p{N}]`;
/** Words, each with the hyphen that ties it to the next. The second reads ASCII only, which most texts are, faster. */
const tiedWords = new RegExp(`${letter}+(?:${hyphens}(?=${letter}))?`, "gu");
const tiedAscii = /[A-Za-z0-9]+(?:-(?=[A-Za-z0-9]))?/g;
/** Of the last character of a word that is tied to the next. */
const isHyphen = (code: number): boolean => code === 0x2d || (code >= 0x2010 && code <= 0x2013);

export interface Terms {
  readonly words: readonly string[];
  readonly forms: readonly string[];
}

/** The words of a text as they are written. */
export function writtenWords(text: string): readonly string[] {
  return text.normalize("NFKC").match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/**
 * Takes a text apart, as it is both stored and asked for: what is not found here is not found.
 * @param visit is told every word by its stem (Porter 1980), lower case and without accents, and the forms that some can be found by
 *   besides: with a hyphen as one, and with capitals inside, as LoRA, for themselves
 */
export function eachTerm(text: string, visit: Visit): void {
  visitWords(tiedWordsOf(text), visit);
}

/** The same of the words that stand there more than once, of those with capitals inside, and of those with a hyphen. */
export function eachStrongTerm(text: string, visit: Visit): void {
  const words = tiedWordsOf(text);
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  let isAfterHyphen = false;
  const strong = words.filter((word) => {
    const isTied = isHyphen(word.charCodeAt(word.length - 1));
    const isStrong = isTied || isAfterHyphen || (counts.get(word) ?? 0) > 1 || hasCapitalInside(word);
    isAfterHyphen = isTied;
    return isStrong;
  });
  visitWords(strong, visit);
}

type Visit = (term: string, isTelling: boolean, isForm: boolean) => void;

function visitWords(words: readonly string[], visit: Visit): void {
  let before: Word | undefined;
  for (const written of words) {
    const isTied = isHyphen(written.charCodeAt(written.length - 1));
    const word = lookUp(isTied ? written.slice(0, -1) : written);
    visit(word.stem, word.isTelling, false);
    if (word.cased !== undefined) visit(word.cased, true, true);
    if (before?.isTelling && word.isTelling) visit(hyphenated + joined(before.lower, word.lower), true, true);
    before = isTied ? word : undefined;
  }
}

/** The same, as lists. */
export function termsOf(text: string): Terms {
  const terms: { words: string[]; forms: string[] } = { words: [], forms: [] };
  eachTerm(text, (term, _, isForm) => (isForm ? terms.forms : terms.words).push(term));
  return terms;
}

/** A term as its letters stand in texts, but for what its stem lacks. */
export function lettersOf(term: string): string {
  return term.replace(/\p{Co}/gu, "");
}

/** Whether a text is ASCII only: then it has no accents, and is read faster. */
export function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all but ASCII.
  return !/[^\x00-\x7f]/.test(text);
}

export function withoutAccents(text: string): string {
  return isAscii(text) ? text : text.normalize("NFKD").replace(/\p{M}+/gu, "");
}

function tiedWordsOf(text: string): readonly string[] {
  return (isAscii(text) ? text.match(tiedAscii) : withoutAccents(text).match(tiedWords)) ?? [];
}

/** Whether a term says something about a paper. */
export function isTelling(term: string): boolean {
  return !common.has(term);
}

/** The stem of two words written as one: "finetun" for fine tuning. */
export function joined(one: string, other: string): string {
  return lookUp(one + other).stem;
}

export function isHyphenated(term: string): boolean {
  return term.startsWith(hyphenated);
}

/** The form of two words with a hyphen between them, which are one here: fine-tuning for finetuning. */
export function hyphenatedForm(stem: string): string {
  return hyphenated + stem;
}

/**
 * A word with capitals behind its first letter, with its capitals marked: so LoRA differs from Lora, and RAG from a rag. A plural's s
 * does not make another word of it.
 */
function casedForm(word: string): string | undefined {
  if (!hasCapitalInside(word)) return undefined;
  return word.replace(/(?<=\p{Lu})s$/u, "").replace(/\p{Lu}/gu, (letter) => capital + letter.toLowerCase());
}

const hasCapitalInside = (word: string): boolean => /.\p{Lu}/u.test(word);

interface Word {
  readonly lower: string;
  readonly stem: string;
  readonly isTelling: boolean;
  readonly cased: string | undefined;
}

// Kept because a vocabulary is small and a stem takes longer than a look-up. When there are many, those that come again are kept.
let known = new Map<string, Word>();
let knownBefore = known;
const mostKnown = 40_000;

function lookUp(written: string): Word {
  const found = known.get(written);
  if (found) return found;
  if (known.size >= mostKnown) {
    knownBefore = known;
    known = new Map();
  }
  const word = knownBefore.get(written) ?? read(written);
  known.set(written, word);
  return word;
}

function read(written: string): Word {
  const cut = written.slice(0, longestWord);
  const lower = cut.toLowerCase();
  const stem = common.has(lower) || invariant.has(lower) ? lower : stemmer(lower);
  return { lower, stem, isTelling: !common.has(stem), cased: casedForm(cut) };
}
