import {
  addDays,
  dayOf,
  firstListDay,
  fullDay,
  isWeekday,
  type ListDay,
  monthName,
  monthOf,
  parseDay,
  shortDay,
  weekOf,
} from "../../calendar/days.ts";
import type { Shown } from "../../digest/card.ts";
import { UserError } from "../../errors.ts";
import { count, quote } from "../../text/clean.ts";
import { type CommandContext, defineCommand, paging, text } from "../command.ts";
import { answerList } from "../list.ts";

const fewPapers = 5;
const emptyStore =
  "No papers are stored yet. They come by themselves while the bot runs, or at once with: paperboy sync";

type Paging = { readonly page?: number | undefined; readonly top?: number | undefined };

export const today = defineCommand({
  name: "today",
  synonyms: ["now", "latest", "new", "trending"],
  summary: "The papers of the newest day, by upvotes.",
  args: paging,
  example: "today",
  visibility: "user",
  async run(args, context) {
    const [newest, before] = await context.store.papers.newestListDays(dayOf(context.clock()), 2);
    if (newest === undefined) return answerNothing("Daily Papers", args, context);
    const papers = await context.store.papers.listed(newest, newest);
    const further =
      before && papers.length < fewPapers ? await context.store.papers.listed(before, before) : [];
    const below = further.filter((id) => !papers.includes(id));
    const lead = [
      `${count(papers.length, "paper")} so far`,
      ...(below.length > 0 && before ? [`below them ${below.length} of ${shortDay(before)}`] : []),
    ].join("; ");
    return answerList(
      {
        title: `Daily Papers, ${fullDay(newest)}`,
        lead,
        papers: [...papers, ...below],
        day: newest,
        empty: emptyStore,
        command: "today",
      },
      args,
      context,
    );
  },
});

export const week = defineCommand({
  name: "week",
  summary: "The papers of the newest week (Monday to Sunday), by upvotes.",
  args: paging,
  example: "week top:10",
  visibility: "user",
  run: (args, context) =>
    answerPeriod(
      "week",
      weekOf,
      ([from, to]) => `Week of ${shortDay(from)} to ${fullDay(to)}`,
      args,
      context,
    ),
});

export const month = defineCommand({
  name: "month",
  summary: "The papers of the newest month, by upvotes.",
  args: paging,
  example: "month top:20",
  visibility: "user",
  run: (args, context) => answerPeriod("month", monthOf, ([from]) => monthName(from), args, context),
});

export const date = defineCommand({
  name: "date",
  synonyms: ["day", "on"],
  summary: "The papers of one day, by upvotes.",
  args: {
    day: text(
      "<2026-11-20>",
      "a day as year-month-day, or yesterday",
      "Which day? For example: /papers date 2026-11-20",
    ),
    ...paging,
  },
  example: "date 2026-11-20",
  visibility: "user",
  async run({ day: typed, ...args }, context) {
    const day = readDay(typed, dayOf(context.clock()));
    const trouble = await fetchUnlessThere(day, context);
    const papers = await context.store.papers.listed(day, day);
    return answerList(
      {
        title: `Daily Papers, ${fullDay(day)}`,
        lead: count(papers.length, "paper"),
        papers,
        day,
        empty: isWeekday(day)
          ? "No papers are known for that day."
          : `There is no list on Saturdays and Sundays: try /papers date ${fridayBefore(day)}`,
        aside: trouble && `${trouble}, so only saved papers were searched.`,
        command: `date ${day}`,
      },
      args,
      context,
    );
  },
});

/** A day that was never fetched in full is looked up: single papers of it may be there. @returns why that failed, where it did */
async function fetchUnlessThere(
  day: ListDay,
  { store, lookup }: CommandContext,
): Promise<string | undefined> {
  if (!isWeekday(day) || (await store.collection.fetched(day, day)).has(day)) return undefined;
  return (await lookup.listDay(day)).trouble;
}

async function answerPeriod(
  command: string,
  around: (day: ListDay) => readonly [ListDay, ListDay],
  title: (days: readonly [ListDay, ListDay]) => string,
  args: Paging,
  context: CommandContext,
): Promise<Shown> {
  const [newest] = await context.store.papers.newestListDays(dayOf(context.clock()), 1);
  if (newest === undefined) return answerNothing("Daily Papers", args, context);
  const days = around(newest);
  const papers = await context.store.papers.listed(...days);
  const lead = `${count(papers.length, "paper")} up to ${fullDay(newest)}`;
  return answerList({ title: title(days), lead, papers, empty: emptyStore, command }, args, context);
}

function answerNothing(title: string, args: Paging, context: CommandContext): Promise<Shown> {
  return answerList({ title, papers: [], empty: emptyStore, command: "today" }, args, context);
}

/** @throws UserError for what is no day, lies ahead, or before the first list */
function readDay(typed: string, today: ListDay): ListDay {
  const words: Record<string, ListDay> = {
    today,
    yesterday: addDays(today, -1),
    tomorrow: addDays(today, 1),
  };
  const day = words[typed.toLowerCase()] ?? parseDay(typed);
  if (day === undefined)
    throw new UserError(
      `I can't read ${quote(typed)} as a date. Try "yesterday", or year-month-day: /papers date ${today}`,
    );
  if (day > today)
    throw new UserError(
      `${quote(typed)} is still to come. The newest possible day is today: /papers date ${today}`,
    );
  if (day < firstListDay) {
    throw new UserError(`${quote(typed)} is before the first Daily Papers. Try /papers date ${firstListDay}`);
  }
  return day;
}

function fridayBefore(day: ListDay): ListDay {
  return isWeekday(day) ? day : fridayBefore(addDays(day, -1));
}
