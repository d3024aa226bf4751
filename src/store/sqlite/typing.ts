import { keyOf } from "../../search/index/postings.ts";
import { createIndexReader } from "../../search/index/reader.ts";
import { termsOf } from "../../text/terms.ts";
import { hashOf } from "../../text/words.ts";
import type { Typing } from "../store.ts";
import type { Connection } from "./connection.ts";

/** Behind all that a text begins. */
const last = "\u{10FFFF}";
/** The longest word that the vocabulary holds. */
const longestWord = 30;
/** To count a word's papers takes some 30 µs, and a few letters begin thousands of words. */
const mostCounted = 400;

/** What is being typed, on indexes alone: a keystroke reads no text of a paper but titles of the newest. */
export function createTyping(db: Connection): Typing {
  const { estimate } = createIndexReader(db);
  const beginning = db.prepare<[string, string, number], string>(
    "SELECT id FROM paper WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT ?",
  );
  const newest = db.prepare<[number], { id: string; title: string }>(
    "SELECT id, title FROM paper ORDER BY newest_list_day DESC, rowid DESC LIMIT ?",
  );
  const ofLength = db
    .prepare<[number, string, string, number], string>(
      "SELECT word FROM word WHERE length = ? AND word >= ? AND word < ? LIMIT ?",
    )
    .pluck();

  const wordsBeginning = (begins: string): readonly string[] => {
    const found: string[] = [];
    for (let length = begins.length; length <= longestWord && found.length < mostCounted; length++)
      found.push(...ofLength.all(length, begins, begins + last, mostCounted - found.length));
    return found;
  };
  return {
    async ids(begins, most) {
      return beginning.pluck().all(begins, begins + last, most);
    },
    async newest(most) {
      return newest.all(most);
    },
    async words(begins, most) {
      // Of words with one stem the shortest stands for all: they find the same papers.
      const byStem = new Map<string, string>();
      for (const word of wordsBeginning(begins)) {
        const stem = termsOf(word).words[0] ?? word;
        if (!byStem.has(stem)) byStem.set(stem, word);
      }
      return [...byStem]
        .map(([stem, word]) => ({ word, papers: estimate(keyOf(hashOf(stem))) }))
        .toSorted((one, other) => other.papers - one.papers)
        .slice(0, most)
        .map(({ word }) => word);
    },
  };
}
