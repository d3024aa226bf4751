import { known } from "../model/paper.ts";
import { cleanText } from "../text/clean.ts";

/** An author as reference managers sort them. Without `given` the name is one piece: a group, or a single word. */
export interface Name {
  /** With its particle: "van der Maaten". */
  readonly family: string;
  readonly given?: string;
  /** "Jr.", "III". */
  readonly suffix?: string;
}

// What a name of a person does not have: figures beside letters, signs that would divide it for BibTeX, RIS or biber ("family=..."), words of groups
// and companies. AI in capitals only: Ai is a name of people.
const groupSign = /[,;:=&@/]|\p{L}-?\d|\d\p{L}|\b(?:and|others)\b|^et al\b/iu;
const groupBeginning = /^(?:The|Team|University|Institute|Project|Department)\b/i;
const groupPart =
  /\bAI\b|\b(?:Robotics|DeepMind|OpenAI|Tencent|Alibaba|ByteDance|Baidu|NVIDIA|DeepSeek|Huawei|Xiaomi)\b/;
const groupWords: ReadonlySet<string> = new Set(
  [
    "team group collaboration consortium alliance association society committee council network community workshop challenge",
    "authors contributors collaborators members developers maintainers organizers participants researchers volunteers",
    "project program initiative foundation agency institute university college department division laboratory laboratories lab labs",
    "center centre research technology technologies systems intelligence sciences studio studios company corporation inc ltd llc gmbh",
  ].flatMap((line) => line.split(" ")),
);

function isGroup(name: string): boolean {
  const [last = ""] = /[\p{L}]+(?=\.?$)/u.exec(name) ?? [];
  return (
    groupWords.has(last.toLowerCase()) ||
    [groupSign, groupBeginning, groupPart].some((sign) => sign.test(name))
  );
}

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
  if (words.length === 1 || isGroup(person)) return { family: name };
  const at = familyStart(words);
  if (at === 0) return { family: name };
  return { ...known({ suffix }), family: words.slice(at).join(" "), given: words.slice(0, at).join(" ") };
}

/** The family name begins with the first particle, else it is the last word. */
function familyStart(words: readonly string[]): number {
  const particle = words.findIndex((word) => particles.has(word));
  return particle < 0 ? words.length - 1 : particle;
}
