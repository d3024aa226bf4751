import { type Postings, rowidOf, stepIn } from "./postings.ts";

export interface Candidate {
  readonly rowid: number;
  readonly score: number;
  /** Which words of the query it has, one bit each. */
  readonly words: number;
}

/** Papers that were found, until the next are collected. */
export interface Candidates {
  /** The best so many that have all these words, best first; newest first among equals. */
  best(most: number, bits?: number): readonly Candidate[];
  /** How many have all these words. */
  count(bits?: number): number;
}

/** Sums up scores by rowid, in arrays that are used again and again: sixteen bytes a paper of the store. */
export function createScoreboard() {
  let scores = new Float64Array(0);
  let words = new Int32Array(0);
  let rowids = new Int32Array(0);
  let end = 0;
  return {
    /** @param largest the largest rowid there is */
    reset(largest: number): void {
      end = largest + 1;
      if (scores.length < end) {
        scores = new Float64Array(Math.ceil(end * 1.1));
        words = new Int32Array(scores.length);
        rowids = new Int32Array(scores.length);
      }
      scores.fill(0, 0, end);
      words.fill(0, 0, end);
    },
    /** @param scoreOf what a paper gets, by the step of its posting */
    add(postings: Postings, scoreOf: readonly number[], bits: number): void {
      for (const posting of postings) {
        const rowid = rowidOf(posting);
        scores[rowid] = (scores[rowid] ?? 0) + (scoreOf[stepIn(posting)] ?? 0);
        words[rowid] = (words[rowid] ?? 0) | bits;
      }
    },
    /** @param among the papers that count */
    candidates(among: (rowid: number) => boolean): Candidates {
      let found = 0;
      for (let rowid = end - 1; rowid >= 0; rowid--)
        if ((scores[rowid] ?? 0) > 0 && among(rowid)) rowids[found++] = rowid;
      const all = rowids.subarray(0, found);
      const has = (rowid: number, bits: number): boolean => ((words[rowid] ?? 0) & bits) === bits;
      return {
        count(bits = 0) {
          if (bits === 0) return found;
          let count = 0;
          for (const rowid of all) if (has(rowid, bits)) count++;
          return count;
        },
        best(most, bits = 0) {
          let chosen: Candidate[] = [];
          let least = 0;
          for (const rowid of all) {
            const score = scores[rowid] ?? 0;
            if (score <= least || !has(rowid, bits)) continue;
            chosen.push({ rowid, score, words: words[rowid] ?? 0 });
            if (chosen.length < 2 * most) continue;
            chosen = bestOf(chosen, most);
            least = chosen.at(-1)?.score ?? 0;
          }
          return bestOf(chosen, most);
        },
      };
    },
  };
}

function bestOf(candidates: readonly Candidate[], most: number): Candidate[] {
  return candidates.toSorted((one, other) => other.score - one.score).slice(0, most);
}
