import { z } from "zod";
import { dayOf, firstListDay, type ListDay } from "../calendar/days.ts";
import { known, type Paper } from "../model/paper.ts";
import { parseArxivId } from "../text/arxiv-id.ts";
import { cleanText } from "../text/clean.ts";
import { cleanTex } from "../text/tex.ts";
import { readName } from "./author.ts";
import { parseInstant, publication } from "./instant.ts";
import { longest, mostAuthors } from "./limits.ts";
import type { Answer, Skipped } from "./source.ts";
import { isNoticeOfWithdrawal } from "./withdrawn.ts";

const text = (max: number) =>
  z
    .string()
    .transform((value) => cleanText(value, max))
    .pipe(z.string().min(1));
const tex = (max: number) =>
  z
    .string()
    .transform((value) => cleanTex(value, max))
    .pipe(z.string().min(1));
const maybe = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const instant = maybe(z.string().transform(parseInstant).pipe(z.date()));
const figure = maybe(z.number().int().nonnegative().max(1e9));
const webLink = maybe(z.string().max(longest.url).transform(webAddress).pipe(z.string()));
const name = z.string().transform(readName).pipe(z.string().min(1));
const author = z.union([z.object({ name }).transform((entry) => entry.name), name]);
const keyword = text(longest.keyword);
const organization = maybe(
  z
    .object({ fullname: maybe(text(longest.name)), name: maybe(text(longest.name)) })
    .transform(({ fullname, name }) => fullname ?? name),
);

// Only id, title and authors have to be there; anything else that does not fit counts as absent. Without a usable
// `submittedOnDailyAt` (2024) the list day is the date of the outer `publishedAt`.
const paperSchema = z.object({
  id: z.string().transform(parseArxivId).pipe(z.string()),
  title: tex(longest.title),
  authors: z
    .array(z.unknown())
    .transform((list) => list.slice(0, mostAuthors).flatMap((entry) => author.safeParse(entry).data ?? [])),
  summary: maybe(tex(longest.abstract)),
  ai_summary: maybe(tex(longest.summary)),
  ai_keywords: maybe(
    z
      .array(z.unknown())
      .transform((list) => list.slice(0, 50).flatMap((entry) => keyword.safeParse(entry).data ?? [])),
  ),
  publishedAt: instant,
  submittedOnDailyAt: instant,
  upvotes: figure,
  numComments: figure,
  organization,
  githubRepo: webLink,
  githubStars: figure,
  projectPage: webLink,
});
const itemSchema = z.object({
  publishedAt: instant,
  numComments: figure,
  organization,
  title: maybe(tex(longest.title)),
  paper: z.unknown(),
});

export interface ParseOptions {
  /** Whether the items are from the daily list, so that the outer `publishedAt` may stand for the list day. */
  readonly daily: boolean;
  /** The present, in milliseconds since 1970: a list day more than a day ahead of it is not believed. */
  readonly now: number;
  /** How many records of the same answer came before; default 0. */
  readonly before?: number;
}

/**
 * Reads a daily_papers, search or single-paper record of Hugging Face, in the schema of any year.
 * @returns the paper, or why it has to be left out
 */
export function parseRecord(record: unknown, options: ParseOptions): Paper | { readonly problem: string } {
  const item = itemSchema.safeParse(record).data;
  const nested = item?.paper;
  const read = paperSchema.safeParse(isObject(nested) ? withTitle(nested, item?.title) : record);
  if (!read.success) return { problem: problemOf(read.error) };
  const { id, title, authors, ...rest } = read.data;
  const day = rest.submittedOnDailyAt ?? (options.daily ? item?.publishedAt : undefined);
  const figures = {
    abstract: rest.summary,
    withdrawn: isNoticeOfWithdrawal(rest.summary ?? "") || undefined,
    summary: rest.ai_summary,
    publishedAt: publication(rest.publishedAt, options.now),
    upvotes: rest.upvotes,
    comments: item?.numComments ?? rest.numComments,
    organization: rest.organization ?? item?.organization,
    codeUrl: rest.githubRepo,
    codeStars: rest.githubStars,
    projectUrl: rest.projectPage,
  };
  return {
    id,
    title,
    authors,
    keywords: rest.ai_keywords ?? [],
    listDays: believableDays(day, options.now),
    ...known(figures),
  };
}

/** Reads an array of records; those that cannot be used are named, the others kept. */
export function parseRecords(records: readonly unknown[], options: ParseOptions): Answer {
  const papers: Paper[] = [];
  const skipped: Skipped[] = [];
  let asOf = 0;
  for (const [i, record] of records.entries()) {
    const read = parseRecord(record, options);
    if ("problem" in read) {
      skipped.push({
        name: nameOf(record) ?? `record ${(options.before ?? 0) + i + 1}`,
        reason: read.problem,
      });
      continue;
    }
    papers.push(read);
    asOf = Math.max(asOf, newestInstant(record, options.now));
  }
  return { papers, skipped, asOf };
}

/** A paper whose own title is empty has that of its item. */
function withTitle(paper: Record<string, unknown>, title: string | undefined): Record<string, unknown> {
  const isEmpty = paper.title == null || (typeof paper.title === "string" && cleanText(paper.title) === "");
  return isEmpty ? { ...paper, ...known({ title }) } : paper;
}

function believableDays(day: Date | undefined, now: number): ListDay[] {
  if (!day || day.getTime() > now + 86_400_000) return [];
  const date = dayOf(day);
  return date >= firstListDay ? [date] : [];
}

/** An answer cannot be older than what it tells: the newest submission in it dates a saved file. */
function newestInstant(record: unknown, now: number): number {
  const paper = isObject(record) && isObject(record.paper) ? record.paper : record;
  if (!isObject(paper)) return 0;
  const date = instant.parse(paper.submittedOnDailyAt) ?? instant.parse(paper.publishedAt);
  return date === undefined || date.getTime() > now ? 0 : date.getTime();
}

function nameOf(record: unknown): string | undefined {
  const paper = isObject(record) && isObject(record.paper) ? record.paper : record;
  const name = isObject(paper)
    ? [paper.id, paper.title]
        .map((value) => (typeof value === "string" ? cleanText(value, 80) : ""))
        .find(Boolean)
    : undefined;
  return name;
}

function problemOf(error: z.ZodError): string {
  const field = error.issues[0]?.path[0];
  return field === undefined ? "not a record" : `${String(field)} is missing or of a wrong type`;
}

function webAddress(value: string): string | undefined {
  const url = URL.parse(value);
  return url && /^https?:$/.test(url.protocol) && !url.username && !url.password ? url.href : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
