import { z } from "zod";
import { dayOf, fullDay } from "../calendar.ts";
import { UserError } from "../errors.ts";
import { isEmptyQuery, isFilterOnly, parseQuery, passesFilters, type Query } from "../query.ts";
import { cleanText, count, cutAtWord } from "../text.ts";
import { type Arg, type CommandContext, defineCommand, paging, text } from "./command.ts";
import { answerList, pageSize } from "./list.ts";
import type { LookedUp } from "./lookup.ts";

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
    const query = parseQuery(words, dayOf(context.clock()));
    if (isEmptyQuery(query)) throw new UserError(missing);
    const { asked, ...found } = await findOrAsk(query, context);
    const { newest } = await context.store.papers.reach();
    const typed = cutAtWord(cleanText(words), 100);
    return answerList(
      {
        title: `Search: ${typed}`,
        lead: sayHowMany(found, query),
        papers: found.ids,
        note: newest === undefined ? "The store is empty." : `The store reaches up to ${fullDay(newest)}.`,
        aside: sourceNote(asked),
        empty: "Nothing found.",
        command: `search ${typed}`,
      },
      { page, top },
      context,
    );
  },
});

/** From the store; where it knows less than a page with every word, Hugging Face is asked too, and what it adds stands below. */
async function findOrAsk(query: Query, { store, lookup }: CommandContext) {
  const found = await store.search.find(query, mostFound);
  if (found.complete >= pageSize || isFilterOnly(query)) return { ...found, asked: undefined };
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
function sayHowMany(
  { ids, total, complete }: { ids: readonly string[]; total: number; complete: number },
  query: Query,
): string {
  const best = total > ids.length ? `; the best ${ids.length} are here` : "";
  if (total === complete || query.words.length + query.phrases.length < 2)
    return count(total, "paper") + best;
  return `${count(complete, "paper")} with every word, ${(total - complete).toLocaleString("en-US")} with some of them${best}`;
}

function sourceNote(
  asked: (LookedUp<unknown> & { readonly added?: number }) | undefined,
): string | undefined {
  if (!asked) return undefined;
  if (asked.trouble !== undefined) return `Only the store was asked: ${asked.trouble}.`;
  return asked.added
    ? `${count(asked.added, "paper")} came from ${asked.from} just now.`
    : `${asked.from} knows no more.`;
}
