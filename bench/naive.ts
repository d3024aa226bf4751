import Database from "better-sqlite3";
import { hasAuthor, type Query, wordsOf } from "../src/text/query.ts";

/** The yardstick: what a search with FTS5 is without further thought. */
export interface Naive {
  /** Ids of five papers, best first. @param offset papers before them */
  page(query: Query, offset: number): readonly string[];
  close(): void;
}

const stopWords = new Set(
  "a an and are as at be by for from in is it of on or that the this to we with".split(" "),
);
const described = "{title abstract summary keywords}";
const byUpvotes = "coalesce(paper.upvotes, 0) DESC, paper.newest_list_day DESC, paper.id";

/** Builds its own table beside the store's. @param file a filled store */
export function createNaive(file: string): Naive {
  const db = new Database(file, { timeout: 5000 });
  db.function("has_author", { deterministic: true }, (authors, name) =>
    hasAuthor(JSON.parse(String(authors)), String(name)) ? 1 : 0,
  );
  db.exec(
    `CREATE VIRTUAL TABLE naive USING fts5 (
       title, abstract, summary, keywords, authors,
       content = 'paper', content_rowid = 'rowid', tokenize = 'porter unicode61 remove_diacritics 2'
     );
     INSERT INTO naive (naive) VALUES ('rebuild')`,
  );
  db.pragma("wal_checkpoint(TRUNCATE)");
  const statements = new Map<string, Database.Statement<unknown[], string>>();
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? db.prepare<unknown[], string>(sql).pluck();
    statements.set(sql, statement);
    return statement;
  };
  return {
    page(query, offset) {
      const { sql, values } = statementOf(query);
      return prepared(sql).all(...values, offset);
    },
    close: () => db.close(),
  };
}

function statementOf(query: Query): { sql: string; values: readonly unknown[] } {
  const { where, values } = conditions(query);
  const match = matchOf(query);
  if (match === undefined) {
    const sql = `SELECT id FROM paper WHERE ${["true", ...where].join(" AND ")} ORDER BY ${byUpvotes} LIMIT 5 OFFSET ?`;
    return { sql, values };
  }
  // Without filters only the five papers of the page are looked up.
  const best = (from: string): string => `FROM ${from} ORDER BY bm25(naive) LIMIT 5 OFFSET ?`;
  if (where.length === 0) {
    const rows = `SELECT rowid, bm25(naive) AS score ${best("naive WHERE naive MATCH ?")}`;
    const sql = `SELECT paper.id FROM (${rows}) AS page JOIN paper ON paper.rowid = page.rowid ORDER BY page.score`;
    return { sql, values: [match] };
  }
  const from = ["naive JOIN paper ON paper.rowid = naive.rowid WHERE naive MATCH ?", ...where].join(" AND ");
  return { sql: `SELECT paper.id ${best(from)}`, values: [match, ...values] };
}

/** Any of the words, and each phrase. */
function matchOf({ words, phrases }: Query): string | undefined {
  const plain = words.map(quoted).filter(Boolean);
  const telling = plain.filter((word) => !stopWords.has(word.slice(1, -1)));
  const any = (telling.length > 0 ? telling : plain).join(" OR ");
  const all = [...(any ? [`(${any})`] : []), ...phrases.map(quoted)];
  return all.length > 0 ? all.join(" AND ") : undefined;
}

function quoted(text: string): string {
  const words = wordsOf(text);
  return words.length > 0 ? `"${words.join(" ")}"` : "";
}

/** The filters, as SQL and the values bound into it. */
function conditions(query: Query): { where: readonly string[]; values: readonly unknown[] } {
  const where: string[] = [];
  const values: unknown[] = [];
  const add = (sql: string, ...bound: unknown[]): void => {
    where.push(sql);
    values.push(...bound);
  };
  const inIndex = (match: string, not = ""): void =>
    add(`paper.rowid ${not} IN (SELECT rowid FROM naive WHERE naive MATCH ?)`, match);
  if (query.since !== undefined || query.until !== undefined) {
    const days = [query.since ?? "", query.until ?? "9999"];
    add(
      `(EXISTS (SELECT 1 FROM listing WHERE listing.paper = paper.id AND day BETWEEN ? AND ?)
        OR paper.newest_list_day IS NULL AND substr(paper.published_at, 1, 10) BETWEEN ? AND ?)`,
      ...days,
      ...days,
    );
  }
  if (query.hasCode) add("paper.code_url IS NOT NULL");
  if (query.min !== undefined) add("coalesce(paper.upvotes, 0) >= ?", query.min);
  for (const name of query.authors) {
    inIndex(`authors : (${wordsOf(name).map(quoted).join(" AND ")})`);
    add("has_author(paper.authors, ?)", name);
  }
  if (query.excluded.length > 0)
    inIndex(`${described} : (${query.excluded.map(quoted).filter(Boolean).join(" OR ")})`, "NOT");
  return { where, values };
}
