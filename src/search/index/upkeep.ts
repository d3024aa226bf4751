import type { Connection } from "./connection.ts";
import { createDocuments, documentsABlock, type IndexState } from "./documents.ts";
import { createFresh } from "./fresh.ts";
import { keysOf, type Texts } from "./keys.ts";
import { appendTo, bucketsASpan, rowsOf, span } from "./postings.ts";
import type { IndexWriter } from "./writer.ts";

/** So many new documents are put among the postings together: of more, a search would read more that stands apart. */
const mostFresh = 512;
/** In one transaction: buckets whose rows are added to, rows that are removed, and papers that get another number. */
const bucketsAtOnce = 256;
const rowsAtOnce = 256;
const papersAtOnce = 16;
/** Where fewer documents of a span are papers' still, those move on, and the span is removed. */
const leastInUse = span / 2;

/** @returns what does a small part of the work that is left, in a transaction of its own, and says whether there was any */
export function createUpkeep(db: Connection, index: IndexWriter): () => boolean {
  const documents = createDocuments(db);
  const fresh = createFresh(db);
  const clear = createClearing(db, index);
  const append = appendTo(db);
  let ready: { readonly merging: number; readonly rows: ReturnType<typeof rowsTo> } | undefined;
  // Whether there may be more is only asked when documents came to stay.
  let isClear = true;

  /** What the documents that are on their way add to the rows: it is the same until they are there. */
  const rowsTo = (document: number) => [...rowsOf(fresh.upTo(document))];
  const merge = (state: IndexState): void => {
    if (ready?.merging !== state.merging) ready = { merging: state.merging, rows: rowsTo(state.merging) };
    const to = state.merged_buckets + bucketsAtOnce;
    for (const [row, bytes] of ready.rows) {
      const bucket = row % bucketsASpan;
      if (bucket >= state.merged_buckets && bucket < to) append(row, bytes);
    }
    if (to < bucketsASpan) {
      documents.move({ ...state, merged_buckets: to });
      return;
    }
    fresh.removeTo(state.merging);
    documents.move({ ...state, merged: state.merging, merged_buckets: 0 });
    ready = undefined;
    isClear = false;
  };
  const isMerged = ({ newest, merged, merging }: IndexState): boolean =>
    merging === merged && newest - merged < mostFresh;
  const work = db.transaction((): boolean => {
    const state = documents.state();
    if (state.merging > state.merged) merge(state);
    else if (!isMerged(state)) merge({ ...state, merging: state.newest });
    else isClear = isClear || !clear(state);
    return true;
  });
  // Others may write where there is nothing to do.
  return () => !(isClear && isMerged(documents.state())) && work.immediate();
}

/** @returns what clears away a part of the first span that is hardly in use, and says whether there was one */
function createClearing(db: Connection, index: IndexWriter): (state: IndexState) => boolean {
  const documents = createDocuments(db);
  const textsOf = db.prepare<[number], Texts>(
    "SELECT title, summary, keywords, abstract, authors FROM paper WHERE rowid = ?",
  );
  const spans = db.prepare<[number], number>("SELECT DISTINCT block / ? FROM document_block").pluck();
  const removeRows = db.prepare<[number, number, number]>(
    "DELETE FROM posting WHERE row IN (SELECT row FROM posting WHERE row >= ? AND row < ? LIMIT ?)",
  );
  const removeBlocks = db.prepare<[number, number]>(
    "DELETE FROM document_block WHERE block >= ? AND block < ?",
  );
  const blocksASpan = span / documentsABlock;

  /** The papers of the first span that is hardly in use, and will not be added to any more. */
  const next = ({ newest, merged }: IndexState) => {
    const papers = documents.papers(newest);
    return spans
      .all(blocksASpan)
      .filter((number) => (number + 1) * span <= merged)
      .map((number) => ({
        number,
        left: papers.subarray(number * span, (number + 1) * span).filter(Boolean),
      }))
      .find(({ left }) => left.length < leastInUse);
  };
  const moveOn = (rowids: Int32Array): void =>
    index.put(
      Array.from(rowids).flatMap((rowid) => {
        const texts = textsOf.get(rowid);
        return texts ? [{ rowid, texts, keys: keysOf(texts) }] : [];
      }),
    );
  return (state) => {
    const found = next(state);
    if (!found) return false;
    const { number, left } = found;
    if (left.length > 0) moveOn(left.subarray(0, papersAtOnce));
    else if (removeRows.run(number * bucketsASpan, (number + 1) * bucketsASpan, rowsAtOnce).changes === 0) {
      removeBlocks.run(number * blocksASpan, (number + 1) * blocksASpan);
      documents.move(state);
    }
    return true;
  };
}
