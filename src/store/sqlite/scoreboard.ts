export interface Candidate {
  readonly rowid: number;
  readonly score: number;
  /** Which words of the query it has, one bit each. */
  readonly words: number;
}

export interface Candidates {
  /** The best so many, best first; newest first among equals. */
  best(most: number): readonly Candidate[];
  /** How many there are. */
  readonly total: number;
  /** How many of them have all these words. */
  complete(bits: number): number;
  /** Whether not all were read: then there may be more. */
  readonly cut: boolean;
}

/** Sums up scores by rowid. Its arrays are used again and again: twelve bytes a paper of the store. */
export function createScoreboard() {
  let scores = new Float64Array(0);
  let words = new Int32Array(0);
  let found: number[] = [];
  return {
    reset(largest: number): void {
      // What a search that failed has left behind.
      for (const rowid of found) scores[rowid] = words[rowid] = 0;
      found = [];
      if (scores.length > largest) return;
      scores = new Float64Array(Math.ceil(largest * 1.1) + 1);
      words = new Int32Array(scores.length);
    },
    add(rowid: number, score: number, bits: number, isRest = false): void {
      const before = scores[rowid];
      if (before === undefined || (isRest && ((words[rowid] ?? 0) & bits) !== 0)) return;
      // A score may be 0, and every paper is to be found once: what was never added to has no word.
      if (before === 0 && words[rowid] === 0) found.push(rowid);
      scores[rowid] = before + score;
      words[rowid] = (words[rowid] ?? 0) | bits;
    },
    /** Leaves the counters as empty as they were. */
    result(): Omit<Candidates, "cut"> {
      const rowids = found;
      found = [];
      const of = new Float64Array(rowids.length);
      const has = new Int32Array(rowids.length);
      for (const [i, rowid] of rowids.entries()) {
        of[i] = scores[rowid] ?? 0;
        has[i] = words[rowid] ?? 0;
        scores[rowid] = 0;
        words[rowid] = 0;
      }
      return {
        total: rowids.length,
        complete(bits) {
          let complete = 0;
          for (const one of has) if ((one & bits) === bits) complete++;
          return complete;
        },
        best(most) {
          const least = most < of.length ? (of.toSorted().at(-most) ?? 0) : 0;
          const chosen: Candidate[] = [];
          for (const [i, rowid] of rowids.entries()) {
            const score = of[i] ?? 0;
            if (score >= least) chosen.push({ rowid, score, words: has[i] ?? 0 });
          }
          return chosen
            .sort((one, other) => other.score - one.score || other.rowid - one.rowid)
            .slice(0, most);
        },
      };
    },
  };
}
