import type { Hash } from "../ranking/words.ts";
import type { Connection } from "./database.ts";

/**
 * What papers are looked up by, a term or two words beside each other, as 35 bits of a hash: so that of a million terms one in 17,000
 * finds papers of another, too.
 */
export interface Key {
  /** 11 bits, the first of which tells pairs from terms. */
  readonly bucket: number;
  /** 24 bits. */
  readonly tag: number;
}

/** Papers of a key, each in one number: its rowid times 16, and the step of the term's weight there (ranking/impact.ts). */
export type Postings = Int32Array;
export const rowidOf = (posting: number): number => posting >> 4;
export const stepIn = (posting: number): number => posting & 15;

/** A paper, and all its keys, in two numbers each: the bucket, and the tag times 16 with the step. */
interface Posted {
  readonly rowid: number;
  readonly keys: Int32Array;
}

// Postings are kept in buckets, one row each: by the upper part of the rowid, which is a span of papers, and by a part of the key. So
// papers that come together change few rows, and a search reads one row a span and key. A posting takes five bytes, the lowest first:
// the lower part of the rowid and the step in two, and in three what tells the keys of a bucket apart.
const spanBits = 12;
const span = 2 ** spanBits;
const termBuckets = 2 ** 10;
const bucketsASpan = 2 * termBuckets;
const tagBits = 0xffffff;
const bytesEach = 5;
/** So many spans are counted to estimate how common a key is. */
const mostCounted = 4;

export function keyOf({ one, other }: Hash): Key {
  return { bucket: (other ^ (other >>> 15)) & (termBuckets - 1), tag: (one ^ (one >>> 24)) & tagBits };
}

/** Of two words beside each other. */
export function pairKeyOf(before: Hash, after: Hash): Key {
  const one = Math.imul(before.one, 0x01000193) ^ after.one;
  const other = Math.imul(before.other, 0x5bd1e995) ^ after.other;
  const { bucket, tag } = keyOf({ one, other });
  return { bucket: bucket + termBuckets, tag };
}

const rowOf = (rowid: number, bucket: number): number => (rowid >>> spanBits) * bucketsASpan + bucket;
const lowerOf = (rowid: number): number => (rowid & (span - 1)) << 4;

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
    const [low, middle, high] = [tag & 0xff, (tag >>> 8) & 0xff, tag >>> 16];
    found = withRoom(found, count + bytes.length / bytesEach);
    for (let at = 0; at < bytes.length; at += bytesEach) {
      if (bytes[at + 2] === low && bytes[at + 3] === middle && bytes[at + 4] === high)
        found[count++] = (first << 4) | (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    }
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
          return (bytes.readUInt16LE(at) & 0xfff0) !== lowerOf(rowid);
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
        bytes[at] = lower | (rest & 15);
        bytes[at + 1] = lower >>> 8;
        bytes[at + 2] = rest >>> 4;
        bytes[at + 3] = rest >>> 12;
        bytes[at + 4] = rest >>> 20;
      }
    }
    for (const [bucket, end] of ends.entries())
      if (end > (starts[bucket] ?? 0)) yield [first + bucket, bytes.subarray(starts[bucket], end)];
  }
}
