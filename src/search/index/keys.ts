import { wordsOf } from "../../text/query.ts";
import { type Hash, hashOf, pairOf } from "../../text/words.ts";
import { eachHash } from "../rank/hashes.ts";
import { normOf, piecesOf, stepOf, steps, weightsIn } from "../rank/impact.ts";
import { titleWeight } from "../rank/proximity.ts";
import { createSums } from "../rank/sums.ts";
import type { Prepared } from "../search.ts";
import { type Key, keyOf, pairKeyOf } from "./postings.ts";

/** What of a paper is found by words. */
export interface Texts {
  readonly title: string;
  readonly summary: string | null;
  readonly keywords: string;
  readonly abstract: string | null;
  readonly authors: string;
}

/**
 * All keys that a paper is found by, in two numbers each: the bucket, and the tag times 64 with the step. A change of
 * what they are needs a step of the migrations that fills the index anew.
 */
export function keysOf({ title, summary, keywords, abstract, authors }: Texts): Prepared {
  const fields = { title, summary: summary ?? "", keywords, abstract: abstract ?? "", authors };
  const norm = normOf(fields);
  for (const { name, weight } of weightsIn(fields)) {
    const pairWeight = (name === "title" ? titleWeight : 1) / norm;
    for (const piece of piecesOf(fields, name)) sumUp(piece, weight, pairWeight, name === "authors");
  }
  const keys = new Int32Array(2 * (1 + terms.size() + pairs.size()));
  let end = 0;
  const add = ({ bucket, tag }: Key, step: number): void => {
    keys[end++] = bucket;
    keys[end++] = tag * steps + step;
  };
  add(titleKey(title), 0);
  terms.end((one, other, weight, isName) => add(keyOf({ one, other }), stepOf(weight, isName)));
  pairs.end((one, other, weight, isName) => add(pairKeyOf({ one, other }), stepOf(weight, isName)));
  return keys;
}

const terms = createSums();
const pairs = createSums();

function sumUp(text: string, weight: number, pairWeight: number, isName: boolean): void {
  let before: Hash | undefined;
  eachHash(text, (one, other, isForm) => {
    terms.add(one, other, weight, isName);
    if (isForm) return;
    const hash = { one, other };
    if (before) {
      const pair = pairOf(before, hash);
      pairs.add(pair.one, pair.other, pairWeight, isName);
    }
    before = hash;
  });
}

/** The key of a title as a whole: of its words in their order, for people type its signs, case and accents as they like. */
export function titleKey(title: string): Key {
  return keyOf(hashOf(`\u{E002}${wordsOf(title).join(" ")}`));
}

/** The keys of many papers, all in one buffer. */
export function keysOfAll(texts: readonly Texts[]): readonly Prepared[] {
  const keys = texts.map(keysOf);
  const all = new Int32Array(keys.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  return keys.map((some) => {
    all.set(some, end);
    end += some.length;
    return all.subarray(end - some.length, end);
  });
}
