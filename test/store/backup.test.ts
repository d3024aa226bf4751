import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { StoreError } from "../../src/errors.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import type { Store } from "../../src/store/store.ts";
import { aPaper, papers } from "../support/builders.ts";
import { at, openForTest, tempFolder } from "../support/open-store.ts";

/** A store with papers in it, and where its database lies. */
async function filled(n = 40): Promise<{ store: Store; file: string; folder: string }> {
  const folder = tempFolder();
  const file = join(folder, "paperboy.db");
  const store = await openForTest(() => openStore(file));
  await store.papers.upsert(papers(n), at(1));
  return { store, file, folder };
}

async function papersIn(file: string): Promise<number> {
  const store = openStore(file);
  const { papers } = await store.papers.reach();
  await store.close();
  return papers;
}

describe("backup", () => {
  test("a backup is a whole database in one file", async () => {
    const { store, folder } = await filled();
    const target = join(folder, "backups.db");
    await store.backup(target);
    expect(readdirSync(folder).filter((name) => name.startsWith("backups"))).toEqual(["backups.db"]);
    const copy = await openForTest(() => openStore(target));
    expect(await copy.papers.getMany(["2611.00001", "2611.00040"])).toEqual(
      await store.papers.getMany(["2611.00001", "2611.00040"]),
    );
  });

  test("a store in memory can be backed up too", async () => {
    const store = await openForTest(() => openStore(":memory:"));
    await store.papers.upsert(papers(3), at(1));
    const target = join(tempFolder(), "backup.db");
    await store.backup(target);
    expect(await papersIn(target)).toBe(3);
  });

  test("it is whole while writes go on, and the writes are not lost", async () => {
    const { store, file, folder } = await filled(2000);
    const target = join(folder, "backup.db");
    let done = false;
    const backup = store.backup(target).then(() => {
      done = true;
    });
    let written = 2000;
    const other = await openForTest(() => openStore(file));
    while (!done && written < 2400) {
      const writer = written % 4 ? store : other;
      await writer.papers.upsert([aPaper({ id: `2612.${++written}` })], at(2));
      await new Promise(setImmediate);
    }
    await backup;
    expect(written).toBeGreaterThan(2000);
    expect((await store.papers.reach()).papers).toBe(written);
    const copy = new Database(target);
    expect(copy.pragma("integrity_check", { simple: true })).toBe("ok");
    copy.close();
    expect(await papersIn(target)).toBeGreaterThanOrEqual(2000);
  });

  test("nothing that was left in its place gets into it, such as a killed program's log", async () => {
    const { store, folder } = await filled();
    const target = join(folder, "backup.db");
    const killed = await filled(3);
    copyFileSync(`${killed.file}-wal`, `${target}-wal`);
    await store.backup(target);
    const copy = new Database(target);
    expect(copy.pragma("integrity_check", { simple: true })).toBe("ok");
    copy.close();
    expect(await papersIn(target)).toBe(40);
  });
});

describe("a backup is refused with a sentence", () => {
  test("over anything that is there already, the database itself first of all", async () => {
    const { store, file, folder } = await filled();
    const older = join(folder, "older.db");
    await store.backup(older);
    const before = readFileSync(older);
    for (const target of [file, `${dirname(file)}/./paperboy.db`, older]) {
      await expect(store.backup(target)).rejects.toThrow(/is there already: name a file that is not/);
    }
    expect(readFileSync(older)).toEqual(before);
    expect((await store.papers.reach()).papers).toBe(40);
  });

  test("over a file that is no database", async () => {
    const { store, folder } = await filled();
    const target = join(folder, "thesis.txt");
    writeFileSync(target, "My thesis. ".repeat(1000));
    await expect(store.backup(target)).rejects.toThrow(StoreError);
    expect(readFileSync(target, "utf8")).toBe("My thesis. ".repeat(1000));
  });

  test("into a folder that is not there, or onto a folder", async () => {
    const { store, folder } = await filled();
    await expect(store.backup(join(folder, "nowhere", "backup.db"))).rejects.toThrow(StoreError);
    expect(existsSync(join(folder, "nowhere"))).toBe(false);
    mkdirSync(join(folder, "somewhere"));
    await expect(store.backup(join(folder, "somewhere"))).rejects.toThrow(StoreError);
    expect(readdirSync(join(folder, "somewhere"))).toEqual([]);
  });
});
