import { z } from "zod";
import { dayOf, fullDay } from "../../calendar/days.ts";
import type { LookedUp } from "../../collect/lookup.ts";
import { UserError } from "../../errors.ts";
import type { Found } from "../../search/search.ts";
import { withoutArxivIds } from "../../text/arxiv-id.ts";
import { cleanText, count, cutAtWord, quote } from "../../text/clean.ts";
import { isEmptyQuery, isFilterOnly, parseQuery, passesFilters, type Query } from "../../text/query.ts";
import { type Arg, type CommandContext, defineCommand, paging, text } from "../command.ts";
import { answerList, pageSize } from "../list.ts";
import { findNamed } from "../named-papers.ts";

const mostFound = 500;
const missing = "What are you looking for? For example: /papers search diffusion policy since:30d";

const filter = (usage: string, summary: string, more: Pick<Arg, "choices" | "most"> = {}): Arg => ({
  form: "filter",
  usage,
  summary,
  schema: z.string().optional(),
  ...more,
});

export const search = defineCommand({
  name: "search",
  synonyms: ["find", "s", "query", "look"],
  summary: "Finds papers by words; says how many there are and up to which day the store reaches.",
  args: {
    words: text("<words>", 'what to look for; "a phrase" stays together, -word must not occur', missing),
    author: filter("[author:name]", "by this author"),
    since: filter("[since:30d|date]", "listed since then"),
    until: filter("[until:date]", "listed until then"),
    has: filter("[has:code]", "only with code", { choices: ["code"] }),
    min: filter("[min:N]", "at least so many upvotes", { most: 100_000 }),
    ...paging,
  },
  example: 'search "world model" robotics since:30d has:code',
  visibility: "user",
  async run({ words, page, top }, context) {
    const named = await findNamed(words, context);
    const query = parseQuery(withoutArxivIds(words), dayOf(context.clock()));
    if (isEmptyQuery(query) && named.ids.length + named.notes.length === 0) throw new UserError(missing);
    const found = isEmptyQuery(query) ? nothing : await findOrAsk(query, context);
    const ids = [...new Set([...named.ids, ...found.ids])];
    const others = ids.length - found.ids.length;
    const { newest } = await context.store.papers.reach();
    const typed = cutAtWord(cleanText(words), 100);
    return answerList(
      {
        title: `Search: ${typed}`,
        lead: sayHowMany({ ...found, ids, total: found.total + others, complete: found.complete + others }),
        papers: ids,
        note: newest === undefined ? "The store is empty." : `The store reaches up to ${fullDay(newest)}.`,
        aside: [...named.notes, sourceNote(found.asked)].filter(Boolean).join(" ") || undefined,
        empty: "Nothing found.",
        command: `search ${typed}`,
      },
      { page, top },
      context,
    );
  },
});

type FoundOrAsked = Found & { readonly asked?: LookedUp<unknown> & { readonly added?: number } };
const nothing: FoundOrAsked = {
  ids: [],
  total: 0,
  complete: 0,
  isMore: false,
  isMoreComplete: false,
  corrected: [],
};

/**
 * From the store; where it knows less than a page with every word, or not a word that may be a new name, Hugging Face is asked too,
 * and what it adds stands below.
 */
async function findOrAsk(query: Query, { store, lookup }: CommandContext): Promise<FoundOrAsked> {
  const found = await store.search.find(query, mostFound);
  const isKnown = found.complete >= pageSize && found.corrected.length === 0;
  if (isKnown || isFilterOnly(query)) return found;
  const asked = await lookup.search([...query.words, ...query.phrases].join(" "));
  if (asked.found === undefined) return { ...found, asked };
  const again = await store.search.find(query, mostFound);
  const more = (await store.papers.getMany(asked.found)).filter(
    (paper) => passesFilters(query, paper) && !again.ids.includes(paper.id),
  );
  const before = new Set(found.ids);
  const ids = [...again.ids, ...more.map(({ id }) => id)];
  const added = ids.filter((id) => !before.has(id)).length;
  return { ...again, ids, total: again.total + more.length, asked: { ...asked, added } };
}

/** "12 papers with every word, 391 with some of them". */
function sayHowMany({ ids, total, complete, isMore, isMoreComplete, corrected }: Found): string {
  const best = total > ids.length ? `; the best ${ids.length} are here` : "";
  const read = corrected.map(({ typed, meant }) => `; ${quote(typed)} was read as ${quote(meant)}`).join("");
  if (total === complete) return over(total, isMore) + countNoun(total) + best + read;
  const some = `${over(total - complete, isMore)} with some of them`;
  return `${over(complete, isMoreComplete)}${countNoun(complete)} with every word, ${some}${best}${read}`;
}

const countNoun = (n: number): string => (n === 1 ? " paper" : " papers");

/** "over 25,000": where not all were counted, no more than two digits are true. */
function over(n: number, isMore: boolean): string {
  if (!isMore) return n.toLocaleString("en-US");
  const digit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(n, 1))) - 1);
  return `over ${(Math.floor(n / digit) * digit).toLocaleString("en-US")}`;
}

function sourceNote(asked: FoundOrAsked["asked"]): string | undefined {
  if (!asked) return undefined;
  if (asked.trouble !== undefined) return `Only the store was asked: ${asked.trouble}.`;
  return asked.added
    ? `${count(asked.added, "paper")} came from ${asked.from} just now.`
    : `${asked.from} knows no more.`;
}
