import { copyFileSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { StoreError } from "../../src/errors.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import type { Store } from "../../src/store/store.ts";
import { papers } from "../support/builders.ts";
import { at, openForTest, tempFolder } from "../support/open-store.ts";

interface Opened {
  readonly store: Store;
  readonly folder: string;
  readonly file: string;
}

async function opened(): Promise<Opened> {
  const folder = join(tempFolder(), "data");
  const file = join(folder, "paperboy.db");
  const store = await openForTest(() => openStore(file));
  await store.papers.upsert(papers(2), at(1));
  // It is looked once in a turn whether the files are there.
  await turn();
  return { store, folder, file };
}

const save = ({ saves }: Store): Promise<boolean> =>
  saves.add({ team: "slack:T1", user: "slack:T1/U1", paper: "2611.00001", origin: "command" }, "Ana", at(2));

/** Takes a copy of the database with everything that is in its log. */
async function copyOf({ store, folder }: Opened): Promise<string> {
  const copy = join(folder, "copy.db");
  await store.backup(copy);
  return copy;
}

// Windows lets nobody move or delete a file that is open.
describe.skipIf(process.platform === "win32")("a database that is open", () => {
  test("and deleted takes nothing any more, and says so", async () => {
    const { store, file } = await opened();
    rmSync(file);
    await expect(save(store)).rejects.toThrow(StoreError);
    await expect(save(store)).rejects.toThrow(
      /paperboy\.db was moved or deleted while Paperboy runs, so nothing is kept: put it back, or restart/,
    );
    await expect(store.check()).rejects.toThrow(StoreError);
  });

  test("and replaced by another takes nothing any more", async () => {
    const place = await opened();
    renameSync(await copyOf(place), place.file);
    await expect(save(place.store)).rejects.toThrow(/was replaced while Paperboy runs.*restart Paperboy/);
  });

  test("whose folder was moved goes on once it is back, and has lost nothing", async () => {
    const { store, folder, file } = await opened();
    renameSync(folder, `${folder}-elsewhere`);
    await expect(save(store)).rejects.toThrow(StoreError);
    mkdirSync(folder);
    copyFileSync(join(`${folder}-elsewhere`, "paperboy.db"), file);
    await expect(save(store)).rejects.toThrow(StoreError);
    rmSync(folder, { recursive: true });
    renameSync(`${folder}-elsewhere`, folder);
    expect(await save(store)).toBe(true);
    expect(await store.saves.savers("slack:T1", "2611.00001")).toEqual(["Ana"]);
  });

  test.each(["-wal", "-shm"])("whose %s was deleted takes nothing any more", async (end) => {
    const { store, file } = await opened();
    rmSync(`${file}${end}`);
    await expect(save(store)).rejects.toThrow(`paperboy.db${end}, a part of the database, was moved`);
  });

  test("and in its place is not taken for another, whatever is written", async () => {
    const { store, file } = await opened();
    const other = await openForTest(() => openStore(file));
    await other.papers.upsert(papers(300), at(2));
    await store.papers.upsert(papers(400), at(3));
    await other.close();
    expect(await save(store)).toBe(true);
  });
});
