import { nameStep } from "../ranking/impact.ts";
import { holdsPhrase } from "../ranking/phrases.ts";
import type { Index } from "./candidates.ts";
import type { Conditions } from "./conditions.ts";
import type { Connection } from "./database.ts";
import { type Postings, rowidOf, stepIn } from "./postings.ts";
import { byTrending, type Texts } from "./texts.ts";

/** What conditions leave of all papers. */
export interface Limits {
  /** Whether a paper is left, as far as the index tells; undefined where all are. */
  readonly among: ((rowid: number) => boolean) | undefined;
  /** Whether there is nothing else to ask. */
  readonly isAll: boolean;
  /** Those out of some papers that pass everything, in any order. */
  passing(rowids: readonly number[]): readonly number[];
  /** All that pass, the most upvoted first. */
  trending(): readonly number[];
}

/** Where no more papers pass, words are looked for in these only. */
const fewPassing = 20_000;
/** A phrase of more words may stand apart where every two of them stand together. */
const surePhrase = 2;
// Without INDEXED BY, SQLite would rather read the rows, which are long, or an index on what is asked for.
const facts = "paper INDEXED BY paper_facts";

export function createFilters(
  db: Connection,
  index: Index,
  texts: Texts,
): (conditions: Conditions) => Limits {
  const rowids = (sql: string, ...values: readonly unknown[]): readonly number[] =>
    db
      .prepare<unknown[], number>(sql)
      .pluck()
      .all(...values);

  return ({ phrases, names, unwanted, sql, values }) => {
    const where = `WHERE ${sql ?? "true"}`;
    const any = (end: string): readonly number[] =>
      rowids(`SELECT rowid FROM ${facts} ${where} ${end}`, ...values);
    const outOf = (some: readonly number[], end = ""): readonly number[] =>
      rowids(
        `SELECT paper.rowid FROM json_each(?) AS one CROSS JOIN ${facts} ON paper.rowid = one.value ${where} ${end}`,
        ...[JSON.stringify(some), ...values],
      );

    const needed = [...phrases.map(index.holding), ...names.map(index.having)].map(rowidsOf);
    const held = needed.length > 0 ? needed.reduce(inBoth) : undefined;
    const few = held || sql === undefined ? undefined : any(`LIMIT ${fewPassing + 1}`);
    const passed = few && few.length <= fewPassing ? new Set(few) : undefined;
    const only = passed ?? held;
    const not = unwanted.map((phrase) => rowidsOf(withoutNames(index.holding(phrase))));
    const among = (rowid: number): boolean =>
      (only?.has(rowid) ?? true) && !not.some((set) => set.has(rowid));
    const long = phrases.filter(({ length }) => length > surePhrase);

    return {
      among: only || not.length > 0 ? among : undefined,
      isAll: long.length === 0 && (sql === undefined || passed !== undefined),
      passing(some) {
        const left = outOf(some.filter(among));
        if (long.length === 0) return left;
        return texts
          .at(left)
          .filter(({ fields }) => long.every((phrase) => holdsPhrase(fields, phrase)))
          .map(({ rowid }) => rowid);
      },
      trending() {
        const order = `ORDER BY ${byTrending}`;
        return (only ? outOf([...only], order) : any(order)).filter(among);
      },
    };
  };
}

const rowidsOf = (postings: Postings): ReadonlySet<number> => new Set(postings.map(rowidOf));
const withoutNames = (postings: Postings): Postings =>
  postings.filter((posting) => stepIn(posting) !== nameStep);

const inBoth = (one: ReadonlySet<number>, other: ReadonlySet<number>): ReadonlySet<number> =>
  new Set([...one].filter((rowid) => other.has(rowid)));
