import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { openDatabase } from "../../src/store/sqlite/database.ts";
import { defineForgottenMark } from "../../src/store/sqlite/forgotten.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import { fills, migrations } from "../../src/store/sqlite/migrations.ts";
import { parseQuery } from "../../src/text/query.ts";
import { aBatch, announced, batchSize, startWriter } from "../support/batches.ts";
import { aPaper, papers } from "../support/builders.ts";
import { at, openForTest, tempFolder } from "../support/open-store.ts";
import { describeStore } from "./store-suite.ts";

const newFile = (): string => join(tempFolder(), "paperboy.db");

describeStore("SQLite in a file", () => openStore(newFile()));

/** What SQLite says of a new database of ours. */
function pragmas(...names: readonly string[]): unknown[] {
  const db = openDatabase(newFile());
  try {
    return names.map((name) => db.pragma(name, { simple: true }));
  } finally {
    db.close();
  }
}

describe("a new database", () => {
  test("goes through every migration and is marked as ours", () => {
    expect(pragmas("user_version", "application_id")).toEqual([
      migrations.length,
      Buffer.from("PBOY").readInt32BE(),
    ]);
  });

  test("writes ahead, keeps references whole and waits for others", () => {
    expect(pragmas("journal_mode", "foreign_keys", "busy_timeout")).toEqual(["wal", 1, 5000]);
  });

  test("has strict tables only", () => {
    const db = openDatabase(":memory:");
    const tables = db.pragma("table_list") as {
      name: string;
      type: string;
      strict: number;
      schema: string;
    }[];
    db.close();
    const ours = tables.filter(({ name, type }) => type === "table" && !name.startsWith("sqlite_"));
    expect(ours.length).toBeGreaterThan(5);
    expect(ours.filter(({ strict }) => strict === 0)).toEqual([]);
  });

  test("may lie in folders that are not there yet", async () => {
    const file = join(tempFolder(), "data", "of", "paperboy.db");
    await openStore(file).close();
    expect(existsSync(file)).toBe(true);
  });

  test.each([
    ["as an empty file", (file: string) => writeFileSync(file, "")],
    ["as its first page, where a kill left it before its first migration", firstPage],
    ["as its first page and the journal of it, where a kill left it writing that", firstPageAndJournal],
  ])("may begin %s", async (_name, leave) => {
    const file = newFile();
    leave(file);
    const store = await openForTest(() => openStore(file));
    expect(await store.papers.reach()).toEqual({ papers: 0 });
  });
});

/** What a file is that was only just switched to writing ahead. */
function firstPage(file: string): void {
  const db = new Database(file);
  db.pragma("journal_mode = WAL");
  db.close();
}

/** A rollback journal that leads back to an empty file: https://www.sqlite.org/fileformat.html#the_rollback_journal */
function firstPageAndJournal(file: string): void {
  firstPage(file);
  const header = Buffer.alloc(512);
  header.write("d9d505f920a163d7", "hex");
  header.writeUInt32BE(512, 20);
  header.writeUInt32BE(4096, 24);
  writeFileSync(`${file}-journal`, header);
}

const aStoredPaper = `INSERT INTO paper (id, title, authors, keywords, told_at)
  VALUES ('2611.00009', 'Zebrafish maps', '["Ana Li"]', '[]', '{}')`;

