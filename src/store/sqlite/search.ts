import { hasAuthor, isFilterOnly, type Query, wordsOf } from "../../query.ts";
import type { Search } from "../store.ts";
import type { Connection } from "./database.ts";

// A word of the title says more about a paper than one of its abstract: title, summary, keywords, abstract, authors.
const rank = "bm25(paper_text, 6.0, 2.0, 3.0, 1.0, 2.0)";
const described = "{title summary keywords abstract}";
// The commonest English words: they match every paper and say nothing.
const stopWords = new Set(
  "a an and are as at be by can do for from has have how in into is it its of on or our that the their then there these this to was we what when which with you your".split(
    " ",
  ),
);

export function createSearch(db: Connection): Search {
  db.function("has_author", { deterministic: true }, (authors, name) =>
    hasAuthor(JSON.parse(String(authors)), String(name)) ? 1 : 0,
  );
  return {
    async find(query, most) {
      const { where, values } = conditions(query);
      const words = isFilterOnly(query) ? undefined : matchAny([...query.words, ...query.phrases]);
      const from = words === undefined ? "paper" : "paper_text JOIN paper ON paper.rowid = paper_text.rowid";
      const order = words === undefined ? "" : `paper.title = ? COLLATE NOCASE DESC, ${rank},`;
      if (words !== undefined) {
        where.unshift("paper_text MATCH ?");
        values.unshift(words);
      }
      const condition = `FROM ${from} WHERE ${where.join(" AND ") || "true"}`;
      const title = words === undefined ? [] : [query.words.join(" ") || query.phrases.join(" ")];
      const ids = db
        .prepare<unknown[], string>(
          `SELECT paper.id ${condition} ORDER BY ${order} coalesce(paper.upvotes, 0) DESC, paper.newest_list_day DESC, paper.id LIMIT ?`,
        )
        .pluck()
        .all(...values, ...title, most);
      const total =
        ids.length < most
          ? ids.length
          : db
              .prepare<unknown[], number>(`SELECT count(*) ${condition}`)
              .pluck()
              .get(...values);
      return { ids, total: total ?? ids.length };
    },
    async related(id, most) {
      const paper = db
        .prepare<[string], { title: string; keywords: string; summary: string | null }>(
          "SELECT title, keywords, summary FROM paper WHERE id = ?",
        )
        .get(id);
      if (!paper) return [];
      const keywords: string[] = JSON.parse(paper.keywords);
      return db
        .prepare<[string, string, number], string>(
          `SELECT paper.id FROM paper_text JOIN paper ON paper.rowid = paper_text.rowid
           WHERE paper_text MATCH ? AND paper.id <> ? ORDER BY ${rank}, coalesce(paper.upvotes, 0) DESC, paper.id LIMIT ?`,
        )
        .pluck()
        .all(
          `${described} : (${matchAny([...paper.title.split(" "), ...keywords, ...(paper.summary ?? "").split(" ")])})`,
          id,
          most,
        );
    },
  };
}

/** Everything in a query but its plain words, as SQL and the values bound into it. */
function conditions(query: Query): { where: string[]; values: unknown[] } {
  const where: string[] = [];
  const values: unknown[] = [];
  const add = (sql: string, ...bound: unknown[]): void => {
    where.push(sql);
    values.push(...bound);
  };
  const day = "coalesce(paper.newest_list_day, substr(paper.published_at, 1, 10))";
  if (query.since !== undefined) add(`${day} >= ?`, query.since);
  if (query.until !== undefined) add(`${day} <= ?`, query.until);
  if (query.hasCode) add("paper.code_url IS NOT NULL");
  if (query.min !== undefined) add("coalesce(paper.upvotes, 0) >= ?", query.min);
  const within = (match: string, not = ""): void =>
    add(`paper.rowid ${not} IN (SELECT rowid FROM paper_text WHERE paper_text MATCH ?)`, match);
  for (const phrase of query.phrases) within(matchAny([phrase]));
  for (const name of query.authors) {
    within(
      `authors : (${wordsOf(name)
        .map((part) => `"${part}"`)
        .join(" AND ")})`,
    );
    add("has_author(paper.authors, ?)", name);
  }
  if (query.excluded.length > 0) within(`${described} : (${matchAny(query.excluded)})`, "NOT");
  return { where, values };
}

/**
 * An FTS5 expression that any of the words matches. Only letters, digits and their marks get into it, in double quotes, so that
 * nobody's text can become syntax; a word with a hyphen or the like is a phrase of its parts.
 */
function matchAny(words: readonly string[]): string {
  const phrases = [
    ...new Set(
      words.map((word) =>
        (
          word
            .normalize("NFKC")
            .toLowerCase()
            .match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? []
        ).join(" "),
      ),
    ),
  ].filter(Boolean);
  const telling = phrases.filter((phrase) => !stopWords.has(phrase));
  return (telling.length > 0 ? telling : phrases).map((phrase) => `"${phrase}"`).join(" OR ");
}
