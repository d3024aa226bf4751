import { createHash } from "node:crypto";
import { wordsOf } from "../../query.ts";
import { indexEntries } from "../ranking/impact.ts";
import { spelling } from "../ranking/spelling.ts";
import type { Connection } from "./database.ts";

const titleMark = "\u{E002}";

/** Words that were given to be stored already are not given again; so many are kept. */
const mostGiven = 50_000;

/** What the schema's triggers call to fill the index of search: who writes papers needs them, who reads does not. */
export function addSearchFunctions(db: Connection): void {
  const given = new Set<string>();
  db.function("index_entries", { deterministic: true }, (title, summary, keywords, abstract, authors) => {
    const text = (value: unknown): string => (value === null ? "" : String(value));
    const fields = { title: text(title), summary: text(summary), keywords: text(keywords) };
    const entries = indexEntries({ ...fields, abstract: text(abstract), authors: text(authors) });
    return `${entries} ${titleEntry(fields.title)}`;
  });
  db.function("spelt_words", (title, keywords) => {
    if (given.size > mostGiven) given.clear();
    const fresh = spelling(`${title} ${keywords}`).filter((word) => !given.has(word));
    for (const word of fresh) given.add(word);
    return JSON.stringify(fresh);
  });
  // After a transaction that was rolled back: its words were given, but are not stored.
  db.function("forget_spelt_words", () => {
    given.clear();
    return null;
  });
}

/** A title as a whole: its words in their order, for people type its signs, case and accents as they like. */
export function titleEntry(title: string): string {
  return titleMark + createHash("sha256").update(wordsOf(title).join(" ")).digest("hex").slice(0, 24);
}
