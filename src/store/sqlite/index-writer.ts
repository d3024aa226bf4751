import { spelling } from "../ranking/spelling.ts";
import type { Prepared } from "../store.ts";
import type { Connection } from "./database.ts";
import { keysOf, type Texts } from "./index-keys.ts";
import { createPostingWriter } from "./postings.ts";

interface Placed {
  readonly rowid: number;
  readonly texts: Texts;
  /** Its keys, where they are known already. */
  readonly prepared?: Prepared | undefined;
}

export interface IndexWriter {
  /** Papers that are not in the index. */
  add(papers: readonly Placed[]): void;
  /** A paper that is there, with the texts it was there with. */
  replace(rowid: number, before: Texts, after: Texts): void;
  /** To be told where a transaction was rolled back. */
  rolledBack(): void;
}

/** Words that were stored already are not stored again; so many are kept. */
const mostKept = 20_000;

/** Fills what search finds papers by: their terms, and the words that others may be misspellings of. */
export function createIndexWriter(db: Connection): IndexWriter {
  const postings = createPostingWriter(db);
  const insertWord = db.prepare<[number, string]>(
    "INSERT INTO word (length, word) VALUES (?, ?) ON CONFLICT DO NOTHING",
  );
  const stored = new Set<string>();

  const addWords = ({ title, keywords }: Texts): void => {
    if (stored.size > mostKept) stored.clear();
    for (const word of spelling(`${title} ${keywords}`)) {
      if (!stored.has(word)) insertWord.run(word.length, word);
      stored.add(word);
    }
  };
  const add: IndexWriter["add"] = (papers) => {
    postings.add(papers.map(({ rowid, texts, prepared }) => ({ rowid, keys: prepared ?? keysOf(texts) })));
    for (const { texts } of papers) addWords(texts);
  };
  return {
    add,
    replace(rowid, before, after) {
      postings.remove({ rowid, keys: keysOf(before) });
      add([{ rowid, texts: after }]);
    },
    rolledBack: () => stored.clear(),
  };
}

/** Papers that are put into the index at a time when all are. */
const part = 1000;

/** Puts all papers into an index that is empty. */
export function fillIndex(db: Connection): void {
  const index = createIndexWriter(db);
  const next = db.prepare<[number, number], Texts & { readonly rowid: number }>(
    "SELECT rowid, title, summary, keywords, abstract, authors FROM paper WHERE rowid > ? ORDER BY rowid LIMIT ?",
  );
  for (let last = 0; ; ) {
    const papers = next.all(last, part);
    index.add(papers.map((texts) => ({ rowid: texts.rowid, texts })));
    if (papers.length < part) return;
    last = papers.at(-1)?.rowid ?? 0;
  }
}
