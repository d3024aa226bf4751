import { hasAuthor, isFilterOnly, type Query, wordsOf } from "../../query.ts";
import type { Search } from "../store.ts";
import type { Connection } from "./database.ts";
import { matchAll, matchAny } from "./match.ts";

// A word of the title says more about a paper than one of its abstract: title, summary, keywords, abstract, authors.
const rank = "bm25(paper_text, 6.0, 2.0, 3.0, 1.0, 2.0)";
const described = "{title summary keywords abstract}";
const matching = "paper_text JOIN paper ON paper.rowid = paper_text.rowid WHERE paper_text MATCH ?";
const byUpvotes = "coalesce(paper.upvotes, 0) DESC, paper.newest_list_day DESC, paper.id";
const byRelevance = `${rank}, ${byUpvotes}`;

export function createSearch(db: Connection): Search {
  db.function("has_author", { deterministic: true }, (authors, name) =>
    hasAuthor(JSON.parse(String(authors)), String(name)) ? 1 : 0,
  );
  // The words of a title, in whatever order: signs, case and quotes get lost where a query is taken apart.
  db.function("same_title", { deterministic: true }, (title, wanted) =>
    sortedWords(String(title)) === sortedWords(String(wanted)) ? 1 : 0,
  );
  const idsOf = (sql: string, ...values: unknown[]): string[] =>
    db
      .prepare<unknown[], string>(`SELECT paper.id FROM ${sql}`)
      .pluck()
      .all(...values);
  const countOf = (sql: string, ...values: unknown[]): number =>
    db
      .prepare<unknown[], number>(`SELECT count(*) FROM ${sql}`)
      .pluck()
      .get(...values) ?? 0;

  /** Papers whose title has all the words; asked of few rows only, because same_title is slow. */
  const titled = (
    words: readonly string[],
    order: string,
    where: string[] = [],
    ...values: unknown[]
  ): string[] => {
    const match = matchAll(words);
    if (match === undefined) return [];
    const sql = [matching, ...where].join(" AND ");
    return idsOf(`${sql} ORDER BY ${order} LIMIT ?`, `title : (${match})`, ...values);
  };

  return {
    async find(query, most) {
      const { where, values } = conditions(query);
      if (isFilterOnly(query)) {
        const sql = `paper WHERE ${["true", ...where].join(" AND ")}`;
        const ids = idsOf(`${sql} ORDER BY ${byUpvotes} LIMIT ?`, ...values, most);
        const total = countOf(sql, ...values);
        return { ids, total, complete: total };
      }
      const words = [...query.words, ...query.phrases];
      const match = matchAny(words);
      if (match === undefined) return { ids: [], total: 0, complete: 0 };
      const sql = [matching, ...where].join(" AND ");
      const exact = titled(
        words,
        byUpvotes,
        [...where, "same_title(paper.title, ?)"],
        ...values,
        words.join(" "),
        most,
      );
      const ranked = idsOf(`${sql} ORDER BY ${byRelevance} LIMIT ?`, match, ...values, most);
      return {
        ids: [...new Set([...exact, ...ranked])].slice(0, most),
        total: countOf(sql, match, ...values),
        complete: countOf(sql, matchAll(words), ...values),
      };
    },
    async byTitle(words, most) {
      return titled(words, `same_title(paper.title, ?) DESC, ${byRelevance}`, [], words.join(" "), most);
    },
    async related(id, most) {
      const match = matchAny(describingWords(db, id));
      if (match === undefined) return [];
      const sql = `${matching} AND paper.id <> ? ORDER BY ${rank}, ${byUpvotes} LIMIT ?`;
      return idsOf(sql, `${described} : (${match})`, id, most);
    },
  };
}

function sortedWords(text: string): string {
  return wordsOf(text).sort().join(" ");
}

/** Everything in a query but its plain words, as SQL and the values bound into it. */
function conditions(query: Query): { where: string[]; values: unknown[] } {
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
  for (const phrase of query.phrases) addMatch(matchAny([phrase]));
  for (const name of query.authors) {
    // The index finds papers with all parts of the name; whether they belong to one author only the names tell.
    addMatch(matchAll(name.split(/\s+/)), "authors");
    add("has_author(paper.authors, ?)", name);
  }
  addMatch(matchAny(query.excluded), described, "NOT");
  return { where, values };
}

/** What a paper is about: its title, keywords and summary, word by word. */
function describingWords(db: Connection, id: string): string[] {
  const paper = db
    .prepare<[string], { title: string; keywords: string; summary: string | null }>(
      "SELECT title, keywords, summary FROM paper WHERE id = ?",
    )
    .get(id);
  if (!paper) return [];
  const keywords: string[] = JSON.parse(paper.keywords);
  return [...paper.title.split(" "), ...keywords, ...(paper.summary ?? "").split(" ")];
}
