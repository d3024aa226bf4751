import { dayOf } from "../../calendar.ts";
import { known, type Paper } from "../../paper.ts";
import type { Papers, UpsertCounts } from "../store.ts";
import type { Connection } from "./database.ts";

interface Row {
  readonly id: string;
  readonly title: string;
  readonly authors: string;
  readonly abstract: string | null;
  readonly summary: string | null;
  readonly keywords: string;
  readonly published_at: string | null;
  readonly organization: string | null;
  readonly code_url: string | null;
  readonly project_url: string | null;
  readonly upvotes: number | null;
  readonly comments: number | null;
  readonly code_stars: number | null;
  /** When each field was last told, by its name. */
  readonly told_at: string;
  readonly newest_list_day: string | null;
}

/** The fields that answers tell of, each with a time of its own. */
const told = [
  "title",
  "authors",
  "abstract",
  "summary",
  "keywords",
  "published_at",
  "organization",
  "code_url",
  "project_url",
  "upvotes",
  "comments",
  "code_stars",
] as const;
const columns = ["id", ...told, "told_at", "newest_list_day"] as const satisfies readonly (keyof Row)[];

export function createPapers(db: Connection): Papers {
  const byId = db.prepare<[string], Row>("SELECT * FROM paper WHERE id = ?");
  const daysOf = db.prepare<[string], string>("SELECT day FROM listing WHERE paper = ? ORDER BY day").pluck();
  const write = db.prepare<[Row]>(
    `INSERT INTO paper (${columns.join(", ")}) VALUES (${columns.map((name) => `@${name}`).join(", ")})
     ON CONFLICT (id) DO UPDATE SET ${columns
       .slice(1)
       .map((name) => `${name} = @${name}`)
       .join(", ")}`,
  );
  const list = db.prepare<[string, string]>(
    "INSERT INTO listing (paper, day) VALUES (?, ?) ON CONFLICT DO NOTHING",
  );
  const vote = db.prepare<[string, string, number, number]>(
    `INSERT INTO upvote_history (paper, day, at, upvotes) VALUES (?, ?, ?, ?)
     ON CONFLICT (paper, day) DO UPDATE SET at = excluded.at, upvotes = excluded.upvotes
     WHERE (excluded.at, excluded.upvotes) > (at, upvotes)`,
  );
  const read = (row: Row): Paper => toPaper(row, daysOf.all(row.id));

  const upsertOne = (paper: Paper, asOf: number): keyof UpsertCounts | "same" => {
    const before = byId.get(paper.id);
    const after = merge(before, toRow(paper, asOf));
    const described = !before || JSON.stringify(before) !== JSON.stringify({ ...before, ...after });
    if (described) write.run(after);
    const relisted = paper.listDays.filter((day) => list.run(paper.id, day).changes > 0).length > 0;
    if (paper.upvotes !== undefined) vote.run(paper.id, dayOf(new Date(asOf)), asOf, paper.upvotes);
    if (!before) return "added";
    return relisted || shown(before) !== shown(after) ? "changed" : "same";
  };
  const upsertAll = db.transaction((papers: readonly Paper[], asOf: number) => {
    const counts = { added: 0, changed: 0, same: 0 };
    for (const paper of papers) counts[upsertOne(paper, asOf)]++;
    return counts;
  });

  return {
    async upsert(papers, asOf) {
      const { added, changed } = upsertAll.immediate(papers, asOf.getTime());
      return { added, changed };
    },
    async get(id) {
      const row = byId.get(id);
      return row && read(row);
    },
    async getMany(ids) {
      return ids.flatMap((id) => {
        const row = byId.get(id);
        return row ? [read(row)] : [];
      });
    },
    async listed(from, to) {
      return db
        .prepare<[string, string], string>(
          `SELECT id FROM paper WHERE id IN (SELECT paper FROM listing WHERE day BETWEEN ? AND ?)
           ORDER BY coalesce(upvotes, 0) DESC, coalesce(comments, 0) DESC, id`,
        )
        .pluck()
        .all(from, to);
    },
    async newestListDays(upTo, most) {
      return db
        .prepare<[string, number], string>(
          "SELECT DISTINCT day FROM listing WHERE day <= ? ORDER BY day DESC LIMIT ?",
        )
        .pluck()
        .all(upTo, most);
    },
    async upvoteHistory(id) {
      return db
        .prepare<[string], { at: number; upvotes: number }>(
          `SELECT at, upvotes FROM (
             SELECT at, upvotes, lag(upvotes) OVER (ORDER BY at) AS before FROM upvote_history WHERE paper = ?
           ) WHERE upvotes IS NOT before ORDER BY at`,
        )
        .all(id)
        .map(({ at, upvotes }) => ({ at: new Date(at), upvotes }));
    },
    async reach() {
      const row = db
        .prepare<[], { papers: number; oldest: string | null; newest: string | null }>(
          "SELECT (SELECT count(*) FROM paper) AS papers, min(day) AS oldest, max(day) AS newest FROM listing",
        )
        .get();
      return { papers: row?.papers ?? 0, ...known({ oldest: row?.oldest, newest: row?.newest }) };
    },
  };
}

