import { UserError } from "../../errors.ts";
import type { Paper } from "../../model/paper.ts";
import { readArxivId, splitPaper } from "../../text/arxiv-id.ts";
import { cleanText, count, cutAtWord, plainSigns, quote } from "../../text/clean.ts";
import { type CommandContext, defineCommand, text } from "../command.ts";
import { readerOf } from "../list.ts";
import { findPaper, numberOf, paperArgument } from "../paper-argument.ts";
import { completeSaved } from "./save.ts";

const longestNote = 1000;

export const done = defineCommand({
  name: "done",
  synonyms: ["read", "finished"],
  summary: "Marks a paper read, for you.",
  args: { paper: { ...paperArgument("done"), complete: completeSaved } },
  example: "done 2606.14777",
  visibility: "user",
  async run({ paper: typed }, context) {
    const { paper } = await findPaper(typed, context);
    const { caller, clock, store } = context;
    const isNew = await store.reading.markDone(readerOf(caller), paper.id, clock());
    return {
      message: {
        note: `${isNew ? "Done" : "Already done"}: ${quote(paper.title, 120)}.${await sayUnsaved(paper, context)}`,
        buttons: [{ label: "Not done", action: `undone ${paper.id}` }],
      },
    };
  },
});

/** What "Not done" presses. */
export const undone = defineCommand({
  name: "undone",
  synonyms: ["unread", "undo"],
  summary: "Takes back that a paper is read.",
  args: { paper: paperArgument("undone") },
  example: "undone 2606.14777",
  visibility: "user",
  hidden: true,
  async run({ paper: typed }, { caller, store, ...context }) {
    const { paper } = await findPaper(typed, { caller, store, ...context });
    const wasDone = await store.reading.markDone(readerOf(caller), paper.id);
    return {
      message: { note: `${wasDone ? "Not done any more" : "It was not done"}: ${quote(paper.title, 120)}.` },
    };
  },
});

const paperField = { ...paperArgument("note"), complete: completeSaved };

export const note = defineCommand({
  name: "note",
  synonyms: ["remark", "annotate"],
  summary: "Keeps a note of yours on a paper; only you see it.",
  args: {
    what: {
      ...text(
        "<paper> <text>",
        `an arXiv id, a link or #3, and behind it up to ${count(longestNote, "character")}; "none" deletes the note`,
        "Which paper, and what to remember? For example: /papers note 2606.14777 compare with our baseline",
      ),
      asWritten: true,
      fields: {
        paper: { usage: "<paper>", summary: paperField.summary, complete: paperField.complete },
        text: { usage: "[text]", summary: 'what to remember; "none" deletes it' },
      },
    },
  },
  example: "note 2606.14777 compare with our baseline",
  visibility: "user",
  async run({ what }, context) {
    const [typed, words] = splitPaper(what);
    // Of words of a title nobody could tell where the note begins.
    const number = numberOf(typed);
    // A note may begin with a number of its own.
    const isNumber = number !== undefined && plainSigns(typed).includes("#");
    if (!isNumber && readArxivId(typed) === undefined) {
      const example = number === undefined ? "2606.14777 compare with our baseline" : `#${number} ${words}`;
      throw new UserError(
        `A note begins with an arXiv id, a link or #3, not with ${quote(typed)}. For example: /papers note ${cutAtWord(cleanText(example), 100)}`,
      );
    }
    const { paper } = await findPaper(typed, context);
    const written = cleanText(words);
    if (written === "") return { message: { note: await sayNote(paper, context) } };
    if ([...written].length > longestNote) {
      throw new UserError(
        `A note has at most ${count(longestNote, "character")}; this one has ${[...written].length.toLocaleString("en-US")}.`,
      );
    }
    const { caller, store } = context;
    const isNone = /^(?:none|-)$/i.test(written);
    const title = quote(paper.title, 120);
    if (isNone) {
      const before = await noteOn(paper, context);
      await store.reading.keepNote(readerOf(caller), paper.id);
      return {
        message: {
          note: before === undefined ? `There was no note on ${title}.` : `No note on ${title} any more.`,
        },
      };
    }
    await store.reading.keepNote(readerOf(caller), paper.id, written);
    return {
      message: {
        note: `Noted on ${title}: ${written}${/\p{P}$/u.test(written) ? "" : "."} Only you see it.${await sayUnsaved(paper, context)}`,
        buttons: [{ label: "Delete note", action: `note ${paper.id} none` }],
      },
    };
  },
});

async function noteOn({ id }: Paper, { caller, store }: CommandContext): Promise<string | undefined> {
  return (await store.reading.of(readerOf(caller), [id])).get(id)?.note;
}

async function sayNote(paper: Paper, context: CommandContext): Promise<string> {
  const kept = await noteOn(paper, context);
  const how = `/papers note ${paper.id} followed by what you want to remember`;
  return kept === undefined
    ? `You have no note on ${quote(paper.title, 120)}. To keep one: ${how}`
    : `Your note on ${quote(paper.title, 120)}: ${kept}`;
}

/** A paper that is not saved is not on the reading list, where the mark would be looked for. */
async function sayUnsaved(paper: Paper, { caller, store }: CommandContext): Promise<string> {
  const reader = readerOf(caller);
  const saves = await store.saves.saved(reader, { withPrivate: reader.user, paper: paper.id });
  if (saves.length > 0) return "";
  return ` It is not on your reading list: /papers save ${paper.id} puts it there.`;
}
