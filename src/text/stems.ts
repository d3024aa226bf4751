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
/**
 * What these words begin with is their stem: papers say them all the time, and do not mean to generate, experience or transform. Whole
 * words, for the stem of general-purpose is another one.
 */
const apart =
  /^(communit|experiment|general|generic|transformer|universit)(?:s|y|ies|ity|al|ly|ally|ations?|ed|ing|ists?|i[sz](?:e[drs]?|ing|able|ability|ations?))?$/;

// Marks that no word contains, because they are for private use (Unicode, chapter 23.5).
const capital = "\u{E001}";
const hyphenated = "\u{E003}";
const longestWord = 64;

/** The stem of a word (Porter 1980), which is lower case; of a long one that of its beginning. */
export function stemOf(written: string): string {
  const lower = written.slice(0, longestWord).toLowerCase();
  return common.has(lower) || invariant.has(lower) ? lower : (apart.exec(lower)?.[1] ?? stemmer(lower));
}

/** Whether a term says something about a paper. */
export function isTelling(term: string): boolean {
  return !common.has(term);
}

/** The stem of two words written as one: "finetun" for fine tuning. */
export function joined(one: string, other: string): string {
  return stemOf(one + other);
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
export function casedForm(written: string): string | undefined {
  const word = written.slice(0, longestWord);
  if (!/.\p{Lu}/u.test(word)) return undefined;
  return word.replace(/(?<=\p{Lu})s$/u, "").replace(/\p{Lu}/gu, (letter) => capital + letter.toLowerCase());
}

/** A term as its letters stand in texts, but for what its stem lacks. */
export function lettersOf(term: string): string {
  return term.replace(/\p{Co}/gu, "");
}
