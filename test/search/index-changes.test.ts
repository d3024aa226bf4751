import { join } from "node:path";
import { expect, test } from "vitest";
import type { Paper } from "../../src/model/paper.ts";
import { keysOf, type Texts } from "../../src/search/index/keys.ts";
import { keyOf } from "../../src/search/index/postings.ts";
import { createIndexReader } from "../../src/search/index/reader.ts";
import { createSearch } from "../../src/search/index/search.ts";
import { createIndexWriter } from "../../src/search/index/writer.ts";
import type { Connection } from "../../src/store/sqlite/connection.ts";
import { openDatabase } from "../../src/store/sqlite/database.ts";
import { createPapers } from "../../src/store/sqlite/papers.ts";
import { parseQuery } from "../../src/text/query.ts";
import { hashOf } from "../../src/text/words.ts";
import { at, tempFolder } from "../support/open-store.ts";
import { oneOf, type Random, seeded } from "../support/random.ts";
import { aBook, today } from "../support/searching.ts";

const letters = ["boat", "lake", "wind", "sail", "fine-tuning", "LoRA", "ελαία", "harbour", "tide"] as const;
const text = (random: Random, most: number): string =>
  Array.from({ length: 1 + Math.floor(random() * most) }, () => oneOf(letters, random)).join(" ");

const someBook = (number: number, random: Random): Paper =>
  aBook(`7.${number}`, text(random, 4), {
    upvotes: number % 7,
    keywords: random() < 0.5 ? [text(random, 2)] : [],
    authors: [oneOf(["Ana Park", "Bo Lake", "Cy Wind"], random)],
    abstract: text(random, 12),
    summary: text(random, 3),
  });

/** Everything that the index says, key by key, as if each were asked for. */
function indexOf(db: Connection): unknown {
  const { read, papers } = createIndexReader(db);
  const texts = db.prepare<[], Texts>("SELECT title, summary, keywords, abstract, authors FROM paper").all();
  const keys = new Map(
    texts.flatMap((one) => {
      const flat = keysOf(one);
      return Array.from({ length: flat.length / 2 }, (_, i) => {
        const key = { bucket: flat[2 * i] ?? 0, tag: (flat[2 * i + 1] ?? 0) >>> 6 };
        return [`${key.bucket} ${key.tag}`, key] as const;
      });
    }),
  );
  const postings = [...keys].map(([name, key]) => [name, Array.from(read(key)).sort((a, b) => a - b)]);
  return { papers: papers(), postings: postings.sort() };
}

const questions = [
  "boat lake",
  "lora",
  '"wind sail"',
  "tide -harbour",
  "author:park sail min:3",
  "ελαία boat",
];

async function answersOf(db: Connection): Promise<unknown> {
  const search = createSearch(db);
  return Promise.all([
    ...questions.map((typed) => search.find(parseQuery(typed, today), 500)),
    ...["7.1", "7.30"].map((id) => search.related(id, 20)),
    search.byTitle(["boat"], 50),
  ]);
}

/** The same papers in a new database, in the order in which they first came. */
async function builtAnew(db: Connection): Promise<Connection> {
  const papers = createPapers(db);
  const ids = db.prepare<[], string>("SELECT id FROM paper ORDER BY rowid").pluck().all();
  const anew = openDatabase(":memory:");
  await createPapers(anew).upsert(await papers.getMany(ids), at(1));
  return anew;
}

const bytesOf = (db: Connection): number =>
  db.prepare<[], number>("SELECT sum(length(postings)) FROM posting").pluck().get() ?? 0;

test.each([1, 2, 3])("after any changes it finds what an index built anew finds, seed %i", async (seed) => {
  const random = seeded(seed);
  const db = openDatabase(":memory:");
  const papers = createPapers(db);
  for (let round = 1; round <= 12; round++) {
    const some = Array.from({ length: 250 }, () => someBook(Math.floor(random() * 40 * round), random));
    await papers.upsert(some, at(round));
    if (round % 4 !== 0) continue;
    const anew = await builtAnew(db);
    expect(indexOf(db)).toEqual(indexOf(anew));
    expect(await answersOf(db)).toEqual(await answersOf(anew));
    anew.close();
  }
  db.close();
});

