import { known } from "../paper.ts";
import { cleanText } from "../text.ts";

/** An author as reference managers sort them. Without `given` the name is one piece: a group, or a single word. */
export interface Name {
  /** With its particle: "van der Maaten". */
  readonly family: string;
  readonly given?: string;
  /** "Jr.", "III". */
  readonly suffix?: string;
}

// What a name of a person does not have: signs that would divide it for BibTeX, RIS or biber ("family=..."), and the words
// of groups and companies.
const groupSign = /[,;:=&@/]|\b(?:and|others)\b/i;
const groupWord =
  /^(?:The|Team|University|Institute)\b|\b(?:Team|Collaboration|Group|Consortium|Labs?|Laboratory|Project|Initiative|Community|Foundation|Institute|University|Research|AI|Inc|Ltd|LLC|Corporation|Authors|Contributors)\.?$/;

// In lower case only: Van and Le are names of their own in Vietnamese.
const particles = new Set(
  "van von der den dem de da di do du dos das del della la le el al bin ibn ter ten te zu zum zur af av 't".split(
    " ",
  ),
);

/** The authors that have a name: letters or digits. arXiv lists the colon after "Qwen Team:" as an author. */
export function parseNames(authors: readonly string[]): readonly Name[] {
  return authors
    .map((author) => cleanText(author))
    .filter((author) => /[\p{L}\p{N}]/u.test(author))
    .map(parseName);
}

/** "Laurens van der Maaten" is van der Maaten, Laurens; "Anderson and Sons" and "OpenAI" are one piece. */
function parseName(name: string): Name {
  const [, beforeSuffix, suffix] = /^(\S+ .+?),? (Jr\.?|Sr\.?|II|III|IV)$/.exec(name) ?? [];
  const person = beforeSuffix ?? name;
  const words = person.split(" ");
  if (words.length === 1 || groupSign.test(person) || groupWord.test(person)) return { family: name };
  const at = familyStart(words);
  if (at === 0) return { family: name };
  return { ...known({ suffix }), family: words.slice(at).join(" "), given: words.slice(0, at).join(" ") };
}

/** The family name begins with the first particle, else it is the last word. */
function familyStart(words: readonly string[]): number {
  const particle = words.findIndex((word) => particles.has(word));
  return particle < 0 ? words.length - 1 : particle;
}
