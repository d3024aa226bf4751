import { cleanText } from "../text/clean.ts";
import type { Entry } from "./entry.ts";
import { factsOf } from "./facts.ts";

const columns = [
  ...(["id", "title", "authors", "published", "listed", "upvotes", "comments", "organization"] as const),
  ...(["url", "arxiv", "pdf", "code", "project", "keywords", "summary"] as const),
  ...(["saved_at", "saved_by", "done", "note"] as const),
];

/** Without it Excel takes UTF-8 for the machine's own encoding, and "Müller" is "MÃ¼ller". */
const byteOrderMark = "\uFEFF";

/** A header row and a row an entry (RFC 4180). Lists are parted by semicolons; what is not known is an empty cell. */
export function writeCsv(entries: readonly Entry[]): string {
  const rows = entries.map(factsOf).map((facts) => columns.map((column) => facts[column]));
  return byteOrderMark + [columns, ...rows].map((row) => `${row.map(writeCell).join(",")}\r\n`).join("");
}

type Value = string | number | boolean | readonly string[] | undefined;

/** Every cell is quoted, and on one line: nothing in it can end it. */
function writeCell(value: Value = ""): string {
  const text = cleanText(Array.isArray(value) ? value.join("; ") : String(value));
  return `"${(startsFormula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

// A spreadsheet would run such a cell (https://owasp.org/www-community/attacks/CSV_Injection); after an apostrophe it is text. Some
// programs skip white space, quotes and invisible characters first, and in East Asia the full-width signs count as well.
const startsFormula = /^[\s\p{C}"'`]*[=+\-@＝＋－＠]/u;
