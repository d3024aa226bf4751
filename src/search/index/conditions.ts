import { hasAuthor, type Query } from "../../text/query.ts";
import { type Phrase, phraseOf } from "../rank/phrases.ts";
import type { Connection } from "./connection.ts";

/** Everything in a query but its plain words. */
export interface Conditions {
  readonly phrases: readonly Phrase[];
  /** Parts of authors' names. Whether they belong to one author only `sql` tells. */
  readonly names: readonly string[];
  /** What must not occur. */
  readonly unwanted: readonly Phrase[];
  /** All else, as SQL about `paper`, and the values bound into it; undefined where there is none. */
  readonly sql: string | undefined;
  readonly values: readonly unknown[];
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
  for (const name of query.authors) add("has_author(paper.authors, ?)", name);
  return {
    phrases: query.phrases.map(phraseOf),
    names: query.authors.flatMap(phraseOf),
    unwanted: query.excluded.map(phraseOf),
    sql: where.length > 0 ? where.join(" AND ") : undefined,
    values,
  };
}
