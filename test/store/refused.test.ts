import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { StoreError } from "../../src/errors.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import { migrations } from "../../src/store/sqlite/migrations.ts";
import { papers } from "../support/builders.ts";
import { at, tempFolder } from "../support/open-store.ts";

const pageSize = 4096;
const newFile = (): string => join(tempFolder(), "paperboy.db");
const hashOf = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");

async function filledFile(): Promise<string> {
  const file = newFile();
  const store = openStore(file);
  await store.papers.upsert(papers(60), at(1));
  await store.close();
  return file;
}

function withSqlite(file: string, sql: string): void {
  const db = new Database(file);
  db.exec(sql);
  db.close();
}

/** The sentence with which a file is refused; undefined where it is not. */
async function refusal(file: string): Promise<string | undefined> {
  try {
    await openStore(file).close();
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    return (error as StoreError).message;
  }
  return undefined;
}

/** A refusal is one line that names the file and what to do, and the file stays as it was. */
async function expectUntouchedRefusal(file: string, words: RegExp): Promise<void> {
  const before = hashOf(file);
  const sentence = await refusal(file);
  expect(sentence).toMatch(words);
  expect(sentence).toContain(file);
  expect(sentence).toMatch(/^.+: .+\. Nothing was changed\.$/);
  expect(hashOf(file)).toBe(before);
}

describe("a database that is not for this program is refused with a sentence and left as it is", () => {
  test("one of a newer Paperboy", async () => {
    const file = await filledFile();
    withSqlite(file, `PRAGMA user_version = ${migrations.length + 1}`);
    await expectUntouchedRefusal(file, /newer Paperboy.*update Paperboy/);
  });

  test("another program's", async () => {
    const file = newFile();
    withSqlite(file, "CREATE TABLE recipe (name TEXT); INSERT INTO recipe VALUES ('soup')");
    await expectUntouchedRefusal(file, /another program.*DATABASE_URL/);
  });

  test("another program's with an id of its own", async () => {
    const file = newFile();
    withSqlite(file, "PRAGMA application_id = 42; PRAGMA user_version = 7");
    await expectUntouchedRefusal(file, /another program/);
  });

  test("and nothing is left beside it", async () => {
    const file = await filledFile();
    withSqlite(file, `PRAGMA user_version = ${migrations.length + 1}`);
    expect(await refusal(file)).toBeDefined();
    expect(readdirSync(dirname(file))).toEqual(["paperboy.db"]);
  });
});

describe("a damaged database is refused with a sentence and left as it is", () => {
  test.each([
    ["random bytes", Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * 7919 + 13) % 251))],
    ["a few bytes", Buffer.from("abc")],
    ["a text", Buffer.from("Dear diary, today I wrote a text file.\n".repeat(200))],
  ])("%s", async (_name, bytes) => {
    const file = newFile();
    writeFileSync(file, bytes);
    await expectUntouchedRefusal(file, /cannot be read .*put a backup in its place/);
  });

  test.each([
    ["half of it", (size: number) => Math.floor(size / 2)],
    ["all but its last page", (size: number) => size - pageSize],
    ["its first page", () => pageSize],
    ["half of its first page", () => pageSize / 2],
    ["its first hundred bytes", () => 100],
  ])("cut off after %s", async (_name, length) => {
    const whole = readFileSync(await filledFile());
    const file = newFile();
    writeFileSync(file, whole.subarray(0, length(whole.length)));
    await expectUntouchedRefusal(file, /cannot be read/);
  });

  test("a page overwritten, whichever", async () => {
    const whole = readFileSync(await filledFile());
    const pages = whole.length / pageSize;
    expect(pages).toBeGreaterThan(15);
    const file = newFile();
    const missed: number[] = [];
    for (let page = 1; page <= pages; page++) {
      writeFileSync(file, whole);
      overwrite(file, page);
      const before = hashOf(file);
      const sentence = await refusal(file);
      if (sentence === undefined) missed.push(page);
      else expect(hashOf(file)).toBe(before);
    }
    expect(missed).toEqual([]);
  });
});

describe("a place that cannot hold a database is refused with a sentence", () => {
  test("a folder", async () => {
    const file = newFile();
    mkdirSync(file);
    expect(await refusal(file)).toMatch(/cannot be written \(it is a folder\): set DATABASE_URL/);
    expect(readdirSync(file)).toEqual([]);
  });

  test("below a file", async () => {
    const parent = join(tempFolder(), "notes.txt");
    writeFileSync(parent, "my notes");
    expect(await refusal(join(parent, "paperboy.db"))).toMatch(/cannot be written .*set DATABASE_URL/);
    expect(readFileSync(parent, "utf8")).toBe("my notes");
  });

  test("a name that no file can have", async () => {
    expect(await refusal(join(tempFolder(), "n".repeat(300)))).toMatch(
      /cannot be written .*set DATABASE_URL/,
    );
  });
});

function overwrite(file: string, page: number): void {
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(pageSize, 0xa7), 0, pageSize, (page - 1) * pageSize);
  closeSync(handle);
}
