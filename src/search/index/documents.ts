import type { Connection } from "./connection.ts";

// The index numbers texts, not papers: a paper whose texts change gets the next number, and the one that it had is no paper's any more.
// So a change costs as much as a new paper, and what stands under the old number is passed over until its place is cleared away
// (index-upkeep.ts).

/** How far the index is. */
export interface IndexState {
  /** Another one after each change. */
  readonly version: number;
  /** How many papers are in it. */
  readonly papers: number;
  /** The largest number of a document. */
  readonly newest: number;
  /** Up to this number documents are among the postings; those behind it are on their own (fresh.ts). */
  readonly merged: number;
  /** Up to this number they are on their way there, as far as `merged_buckets` says. */
  readonly merging: number;
  /** Below this bucket that is done. */
  readonly merged_buckets: number;
}

/** Of so many documents one row tells the papers. */
export const documentsABlock = 1024;

/** Which paper each document is of. */
export function createDocuments(db: Connection) {
  const blocks = db.prepare<[], { block: number; papers: Buffer }>(
    "SELECT block, papers FROM document_block ORDER BY block",
  );
  const block = db.prepare<[number], Buffer>("SELECT papers FROM document_block WHERE block = ?").pluck();
  const writeBlock = db.prepare<[number, Buffer]>(
    "INSERT INTO document_block (block, papers) VALUES (?, ?) ON CONFLICT DO UPDATE SET papers = excluded.papers",
  );
  const state = db.prepare<[], IndexState>("SELECT * FROM index_state");
  const move = db.prepare<[IndexState]>(
    `UPDATE index_state SET version = version + 1, papers = @papers, newest = @newest, merged = @merged, merging = @merging,
       merged_buckets = @merged_buckets`,
  );
  const documentOf = db.prepare<[number], number>("SELECT document FROM document WHERE paper = ?").pluck();
  const assign = db.prepare<[number, number]>(
    "INSERT INTO document (paper, document) VALUES (?, ?) ON CONFLICT DO UPDATE SET document = excluded.document",
  );

  return {
    state(): IndexState {
      const found = state.get();
      if (!found) throw new Error("The index has no state.");
      return found;
    },
    /** @param state as it is now, whose version goes up */
    move: (state: IndexState): void => void move.run(state),
    documentOf: (paper: number): number | undefined => documentOf.get(paper),
    assign: (paper: number, document: number): void => void assign.run(paper, document),
    /** By document the paper, 0 where it is none's. */
    papers(newest: number): Int32Array {
      const papers = new Int32Array((Math.floor(newest / documentsABlock) + 1) * documentsABlock);
      for (const { block, papers: bytes } of blocks.all())
        papers.set(numbersIn(bytes), block * documentsABlock);
      return papers;
    },
    /** Writes of some documents which paper they are of. */
    note(papers: ReadonlyMap<number, number>): void {
      const places = Map.groupBy(papers, ([document]) => Math.floor(document / documentsABlock));
      for (const [number, some] of places) {
        const before = block.get(number);
        const numbers = before ? numbersIn(before) : new Int32Array(documentsABlock);
        for (const [document, paper] of some) numbers[document % documentsABlock] = paper;
        writeBlock.run(number, bytesOf(numbers));
      }
    },
  };
}

/** Numbers of 32 bits as they lie in memory, on every machine that Node runs on the lowest byte first. */
export function bytesOf(numbers: Int32Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

export function numbersIn(bytes: Buffer): Int32Array {
  if (bytes.byteOffset % 4 === 0) return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  return new Int32Array(new Uint8Array(bytes).buffer);
}
