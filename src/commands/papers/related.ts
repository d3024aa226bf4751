import { cutAtWord } from "../../text/clean.ts";
import { defineCommand, paging } from "../command.ts";
import { answerList } from "../list.ts";
import { findPaper, paperArgument } from "../paper-argument.ts";

const mostRelated = 20;

export const related = defineCommand({
  name: "related",
  synonyms: ["similar", "like"],
  summary: "The nearest papers in the store; what your team saved first among near equals.",
  args: { paper: paperArgument("related"), ...paging },
  example: "related 2606.14777",
  visibility: "user",
  async run({ paper: typed, page, top }, context) {
    const { paper } = await findPaper(typed, context);
    const papers = await context.store.search.related(paper.id, mostRelated, context.caller.team);
    return answerList(
      {
        title: `Related to ${cutAtWord(paper.title, 100)}`,
        papers,
        empty: "The store knows nothing near it yet.",
        command: `related ${paper.id}`,
      },
      { page, top },
      context,
    );
  },
});
