import { oneOf, type Random, seeded } from "../test/support/random.ts";

/** Commonest first. */
export const functionWords: ReadonlySet<string> = new Set(
  `the of and a to in we for that is on with by this our are from as can which it be an these have or at not such more than
   their also both through between but most while however each into over its has how using them they there where been`.split(
    /\s+/,
  ),
);

/** Draws ranks from 0 by the law of Zipf and Mandelbrot: rank r has the weight 1 / (r + 1 + shift) ** s. */
function zipf(size: number, s = 1.05, shift = 2.7): (random: Random) => number {
  const sums = new Float64Array(size);
  let sum = 0;
  for (let rank = 0; rank < size; rank++) {
    sum += 1 / (rank + 1 + shift) ** s;
    sums[rank] = sum;
  }
  return (random) => {
    const wanted = random() * sum;
    let [low, high] = [0, size - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Draws from a list, its first items most often. */
export function byRank<T>(items: readonly T[], shift?: number): (random: Random) => T {
  const draw = zipf(items.length, 1.05, shift);
  return (random) => items[draw(random)] as T;
}

const onsets = [
  "b",
  "d",
  "f",
  "g",
  "h",
  "k",
  "l",
  "m",
  "n",
  "p",
  "r",
  "s",
  "t",
  "v",
  "z",
  "br",
  "dr",
  "st",
  "tr",
] as const;
const vowels = ["a", "e", "i", "o", "u"] as const;
// No suffix that the Porter stemmer takes off ends like these, so that different words have different stems.
const codas = ["b", "f", "k", "m", "p", "v", "x", "z"] as const;

function syllables(count: number, random: Random): string {
  return Array.from({ length: count }, () => oneOf(onsets, random) + oneOf(vowels, random)).join("");
}

/** `count` different results of `make`, which is told how many there are already. */
function different(count: number, make: (rank: number) => string): readonly string[] {
  const words = new Set<string>();
  while (words.size < count) words.add(make(words.size));
  return [...words];
}

/** Words that look like none of English, commonest first; common ones are short. */
export function makeWords(count: number, seed: number): readonly string[] {
  const random = seeded(seed);
  const length = (rank: number): number =>
    2 + (rank > 300 ? 1 : 0) + (rank > 20_000 ? Math.round(random()) : 0);
  return different(count, (rank) => syllables(length(rank), random) + oneOf(codas, random));
}

/** Names of people, "Bado Trelin"; some parts are borne by many. */
export function makeNames(seed: number): (random: Random) => string {
  const random = seeded(seed);
  const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  const given = different(500, () => capitalized(syllables(2, random)));
  const family = different(4000, () =>
    capitalized(`${syllables(2, random)}${oneOf(["n", "r", "k"], random)}`),
  );
  const [drawGiven, drawFamily] = [byRank(given), byRank(family)];
  return (draw) => `${drawGiven(draw)} ${drawFamily(draw)}`;
}

/** What papers of one field have in common. */
export interface Topic {
  word(random: Random): string;
  /** Two words that stand together again and again. */
  pair(random: Random): string;
}

/** @param words all words, commonest first */
export function makeTopics(count: number, words: readonly string[], seed: number): readonly Topic[] {
  const random = seeded(seed);
  // Each power of ten of ranks gives as many words: the telling ones of a field are neither the commonest nor the rarest.
  const anyRank = (): number => Math.floor(30 * (words.length / 120) ** random());
  return Array.from({ length: count }, () => {
    const word = byRank(
      different(400, () => words[anyRank()] ?? ""),
      5,
    );
    return { word, pair: byRank(makePairs(40, () => word(random))) };
  });
}

/** Pairs of words that `draw` gives. */
export function makePairs(count: number, draw: () => string): readonly string[] {
  return different(count, () => `${draw()} ${draw()}`);
}
