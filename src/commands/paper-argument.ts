import { dayOf } from "../calendar/days.ts";
import { UserError } from "../errors.ts";
import type { Paper } from "../model/paper.ts";
import { findArxivIds, readArxivId } from "../text/arxiv-id.ts";
import { cleanText, cutAtWord, plainSigns, quote } from "../text/clean.ts";
import { isEmptyQuery, parseQuery, wordsOf } from "../text/query.ts";
import { type Arg, type CommandContext, text } from "./command.ts";
import { completePaper } from "./complete-paper.ts";
import { lastList } from "./list.ts";

export interface Meant {
  readonly paper: Paper;
  /** The source that was asked for it, where the store did not know it. */
  readonly from?: string;
}

/** An argument that names one paper. */
export function paperArgument(verb: string): Arg<string> {
  return {
    ...text(
      "<paper>",
      "an arXiv id, a link, #3 for number 3 of the last list, or words of its title",
      missingPaper(verb),
    ),
    complete: completePaper,
  };
}

/** What to say where no paper was named. */
export function missingPaper(verb: string): string {
  return `Which paper? For example: /papers ${verb} 2606.14777, or /papers ${verb} #1 for the first of the last list`;
}

/**
 * The paper that somebody means; one that the store does not know is looked up by its id.
 * @throws UserError where there is none
 */
export async function findPaper(typed: string, context: CommandContext): Promise<Meant> {
  const rank = numberOf(typed);
  if (rank !== undefined) return { paper: await byRank(rank, typed, context) };
  const id = readArxivId(typed);
  if (id !== undefined) return byId(id, context);
  refusePointing(typed);
  return { paper: await byTitle(typed, context) };
}

/** The number of the last list that a text is: "#3", "3" or "no. 3", also in quotes, brackets or at the end of a sentence. */
export function numberOf(typed: string): number | undefined {
  const [, digits] =
    /^["'`*([]*(?:#|\u2116|n[or]\.?|number)?\s*(\d{1,6})[\])*`'".,;:!?]*$/i.exec(plainSigns(typed).trim()) ??
    [];
  return digits === undefined ? undefined : Number(digits);
}

/** Words that point at papers; nobody who types nothing else means a title that holds them. */
const pointing = new Set(
  (
    "a all an and any both each every everything first here it last latest list me mine my new newest next number of on one ones " +
    "paper papers please previous second some that the them these third this those top"
  ).split(" "),
);

/** @throws UserError for more than one paper, for numbers, which mean a list or an id, and for words such as "all" and "this" */
function refusePointing(typed: string): void {
  const [first, another] = typed.match(/#\d+/g) ?? findArxivIds(typed);
  if (another !== undefined) throw new UserError(`${quote(typed)} names more than one paper: try ${first}`);
  const words = wordsOf(typed);
  const isPointing = words.length > 0 && words.every((word) => pointing.has(word) || !/\p{L}/u.test(word));
  if (!isPointing && !/^[^\p{L}\d]*#\d/u.test(typed)) return;
  const [, rank = "1"] = /(?<!\d)(\d{1,3})(?!\d)/.exec(typed) ?? [];
  throw new UserError(
    `${quote(typed)} names no single paper: try #${rank} for number ${rank} of the last list, or an arXiv id such as 2606.14777`,
  );
}

async function byRank(rank: number, typed: string, context: CommandContext): Promise<Paper> {
  const list = await lastList(context);
  if (!list)
    throw new UserError(
      `${quote(typed)} counts in the list you last asked for, and there is none here yet: try /papers today`,
    );
  const id = list[rank - 1];
  const paper = id === undefined ? undefined : await context.store.papers.get(id);
  if (!paper)
    throw new UserError(
      `${quote(typed)} is past the end: the last list has ${list.length === 1 ? "only #1" : `#1 to #${list.length}`}.`,
    );
  return paper;
}

async function byId(id: string, { store, lookup }: CommandContext): Promise<Meant> {
  const stored = await store.papers.get(id);
  if (stored) return { paper: stored };
  const { found, from, trouble } = await lookup.paper(id);
  if (found) return { paper: found, ...(from === undefined ? {} : { from }) };
  throw new UserError(
    trouble === undefined
      ? `There is no paper ${quote(id)}, neither on Hugging Face nor on arXiv: check the id, or try /papers search with words of its title`
      : `${quote(id)} is not stored, and could not be looked up (${trouble}). Try again in a minute.`,
  );
}

async function byTitle(typed: string, { store, clock }: CommandContext): Promise<Paper> {
  const query = parseQuery(typed, dayOf(clock()));
  const [id] = await store.search.byTitle([...query.words, ...query.phrases], 1);
  const paper = id === undefined ? undefined : await store.papers.get(id);
  if (paper) return paper;
  const [near] = isEmptyQuery(query)
    ? []
    : await store.papers.getMany((await store.search.find(query, 1)).ids);
  throw new UserError(
    near
      ? `No title here has all of ${quote(typed)}. The nearest is ${quote(near.title, 120)}: /papers show ${near.id}`
      : `${quote(typed)} is in no title here: give the arXiv id (/papers show 2606.14777), or try /papers search ${cutAtWord(cleanText(typed), 100)}`,
  );
}
