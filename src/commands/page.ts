import { UserError } from "../errors.ts";
import { defineCommand, text } from "./command.ts";
import { showPage } from "./list.ts";

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
    const [, id = "", number = ""] = /^(\d{1,15}) (\d{1,6})$/.exec(where) ?? [];
    const list = await context.store.lists.get(context.caller.team, id);
    if (!list)
      throw new UserError("That list is no longer kept: ask for it again, for example with /papers today");
    const pages = Math.ceil(list.papers.length / list.size);
    return showPage(id, list, Math.min(Math.max(1, Number(number)), pages), context);
  },
});
