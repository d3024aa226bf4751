import { hasAuthor, type Query } from "../../query.ts";
import type { Connection } from "./database.ts";
import { matchAll, matchAny } from "./match.ts";

const described = "{title summary keywords abstract}";

/** Everything in a query but its plain words, as SQL about `paper`, and the values bound into it. */
export interface Conditions {
  readonly sql: string;
  readonly values: readonly unknown[];
  /** Whether there is none, so that every paper passes. */
  readonly none: boolean;
}

/** Adds what conditions call. */
export function addConditionFunctions(db: Connection): void {
  db.function("has_author", { deterministic: true }, (authors, name) =>
    hasAuthor(JSON.parse(String(authors)), String(name)) ? 1 : 0,
  );
}

export function conditionsOf(query: Query): Conditions {
  const where: string[] = [];
  const values: unknown[] = [];
  const add = (sql: string, ...bound: unknown[]): void => {
    where.push(sql);
    values.push(...bound);
  };
  const addMatch = (match: string | undefined, column = "", not = ""): void => {
    const text = column ? `${column} : (${match})` : match;
    if (match) add(`paper.rowid ${not} IN (SELECT rowid FROM paper_text WHERE paper_text MATCH ?)`, text);
  };
  const { since = "", until } = query;
  if (since || until !== undefined) {
    // The newest list day is indexed, and says all where there is no end.
    add(
      `(paper.newest_list_day >= ? OR paper.newest_list_day IS NULL AND substr(paper.published_at, 1, 10) BETWEEN ? AND ?)`,
      ...[since, since, until ?? "9999"],
    );
  }
  if (until !== undefined)
    add(
      `(paper.newest_list_day IS NULL OR EXISTS (
         SELECT 1 FROM listing WHERE listing.paper = paper.id AND day BETWEEN ? AND ?))`,
      ...[since, until],
    );
  if (query.hasCode) add("paper.code_url IS NOT NULL");
  if (query.min !== undefined) add("coalesce(paper.upvotes, 0) >= ?", query.min);
  for (const phrase of query.phrases) addMatch(matchAny([phrase]));
  for (const name of query.authors) {
    // The index finds papers with all parts of the name; whether they belong to one author only the names tell.
    addMatch(matchAll(name.split(/\s+/)), "authors");
    add("has_author(paper.authors, ?)", name);
  }
  addMatch(matchAny(query.excluded), described, "NOT");
  return { sql: ["true", ...where].join(" AND "), values, none: where.length === 0 };
}
