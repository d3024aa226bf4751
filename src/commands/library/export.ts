import { setImmediate as turn } from "node:timers/promises";
import { z } from "zod";
import { dayOf, startOf } from "../../calendar/days.ts";
import type { Entry } from "../../export/entry.ts";
import { type ExportFormat, exportFormats, exportPapers } from "../../export/index.ts";
import { known, type Paper } from "../../model/paper.ts";
import type { SavedPaper } from "../../store/library.ts";
import type { Store } from "../../store/store.ts";
import { count, quote } from "../../text/clean.ts";
import { parseQuery } from "../../text/query.ts";
import { type Arg, defineCommand } from "../command.ts";
import { readerOf } from "../list.ts";
import { countOf, savesOf } from "./saved.ts";

const whoseWords = ["me", "team"] as const;
const formats = exportFormats.join(", ");
const missing = `In which format? ${formats}. For example: /papers export bibtex team`;

interface Wanted {
  readonly format: ExportFormat;
  readonly whose: (typeof whoseWords)[number];
}

const what: Arg<Wanted> = {
  form: "text",
  usage: "<bibtex|ris|csv|json|markdown> [me|team]",
  summary: "the format, and whose saves: yours without it",
  fields: {
    format: { usage: "<format>", summary: "the format", choices: exportFormats },
    whose: { usage: "[me|team]", summary: "whose saves; yours without it", choices: whoseWords },
  },
  schema: z
    .string()
    .optional()
    .transform((typed = "", context) => {
      const words = typed.toLowerCase().split(" ").filter(Boolean);
      const named = words.find((word) => readFormat(word));
      const format = named && readFormat(named);
      const [second = "me", ...rest] = words.filter((word) => word !== named);
      const whose = whoseWords.find((word) => word === second);
      if (format && whose && rest.length === 0) return { format, whose };
      const strange = words.find((word) => !whoseWords.some((one) => one === word));
      context.addIssue(
        format
          ? `${quote(typed)} says whose saves in a way that is not known: /papers export ${format} me, or /papers export ${format} team`
          : strange === undefined
            ? missing
            : `${quote(strange)} is not a format. There are ${formats}: /papers export bibtex`,
      );
      return z.NEVER;
    }),
};

const since: Arg<string | undefined> = {
  form: "option",
  usage: "[since:30d|date]",
  summary: "only what was saved since then",
  schema: z.string().optional(),
};

export const exportSaves = defineCommand({
  name: "export",
  synonyms: ["download", "citations"],
  summary: "Your saved papers or the team's as a file: BibTeX, RIS, CSV, JSON or Markdown.",
  args: { what, since },
  example: "export bibtex team since:30d",
  visibility: "user",
  async run({ what: { format, whose }, since: from }, context) {
    const { store, clock, caller } = context;
    const after = from === undefined ? undefined : savedSince(from, clock());
    const saves = await savesOf(whose, context, { since: after, most: mostExported });
    if (saves.length === 0) return { message: { note: sayNothing(whose, after) } };
    const reads =
      whose === "me"
        ? await store.reading.of(
            readerOf(caller),
            saves.map((one) => one.paper),
          )
        : new Map();
    const file = exportPapers(format, await entriesOf(saves, store, reads));
    const all = await countOf(whose, context, { since: after });
    return { message: { file, note: sayHowMany(saves.length, all, file.name) } };
  },
});

/** Papers that are read before others get their turn. */
const atOnce = 250;
/** In a message: more of them keep everybody waiting, and are a file that nobody opens. */
const mostExported = 5000;

function sayHowMany(here: number, all: number, name: string): string {
  if (here === all) return `${count(all, "paper")} in ${name}.`;
  const newest = `The newest ${here.toLocaleString("en-US")} of ${count(all, "paper")} are in ${name}`;
  return `${newest}. Whoever runs Paperboy has all of the team's with: paperboy export`;
}

function sayNothing(whose: Wanted["whose"], after: Date | undefined): string {
  const who = whose === "me" ? "You have" : "Your team has";
  return `${who} saved nothing${after ? " since then" : " yet"}, so there is nothing to export. To save: react 🔖 to a digest, or /papers save with an arXiv id.`;
}

const synonyms: ReadonlyMap<string, ExportFormat> = new Map([
  ["bib", "bibtex"],
  ["biblatex", "bibtex"],
  ["md", "markdown"],
]);

/** The format of that name, or of the file's ending. */
export function readFormat(typed: string): ExportFormat | undefined {
  const name = typed.toLowerCase();
  return exportFormats.find((format) => format === name) ?? synonyms.get(name);
}

/** The moment that `since:30d` means. @throws UserError for what is no day */
export function savedSince(typed: string, now: Date): Date {
  const { since: day = dayOf(now) } = parseQuery(`since:"${typed}"`, dayOf(now));
  return new Date(startOf(day));
}

/** Saves with their papers, as exports want them. */
export async function entriesOf(
  saves: readonly SavedPaper[],
  { papers }: Pick<Store, "papers">,
  reads: ReadonlyMap<string, { readonly note?: string; readonly doneAt?: Date }> = new Map(),
): Promise<readonly Entry[]> {
  const byId = new Map<string, Paper>();
  for (let from = 0; from < saves.length; from += atOnce) {
    if (from > 0) await turn();
    const some = await papers.getMany(saves.slice(from, from + atOnce).map(({ paper }) => paper));
    for (const one of some) byId.set(one.id, one);
  }
  return saves.flatMap(({ paper: id, at, savers }) => {
    const paper = byId.get(id);
    const read = reads.get(id);
    if (!paper) return [];
    return [
      {
        paper,
        savedAt: at,
        savedBy: savers,
        ...known({ note: read?.note }),
        ...(read?.doneAt ? { isDone: true } : {}),
      },
    ];
  });
}
