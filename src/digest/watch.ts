import { dayOf, type ListDay, shortDay } from "../calendar/days.ts";
import type { Paper } from "../model/paper.ts";
import { count } from "../text/clean.ts";
import { matchesTopic, parseQuery } from "../text/query.ts";
import { paperCard, type Shown } from "./card.ts";

/** A standing query, when it was made, and the papers that matched it then. */
export interface Watching {
  readonly query: string;
  readonly since: Date;
  readonly known: ReadonlySet<string>;
}

/** A paper and the queries that it matches. */
export interface Match {
  readonly paper: Paper;
  readonly queries: readonly string[];
}

/** Calendar days for which a paper may still rise to what a watch asks for, from the day it was listed. */
export const daysToRise = 14;
/** How the mark of a watch in a digest begins; whose it is follows. */
export const watchedBy = "watched by ";
/** Papers told at a time: the others follow the next day. */
const most = 20;

/** What of these papers matches a query. */
export function matchesOf(query: string, papers: readonly Paper[], today: ListDay): readonly Paper[] {
  const parsed = parseQuery(query, today, { isStored: true });
  return papers.filter((paper) => matchesTopic(parsed, paper));
}

/**
 * What is news to somebody: papers that were listed since a watch of theirs was made, match it, did not match it then, and were not told.
 * An older list that comes into the store later is no news. Most upvotes first.
 */
export function matchWatches(
  watches: readonly Watching[],
  papers: readonly Paper[],
  told: ReadonlySet<string>,
  today: ListDay,
): readonly Match[] {
  const queries = new Map<Paper, string[]>();
  const untold = papers.filter(({ id }) => !told.has(id));
  for (const { query, since, known } of watches) {
    const listed = untold.filter(({ listDays }) => listDays.some((day) => day >= dayOf(since)));
    for (const paper of matchesOf(query, listed, today)) {
      if (!known.has(paper.id)) queries.set(paper, [...(queries.get(paper) ?? []), query]);
    }
  }
  return [...queries]
    .map(([paper, matched]) => ({ paper, queries: matched }))
    .toSorted(
      (a, b) => (b.paper.upvotes ?? 0) - (a.paper.upvotes ?? 0) || (a.paper.id < b.paper.id ? -1 : 1),
    );
}

/** One message for a day's matches; none where there are none. @param date the local date */
export function composeWatches(
  matches: readonly Match[],
  date: ListDay,
  savers: ReadonlyMap<string, readonly string[]>,
): readonly Shown[] {
  if (matches.length === 0) return [];
  const shown = matches.slice(0, most);
  const left = matches.length - shown.length;
  return [
    {
      message: {
        title: `Your watches, ${shortDay(date)}`,
        lead: `${count(matches.length, "new match", "new matches")}${left > 0 ? `, the first ${most} are here` : ""}`,
        cards: shown.map(({ paper, queries }, i) =>
          paperCard(paper, {
            number: i + 1,
            mark: `matches ${queries.join(" and ")}`,
            savers: savers.get(paper.id),
            buttons: [{ label: "Save", action: `save ${paper.id}` }],
          }),
        ),
        note: `${left > 0 ? `${count(left, "match follows", "matches follow")} tomorrow. ` : ""}/papers watch list shows what you watch, and how to end it.`,
      },
      papers: shown.map(({ paper }) => paper.id),
    },
  ];
}
