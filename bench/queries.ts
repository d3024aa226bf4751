import type { Paper } from "../src/model/paper.ts";
import { wordsOf } from "../src/text/query.ts";
import { type Random, seeded } from "../test/support/random.ts";
import type { Corpus } from "./corpus.ts";
import { functionWords } from "./vocabulary.ts";

/** Queries of one kind, as people type them. */
export interface QueryClass {
  readonly name: string;
  readonly texts: readonly string[];
}

/** The classes that nobody types: they take the yardstick so long that they alone are the slowest of all together. */
export const pasted: ReadonlySet<string> = new Set(["whole title", "paragraph"]);

type Kind = "common" | "mixed" | "rare";

/** What the corpus says often, from a sample of it. */
interface Survey {
  /** Telling words, 0 for the one that most papers have; a word that is not here is rare. */
  readonly ranks: ReadonlyMap<string, number>;
  /** Two telling words that stand together again and again. */
  readonly pairs: ReadonlySet<string>;
  readonly commonPairs: ReadonlySet<string>;
}

const surveyed = 3000;
/** Ranks: what people look for most, and what hardly anybody does. */
const common = 50;
const rare = 2000;

/** @param count queries of each class */
export function makeQueries(corpus: Corpus, count: number, seed: number): readonly QueryClass[] {
  const draw = createDraw(corpus, surveyWords(corpus), seeded(seed));
  const kinds: readonly Kind[] = ["common", "mixed", "rare"];
  const plain = [1, 2, 3, 4].flatMap((n) =>
    kinds.map(
      (kind) =>
        [`${n} ${kind} word${n === 1 ? "" : "s"}`, (paper: Paper) => draw.words(paper, n, kind)] as const,
    ),
  );
  const few = (paper: Paper): string => draw.words(paper, 2, "mixed");
  const most = "since:365d has:code min:50";
  const classes: readonly (readonly [string, (paper: Paper) => string])[] = [
    ...plain,
    ["phrase", (paper) => draw.phrase(paper)],
    ["phrase of common words", (paper) => draw.phrase(paper, "common")],
    ["phrase and 2 words", (paper) => `${draw.phrase(paper)} ${few(paper)}`],
    ["2 words has:code", (paper) => `${few(paper)} has:code`],
    ["2 words since:30d", (paper) => `${few(paper)} since:30d`],
    ["2 words since:365d", (paper) => `${few(paper)} since:365d`],
    ["2 words min:50", (paper) => `${few(paper)} min:50`],
    ["2 words author:name", (paper) => `${few(paper)} ${draw.author(paper)}`],
    ["3 words -word", (paper) => draw.words(paper, 4, "mixed").replace(/ (\S+)$/, " -$1")],
    [`2 common words ${most}`, (paper) => `${draw.words(paper, 2, "common")} ${most}`],
    [
      "2 words author:name -word has:code",
      (paper) => draw.words(paper, 3, "mixed").replace(/ (\S+)$/, ` ${draw.author(paper)} -$1 has:code`),
    ],
    ["whole title", (paper) => paper.title],
    ["paragraph", (paper) => (paper.abstract ?? "").slice(0, 1000).replace(/\s\S*$/, "")],
    ["filters alone", (paper) => draw.filters(paper)],
  ];
  return classes.map(([name, make]) => ({
    name,
    texts: Array.from({ length: count }, () => make(draw.paper())),
  }));
}

/** The texts of one class. @throws Error where there is none of that name */
export function textsOf(classes: readonly QueryClass[], name: string): readonly string[] {
  const found = classes.find((one) => one.name === name);
  if (!found) throw new Error(`no queries are called ${name}`);
  return found.texts;
}

function surveyWords(corpus: Corpus): Survey {
  const [papers, follows] = [new Map<string, number>(), new Map<string, number>()];
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const step = Math.max(1, Math.floor(corpus.size / surveyed));
  for (let number = 0; number < corpus.size; number += step) {
    const words = wordsOf(corpus.paper(number).abstract ?? "");
    for (const word of new Set(words)) if (!functionWords.has(word)) add(papers, word);
    for (const [i, word] of words.entries()) {
      const next = words[i + 1];
      if (next !== undefined && papers.has(word) && papers.has(next)) add(follows, `${word} ${next}`);
    }
  }
  const ranks = new Map([...papers].sort(([, a], [, b]) => b - a).map(([word], rank) => [word, rank]));
  const isCommon = (pair: string): boolean =>
    pair.split(" ").every((word) => (ranks.get(word) ?? rare) < common);
  const pairs = [...follows].filter(([, times]) => times >= 5).map(([pair]) => pair);
  return { ranks, pairs: new Set(pairs), commonPairs: new Set(pairs.filter(isCommon)) };
}

/** What somebody may type who has a certain paper in mind. */
function createDraw(corpus: Corpus, { ranks, pairs, commonPairs }: Survey, random: Random) {
  const one = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const anyPaper = (): Paper => corpus.paper(Math.floor(random() * corpus.size));
  const isOf: Readonly<Record<Kind, (rank: number) => boolean>> = {
    common: (rank) => rank < common,
    mixed: () => true,
    rare: (rank) => rank >= rare,
  };
  /** The telling words of a paper, as often as it says them. */
  const told = ({ abstract = "" }: Paper, kind: Kind): readonly string[] =>
    wordsOf(abstract).filter((word) => !functionWords.has(word) && isOf[kind](ranks.get(word) ?? rare));
  return {
    paper: anyPaper,
    /** Different words, most of them of one paper: of another one where this has too few. */
    words(paper: Paper, n: number, kind: Kind): string {
      const words = new Set<string>();
      let some = told(paper, kind);
      while (new Set(some).size < n) some = told(anyPaper(), kind);
      while (words.size < n) words.add(one(random() < 0.9 ? some : told(anyPaper(), kind)) ?? one(some));
      return [...words].join(" ");
    },
    /** A pair that stands in the paper, or any where it has none. */
    phrase({ abstract = "" }: Paper, kind?: "common"): string {
      const wanted = kind ? commonPairs : pairs;
      const said = wordsOf(abstract).map((word, i, words) => `${word} ${words[i + 1]}`);
      return `"${one(said.filter((pair) => wanted.has(pair))) ?? one([...wanted])}"`;
    },
    /** The family name, or the whole name, of one of its authors. */
    author({ authors }: Paper): string {
      const name = one(authors);
      return random() < 0.5 ? `author:${name.split(" ").at(-1)}` : `author:"${name}"`;
    },
    filters(paper: Paper): string {
      const [author, days, least] = [
        this.author(paper),
        7 + Math.floor(random() * 400),
        Math.floor(random() * 90),
      ];
      return one([
        `has:code since:${days}d`,
        `since:${days}d min:${least}`,
        `has:code min:${least}`,
        `${author}`,
        `${author} has:code`,
      ]);
    },
  };
}
