import { UserError } from "../errors.ts";
import type { StoredList } from "../store/store.ts";
import { type CommandContext, defineCommand, text } from "./command.ts";
import { readerOf, showPage } from "./list.ts";

/** What Prev and Next press. */
export const page = defineCommand({
  name: "page",
  summary: "Turns to a page of a list.",
  args: {
    where: text(
      "<list> <page>",
      "the list's id and the page",
      "page needs a list and a page: use the buttons Prev and Next",
    ),
  },
  example: "today page:2",
  visibility: "original",
  hidden: true,
  async run({ where }, context) {
    const found = await findList(where, context);
    if (!found) throw new UserError(listIsGone);
    return showPage(found.id, found.list, found.number, context);
  },
});

export const listIsGone = "That list is no longer kept: ask for it again, for example with /papers today";

/** The stored list and the page that "17 3" means, where it means one. */
export async function findList(
  where: string,
  { store, caller }: CommandContext,
): Promise<{ readonly id: string; readonly list: StoredList; readonly number: number } | undefined> {
  const [, id = "", number = ""] = /^(\d{1,15}) (\d{1,6})$/.exec(where) ?? [];
  const list = await store.lists.get(readerOf(caller), id);
  if (!list) return undefined;
  const pages = Math.ceil(list.papers.length / list.size);
  return { id, list, number: Math.min(Math.max(1, Number(number)), pages) };
}
