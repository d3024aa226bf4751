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

// Counted loops, for those over the values of a typed array take ten times as long.
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
      const [sums, has] = [scores, words];
      for (let i = 0; i < postings.length; i++) {
        const posting = postings[i] ?? 0;
        const rowid = rowidOf(posting);
        sums[rowid] = (sums[rowid] ?? 0) + (scoreOf[stepIn(posting)] ?? 0);
        has[rowid] = (has[rowid] ?? 0) | bits;
      }
    },
    /** @param among the papers that count, all where it is not said */
    candidates(among?: (rowid: number) => boolean): Candidates {
      const [sums, has, all] = [scores, words, rowids];
      let found = 0;
      for (let rowid = end - 1; rowid >= 0; rowid--)
        if ((sums[rowid] ?? 0) > 0 && (among === undefined || among(rowid))) all[found++] = rowid;
      const hasAll = (rowid: number, bits: number): boolean => ((has[rowid] ?? 0) & bits) === bits;
      return {
        count(bits = 0) {
          if (bits === 0) return found;
          let count = 0;
          for (let i = 0; i < found; i++) if (hasAll(all[i] ?? 0, bits)) count++;
          return count;
        },
        best(most, bits = 0) {
          let chosen: Candidate[] = [];
          let least = 0;
          for (let i = 0; i < found; i++) {
            const rowid = all[i] ?? 0;
            const score = sums[rowid] ?? 0;
            if (score <= least || !hasAll(rowid, bits)) continue;
            chosen.push({ rowid, score, words: has[rowid] ?? 0 });
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
