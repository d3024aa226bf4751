import type { Connection } from "./connection.ts";
import { bytesOf, numbersIn } from "./documents.ts";
import { bucketsASpan, type Keyed } from "./postings.ts";

// Documents that are new stand one a row, with all their keys: written among the postings each would change two hundred rows. When
// there are enough of them they are written there together.

export function createFresh(db: Connection) {
  const insert = db.prepare<[number, Buffer]>("INSERT INTO fresh (document, keys) VALUES (?, ?)");
  const remove = db.prepare<[number]>("DELETE FROM fresh WHERE document = ?");
  const removeTo = db.prepare<[number]>("DELETE FROM fresh WHERE document <= ?");
  const select = db.prepare<[number], { document: number; keys: Buffer }>(
    "SELECT document, keys FROM fresh WHERE document <= ? ORDER BY document",
  );
  return {
    add: ({ document, keys }: Keyed): void => void insert.run(document, bytesOf(keys)),
    remove: (document: number): void => void remove.run(document),
    removeTo: (document: number): void => void removeTo.run(document),
    upTo: (document: number): readonly Keyed[] =>
      select.all(document).map(({ document: of, keys }) => ({ document: of, keys: numbersIn(keys) })),
  };
}

/** New documents by their keys, bucket after bucket. */
export interface FreshPostings {
  /** Where each bucket begins. */
  readonly starts: Int32Array;
  readonly documents: Int32Array;
  /** The tag times 64 with the step. */
  readonly rests: Int32Array;
}

export function sortByBucket(fresh: readonly Keyed[]): FreshPostings {
  const ends = new Int32Array(bucketsASpan + 1);
  for (const { keys } of fresh)
    for (let i = 0; i < keys.length; i += 2) ends[keys[i] ?? 0] = (ends[keys[i] ?? 0] ?? 0) + 1;
  for (let bucket = 1; bucket <= bucketsASpan; bucket++)
    ends[bucket] = (ends[bucket] ?? 0) + (ends[bucket - 1] ?? 0);
  const documents = new Int32Array(ends[bucketsASpan] ?? 0);
  const rests = new Int32Array(documents.length);
  for (const { document, keys } of fresh)
    for (let i = 0; i < keys.length; i += 2) {
      const at = (ends[keys[i] ?? 0] ?? 0) - 1;
      ends[keys[i] ?? 0] = at;
      documents[at] = document;
      rests[at] = keys[i + 1] ?? 0;
    }
  return { starts: ends, documents, rests };
}
