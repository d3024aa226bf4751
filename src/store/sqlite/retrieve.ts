import type { Found } from "../store.ts";
import type { Candidate, Candidates, Index } from "./candidates.ts";
import type { Conditions } from "./conditions.ts";
import type { Connection } from "./database.ts";
import { matchAll } from "./match.ts";
import type { Question } from "./question.ts";

interface Retrieved extends Omit<Found, "ids" | "corrected"> {
  /** Best first. */
  readonly candidates: readonly Candidate[];
}

type Rough = Omit<Retrieved, "isMoreComplete">;

/** Where no more papers pass the filters, words are looked for in these only. */
const fewPassing = 2000;
/** Candidates that are held against the filters at once. */
const chunk = 5000;
/** Papers with every word are counted up to here, where only the weightiest were read. */
const mostCounted = 100;

export interface Retrieval {
  /** Which of the papers pass. */
  passing(rowids: readonly number[], conditions: Conditions): ReadonlySet<number>;
  /** Papers with any of the words that pass, by the words alone. @param text the query, to count those with every word */
  retrieve(question: Question, text: readonly string[], conditions: Conditions, most: number): Retrieved;
}

/** @param postings so many are read of the index, the weightiest first */
export function createRetrieval(db: Connection, index: Index, postings: number): Retrieval {
  const rowids = (sql: string, ...values: readonly unknown[]): readonly number[] =>
    db
      .prepare<unknown[], number>(sql)
      .pluck()
      .all(...values);

  const passing = (some: readonly number[], { sql, values }: Conditions): ReadonlySet<number> =>
    new Set(
      rowids(
        `SELECT rowid FROM paper WHERE rowid IN (SELECT value FROM json_each(?)) AND ${sql}`,
        JSON.stringify(some),
        ...values,
      ),
    );

  const countComplete = (words: readonly string[], { sql, values }: Conditions): number =>
    rowids(
      `SELECT paper.rowid FROM paper_text JOIN paper ON paper.rowid = paper_text.rowid
       WHERE paper_text MATCH ? AND ${sql} LIMIT ${mostCounted}`,
      matchAll(words),
      ...values,
    ).length;

  /** The best that pass, and whether all were looked at. */
  const pass = (found: Candidates, conditions: Conditions, most: number) => {
    const passed: Candidate[] = [];
    for (let at = 0; at < found.total && passed.length < most; at += chunk) {
      const some = found.best(at + chunk).slice(at);
      const passes = passing(
        some.map(({ rowid }) => rowid),
        conditions,
      );
      passed.push(...some.filter(({ rowid }) => passes.has(rowid)));
      if (at + chunk >= found.total) return { passed, all: true };
    }
    return { passed, all: found.total === 0 };
  };

  /** Where many papers pass, candidates are held against the filters, the best first. */
  const filter = ({ terms, bits }: Question, conditions: Conditions, most: number): Rough => {
    let found = index.collect(terms, postings);
    let { passed, all } = pass(found, conditions, most);
    if (found.cut && passed.length < most) {
      found = index.collect(terms, Number.POSITIVE_INFINITY);
      ({ passed, all } = pass(found, conditions, most));
    }
    const complete = passed.filter(({ words }) => (words & bits) === bits).length;
    return { candidates: passed.slice(0, most), total: passed.length, complete, isMore: found.cut || !all };
  };

  return {
    passing,
    retrieve(question, text, conditions, most) {
      const rough = ((): Rough => {
        const { terms, bits } = question;
        if (conditions.none) {
          const found = index.collect(terms, postings);
          return {
            candidates: found.best(most),
            total: found.total,
            complete: found.complete(bits),
            isMore: found.cut,
          };
        }
        const few = rowids(
          `SELECT rowid FROM paper WHERE ${conditions.sql} LIMIT ?`,
          ...conditions.values,
          fewPassing + 1,
        );
        if (few.length > fewPassing) return filter(question, conditions, most);
        const found = index.collect(terms, Number.POSITIVE_INFINITY, new Set(few));
        return {
          candidates: found.best(most),
          total: found.total,
          complete: found.complete(bits),
          isMore: false,
        };
      })();
      if (!rough.isMore) return { ...rough, isMoreComplete: false };
      const complete =
        rough.complete < mostCounted
          ? Math.max(rough.complete, countComplete(text, conditions))
          : rough.complete;
      return { ...rough, complete, isMoreComplete: complete >= mostCounted };
    },
  };
}
