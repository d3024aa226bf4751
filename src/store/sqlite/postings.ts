import { steps } from "../ranking/impact.ts";
import type { Hash } from "../ranking/words.ts";
import type { Connection } from "./database.ts";

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

/** A paper, and all its keys, in two numbers each: the bucket, and the tag times 64 with the step. */
interface Posted {
  readonly rowid: number;
  readonly keys: Int32Array;
}

// Postings are kept in buckets, one row each: by the upper part of the rowid, which is a span of papers, and by a part of the key. So
// papers that come together change few rows, and a search reads one row a span and key. A posting takes five bytes, the lowest first:
// 6 bits of the step, 12 of the rowid, and 22 that tell the keys of a bucket apart.
const spanBits = 12;
const span = 2 ** spanBits;
const termBuckets = 2 ** 10;
const bucketsASpan = 2 * termBuckets;
const tagBits = 0x3fffff;
const stepBits = Math.log2(steps);
const bytesEach = 5;
/** So many spans are counted to estimate how common a key is. */
const mostCounted = 4;

export function keyOf({ one, other }: Hash): Key {
  return { bucket: (other ^ (other >>> 15)) & (termBuckets - 1), tag: (one ^ (one >>> 24)) & tagBits };
}

/** Of two words beside each other (pairOf). */
export function pairKeyOf(pair: Hash): Key {
  const { bucket, tag } = keyOf(pair);
  return { bucket: bucket + termBuckets, tag };
}

const rowOf = (rowid: number, bucket: number): number => (rowid >>> spanBits) * bucketsASpan + bucket;
const lowerBits = (span - 1) << stepBits;
const lowerOf = (rowid: number): number => (rowid & (span - 1)) << stepBits;

export interface PostingReader {
  /** The papers of a key, in no order, up to a rowid. */
  read(key: Key, largest: number): Postings;
  /** About how many they are: of many papers a few spans are counted. */
  estimate(key: Key, largest: number): number;
}

export function createPostingReader(db: Connection): PostingReader {
  const select = db.prepare<[number], Buffer>("SELECT postings FROM posting WHERE row = ?").pluck();
  let found = new Int32Array(0);
  let count = 0;
  const readSpan = ({ bucket, tag }: Key, first: number): void => {
    const bytes = select.get(rowOf(first, bucket));
    if (bytes === undefined) return;
    found = withRoom(found, count + bytes.length / bytesEach);
    const into = found;
    let end = count;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < bytes.length; at += bytesEach) {
      const upper = view.getUint32(at + 1, true) >>> 8;
      if (upper >>> 2 === tag)
        into[end++] = (first << stepBits) | view.getUint16(at, true) | ((upper & 3) << 16);
    }
    count = end;
  };
  return {
    read(key, largest) {
      count = 0;
      for (let first = 0; first <= largest; first += span) readSpan(key, first);
      return found.slice(0, count);
    },
    estimate(key, largest) {
      count = 0;
      const spans = Math.floor(largest / span) + 1;
      const step = Math.ceil(spans / mostCounted);
      for (let i = 0; i < spans; i += step) readSpan(key, i * span);
      return (count * spans) / Math.ceil(spans / step);
    },
  };
}

function withRoom(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (array.length >= length) return array;
  const larger = new Int32Array(2 * length);
  larger.set(array);
  return larger;
}

export interface PostingWriter {
  /** Papers that have no postings yet. */
  add(papers: readonly Posted[]): void;
  /** Takes a paper out, of which these and no others were written. */
  remove(paper: Posted): void;
}

export function createPostingWriter(db: Connection): PostingWriter {
  const select = db.prepare<[number], Buffer>("SELECT postings FROM posting WHERE row = ?").pluck();
  const replace = db.prepare<[Buffer, number]>("UPDATE posting SET postings = ? WHERE row = ?");
  // What is joined is text to SQLite, byte by byte the same.
  const append = db.prepare<[number, Buffer]>(
    `INSERT INTO posting (row, postings) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET postings = CAST(postings || excluded.postings AS BLOB)`,
  );
  return {
    add(papers) {
      for (const [row, bytes] of rowsOf(papers)) append.run(row, bytes);
    },
    remove({ rowid, keys }) {
      const buckets = new Set(keys.filter((_, i) => i % 2 === 0));
      for (const bucket of buckets) {
        const row = rowOf(rowid, bucket);
        const bytes = select.get(row) ?? Buffer.alloc(0);
        const kept = bytes.filter((_, i) => {
          const at = i - (i % bytesEach);
          return (bytes.readUIntLE(at, 3) & lowerBits) !== lowerOf(rowid);
        });
        replace.run(Buffer.from(kept), row);
      }
    },
  };
}

/** The bytes that papers add to each row. */
function* rowsOf(papers: readonly Posted[]): Iterable<readonly [row: number, bytes: Buffer]> {
  for (const [first, posted] of Map.groupBy(papers, ({ rowid }) => rowOf(rowid, 0))) {
    const ends = new Int32Array(bucketsASpan);
    for (const { keys } of posted)
      for (let i = 0; i < keys.length; i += 2) ends[keys[i] ?? 0] = (ends[keys[i] ?? 0] ?? 0) + bytesEach;
    for (let bucket = 1; bucket < bucketsASpan; bucket++)
      ends[bucket] = (ends[bucket] ?? 0) + (ends[bucket - 1] ?? 0);
    const starts = ends.slice();
    const bytes = Buffer.alloc(ends.at(-1) ?? 0);
    for (const { rowid, keys } of posted) {
      const lower = lowerOf(rowid);
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
