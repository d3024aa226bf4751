import type { Hash } from "../../text/words.ts";
import { steps } from "../rank/impact.ts";
import type { Connection } from "./connection.ts";

/**
 * What papers are looked up by, a term or two words beside each other, as 33 bits of a hash: so that of a million terms one in 4,000
 * finds papers of another too, which come last, for their texts do not have it.
 */
export interface Key {
  /** 11 bits, the first of which tells pairs from terms. */
  readonly bucket: number;
  /** 22 bits. */
  readonly tag: number;
}

/** Papers of a key, each in one number: its rowid times 64, and the step of the term's weight there (ranking/impact.ts). */
export type Postings = Int32Array;
export const rowidOf = (posting: number): number => posting >> stepBits;
export const stepIn = (posting: number): number => posting & (steps - 1);

// Postings are kept in buckets, one row each: by the upper part of the document's number, which is a span of documents, and by a part of
// the key. So documents that come together change few rows, and a search reads one row a span and key. A posting takes five bytes, the
// lowest first: 6 bits of the step, 12 of the document, and 22 that tell the keys of a bucket apart.
const spanBits = 12;
export const span = 2 ** spanBits;
const termBuckets = 2 ** 10;
export const bucketsASpan = 2 * termBuckets;
const tagBits = 0x3fffff;
export const stepBits = Math.log2(steps);
const bytesEach = 5;

export function keyOf({ one, other }: Hash): Key {
  return { bucket: (other ^ (other >>> 15)) & (termBuckets - 1), tag: (one ^ (one >>> 24)) & tagBits };
}

/** Of two words beside each other (pairOf). */
export function pairKeyOf(pair: Hash): Key {
  const { bucket, tag } = keyOf(pair);
  return { bucket: bucket + termBuckets, tag };
}

export const rowOf = (document: number, bucket: number): number =>
  (document >>> spanBits) * bucketsASpan + bucket;
const lowerOf = (document: number): number => (document & (span - 1)) << stepBits;

/** Tells of the postings of a row those with this tag: the lower part of the document's number times 64, with the step. */
export function eachPosting(bytes: Buffer, tag: number, visit: (lower: number) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; at += bytesEach) {
    const upper = view.getUint32(at + 1, true) >>> 8;
    if (upper >>> 2 === tag) visit(view.getUint16(at, true) | ((upper & 3) << 16));
  }
}

/** A document, and all its keys, in two numbers each: the bucket, and the tag times 64 with the step. */
export interface Keyed {
  readonly document: number;
  readonly keys: Int32Array;
}

/** @returns what adds postings to a row */
export function appendTo(db: Connection): (row: number, bytes: Buffer) => void {
  // What is joined is text to SQLite, byte by byte the same.
  const append = db.prepare<[number, Buffer]>(
    `INSERT INTO posting (row, postings) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET postings = CAST(postings || excluded.postings AS BLOB)`,
  );
  return (row, bytes) => void append.run(row, bytes);
}

/** The bytes that documents add to each row. */
export function* rowsOf(documents: readonly Keyed[]): Iterable<readonly [row: number, bytes: Buffer]> {
  for (const [first, posted] of Map.groupBy(documents, ({ document }) => rowOf(document, 0))) {
    const ends = new Int32Array(bucketsASpan);
    for (const { keys } of posted)
      for (let i = 0; i < keys.length; i += 2) ends[keys[i] ?? 0] = (ends[keys[i] ?? 0] ?? 0) + bytesEach;
    for (let bucket = 1; bucket < bucketsASpan; bucket++)
      ends[bucket] = (ends[bucket] ?? 0) + (ends[bucket - 1] ?? 0);
    const starts = ends.slice();
    const bytes = Buffer.alloc(ends.at(-1) ?? 0);
    for (const { document, keys } of posted) {
      const lower = lowerOf(document);
      for (let i = 0; i < keys.length; i += 2) {
        const bucket = keys[i] ?? 0;
        const rest = keys[i + 1] ?? 0;
        const at = (starts[bucket] ?? 0) - bytesEach;
        starts[bucket] = at;
        const low = lower | (rest & (steps - 1));
        bytes[at] = low;
        bytes[at + 1] = low >>> 8;
        bytes[at + 2] = (low >>> 16) | ((rest >>> stepBits) << 2);
        bytes[at + 3] = rest >>> 12;
        bytes[at + 4] = rest >>> 20;
      }
    }
    for (const [bucket, end] of ends.entries())
      if (end > (starts[bucket] ?? 0)) yield [first + bucket, bytes.subarray(starts[bucket], end)];
  }
}
