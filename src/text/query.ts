import { addDays, type ListDay, parseDay } from "../calendar/days.ts";
import { UserError } from "../errors.ts";
import type { Paper } from "../model/paper.ts";
import { count, plainQuotes, quote } from "./clean.ts";

/** The query language of search, of topics and of watches, taken apart. */
export interface Query {
  /** The words and phrases in their order, as typed. */
  readonly text: string;
  /** Plain words as typed; what they have to do with a paper is the searcher's business. */
  readonly words: readonly string[];
  /** Phrases whose words must stand next to each other. */
  readonly phrases: readonly string[];
  /** Words and phrases that must not occur. */
  readonly excluded: readonly string[];
  /** Names; all parts of a name must be in one author's name. */
  readonly authors: readonly string[];
  readonly since?: ListDay;
  readonly until?: ListDay;
  readonly hasCode: boolean;
  /** Least upvotes. */
  readonly min?: number;
}

export const longestQuery = 2000;
/** Phrases, names and words to leave out, in one query: each is looked for in all papers. */
const mostConditions = 30;

// -"a phrase", author:"Ana Li", since:30d, word. A word cannot hold two readings, so this is linear.
const piece = /(?=\S)(-?)(?:([a-z]+):)?(?:"([^"]*)"|(\S*))/giu;
const filters = ["author", "since", "until", "has", "min"] as const;
type Filter = (typeof filters)[number];

/**
 * Reads a query. An unknown `word:` is plain text.
 * @param text at most 2,000 characters
 * @param today UTC date that `since:30d` counts back from
 * @param options isStored: what was taken once stays readable, and of a limit said twice the last counts
 * @throws UserError where a filter has an impossible value or the text is too long
 */
export function parseQuery(text: string, today: ListDay, { isStored = false } = {}): Query {
  if (text.length > longestQuery) {
    throw new UserError(
      `That query has ${count(text.length, "character")}; the most is ${longestQuery.toLocaleString("en-US")}.`,
    );
  }
  const query = {
    asked: [] as string[],
    words: [] as string[],
    phrases: [] as string[],
    excluded: [] as string[],
    authors: [] as string[],
  };
  let limits: Limit = {};
  for (const [whole, minus, key, phrase, word] of plainQuotes(text).matchAll(piece)) {
    const filter = filters.find((name) => name === key?.toLowerCase());
    const value = (phrase ?? word ?? "").trim();
    if (filter && !minus) {
      if (filter === "author") query.authors.push(named(filter, value));
      else {
        const limit = readLimit(filter, value, today);
        if (!isStored) refuseTwo(limits, limit, whole);
        limits = { ...limits, ...limit };
      }
    } else if (minus && isWordy(value)) query.excluded.push(whole.slice(1));
    else {
      query.asked.push(whole);
      if (key !== undefined) query.words.push(key, ...value.split(" "));
      else if (phrase !== undefined) query.phrases.push(phrase);
      else query.words.push(value);
    }
  }
  const conditions = new Set([...query.phrases, ...query.excluded, ...query.authors]).size;
  if (conditions > mostConditions && !isStored)
    throw new UserError(
      `That query has ${conditions} phrases, names and words to leave out; the most is ${mostConditions}.`,
    );
  return {
    text: query.asked.filter(isWordy).join(" "),
    words: query.words.filter(isWordy),
    phrases: query.phrases.filter(isWordy),
    excluded: query.excluded.filter(isWordy),
    authors: query.authors,
    ...limits,
    hasCode: limits.hasCode ?? false,
  };
}

type Limit = Pick<Query, "since" | "until" | "min"> & { readonly hasCode?: true };

/** @throws UserError where a limit has another value already */
function refuseTwo(before: Limit, more: Limit, typed: string): void {
  for (const name of ["since", "until", "min"] as const) {
    const [old, fresh] = [before[name], more[name]];
    if (old !== undefined && fresh !== undefined && old !== fresh)
      throw new UserError(
        `${quote(typed)} and ${quote(`${name}:${old}`)} cannot both hold: leave one of them out.`,
      );
  }
}

/** Whether a query has no words or phrases, only filters. */
export function isFilterOnly(query: Query): boolean {
  return query.words.length + query.phrases.length === 0;
}

/** Whether a query asks for nothing at all. */
export function isEmptyQuery(query: Query): boolean {
  const { words, phrases, excluded, authors, since, until, hasCode, min } = query;
  return (
    [words, phrases, excluded, authors].every((list) => list.length === 0) &&
    !(since ?? until ?? hasCode) &&
    min === undefined
  );
}

