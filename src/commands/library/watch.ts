import { z } from "zod";
import { dayOf } from "../../calendar/days.ts";
import type { Card } from "../../chat/message.ts";
import { listedLately, nextTelling } from "../../delivery/editions/watches.ts";
import { paperCard } from "../../digest/card.ts";
import { daysToRise, matchesOf } from "../../digest/watch.ts";
import { UserError } from "../../errors.ts";
import type { Paper } from "../../model/paper.ts";
import type { Telling, Watch } from "../../store/library.ts";
import { cleanText, count, cutAtWord, quote } from "../../text/clean.ts";
import { isEmptyQuery, parseQuery } from "../../text/query.ts";
import { type Answer, type Arg, type CommandContext, defineCommand, text } from "../command.ts";
import { readerOf } from "../list.ts";
import { nearestWord } from "../parse.ts";

/** Calendar days that are looked through for what a watch would have found, and examples of it. */
const backTested = 30;
const examples = 3;
const mostWatches = 20;
const longestWatch = 300;
const actions = ["add", "list", "remove", "test"] as const;
const how =
  "/papers watch add diffusion policy min:20, /papers watch test diffusion policy, /papers watch list, or /papers watch remove 1";

const tell: Arg<Telling> = {
  form: "option",
  usage: "[tell:dm|digest]",
  summary: "of matches: in one direct message a day, or as a mark in the team's digests",
  choices: ["dm", "digest"],
  schema: z
    .string()
    .default("dm")
    .transform((typed, context) => {
      const value = typed.toLowerCase();
      if (value === "dm" || value === "digest") return value;
      context.addIssue(`${quote(`tell:${typed}`)} is not known: tell:dm, or tell:digest`);
      return z.NEVER;
    }),
};

export const watch = defineCommand({
  name: "watch",
  synonyms: ["watches", "alert", "follow"],
  summary:
    "Tells you of new papers that match a query: once each, in one direct message a day or marked in the digest.",
  args: {
    what: {
      ...text(
        "<add|list|remove|test> [query|number]",
        "what to do, and a query as for search, with -word, author:name, has:code and min:N; or the number to remove",
        `What do you want to watch? ${how}`,
      ),
      schema: z.string().default("list"),
      fields: {
        action: { usage: "<action>", summary: "what to do", choices: actions },
        query: { usage: "[query]", summary: "words, -word, author:name, min:N; or the number to remove" },
      },
    },
    tell,
  },
  example: "watch add diffusion policy -survey min:20",
  visibility: "user",
  async run({ what, tell: telling }, context) {
    const [, typed = "", rest = ""] = /^(\S+)\s*(.*)$/su.exec(what) ?? [];
    switch (typed.toLowerCase()) {
      case "add":
        return addWatch(rest, telling, context);
      case "test":
        return testWatch(rest, context);
      case "list":
      case "ls":
        return listWatches(context);
      case "remove":
      case "rm":
      case "delete":
        return removeWatch(rest, context);
      default:
        throw new UserError(`${quote(typed)} is nothing that watch does. ${sayInstead(typed, rest, what)}`);
    }
  },
});

/** A misspelt action is offered; anything else may be what to watch. */
function sayInstead(typed: string, rest: string, what: string): string {
  const near = nearestWord(typed, actions);
  const line = near === undefined ? `add ${what}` : `${near} ${rest}`;
  return `${near === undefined ? "To watch it:" : "Did you mean:"} /papers watch ${cutAtWord(cleanText(line), 100)}`;
}

async function addWatch(typed: string, telling: Telling, context: CommandContext): Promise<Answer> {
  const { caller, clock, store, defaultZone } = context;
  const reader = readerOf(caller);
  const query = readQuery(typed, context);
  const wished = { ...reader, query, tell: telling };
  await refuseMore(wished, context);
  const now = clock();
  const zone = caller.user.zone ?? defaultZone;
  const tested = await backTest(query, context);
  const known = matchesOf(query, await listedLately(daysToRise, store, dayOf(now)), dayOf(now));
  await store.people.know(caller.user.id, caller.user.name);
  const ids = known.map(({ id }) => id);
  const number = await store.watches.add(wished, ids, now, mostWatches);
  if (number === undefined) {
    await refuseMore(wished, context);
    throw new UserError("Several came at once, and this one was not added: try again.");
  }
  if (telling === "dm") await store.watches.plan({ ...reader, zone }, nextTelling(zone, now));
  const where =
    telling === "dm"
      ? `New matches come in one direct message a day, at 09:00 (${zone}).`
      : "New matches are marked with your name in this team's digests.";
  return shown(
    tested,
    `Watching ${query}`,
    `${where} ${sayRising(query, now)}To end it: /papers watch remove ${number}`,
  );
}

