import type { Text } from "../rank/score.ts";
import type { Connection } from "./connection.ts";

interface Row {
  readonly rowid: number;
  readonly id: string;
  readonly title: string;
  readonly summary: string | null;
  readonly keywords: string;
  readonly abstract: string | null;
  readonly authors: string;
  readonly upvotes: number | null;
  readonly day: string | null;
}

/** A text with the rowid of its paper. */
interface Placed extends Text {
  readonly rowid: number;
}

const columns = `rowid, id, title, summary, keywords, abstract, authors, upvotes,
  coalesce(newest_list_day, substr(published_at, 1, 10)) AS day`;
export const byTrending = "coalesce(paper.upvotes, 0) DESC, paper.newest_list_day DESC, paper.id";
const among = "rowid IN (SELECT value FROM json_each(?))";

/** What search reads of papers that its index leads to. */
export function createTexts(db: Connection) {
  const some = db.prepare<[string], Row>(`SELECT ${columns} FROM paper WHERE ${among}`);
  const one = db.prepare<[string], Row>(`SELECT ${columns} FROM paper WHERE id = ?`);
  const idsOf = db.prepare<[string], { rowid: number; id: string }>(
    `SELECT rowid, id FROM paper INDEXED BY paper_facts WHERE ${among}`,
  );
  const inOrder = <T>(rowids: readonly number[], rows: readonly (T & { rowid: number })[]): readonly T[] => {
    const byRowid = new Map(rows.map((row) => [row.rowid, row]));
    return rowids.flatMap((rowid) => byRowid.get(rowid) ?? []);
  };

  return {
    of(id: string): Placed | undefined {
      const row = one.get(id);
      return row && toText(row);
    },
    /** In the order of `rowids`. */
    at: (rowids: readonly number[]): readonly Placed[] =>
      inOrder(rowids, some.all(JSON.stringify(rowids))).map(toText),
    ids: (rowids: readonly number[]): readonly string[] =>
      inOrder(rowids, idsOf.all(JSON.stringify(rowids))).map(({ id }) => id),
    trending: (rowids: readonly number[]): readonly string[] =>
      db
        .prepare<[string], string>(`SELECT id FROM paper WHERE ${among} ORDER BY ${byTrending}`)
        .pluck()
        .all(JSON.stringify(rowids)),
  };
}

export type Texts = ReturnType<typeof createTexts>;

function toText({ rowid, id, title, summary, keywords, abstract, authors, upvotes, day }: Row): Placed {
  return {
    rowid,
    id,
    fields: { title, summary: summary ?? "", keywords, abstract: abstract ?? "", authors },
    upvotes: upvotes ?? 0,
    day: day ?? "",
  };
}
