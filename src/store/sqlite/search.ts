import { hasAuthor, isFilterOnly, type Query } from "../../query.ts";
import type { Found, Search } from "../store.ts";
import type { Connection } from "./database.ts";
import { matchAll, matchAny } from "./match.ts";

// A word of the title says more about a paper than one of its abstract: title, summary, keywords, abstract, authors.
const rank = "bm25(paper_text, 6.0, 2.0, 3.0, 1.0, 2.0)";
const described = "{title summary keywords abstract}";
const matching = "paper_text JOIN paper ON paper.rowid = paper_text.rowid WHERE paper_text MATCH ?";
const byUpvotes = "coalesce(paper.upvotes, 0) DESC, paper.newest_list_day DESC, paper.id";
const byRelevance = `paper.title = ? COLLATE NOCASE DESC, ${rank}, ${byUpvotes}`;

export function createSearch(db: Connection): Search {
  db.function("has_author", { deterministic: true }, (authors, name) =>
    hasAuthor(JSON.parse(String(authors)), String(name)) ? 1 : 0,
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

  return {
    async find(query, most) {
      const { where, values } = conditions(query);
      if (isFilterOnly(query)) {
        const sql = `paper WHERE ${["true", ...where].join(" AND ")}`;
        return found(idsOf(`${sql} ORDER BY ${byUpvotes} LIMIT ?`, ...values, most), most, () =>
          countOf(sql, ...values),
        );
      }
      const match = matchAny([...query.words, ...query.phrases]);
      if (match === undefined) return { ids: [], total: 0 };
      const sql = [matching, ...where].join(" AND ");
      const title = [...query.words, ...query.phrases].join(" ");
      const ids = idsOf(`${sql} ORDER BY ${byRelevance} LIMIT ?`, match, ...values, title, most);
      return found(ids, most, () => countOf(sql, match, ...values));
    },
    async byTitle(words, most) {
      const match = matchAll(words);
      if (match === undefined) return [];
      return idsOf(
        `${matching} ORDER BY ${byRelevance} LIMIT ?`,
        `title : (${match})`,
        words.join(" "),
        most,
      );
    },
    async related(id, most) {
      const match = matchAny(describingWords(db, id));
      if (match === undefined) return [];
      const sql = `${matching} AND paper.id <> ? ORDER BY ${rank}, ${byUpvotes} LIMIT ?`;
      return idsOf(sql, `${described} : (${match})`, id, most);
    },
  };
}

function found(ids: readonly string[], most: number, count: () => number): Found {
  return { ids, total: ids.length < most ? ids.length : count() };
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
  const day = "coalesce(paper.newest_list_day, substr(paper.published_at, 1, 10))";
  if (query.since !== undefined) add(`${day} >= ?`, query.since);
  if (query.until !== undefined) add(`${day} <= ?`, query.until);
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