/** What was observed later wins, field by field, each by the time it was last told; what is absent stays as it was. */
function merge(before: Row | undefined, seen: Row): Row {
  if (!before) return seen;
  const had: Times = JSON.parse(before.told_at);
  const has: Times = JSON.parse(seen.told_at);
  const newer = (name: Told): boolean =>
    (has[name] ?? -1) > (had[name] ?? -1) ||
    // Of the same moment: any rule that does not depend on the order of import. For votes the higher count is the newer one.
    (has[name] !== undefined && has[name] === had[name] && greater(seen[name], before[name]));
  const taken = told.filter(newer);
  return {
    ...before,
    ...Object.fromEntries(taken.map((name) => [name, seen[name]])),
    told_at: timesText({ ...had, ...Object.fromEntries(taken.map((name) => [name, has[name]])) }),
    newest_list_day:
      [before.newest_list_day, seen.newest_list_day]
        .filter((day) => day !== null)
        .sort()
        .at(-1) ?? null,
  };
}

type Told = (typeof told)[number];
type Times = { readonly [K in Told]?: number };

const greater = (a: string | number | null, b: string | number | null): boolean => (a ?? "") > (b ?? "");
const timesText = (times: Times): string =>
  JSON.stringify(
    Object.fromEntries(told.filter((name) => times[name] !== undefined).map((name) => [name, times[name]])),
  );

/** Everything of a row but when it was seen. */
function shown(row: Row): string {
  return JSON.stringify(columns.filter((name) => name !== "told_at").map((name) => row[name]));
}

function toRow(paper: Paper, asOf: number): Row {
  const row = {
    id: paper.id,
    title: paper.title,
    authors: JSON.stringify(paper.authors),
    abstract: paper.abstract ?? null,
    summary: paper.summary ?? null,
    keywords: JSON.stringify(paper.keywords),
    published_at: paper.publishedAt ?? null,
    organization: paper.organization ?? null,
    code_url: paper.codeUrl ?? null,
    project_url: paper.projectUrl ?? null,
    upvotes: paper.upvotes ?? null,
    comments: paper.comments ?? null,
    code_stars: paper.codeStars ?? null,
    newest_list_day: paper.listDays.at(-1) ?? null,
  };
  // An empty list of keywords or authors says nothing.
  const says = told.filter((name) => row[name] !== null && row[name] !== "[]");
  return { ...row, told_at: timesText(Object.fromEntries(says.map((name) => [name, asOf]))) };
}

function toPaper(row: Row, listDays: readonly string[]): Paper {
  return {
    id: row.id,
    title: row.title,
    authors: JSON.parse(row.authors),
    keywords: JSON.parse(row.keywords),
    listDays,
    ...known({
      abstract: row.abstract,
      summary: row.summary,
      publishedAt: row.published_at,
      upvotes: row.upvotes,
      comments: row.comments,
      organization: row.organization,
      codeUrl: row.code_url,
      codeStars: row.code_stars,
      projectUrl: row.project_url,
    }),
  };
}
