import type { Completion } from "../../chat/adapter.ts";
import { nameSavers } from "../../digest/card.ts";
import { UserError } from "../../errors.ts";
import type { Paper } from "../../model/paper.ts";
import { commandOrigin } from "../../store/library.ts";
import { readArxivId } from "../../text/arxiv-id.ts";
import { plainSigns, quote } from "../../text/clean.ts";
import { wordsOf } from "../../text/query.ts";
import { type CommandContext, defineCommand } from "../command.ts";
import { beginningOfId, begins, completeNumber, completionOf, withNumber } from "../complete-paper.ts";
import { readerOf } from "../list.ts";
import { findPaper, missingPaper, paperArgument } from "../paper-argument.ts";

/** Saves of one person that a completion looks through. */
const mostLookedThrough = 500;

const visibleToTeam =
  "Your team sees what you save, and who did; /papers save private keeps a paper to yourself.";

const paper = paperArgument("save");

export const save = defineCommand({
  name: "save",
  synonyms: ["bookmark", "keep"],
  summary: "Saves a paper for you and your team, or for you alone.",
  args: {
    paper: {
      ...paper,
      usage: "[private] <paper>",
      summary: `private: for you alone; ${paper.summary}`,
      fields: {
        private: { usage: "[private]", summary: "for you alone", choices: ["private"] },
        paper: { ...paper },
      },
    },
  },
  example: "save 2606.14777",
  visibility: "user",
  async run({ paper: typed }, context) {
    const [, alone, what = ""] = /^(private\b)?\s*(.*)$/isu.exec(typed) ?? [];
    if (what === "") throw new UserError(missingPaper("save private"));
    const saving = (): Promise<string> => (alone ? keepPrivate : savePaper)(what, context);
    return { message: { note: await sayAtFirst(saving, context) } };
  },
});

/** Saves the paper that somebody means. @returns what to say @throws UserError where there is none */
export async function savePaper(typed: string, context: CommandContext): Promise<string> {
  const { paper: meant } = await findPaper(typed, context);
  const { caller, clock, store } = context;
  const reader = readerOf(caller);
  const [before] = await store.saves.saved(reader, { withPrivate: reader.user, paper: meant.id });
  const wasPrivate = before?.isPrivate === true;
  const isNew = await store.saves.add(
    { ...reader, paper: meant.id, origin: commandOrigin },
    caller.user.name,
    clock(),
  );
  const names = nameSavers(await store.saves.savers(caller.team, meant.id));
  if (names === undefined) throw new UserError("You were forgotten a moment ago: try again in a minute.");
  const said = isNew ? "Saved" : wasPrivate ? "Saved for your team too" : "Already saved";
  return `${said}: ${quote(meant.title, 120)} (saved by ${names}).`;
}

/** Saves, and says at somebody's first save that their team sees it. */
export async function sayAtFirst(saving: () => Promise<string>, context: CommandContext): Promise<string> {
  const hasSaves = async (): Promise<boolean> =>
    (await context.store.saves.saved(readerOf(context.caller), { most: 1 })).length > 0;
  const before = await hasSaves();
  const note = await saving();
  return !before && (await hasSaves()) ? `${note}\n${visibleToTeam}` : note;
}

async function keepPrivate(typed: string, context: CommandContext): Promise<string> {
  const { paper: meant } = await findPaper(typed, context);
  const { caller, clock, store } = context;
  const save = { ...readerOf(caller), paper: meant.id };
  const isNew = await store.saves.keepPrivate(save, caller.user.name, clock());
  return `${isNew ? "Saved for you alone" : "Already saved for you alone"}: ${quote(meant.title, 120)}. It counts nowhere in your team.`;
}

export const unsave = defineCommand({
  name: "unsave",
  synonyms: ["unbookmark"],
  summary: "Takes back your save of a paper, however it was made.",
  args: { paper: { ...paperArgument("unsave"), complete: completeSaved } },
  example: "unsave 2606.14777",
  visibility: "user",
  async run({ paper: typed }, context) {
    const { paper: meant } = await findPaper(typed, context);
    const { caller, clock, store } = context;
    // Of somebody unknown it could not be remembered, and a reaction from before that is told late would save.
    await store.people.know(caller.user.id, caller.user.name);
    const wasSaved = await store.saves.removeAll({ ...readerOf(caller), paper: meant.id }, clock());
    return {
      message: { note: `${wasSaved ? "No longer saved" : "It was not saved"}: ${quote(meant.title, 120)}.` },
    };
  },
});

/** Of what a person saved, newest first, whatever is begun by what is typed: words of its title, or its id. */
export async function completeSaved(typed: string, context: CommandContext): Promise<readonly Completion[]> {
  const { store, caller } = context;
  const text = plainSigns(typed).trim();
  const numbered = text === "" ? undefined : await completeNumber(text, context);
  if (numbered) return numbered;
  const begun = readArxivId(text) ?? beginningOfId(text);
  const words = wordsOf(text);
  const reader = readerOf(caller);
  const saves = await store.saves.saved(reader, { withPrivate: reader.user, most: mostLookedThrough });
  const papers = await store.papers.getMany(saves.map((one) => one.paper));
  const isMeant = (paper: Paper): boolean =>
    (begun !== undefined && paper.id.startsWith(begun)) ||
    ((words.length > 0 || text === "") && begins(paper, words));
  return withNumber(text, papers.filter(isMeant).map(completionOf), context);
}