describe("an older database", () => {
  test.each(migrations.map((_, version) => version))(
    "of schema %i is brought up to date",
    async (version) => {
      const file = newFile();
      const old = new Database(file);
      // What the sixth step filled its index by.
      for (const name of ["index_entries", "spelt_words"]) old.function(name, { varargs: true }, () => "[]");
      defineForgottenMark(old);
      for (const [i, step] of migrations.slice(0, version).entries()) {
        old.exec(step);
        fills[i + 1]?.(old);
        if (i === 0) old.exec(aStoredPaper);
      }
      old.pragma(`application_id = ${Buffer.from("PBOY").readInt32BE()}`);
      old.pragma(`user_version = ${version}`);
      old.close();
      const store = await openForTest(() => openStore(file));
      await store.papers.upsert([aPaper()], at(1));
      expect(await store.papers.get("2611.00001")).toEqual(aPaper());
      const { ids } = await store.search.find(parseQuery("zebrafsh author:li", "2026-11-20"), 5);
      expect(ids).toEqual(version > 0 ? ["2611.00009"] : []);
    },
  );

  test("keeps its saves where they had no state yet, and they can be taken back", async () => {
    const file = newFile();
    const version = migrations.findIndex((step) => step.includes("save_origin ADD COLUMN state"));
    const old = new Database(file);
    for (const step of migrations.slice(0, version)) old.exec(step);
    old.pragma(`application_id = ${Buffer.from("PBOY").readInt32BE()}`);
    old.pragma(`user_version = ${version}`);
    old.exec(`
      INSERT INTO paper (id, title, authors, keywords, told_at) VALUES ('2611.00001', 'Maps', '[]', '[]', '{}');
      INSERT INTO person VALUES ('slack:T1/U1', 'Ana');
      INSERT INTO save_origin VALUES ('slack:T1', '2611.00001', 'slack:T1/U1', 'slack:T1/C1/1.1 1', ${at(1).getTime()});
    `);
    old.close();
    const { saves } = await openForTest(() => openStore(file));
    expect(await saves.savers("slack:T1", "2611.00001")).toEqual(["Ana"]);
    const [save] = await saves.byPost("slack:T1", "slack:T1/C1/1.1");
    expect(save).toMatchObject({ state: "on", name: "Ana" });
    expect(save && (await saves.remove(save, "Ana", at(2)))).toBe(true);
    expect(await saves.savers("slack:T1", "2611.00001")).toEqual([]);
  });
});

describe("opening again", () => {
  test("keeps everything", async () => {
    const file = newFile();
    const ana = { team: "slack:T1", channel: "slack:T1/C1", user: "slack:T1/U1" };
    const before = openStore(file);
    await before.papers.upsert([aPaper()], at(1));
    const id = await before.lists.save(ana, { title: "Today", papers: ["2611.00001"], size: 5 }, at(1));
    await before.posts.record({ ...ana, id: "slack:T1/C1/1", papers: ["2611.00001"], kind: "digest" }, at(1));
    await before.saves.add({ ...ana, paper: "2611.00001", origin: "command" }, "Ana", at(1));
    await before.collection.markFetched("2026-11-19", at(1));
    await before.memories.set("slack", "key", "value");
    await before.close();

    const after = await openForTest(() => openStore(file));
    expect(await after.papers.get("2611.00001")).toEqual(aPaper());
    expect(await after.papers.upvoteHistory("2611.00001")).toHaveLength(1);
    expect((await after.lists.get(ana, id))?.title).toBe("Today");
    expect((await after.posts.latestDigest(ana.team, ana.channel))?.id).toBe("slack:T1/C1/1");
    expect(await after.saves.savers(ana.team, "2611.00001")).toEqual(["Ana"]);
    expect(await after.collection.lastFetch(at(9))).toEqual(at(1));
    expect(await after.memories.get("slack", "key")).toBe("value");
  });
});

describe("two at once", () => {
  test("two stores on one file see each other's writes and lose none", async () => {
    const file = newFile();
    const [one, two] = [await openForTest(() => openStore(file)), await openForTest(() => openStore(file))];
    await Promise.all(papers(40).map((paper, i) => (i % 2 ? one : two).papers.upsert([paper], at(i))));
    expect(await one.papers.listed("2026-11-19", "2026-11-19")).toHaveLength(40);
    expect(await two.papers.listed("2026-11-19", "2026-11-19")).toHaveLength(40);
  });

  test("two programs that make the same database at once and write to it lose nothing", async () => {
    const file = newFile();
    const writers = [0, 20, 40].map((first) => announced(startWriter(file, first, 20)));
    expect((await Promise.all(writers)).map(({ status }) => status)).toEqual([0, 0, 0]);
    const store = await openForTest(() => openStore(file));
    expect((await store.papers.reach()).papers).toBe(60 * batchSize);
    const last = aBatch(59).map(({ id }) => id);
    expect(await store.papers.getMany(last)).toHaveLength(batchSize);
  });
});