/** @throws UserError where they have the same watch, or as many as anybody may */
async function refuseMore(
  { query, tell: telling, ...reader }: Omit<Watch, "id">,
  { store }: CommandContext,
): Promise<void> {
  const watches = await store.watches.list(reader);
  if (watches.some((one) => one.query === query && one.tell === telling)) {
    throw new UserError(`You watch ${quote(query, longestWatch)} already: /papers watch list`);
  }
  if (watches.length >= mostWatches) {
    throw new UserError(
      `You have ${mostWatches} watches, which is the most: /papers watch remove 1 makes room.`,
    );
  }
}

async function testWatch(typed: string, context: CommandContext): Promise<Answer> {
  const query = readQuery(typed, context);
  return shown(
    await backTest(query, context),
    `Test of ${query}`,
    `This was a test, nothing is watched by it. To watch it: /papers watch add ${query}`,
  );
}

async function listWatches({ caller, store }: CommandContext): Promise<Answer> {
  const watches = await store.watches.list(readerOf(caller));
  if (watches.length === 0)
    return {
      message: { note: `You watch nothing yet. For example: /papers watch add diffusion policy min:20` },
    };
  return {
    message: {
      title: "Your watches",
      cards: watches.map(
        ({ id, query, tell: telling }, i): Card => ({
          number: i + 1,
          title: query,
          facts: [telling === "dm" ? "in a direct message a day" : "marked in the digest"],
          // By what does not change: the numbers do once another watch is removed.
          buttons: [{ label: "Remove", action: `watch remove id:${id}` }],
        }),
      ),
      note: "/papers watch remove 1 ends the first.",
    },
  };
}

async function removeWatch(typed: string, { caller, store }: CommandContext): Promise<Answer> {
  const reader = readerOf(caller);
  const watches = await store.watches.list(reader);
  const [, pressed, number] = /^(?:id:(\d{1,15})|#?(\d{1,3}))$/.exec(typed) ?? [];
  const meant = pressed
    ? watches.find(({ id }) => id === Number(pressed))
    : number
      ? watches[Number(number) - 1]
      : watches.find(({ query }) => query === cleanText(typed));
  if (!meant) throw new UserError(sayNoWatch(typed, watches.length));
  await store.watches.remove(reader, meant.id);
  return { message: { note: `Not watched any more: ${meant.query}` } };
}

/** Why nothing is removed, and what could be. @param all how many watches there are */
function sayNoWatch(typed: string, all: number): string {
  if (all === 0) return "You watch nothing, so there is nothing to remove.";
  if (typed === "")
    return "Which watch? Its number is in /papers watch list; for the first: /papers watch remove 1";
  if (typed.startsWith("id:")) return "That is not watched any more. /papers watch list shows what is.";
  const range = all === 1 ? "only number 1" : `numbers 1 to ${all}`;
  return `There is no watch ${quote(typed)}: you have ${range}. /papers watch list shows them.`;
}

/** @throws UserError where it asks for nothing, or for days: a watch looks forward */
function readQuery(typed: string, { clock }: CommandContext): string {
  const query = cleanText(typed);
  if (query.length > longestWatch) {
    throw new UserError(
      `A watch has at most ${count(longestWatch, "character")}; this one has ${query.length.toLocaleString("en-US")}.`,
    );
  }
  const parsed = parseQuery(query, dayOf(clock()));
  if (isEmptyQuery(parsed)) throw new UserError(`What do you want to watch? ${how}`);
  if (parsed.since ?? parsed.until) {
    throw new UserError(
      `${quote(query)} names days; a watch looks at what is new. Leave out since: and until:`,
    );
  }
  return query;
}

interface Tested {
  readonly matches: readonly Paper[];
  readonly all: number;
  readonly days: number;
}

/** What a query would have found among what was listed lately; fewer days where fewer are stored. */
async function backTest(query: string, { store, clock }: CommandContext): Promise<Tested> {
  const today = dayOf(clock());
  const papers = await listedLately(backTested, store, today);
  const { oldest = today } = await store.papers.reach();
  const days = Math.min(backTested, Math.round((Date.parse(today) - Date.parse(oldest)) / 86_400_000) + 1);
  return { matches: matchesOf(query, papers, today), all: papers.length, days };
}

function shown({ matches, all, days }: Tested, title: string, note: string): Answer {
  const best = matches.slice(0, examples);
  const lead =
    all === 0
      ? `No paper of the last ${backTested} days is stored yet, so there is nothing to test with`
      : `${matches.length.toLocaleString("en-US")} of ${all.toLocaleString("en-US")} in ${count(days, "day")}`;
  return {
    message: {
      title,
      lead: best.length > 0 ? `${lead}, for example:` : lead,
      ...(best.length > 0 ? { cards: best.map((paper) => paperCard(paper, {})) } : {}),
      note,
    },
    ...(best.length > 0 ? { papers: best.map(({ id }) => id) } : {}),
  };
}

function sayRising(query: string, now: Date): string {
  const { min } = parseQuery(query, dayOf(now));
  return min === undefined
    ? ""
    : `A paper has ${daysToRise} days to reach ▲ ${min.toLocaleString("en-US")}. `;
}