/** Whether a paper passes everything in a query but its words and phrases. */
export function passesFilters(query: Query, paper: Paper): boolean {
  const { since = "", until = "9999" } = query;
  const published = paper.publishedAt === undefined ? [] : [paper.publishedAt.slice(0, 10)];
  const days = paper.listDays.length > 0 ? paper.listDays : published;
  if ((query.since ?? query.until) && !days.some((day) => day >= since && day <= until)) return false;
  if (query.hasCode && paper.codeUrl === undefined) return false;
  if (query.min !== undefined && (paper.upvotes ?? 0) < query.min) return false;
  if (!query.authors.every((name) => hasAuthor(paper.authors, name))) return false;
  if (query.excluded.length === 0) return true;
  const texts = textsOf(paper);
  return !query.excluded.some((phrase) => holds(texts, phrase));
}

/**
 * Whether a paper is about a topic: it passes the filters, and every word and phrase occurs in it.
 * @param more texts that belong to it besides its own
 */
export function matchesTopic(query: Query, paper: Paper, more: readonly string[] = []): boolean {
  if (!passesFilters(query, paper)) return false;
  const texts = [...textsOf(paper), ...more.map(stemsOf)];
  return [...query.words, ...query.phrases].every((phrase) => holds(texts, phrase));
}

/** Whether all parts of `name` ("Li Ana", "Müller") are parts of one author's name, whatever their order, case and accents. */
export function hasAuthor(authors: readonly string[], name: string): boolean {
  const wanted = wordsOf(name);
  return (
    wanted.length > 0 &&
    authors.some((author) => {
      const parts = wordsOf(author);
      return wanted.every((part) => parts.includes(part));
    })
  );
}

/** Letters and digits of a text in runs, lower case and without accents. */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

const isWordy = (text: string): boolean => wordsOf(text).length > 0;
const stemsOf = (text: string): string[] =>
  wordsOf(text).map((word) => (word.length > 3 && word.endsWith("s") ? word.slice(0, -1) : word));

/** Kept as long as the paper is: the watches of a team, and all channels that are due together, look through the same ones. */
const texts = new WeakMap<Paper, readonly (readonly string[])[]>();

/** The words of each of a paper's texts: no phrase runs from one into the next. */
function textsOf(paper: Paper): readonly (readonly string[])[] {
  const { title, summary = "", abstract = "", keywords } = paper;
  const stems = texts.get(paper) ?? [title, summary, abstract, ...keywords].map(stemsOf);
  texts.set(paper, stems);
  return stems;
}

function holds(texts: readonly (readonly string[])[], phrase: string): boolean {
  const [first, ...others] = stemsOf(phrase);
  if (first === undefined) return false;
  const startsAt = (text: readonly string[], at: number): boolean =>
    text[at] === first && others.every((word, i) => text[at + 1 + i] === word);
  return texts.some((text) => text.some((_, at) => startsAt(text, at)));
}

function readLimit(
  filter: Exclude<Filter, "author">,
  value: string,
  today: ListDay,
): Pick<Query, "since" | "until" | "min"> & { hasCode?: true } {
  switch (filter) {
    case "since":
      return { since: readDay(filter, value, today) };
    case "until":
      return { until: readDay(filter, value, today) };
    case "min":
      if (!/^\d{1,6}$/.test(value))
        throw new UserError(`${quote(`min:${value}`)} needs a number of upvotes: min:10`);
      return { min: Number(value) };
    case "has":
      if (value.toLowerCase() !== "code")
        throw new UserError(`${quote(`has:${value}`)} is not known: has:code is the only one.`);
      return { hasCode: true };
  }
}

function readDay(filter: string, value: string, today: ListDay): ListDay {
  const back = /^(\d{1,4})([dwmy])$/i.exec(value);
  if (back)
    return addDays(
      today,
      -Number(back[1]) * ({ d: 1, w: 7, m: 30, y: 365 }[back[2]?.toLowerCase() ?? ""] ?? 1),
    );
  const day = parseDay(value);
  if (!day) {
    const example = addDays(today, -30);
    throw new UserError(
      `${quote(`${filter}:${value}`)} is not a day: write ${filter}:${example}, or ${filter}:30d for 30 days ago.`,
    );
  }
  return day;
}

function named(filter: string, value: string): string {
  if (!isWordy(value))
    throw new UserError(
      `${filter}: needs a name right behind it: ${filter}:bengio or ${filter}:"yoshua bengio"`,
    );
  return value;
}
