import { setImmediate as turn } from "node:timers/promises";
import { z } from "zod";
import { dayOf, shortDay } from "../../calendar/days.ts";
import { UserError } from "../../errors.ts";
import type { Paper } from "../../model/paper.ts";
import type { Read, SavedPaper, Saves, WhichSaves } from "../../store/library.ts";
import type { Store } from "../../store/store.ts";
import { cleanText, count, cutAtWord, quote, withoutStrays } from "../../text/clean.ts";
import { isEmptyQuery, matchesTopic, parseQuery, type Query } from "../../text/query.ts";
import { type Arg, type Caller, type CommandContext, defineCommand, paging } from "../command.ts";
import { answerList, mostListed, readerOf } from "../list.ts";
import { completeWhose, findWhose, type Whose } from "../person-argument.ts";

const whose: Arg<string | undefined> = {
  form: "text",
  usage: "[me|team|@person] [words]",
  summary: "whose list, yours without it; words look through it, in the query language of search",
  schema: z.string().optional(),
  asWritten: true,
  fields: {
    whose: { usage: "[me|team|@person]", summary: "whose list; yours without it", complete: completeWhose },
    words: { usage: "[words]", summary: "what to look for in it" },
  },
};

const unread: ReadonlyMap<string, Read> = new Map();

export const saved = defineCommand({
  name: "saved",
  synonyms: ["list", "library", "bookmarks"],
  summary: "The reading list: yours, the team's or a person's, newest first.",
  args: { whose, ...paging },
  example: "saved team diffusion",
  visibility: "user",
  async run({ whose: typed = "", page, top }, context) {
    const { who, words } = await findWhose(withoutStrays(typed), context);
    const { caller, clock, store } = context;
    const query = parseQuery(words, dayOf(clock()));
    const all = await countOf(who, context);
    const saves = await savesOf(who, context, { most: isEmptyQuery(query) ? mostListed : mostLookedThrough });
    const reads = who === "team" ? unread : await readsOf(who, saves, context);
    const typedWords = cutAtWord(cleanText(words), 100);
    if (typedWords !== "" && isEmptyQuery(query)) {
      throw new UserError(
        `${quote(words)} has no word to look for. The whole list: /papers saved ${nameOf(who)}`,
      );
    }
    const { found, isFoundByNote } = await lookThrough(saves, query, reads, store);
    const kept = saves.filter(({ paper }) => found.has(paper));
    const titled = (title: string): string => [title, typedWords].filter(Boolean).join(": ");
    return answerList(
      {
        title: titled(titleOf(who)),
        ...(who === "me" ? { publicTitle: titled(`Saved by ${caller.user.name}`) } : {}),
        lead: sayHowMany(kept.length, saves.length, all, isEmptyQuery(query)),
        // Not in the lead, which is shared with the list.
        aside: sayDone(kept, reads),
        papers: kept.map(({ paper }) => paper),
        marks: Object.fromEntries(kept.map((one) => [one.paper, markOf(one)])),
        personal: isFoundByNote || kept.some(({ isPrivate }) => isPrivate),
        empty: sayEmpty(who, all),
        command: ["saved", nameOf(who), typedWords].filter(Boolean).join(" "),
      },
      { page, top },
      context,
    );
  },
});

/** Of the newest so many that are looked through, so many are, before others get their turn. */
const mostLookedThrough = 5000;
const atOnce = 250;

/** Which papers are meant, and whether one of them only by what its reader noted on it. */
async function lookThrough(
  saves: readonly SavedPaper[],
  query: Query,
  reads: ReadonlyMap<string, Read>,
  { papers }: Pick<Store, "papers">,
): Promise<{ readonly found: ReadonlySet<string>; readonly isFoundByNote: boolean }> {
  const found = new Set<string>();
  let isFoundByNote = false;
  for (let from = 0; from < saves.length; from += atOnce) {
    if (from > 0) await turn();
    for (const paper of await papers.getMany(saves.slice(from, from + atOnce).map((one) => one.paper))) {
      if (!isMeant(paper, query, reads)) continue;
      found.add(paper.id);
      isFoundByNote ||= !isMeant(paper, query, unread);
    }
  }
  return { found, isFoundByNote };
}

type Which = Pick<WhichSaves, "since"> & { readonly most?: number };

/** What somebody or the team saved, newest first; what is private only where the caller asks for their own. */
export function savesOf(
  who: Whose["who"],
  { store, caller }: CommandContext,
  which: Which = {},
): Promise<readonly SavedPaper[]> {
  return store.saves.saved(...asked(who, caller, which));
}

export function countOf(
  who: Whose["who"],
  { store, caller }: CommandContext,
  which: Which = {},
): Promise<number> {
  return store.saves.countSaved(...asked(who, caller, which));
}

function asked(who: Whose["who"], caller: Caller, which: Which): Parameters<Saves["saved"]> {
  const reader = readerOf(caller);
  if (who === "me") return [reader, { withPrivate: reader.user, ...which }];
  return [{ team: caller.team, user: who === "team" ? undefined : who.user }, which];
}

/** Notes and done marks are the caller's own, whoever saved. */
function readsOf(
  who: Whose["who"],
  saves: readonly SavedPaper[],
  { store, caller }: CommandContext,
): Promise<ReadonlyMap<string, Read>> {
  const papers = who === "me" ? saves.map(({ paper }) => paper) : [];
  return store.reading.of(readerOf(caller), papers);
}

function isMeant(paper: Paper, query: Query, reads: ReadonlyMap<string, Read>): boolean {
  return isEmptyQuery(query) || matchesTopic(query, paper, [reads.get(paper.id)?.note ?? ""]);
}

function titleOf(who: Whose["who"]): string {
  if (who === "me") return "Your reading list";
  return who === "team" ? "Saved by the team" : `Saved by ${who.name}`;
}

/** As it is typed behind `saved`. */
function nameOf(who: Whose["who"]): string {
  return typeof who === "string" ? who : `@${who.name}`;
}

function sayHowMany(kept: number, looked: number, all: number, isWhole: boolean): string {
  const papers = count(all, "paper");
  if (isWhole) return looked < all ? `the newest ${inFigures(looked)} of ${papers}` : papers;
  const through = looked < all ? `; only the newest ${inFigures(looked)} were looked through` : "";
  return kept < all ? `${inFigures(kept)} of ${papers}${through}` : papers;
}

const inFigures = (n: number): string => n.toLocaleString("en-US");

function sayDone(kept: readonly SavedPaper[], reads: ReadonlyMap<string, Read>): string | undefined {
  const done = kept.filter(({ paper }) => reads.get(paper)?.doneAt).length;
  return done === 0
    ? undefined
    : `${done.toLocaleString("en-US")} of them ${done === 1 ? "is" : "are"} done.`;
}

function markOf({ at, isPrivate }: SavedPaper): string {
  return `saved ${shortDay(dayOf(at))}${isPrivate ? ", for you alone" : ""}`;
}

function sayEmpty(who: Whose["who"], all: number): string {
  if (all > 0) return `None of the ${count(all, "paper")} here matches.`;
  if (who === "me") return "Nothing saved yet. React 🔖 to a digest, or try /papers save with an arXiv id.";
  return who === "team"
    ? "Nobody has saved anything yet: react 🔖 to a digest to begin."
    : `${who.name} has saved nothing.`;
}
