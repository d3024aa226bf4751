import { spelling } from "../rank/spelling.ts";
import type { Connection } from "./connection.ts";
import { bytesOf, createDocuments, documentsABlock } from "./documents.ts";
import { createFresh } from "./fresh.ts";
import { keysOf, type Texts } from "./keys.ts";
import { appendTo, rowsOf } from "./postings.ts";

interface Placed {
  /** Of the paper. */
  readonly rowid: number;
  readonly texts: Texts;
  readonly keys: Int32Array;
}

export interface IndexWriter {
  /** Papers that are new, or have other texts than before. */
  put(papers: readonly Placed[]): void;
  /** To be told where a transaction was rolled back. */
  rolledBack(): void;
}

/** Fills what search finds papers by: their terms, and the words that others may be misspellings of. */
export function createIndexWriter(db: Connection): IndexWriter {
  const documents = createDocuments(db);
  const fresh = createFresh(db);
  const { addWords, forget } = createWordWriter(db);

  return {
    put(placed) {
      if (placed.length === 0) return;
      const state = documents.state();
      const papers = new Map<number, number>();
      let { newest, papers: count } = state;
      for (const { rowid, texts, keys } of placed) {
        const before = documents.documentOf(rowid);
        if (before === undefined) count++;
        else papers.set(before, 0);
        // What is on its way among the postings is cleared away with all that is.
        if (before !== undefined && before > state.merging) fresh.remove(before);
        fresh.add({ document: ++newest, keys });
        documents.assign(rowid, newest);
        papers.set(newest, rowid);
        addWords(texts);
      }
      documents.note(papers);
      documents.move({ ...state, newest, papers: count });
    },
    rolledBack: forget,
  };
}

/** Words that were stored already are not stored again; so many are kept. */
const mostKept = 20_000;

function createWordWriter(db: Connection) {
  const insert = db.prepare<[number, string]>(
    "INSERT INTO word (length, word) VALUES (?, ?) ON CONFLICT DO NOTHING",
  );
  const stored = new Set<string>();
  return {
    forget: (): void => stored.clear(),
    addWords({ title, keywords }: Texts): void {
      if (stored.size > mostKept) stored.clear();
      for (const word of spelling(`${title} ${keywords}`)) {
        if (!stored.has(word)) insert.run(word.length, word);
        stored.add(word);
      }
    },
  };
}

/** Papers that are put into the index at a time when all are. */
const part = 1000;

/** For a step of the migrations: puts all papers into an index that is empty, as documents of the same numbers. */
export function fillIndex(db: Connection): void {
  const append = appendTo(db);
  const { addWords } = createWordWriter(db);
  const next = db.prepare<[number, number], Texts & { readonly rowid: number }>(
    "SELECT rowid, title, summary, keywords, abstract, authors FROM paper WHERE rowid > ? ORDER BY rowid LIMIT ?",
  );
  for (let last = 0; ; ) {
    const papers = next.all(last, part);
    const keyed = papers.map((texts) => ({ document: texts.rowid, keys: keysOf(texts) }));
    for (const [row, bytes] of rowsOf(keyed)) append(row, bytes);
    for (const texts of papers) addWords(texts);
    if (papers.length < part) return;
    last = papers.at(-1)?.rowid ?? 0;
  }
}

/** For a later step: says of an index of such documents whose they are. */
export function numberDocuments(db: Connection): void {
  const rowids = db.prepare<[], number>("SELECT rowid FROM paper").pluck().all();
  const insert = db.prepare<[number, Buffer]>("INSERT INTO document_block (block, papers) VALUES (?, ?)");
  for (const [block, some] of Map.groupBy(rowids, (rowid) => Math.floor(rowid / documentsABlock))) {
    const papers = new Int32Array(documentsABlock);
    for (const rowid of some) papers[rowid % documentsABlock] = rowid;
    insert.run(block, bytesOf(papers));
  }
}
