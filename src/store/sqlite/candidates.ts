import { impactOf, indexed, rarityOf, steps, weightOf } from "../ranking/impact.ts";
import type { Connection } from "./database.ts";
import { matchAny } from "./match.ts";
import { type Candidates, createScoreboard } from "./scoreboard.ts";

/** A term that is looked for. */
export interface Wanted {
  readonly term: string;
  /** How it is typed: so it is found in the full text, too. */
  readonly written?: string;
  /** How much it counts. */
  readonly weight: number;
  /** The words of the query that it stands for, one bit each. */
  readonly words: number;
}

/** A wanted term, and how many papers have it. */
export interface Rated extends Wanted {
  readonly papers: number;
  readonly rarity: number;
}

export interface Index {
  /** A term with its rarity; undefined where no paper has it. */
  rate(wanted: Wanted): Rated | undefined;
  /** How rare it is, about, that a paper is about a term; 0 where none is. */
  rarity(term: string): number;
  /**
   * Papers with any of these terms, by the sum of their impacts. All papers that have the rarest terms are read, then the heaviest impacts
   * of all terms, together about `most` of them, so that a search takes as long whatever the number of papers: "score at a time", which
   * Lin and Trotman (ICTIR 2015) show to lose nothing that matters when it stops early.
   */
  collect(terms: readonly Rated[], most: number, among?: Among): Candidates;
  /** Rowids of the papers that have an entry. */
  withEntry(entry: string): readonly number[];
}

/** Rowids that are looked at, all where it is not said; and that are not. */
interface Among {
  readonly only?: ReadonlySet<number> | undefined;
  readonly not?: ReadonlySet<number> | undefined;
}

/** Some papers of one term, that weigh alike there. */
interface Segment {
  readonly score: number;
  readonly words: number;
  /** Whether it counts only for papers that were not found by these words before. */
  readonly isRest?: true;
  read(most: number): readonly number[];
}

/** Counts that take time are kept; so many, no more. */
const countedLong = 2000;
const mostKept = 5000;
const sampled = 5000;

export function createIndex(db: Connection): Index {
  db.exec("CREATE VIRTUAL TABLE IF NOT EXISTS temp.impact_entry USING fts5vocab (main, paper_impact, row)");
  const countStrong = db
    .prepare<[string, string], number | null>(
      "SELECT sum(doc) FROM impact_entry WHERE term >= ? AND term <= ?",
    )
    .pluck();
  const countText = db
    .prepare<[string, number, number], number>(
      "SELECT count(*) FROM (SELECT 1 FROM paper_text WHERE paper_text MATCH ? AND rowid > ? LIMIT ?)",
    )
    .pluck();
  const rowidsIn = (table: string) => {
    const select = db
      .prepare<[string, number], number>(
        `SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid DESC LIMIT ?`,
      )
      .pluck();
    return (match: string, most: number): readonly number[] =>
      select.all(match, Math.min(most, Number.MAX_SAFE_INTEGER));
  };
  const [inText, inIndex] = [rowidsIn("paper_text"), rowidsIn("paper_impact")];
  const newest = db.prepare<[], number | null>("SELECT max(rowid) FROM paper").pluck();
  const kept = new Map<string, { readonly papers: number; readonly until: number }>();
  const rarities = new Map<string, number>();
  const scoreboard = createScoreboard();

  /** Kept until a hundredth more papers are there: rarity need not be exact. */
  const count = (what: string, all: number, ask: () => number): number => {
    const known = kept.get(what);
    if (known && all <= known.until) return known.papers;
    const papers = ask();
    if (kept.size >= mostKept) kept.clear();
    if (papers >= countedLong) kept.set(what, { papers, until: all * 1.01 });
    return papers;
  };
  /** Of a common word only the newest papers are counted, and the others taken to be like them. */
  const countIn = (match: string, all: number): number => {
    const papers = countText.get(match, 0, sampled) ?? 0;
    if (papers < sampled || all < 2 * sampled) return papers;
    return Math.max(papers, ((countText.get(match, all - sampled, sampled) ?? 0) * all) / sampled);
  };
  const countPapers = ({ term, written }: Pick<Wanted, "term" | "written">, all: number): number => {
    const match = written === undefined ? undefined : matchAny([written]);
    if (match !== undefined) return count(match, all, () => countIn(match, all));
    const [first, last] = [indexed(term, steps[0] ?? ""), indexed(term, steps.at(-1) ?? "")];
    return count(term, all, () => countStrong.get(first, last) ?? 0);
  };

  /** The terms of which all papers are read, the rarest first, while they are no more than so many. */
  const readWhole = (terms: readonly Rated[], most: number): ReadonlySet<Rated> => {
    const whole = new Set<Rated>();
    let left = most;
    for (const term of terms.toSorted((one, other) => one.papers - other.papers)) {
      if (term.written === undefined) continue;
      left -= term.papers;
      if (left < 0) break;
      whole.add(term);
    }
    return whole;
  };
  const mentions = ({ written = "", weight, rarity, words }: Rated): Segment => ({
    score: weight * rarity * mentioned,
    words,
    read: (most) => inText(matchAny([written]) ?? '""', most),
  });
  /** @param has what all papers with the term have already */
  const impacts = ({ term, weight, rarity, words }: Rated, has: number): readonly Segment[] =>
    steps.map((step) => ({
      score: weight * rarity * Math.max(0, impactOf(weightOf(step)) - has),
      words,
      read: (most) => inIndex(`"${indexed(term, step)}"`, most),
    }));

  return {
    rate(wanted) {
      const all = newest.get() ?? 0;
      const papers = countPapers(wanted, all);
      // The full text keeps some signs, such as the 2 of CO₂, as they are written; the index of terms does not.
      const { written, ...entry } = wanted;
      if (papers === 0 && written !== undefined) return this.rate(entry);
      return papers === 0 ? undefined : { ...wanted, papers, rarity: rarityOf(papers, all) };
    },
    rarity(term) {
      const all = newest.get() ?? 0;
      const known = rarities.get(term) ?? rarityIn(countPapers({ term }, all), all);
      if (rarities.size >= mostKept) rarities.clear();
      rarities.set(term, known);
      return known;
    },
    collect(terms, most, { only, not } = {}) {
      const whole = readWhole(terms, most);
      const weighed = terms.flatMap((term) => impacts(term, whole.has(term) ? mentioned : 0));
      const telling = weighed.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score);
      // Common words that papers only mention: what is left of the budget is for them, or nothing would be found by these.
      const rest = terms
        .filter((term) => term.written !== undefined && !whole.has(term))
        .map((term): Segment => ({ ...mentions(term), isRest: true }));
      const segments = [...Array.from(whole, mentions), ...telling, ...rest];
      scoreboard.reset(newest.get() ?? 0);
      let left = most;
      for (const { score, words, isRest, read } of segments) {
        if (left <= 0) break;
        const rowids = read(left);
        left -= rowids.length;
        for (const rowid of rowids)
          if ((!only || only.has(rowid)) && !not?.has(rowid)) scoreboard.add(rowid, score, words, isRest);
      }
      const isWhole = terms.every((term) => term.written === undefined || whole.has(term));
      return { ...scoreboard.result(), cut: left <= 0 || !isWhole };
    },
    withEntry: (entry) => inIndex(`"${entry}"`, 100),
  };
}

/** What a term adds to a paper of usual length that has it once. */
const mentioned = impactOf(1);

const rarityIn = (papers: number, all: number): number => (papers === 0 ? 0 : rarityOf(papers, all));
