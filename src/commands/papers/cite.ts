import { toBibtex } from "../../export/bibtex.ts";
import { defineCommand } from "../command.ts";
import { findPaper, paperArgument } from "../paper-argument.ts";

/** What Cite presses. */
export const cite = defineCommand({
  name: "cite",
  synonyms: ["bibtex"],
  summary: "A paper's BibTeX entry, to copy.",
  args: { paper: paperArgument("cite") },
  example: "cite 2606.14777",
  visibility: "user",
  hidden: true,
  async run({ paper: typed }, context) {
    const { paper } = await findPaper(typed, context);
    return { message: { code: { name: `${paper.id.replace("/", "-")}.bib`, content: toBibtex(paper) } } };
  },
});
