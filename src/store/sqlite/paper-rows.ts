import { known, type Paper } from "../../model/paper.ts";

/** A paper as its table holds it. */
export interface Row {
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
  /** 1, or not known. */
  readonly withdrawn: number | null;
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
  "withdrawn",
] as const;
/** Everything of a row but when it was told. */
export const shown = ["id", ...told, "newest_list_day"] as const satisfies readonly (keyof Row)[];
/** What papers are found by. */
export const texts = [
  "title",
  "summary",
  "keywords",
  "abstract",
  "authors",
] as const satisfies readonly (keyof Row)[];
export const columns = [...shown, "told_at"] as const;

/** What was observed later wins, field by field, each by the time it was last told; what is absent stays as it was. */
export function merge(before: Row | undefined, seen: Row): Row {
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

/** Whether two rows are not the same in one of these. */
export function differ(a: Row, b: Row, names: readonly (keyof Row)[]): boolean {
  return names.some((name) => a[name] !== b[name]);
}

export function toRow(paper: Paper, asOf: number): Row {
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
    withdrawn: paper.withdrawn ? 1 : null,
    newest_list_day: paper.listDays.at(-1) ?? null,
  };
  // An empty list of keywords or authors says nothing.
  const says = told.filter((name) => row[name] !== null && row[name] !== "[]");
  return { ...row, told_at: JSON.stringify(Object.fromEntries(says.map((name) => [name, asOf]))) };
}

export function toPaper(row: Row, listDays: readonly string[]): Paper {
  return {
    id: row.id,
    title: row.title,
    authors: JSON.parse(row.authors),
    keywords: JSON.parse(row.keywords),
    listDays,
    ...known({
      abstract: row.abstract,
      summary: row.summary,
      // Until sources were held to years that can be, "0001" came in.
      publishedAt: (row.published_at ?? "") >= "1900" ? row.published_at : undefined,
      upvotes: row.upvotes,
      comments: row.comments,
      organization: row.organization,
      codeUrl: row.code_url,
      codeStars: row.code_stars,
      projectUrl: row.project_url,
      withdrawn: row.withdrawn === null ? undefined : (true as const),
    }),
  };
}
