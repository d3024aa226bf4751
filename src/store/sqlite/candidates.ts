import { impactOf, indexed, rarityOf, stepOf, steps, weightOf } from "../ranking/impact.ts";
import type { Connection } from "./database.ts";

/** A term that is looked for. */
export interface Wanted {
  readonly term: string;
  /** How much it counts. */
  readonly weight: number;
  /** The words of the query that it stands for, one bit each. */
  readonly words: number;
}

/** A wanted term, and how rare it is here. */
export interface Rated extends Wanted {
  readonly papers: number;
  readonly rarity: number;
  /** All of its entries, where only few papers have it. */
  readonly postings?: readonly (readonly [entry: string, rowid: number])[];
}

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
  /** Whether only the weightiest were read: then there may be more. */
  readonly cut: boolean;
}

/** Papers of one term that weigh alike there. */
interface Segment {
  readonly score: number;
  readonly words: number;
  read(most: number): readonly number[];
}

export interface Index {
  /** A term with its rarity; undefined where no paper has it. */
  rate(wanted: Wanted): Rated | undefined;
  /** How rare a term is, about; 0 where no paper has it. */
  rarity(term: string): number;
  /**
   * Papers with any of these terms, by the sum of their impacts. The heaviest impacts are read first, up to about `most` of them, so that
   * a search takes as long whatever the number of papers: "score at a time", which Lin and Trotman (ICTIR 2015) show to lose nothing
   * that matters when it stops early.
   * @param only rowids; without it, all papers
   */
  collect(terms: readonly Rated[], most: number, only?: ReadonlySet<number>): Candidates;
  /** Rowids of the papers that have an entry. */
  withEntry(entry: string): readonly number[];
}

/** Of a term that fewer papers have, all are read at once; the counts of others take time and are kept. */
const few = 500;
const mostKept = 5000;

export function createIndex(db: Connection): Index {
  db.exec(`
    CREATE VIRTUAL TABLE IF NOT EXISTS temp.impact_entry USING fts5vocab (main, paper_impact, row);
    CREATE VIRTUAL TABLE IF NOT EXISTS temp.impact_posting USING fts5vocab (main, paper_impact, instance);
  `);
  const postingsOf = db
    .prepare<[string, string, number], [string, number]>(
      "SELECT term, doc FROM impact_posting WHERE term >= ? AND term <= ? LIMIT ?",
    )
    .raw();
  const countOf = db
    .prepare<[string, string], number>("SELECT sum(doc) FROM impact_entry WHERE term >= ? AND term <= ?")
    .pluck();
  const rowids = db
    .prepare<[string, number], number>("SELECT rowid FROM paper_impact WHERE paper_impact MATCH ? LIMIT ?")
    .pluck();
  const newest = db.prepare<[], number | null>("SELECT max(rowid) FROM paper").pluck();
  const read = (entry: string, most: number): readonly number[] =>
    rowids.all(`"${entry}"`, Math.min(most, Number.MAX_SAFE_INTEGER));
  const kept = new Map<string, { readonly papers: number; readonly until: number }>();
  let scores = new Float64Array(0);
  let words = new Int32Array(0);

  /** How many papers have a term. Kept until a hundredth more papers are there: rarity need not be exact. */
  const count = (term: string, all: number): number => {
    const known = kept.get(term);
    if (known && all <= known.until) return known.papers;
    const papers = countOf.get(...bounds(term)) ?? 0;
    if (kept.size >= mostKept) kept.clear();
    kept.set(term, { papers, until: all * 1.01 });
    return papers;
  };

  const segmentsOf = ({ term, weight, rarity, words: bits, postings }: Rated): Segment[] => {
    const score = (step: string): number => weight * rarity * impactOf(weightOf(step));
    if (!postings) {
      return steps.map((step) => {
        const entry = indexed(term, step);
        return { score: score(step), words: bits, read: (most) => read(entry, most) };
      });
    }
    return postings.map(([entry, rowid]) => ({
      score: score(stepOf(entry)),
      words: bits,
      read: () => [rowid],
    }));
  };

  return {
    rate(wanted) {
      const all = newest.get() ?? 0;
      const postings = postingsOf.all(...bounds(wanted.term), few);
      if (postings.length === 0) return undefined;
      if (postings.length < few)
        return { ...wanted, papers: postings.length, rarity: rarityOf(postings.length, all), postings };
      const papers = count(wanted.term, all);
      return { ...wanted, papers, rarity: rarityOf(papers, all) };
    },
    rarity(term) {
      const all = newest.get() ?? 0;
      const papers = count(term, all);
      return papers === 0 ? 0 : rarityOf(papers, all);
    },
    collect(terms, most, only) {
      const all = newest.get() ?? 0;
      if (scores.length <= all) {
        scores = new Float64Array(Math.ceil(all * 1.1) + 1);
        words = new Int32Array(scores.length);
      }
      const segments = terms.flatMap(segmentsOf).sort((a, b) => b.score - a.score);
      const found: number[] = [];
      let left = most;
      for (const { score, words: bits, read: readSegment } of segments) {
        if (left <= 0) break;
        const papers = readSegment(left);
        left -= papers.length;
        for (const rowid of papers) {
          if (only && !only.has(rowid)) continue;
          if (scores[rowid] === 0) found.push(rowid);
          scores[rowid] = (scores[rowid] ?? 0) + score;
          words[rowid] = (words[rowid] ?? 0) | bits;
        }
      }
      return { ...takeOut(found), cut: left <= 0 };
    },
    withEntry: (entry) => read(entry, 100),
  };

  /** What was counted, leaving the counters as empty as they were. */
  function takeOut(found: readonly number[]) {
    const of = new Float64Array(found.length);
    const has = new Int32Array(found.length);
    for (const [i, rowid] of found.entries()) {
      of[i] = scores[rowid] ?? 0;
      has[i] = words[rowid] ?? 0;
      scores[rowid] = 0;
      words[rowid] = 0;
    }
    return {
      total: found.length,
      complete(bits: number): number {
        let complete = 0;
        for (const one of has) if ((one & bits) === bits) complete++;
        return complete;
      },
      best(most: number): readonly Candidate[] {
        const least = most < of.length ? (of.toSorted().at(-most) ?? 0) : 0;
        const chosen: Candidate[] = [];
        for (const [i, rowid] of found.entries()) {
          const score = of[i] ?? 0;
          if (score >= least) chosen.push({ rowid, score, words: has[i] ?? 0 });
        }
        return chosen.sort((a, b) => b.score - a.score || b.rowid - a.rowid).slice(0, most);
      },
    };
  }
}

/** All entries of a term. */
function bounds(term: string): [string, string] {
  return [indexed(term, steps[0] ?? ""), indexed(term, steps.at(-1) ?? "")];
}
