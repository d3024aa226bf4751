import type { Completion } from "../chat/adapter.ts";
import { quote } from "../text.ts";
import { type CommandContext, defineCommand } from "./command.ts";
import { completionOf, findPaper, type Meant, paperArgument } from "./paper-argument.ts";
import { nameSavers } from "./show.ts";

/** Saves of one person that a completion looks through. */
const mostLookedThrough = 500;

// A save by command or button, as opposed to one by a reaction to a post.
const origin = "command";

export const save = defineCommand({
  name: "save",
  synonyms: ["bookmark", "keep"],
  summary: "Saves a paper for you and your team.",
  args: { paper: paperArgument("save") },
  example: "save 2606.14777",
  visibility: "user",
  async run({ paper: typed }, context) {
    return { message: { note: await savePaper(typed, context) } };
  },
});

/** Saves the paper that somebody means. @returns what to say @throws UserError where there is none */
export async function savePaper(typed: string, context: CommandContext): Promise<string> {
  const meant = await findPaper(typed, context);
  const { caller, clock, store } = context;
  const isNew = await store.saves.add(saveOf(meant, context), caller.user.name, clock());
  const names = nameSavers(await store.saves.savers(caller.team, meant.paper.id));
  return `${isNew ? "Saved" : "Already saved"}: ${quote(meant.paper.title, 120)} (saved by ${names}, visible to your team).`;
}

export const unsave = defineCommand({
  name: "unsave",
  synonyms: ["unbookmark"],
  summary: "Takes back your save of a paper, however it was made.",
  args: { paper: { ...paperArgument("unsave"), complete: completeSaved } },
  example: "unsave 2606.14777",
  visibility: "user",
  async run({ paper: typed }, context) {
    const meant = await findPaper(typed, context);
    const wasSaved = await context.store.saves.removeAll(saveOf(meant, context), context.clock());
    return {
      message: {
        note: `${wasSaved ? "No longer saved" : "It was not saved"}: ${quote(meant.paper.title, 120)}.`,
      },
    };
  },
});

/** Of what a person saved, newest first, whatever has the typed words in its title or its id. */
async function completeSaved(
  typed: string,
  { store, caller }: CommandContext,
): Promise<readonly Completion[]> {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const saved = await store.papers.getMany(
    await store.saves.savedBy(caller.team, caller.user.id, mostLookedThrough),
  );
  return saved
    .filter(({ id, title }) => words.every((word) => `${id} ${title}`.toLowerCase().includes(word)))
    .map(completionOf);
}

function saveOf({ paper }: Meant, { caller }: CommandContext) {
  return { team: caller.team, user: caller.user.id, paper: paper.id, origin };
}
