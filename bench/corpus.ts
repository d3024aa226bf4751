import { addDays, firstListDay, type ListDay, weekdaysBack } from "../src/calendar/days.ts";
import type { Paper } from "../src/model/paper.ts";
import { wordsOf } from "../src/text/query.ts";
import { type Random, seeded } from "../test/support/random.ts";
import {
  byRank,
  functionWords,
  makeNames,
  makePairs,
  makeTopics,
  makeWords,
  type Topic,
} from "./vocabulary.ts";

/** The present of the benchmark. */
export const today: ListDay = "2026-11-20";

/** Papers that are made up when asked for: the same number, the same paper. */
export interface Corpus {
  readonly size: number;
  /** @param number from 0, oldest first */
  paper(number: number): Paper;
}

const seed = 20_261_120;
const functionWord = byRank([...functionWords]);
const shareOfFunctionWords = { abstract: 0.38, title: 0.22 };

export function createCorpus(size: number): Corpus {
  const words = makeWords(130_000, seed);
  const language: Language = {
    word: byRank(words),
    topic: byRank(makeTopics(300, words, seed + 1), 20),
    commonPair: byRank(commonPairs(words)),
    name: makeNames(seed + 2),
  };
  const days = [...weekdaysBack(today, firstListDay)].reverse();
  return {
    size,
    paper(number) {
      const day = days[Math.floor((number / size) * days.length)] ?? today;
      return writePaper(number, day, language, seeded(seed ^ Math.imul(number + 1, 0x9e3779b1)));
    },
  };
}

interface Language {
  word(random: Random): string;
  topic(random: Random): Topic;
  commonPair(random: Random): string;
  name(random: Random): string;
}

/** As "neural network" or "large model" are: pairs of the commonest words. */
function commonPairs(words: readonly string[]): readonly string[] {
  const random = seeded(seed + 3);
  const draw = byRank(words.slice(0, 50), 10);
  return makePairs(60, () => draw(random));
}

function writePaper(number: number, day: ListDay, language: Language, random: Random): Paper {
  const topics = random() < 0.5 ? [language.topic(random)] : [language.topic(random), language.topic(random)];
  const tell = (): string => tellingWords(topics, language, random);
  const abstract = sentences(
    writeWords(between(138, 230, random), shareOfFunctionWords.abstract, tell, random),
    random,
  );
  // A title and a summary say mostly what the abstract says.
  const said = wordsOf(abstract).filter((word) => !functionWords.has(word));
  const retell = (): string =>
    random() < 0.6 ? (said[Math.floor(random() * said.length)] ?? tell()) : tell();
  const topicPair = (): string => topics[0]?.pair(random) ?? "";
  const title = writeWords(between(7, 13, random), shareOfFunctionWords.title, retell, random);
  const summary = writeWords(between(15, 25, random), shareOfFunctionWords.abstract, retell, random);
  return {
    id: idOf(number, day),
    title: title.map((word) => (functionWords.has(word) ? word : capitalized(word))).join(" "),
    authors: Array.from({ length: between(1, 12, random) }, () => language.name(random)),
    abstract,
    keywords: Array.from({ length: between(3, 6, random) }, () => (random() < 0.5 ? topicPair() : retell())),
    publishedAt: `${addDays(day, -between(0, 3, random))}T09:30:00.000Z`,
    listDays: [day],
    upvotes: heavyTailed(6, random),
    comments: heavyTailed(1, random),
    ...(random() < 0.85 ? { summary: sentences(summary, random) } : {}),
    ...(random() < 0.3 ? { organization: `${capitalized(language.word(random))} Institute` } : {}),
    ...(random() < 0.45
      ? { codeUrl: `https://github.com/bench/p${number}`, codeStars: heavyTailed(20, random) }
      : {}),
  };
}

/** One word or two that belong together, of the paper's topics or of all papers. */
function tellingWords(topics: readonly Topic[], language: Language, random: Random): string {
  const topic = topics[random() < 0.7 ? 0 : topics.length - 1];
  const kind = random();
  if (kind < 0.05 || !topic) return language.commonPair(random);
  if (kind < 0.15) return topic.pair(random);
  return kind < 0.5 ? topic.word(random) : language.word(random);
}

/** About `length` words, of which a share are those of every English text. */
function writeWords(length: number, share: number, tell: () => string, random: Random): string[] {
  const words: string[] = [];
  while (words.length < length)
    words.push(...(random() < share ? [functionWord(random)] : tell().split(" ")));
  return words;
}

function sentences(words: readonly string[], random: Random): string {
  let begins = true;
  const written = words.map((word, i) => {
    const first = begins;
    begins = i === words.length - 1 || random() < 0.05;
    const end = begins ? "." : random() < 0.05 ? "," : "";
    return `${first ? capitalized(word) : word}${end}`;
  });
  return written.join(" ");
}

/** Years and months as on arXiv, with numbers that arXiv has not come to in any month. */
function idOf(number: number, day: ListDay): string {
  return `${day.slice(2, 4)}${day.slice(5, 7)}.${30_000 + (number % 70_000)}`;
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A whole number, each as likely as the others, both ends included. */
function between(least: number, most: number, random: Random): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** Many small numbers and few large ones. */
function heavyTailed(scale: number, random: Random): number {
  return Math.min(3000, Math.floor(scale * ((1 - random()) ** -0.7 - 1)));
}
