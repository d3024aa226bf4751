import { expect, test } from "vitest";
import { hashOf, pairOf } from "../../src/store/ranking/words.ts";
import { openDatabase } from "../../src/store/sqlite/database.ts";
import {
  createPostingReader,
  createPostingWriter,
  keyOf,
  pairKeyOf,
} from "../../src/store/sqlite/postings.ts";
import { seeded } from "../support/random.ts";

const terms = ["boat", "lake", "wind", "sail", "", "ελαία", "x".repeat(64)];
const keys = terms.flatMap((term) => [
  keyOf(hashOf(term)),
  ...terms.map((other) => pairKeyOf(pairOf(hashOf(term), hashOf(other)))),
]);

/** Beside the ends of spans, too. */
const rowids = [1, 2, 4094, 4095, 4096, 4097, 8191, 8192, 20_000, 1_000_000];
const largest = 1_000_000;

test.each([1, 2, 3, 4, 5])("papers are found by what was added and not taken out again, seed %i", (seed) => {
  const random = seeded(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const db = openDatabase(":memory:");
  const writer = createPostingWriter(db);
  const { read, estimate } = createPostingReader(db);
  const has = new Map<number, Map<number, number>>();

  const aPaper = (rowid: number) => {
    const some = new Map(
      Array.from({ length: 1 + below(30) }, () => [below(keys.length), below(64)] as const),
    );
    const flat = [...some].flatMap(([i, step]) => [keys[i]?.bucket ?? 0, (keys[i]?.tag ?? 0) * 64 + step]);
    return { some, posted: { rowid, keys: Int32Array.from(flat) } };
  };
  const kept = new Map<number, ReturnType<typeof aPaper>["posted"]>();
  for (let round = 0; round < 20; round++) {
    const changed = rowids.filter(() => random() < 0.4);
    for (const rowid of changed) {
      const before = kept.get(rowid);
      if (before) writer.remove(before);
    }
    const papers = changed.filter(() => random() < 0.8).map(aPaper);
    writer.add(papers.map(({ posted }) => posted));
    for (const rowid of changed) {
      kept.delete(rowid);
      has.delete(rowid);
    }
    for (const { some, posted } of papers) {
      kept.set(posted.rowid, posted);
      has.set(posted.rowid, some);
    }
  }
  expect(has.size).toBeGreaterThan(0);
  for (const [i, key] of keys.entries()) {
    const wanted = [...has].flatMap(([rowid, some]) => {
      const step = some.get(i);
      return step === undefined ? [] : [rowid * 64 + step];
    });
    expect(Array.from(read(key, largest)).sort((a, b) => a - b)).toEqual(wanted.sort((a, b) => a - b));
  }
  expect(estimate(keyOf(hashOf("nowhere")), largest)).toBe(0);
  db.close();
});

test("of a term in every second paper about half are estimated, however many there are", () => {
  const db = openDatabase(":memory:");
  const key = keyOf(hashOf("boat"));
  const keysOfOne = Int32Array.from([key.bucket, key.tag * 64]);
  const all = 60_000;
  const papers = Array.from({ length: all / 2 }, (_, i) => ({ rowid: 2 * (i + 1), keys: keysOfOne }));
  createPostingWriter(db).add(papers);
  const { read, estimate } = createPostingReader(db);
  expect(read(key, all).length).toBe(all / 2);
  expect(Math.abs(estimate(key, all) / (all / 2) - 1)).toBeLessThan(0.1);
  db.close();
});
