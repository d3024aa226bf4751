import { nameStep } from "../rank/impact.ts";
import { holdsPhrase } from "../rank/phrases.ts";
import type { Index } from "./candidates.ts";
import type { Conditions } from "./conditions.ts";
import type { Connection } from "./connection.ts";
import { type Postings, rowidOf, stepIn } from "./postings.ts";
import { byTrending, type Texts } from "./texts.ts";

/** What conditions leave of all papers. */
export interface Limits {
  /** Whether a paper is left, as far as that is known without looking at it; undefined where all are. */
  readonly among: ((rowid: number) => boolean) | undefined;
  /** Whether there is nothing else to look at. */
  readonly isAll: boolean;
  /** Whether it takes long to look at a paper: its texts have to be read, or the names of its authors. */
  readonly isSlow: boolean;
  /** Those out of some papers that pass everything, in any order. */
  passing(rowids: readonly number[]): readonly number[];
  /** The most upvoted of all that pass, so many, and how many pass. */
  trending(most: number): { readonly rowids: readonly number[]; readonly total: number };
}

/** Where no more papers have any of the words, these are looked at instead of all. */
const fewFound = 2000;
/** A phrase of more words may stand apart where every two of them stand together. */
const surePhrase = 2;
// Without INDEXED BY, SQLite would rather read the rows, which are long, or an index on what is asked for.
const facts = "paper INDEXED BY paper_facts";
const isOut = 2 ** 16 - 1;

/** @returns what tells the limits; `found` says how many papers have any of the words that are looked for */
export function createFilters(
  db: Connection,
  index: Index,
  texts: Texts,
): (conditions: Conditions, found: number) => Limits {
  const numbers = (sql: string, ...values: readonly unknown[]): readonly number[] =>
    db
      .prepare<unknown[], number>(sql)
      .pluck()
      .all(...values);

  return ({ phrases, names, unwanted, sql, values }, found) => {
    const where = `WHERE ${sql ?? "true"}`;
    const any = (end = ""): readonly number[] =>
      numbers(`SELECT rowid FROM ${facts} ${where} ${end}`, ...values);
    const outOf = (some: readonly number[], end = ""): readonly number[] =>
      numbers(
        `SELECT paper.rowid FROM json_each(?) AS one CROSS JOIN ${facts} ON paper.rowid = one.value ${where} ${end}`,
        ...[JSON.stringify(some), ...values],
      );

    const held: List[] = [...phrases.map(index.holding), ...names.map(index.having)].map(rowidsOf);
    const out = unwanted.map((phrase) => rowidsOf(withoutNames(index.holding(phrase))));
    const isScanned = sql !== undefined && held.length === 0 && found > fewFound;
    const needed = isScanned ? [any()] : held;
    const marks = needed.length + out.length > 0 ? mark(index.largest(), needed, out) : undefined;
    const among = (rowid: number): boolean => marks === undefined || marks[rowid] === needed.length;
    const long = phrases.filter(({ length }) => length > surePhrase);

    return {
      among: marks && among,
      isAll: long.length === 0 && (sql === undefined || isScanned),
      isSlow: long.length + names.length > 0,
      passing(some) {
        const left = sql === undefined || isScanned ? some.filter(among) : outOf(some.filter(among));
        if (long.length === 0) return left;
        return texts
          .at(left)
          .filter(({ fields }) => long.every((phrase) => holdsPhrase(fields, phrase)))
          .map(({ rowid }) => rowid);
      },
      trending(most) {
        const order = `ORDER BY ${byTrending}`;
        const [some] = held;
        if (marks) {
          const passing = some ? outOf(Array.from(some).filter(among), order) : any(order).filter(among);
          return { rowids: passing.slice(0, most), total: passing.length };
        }
        // To sort all and hand them over takes longer than to count them.
        const best = any(`${order} LIMIT ${most + 1}`);
        const [all = 0] =
          best.length > most ? numbers(`SELECT count(*) FROM ${facts} ${where}`, ...values) : [best.length];
        return { rowids: best.slice(0, most), total: all };
      },
    };
  };
}

type List = ArrayLike<number>;

const rowidsOf = (postings: Postings): List => postings.map(rowidOf);
const withoutNames = (postings: Postings): Postings =>
  postings.filter((posting) => stepIn(posting) !== nameStep);

/** By rowid, in how many of the lists a paper is, one after the other; a set of so many would take ten times as long. */
function mark(largest: number, needed: readonly List[], out: readonly List[]): Uint16Array {
  const marks = new Uint16Array(largest + 1);
  for (const [i, list] of needed.entries())
    for (let at = 0; at < list.length; at++) {
      const rowid = list[at] ?? 0;
      if (marks[rowid] === i) marks[rowid] = i + 1;
    }
  for (const list of out) for (let at = 0; at < list.length; at++) marks[list[at] ?? 0] = isOut;
  return marks;
}