test("two programs that write into one file at once leave it as one would", async () => {
  const file = join(tempFolder(), "paperboy.db");
  const [one, other] = [openDatabase(file), openDatabase(file)];
  const random = seeded(9);
  const [first, second] = [createPapers(one), createPapers(other)];
  const some = (hour: number) =>
    [Array.from({ length: 700 }, () => someBook(Math.floor(random() * 900), random)), at(hour)] as const;
  for (let round = 1; round <= 4; round++)
    await Promise.all([first.upsert(...some(2 * round)), second.upsert(...some(2 * round + 1))]);
  const anew = await builtAnew(one);
  for (const db of [one, other]) {
    expect(indexOf(db)).toEqual(indexOf(anew));
    expect(await answersOf(db)).toEqual(await answersOf(anew));
  }
  for (const db of [one, other, anew]) db.close();
});

test("what papers said before is cleared away in time, though they change for ever", async () => {
  const random = seeded(7);
  const db = openDatabase(":memory:");
  const papers = createPapers(db);
  const shelf = (): Paper[] => Array.from({ length: 400 }, (_, i) => someBook(i, random));
  for (let round = 1; round <= 40; round++) await papers.upsert(shelf(), at(round));
  const anew = await builtAnew(db);
  expect(indexOf(db)).toEqual(indexOf(anew));
  expect(await answersOf(db)).toEqual(await answersOf(anew));
  // 16,000 texts were written, of which a span holds 4,096.
  expect(bytesOf(db)).toBeLessThan(2 * 4096 * averageBytes(anew));
  anew.close();
  db.close();
});

const averageBytes = (db: Connection): number => {
  const all = db.prepare<[], Texts>("SELECT title, summary, keywords, abstract, authors FROM paper").all();
  return (5 * all.reduce((sum, one) => sum + keysOf(one).length / 2, 0)) / all.length;
};

test("a paper that changes touches no more rows than a new one, and few of them", async () => {
  const random = seeded(5);
  const db = openDatabase(":memory:");
  const papers = createPapers(db);
  const long = (i: number): Paper => ({
    ...someBook(i, random),
    abstract: Array.from({ length: 150 }, () => Math.floor(random() * 36 ** 4).toString(36)).join(" "),
  });
  await papers.upsert(
    Array.from({ length: 600 }, (_, i) => long(i)),
    at(1),
  );
  const touched = async (paper: Paper, hour: number): Promise<number> => {
    const count = db.prepare<[], number>("SELECT total_changes()").pluck();
    const before = count.get() ?? 0;
    await papers.upsert([paper], at(hour));
    return (count.get() ?? 0) - before;
  };
  const [added, changed] = [await touched(long(601), 2), await touched(long(3), 3)];
  expect(changed).toBeLessThanOrEqual(added + 1);
  expect(changed).toBeLessThan(20);
  db.close();
});

test("of a term in every second paper about half are estimated, however many there are", () => {
  const db = openDatabase(":memory:");
  const key = keyOf(hashOf("boat"));
  const having = Int32Array.from([key.bucket, key.tag * 64]);
  const texts: Texts = { title: "", summary: null, keywords: "[]", abstract: null, authors: "[]" };
  const all = 30_000;
  const index = createIndexWriter(db);
  index.put(
    Array.from({ length: all }, (_, i) => ({
      rowid: i + 1,
      texts,
      keys: i % 2 ? having : new Int32Array(0),
    })),
  );
  const { read, estimate, papers } = createIndexReader(db);
  expect(papers()).toBe(all);
  expect(read(key).length).toBe(all / 2);
  expect(Math.abs(estimate(key) / (all / 2) - 1)).toBeLessThan(0.1);
  db.close();
});
