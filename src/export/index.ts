import { writeBibtex } from "./bibtex.ts";
import { writeCsv } from "./csv.ts";
import type { Entry } from "./entry.ts";
import { writeJson } from "./json.ts";
import { writeMarkdown } from "./markdown.ts";
import { writeRis } from "./ris.ts";

export const exportFormats = ["bibtex", "ris", "csv", "json", "markdown"] as const;
export type ExportFormat = (typeof exportFormats)[number];

const writers = {
  bibtex: { name: "papers.bib", write: writeBibtex },
  ris: { name: "papers.ris", write: writeRis },
  csv: { name: "papers.csv", write: writeCsv },
  json: { name: "papers.json", write: writeJson },
  markdown: { name: "papers.md", write: writeMarkdown },
} satisfies Readonly<Record<ExportFormat, unknown>>;

/** A file of the entries, in their order; where there are none it is empty, and valid. */
export function exportPapers(
  format: ExportFormat,
  entries: readonly Entry[],
): { readonly name: string; readonly content: string } {
  const { name, write } = writers[format];
  return { name, content: write(entries) };
}
