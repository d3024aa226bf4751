import type { Found } from "../store.ts";
import type { Index } from "./candidates.ts";
import type { Conditions } from "./conditions.ts";
import type { Connection } from "./database.ts";
import { matchAll } from "./match.ts";
import type { Question } from "./question.ts";
import type { Candidate, Candidates } from "./scoreboard.ts";

interface Retrieved extends Omit<Found, "ids" | "corrected"> {
  /** Best first. */
  readonly candidates: readonly Candidate[];
}

type Rough = Omit<Retrieved, "isMoreComplete">;

/** Where no more papers pass, words are looked for in these only. */
const fewPassing = 2000;
/** Candidates that are held against the filters at first, and how many times more at a time then, until enough pass. */
const firstChunk = 2000;
const growth = 4;
const enough = 100;
/** Papers with every word are counted up to here, where only the weightiest were read. */
const mostCounted = 100;
const all = Number.POSITIVE_INFINITY;

interface Retrieval {
  /** Which of the papers pass. */
  passing(rowids: readonly number[], conditions: Conditions): ReadonlySet<number>;
  /** Papers with any of the words that pass, by the words alone. @param text the query's words, to count those with every one */
  retrieve(question: Question, text: readonly string[], conditions: Conditions, most: number): Retrieved;
}

/** @param postings so many are read of the index, the weightiest first */
export function createRetrieval(db: Connection, index: Index, postings: number): Retrieval {
  const rowids = (sql: string, ...values: readonly unknown[]): readonly number[] =>
    db
      .prepare<unknown[], number>(sql)
      .pluck()
      .all(...values);

  const matching = (match: string | undefined): ReadonlySet<number> | undefined =>
    match === undefined
      ? undefined
      : new Set(rowids("SELECT rowid FROM paper_text WHERE paper_text MATCH ?", match));

  // With INDEXED BY, for SQLite would rather read the rows, which are long, or an index on what is asked for.
  const passing = (some: readonly number[], { sql, values }: Conditions): ReadonlySet<number> => {
    if (sql === undefined) return new Set(some);
    const among = `json_each(?) AS one CROSS JOIN paper INDEXED BY paper_facts ON paper.rowid = one.value`;
    return new Set(rowids(`SELECT paper.rowid FROM ${among} WHERE ${sql}`, JSON.stringify(some), ...values));
  };

  /** The papers that words are looked for in, and whether they all pass. */
  const limitsOf = ({ match, unwanted, sql, values }: Conditions) => {
    const [matched, not] = [matching(match), matching(unwanted)];
    const few =
      matched || sql === undefined
        ? undefined
        : rowids(
            `SELECT rowid FROM paper INDEXED BY paper_facts WHERE ${sql} LIMIT ?`,
            ...values,
            fewPassing + 1,
          );
    const isFew = few !== undefined && few.length <= fewPassing;
    return { only: isFew ? new Set(few) : matched, not, passed: sql === undefined || isFew };
  };

  /** The best that pass. */
  const pass = (found: Candidates, { bits }: Question, conditions: Conditions, most: number): Rough => {
    const passed: Candidate[] = [];
    let at = 0;
    for (let chunk = firstChunk; at < found.total && passed.length < enough; chunk *= growth) {
      const some = found.best(at + chunk).slice(at);
      const passes = passing(
        some.map(({ rowid }) => rowid),
        conditions,
      );
      passed.push(...some.filter(({ rowid }) => passes.has(rowid)));
      at += chunk;
    }
    return {
      candidates: passed.slice(0, most),
      total: passed.length,
      complete: passed.filter(({ words }) => (words & bits) === bits).length,
      isMore: found.cut || at < found.total,
    };
  };

  const search = (question: Question, conditions: Conditions, most: number): Rough => {
    const { only, not, passed } = limitsOf(conditions);
    const read = (postingsRead: number): Rough => {
      const found = index.collect(question.terms, postingsRead, { only, not });
      if (!passed) return pass(found, question, conditions, most);
      const { total, cut: isMore } = found;
      return { candidates: found.best(most), total, complete: found.complete(question.bits), isMore };
    };
    const rough = read(only && only.size <= fewPassing ? all : postings);
    // The weightiest may all be others than those that pass.
    const isUnfiltered = passed && !only && !not;
    return rough.isMore && rough.candidates.length < enough && !isUnfiltered ? read(all) : rough;
  };

  const countComplete = (
    words: readonly string[],
    { match, unwanted, sql = "true", values }: Conditions,
  ): number => {
    const wanted = [matchAll(words), match].filter((part) => part !== undefined).map((part) => `(${part})`);
    const not = unwanted === undefined ? "" : ` NOT (${unwanted})`;
    return rowids(
      `SELECT paper.rowid FROM paper_text CROSS JOIN paper ON paper.rowid = paper_text.rowid
       WHERE paper_text MATCH ? AND ${sql} LIMIT ${mostCounted}`,
      `(${wanted.join(" AND ")})${not}`,
      ...values,
    ).length;
  };

  return {
    passing(some, conditions) {
      const [matched, not] = [matching(conditions.match), matching(conditions.unwanted)];
      return passing(
        some.filter((rowid) => (matched?.has(rowid) ?? true) && !not?.has(rowid)),
        conditions,
      );
    },
    retrieve(question, text, conditions, most) {
      const rough = search(question, conditions, most);
      if (!rough.isMore) return { ...rough, isMoreComplete: false };
      const complete =
        rough.complete < mostCounted
          ? Math.max(rough.complete, countComplete(text, conditions))
          : rough.complete;
      const total = Math.max(rough.total, complete);
      return { ...rough, total, complete, isMoreComplete: complete >= mostCounted };
    },
  };
}
