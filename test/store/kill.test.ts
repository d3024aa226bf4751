import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openStore } from "../../src/store/sqlite/index.ts";
import type { Store } from "../../src/store/store.ts";
import { parseQuery } from "../../src/text/query.ts";
import { aBatch, announced, batchSize, startWriter } from "../support/batches.ts";
import { tempFolder } from "../support/open-store.ts";

/** Kills a writer at a random moment after it announced a few batches. @returns the batches it announced */
async function writeUntilKilled(file: string, first: number): Promise<readonly number[]> {
  const writer = startWriter(file, first);
  const enough = first + Math.floor(Math.random() * 8);
  const { batches } = await announced(writer, (batch) => {
    if (batch === enough) setTimeout(() => writer.kill("SIGKILL"), Math.random() * 20);
  });
  return batches;
}

function quickCheck(file: string): unknown {
  const db = new Database(file);
  try {
    return db.pragma("quick_check", { simple: true });
  } finally {
    db.close();
  }
}

async function papersOf(store: Store, batch: number): Promise<number> {
  return (await store.papers.getMany(aBatch(batch).map(({ id }) => id))).length;
}

async function foundOf(store: Store, batch: number): Promise<number> {
  const query = parseQuery(`"number${batch}"`, "2026-11-20");
  return (await store.search.find(query, batchSize * 2)).total;
}

test("a killed writer loses nothing that it announced, and leaves no batch half written", async () => {
  const file = join(tempFolder(), "paperboy.db");
  let next = 0;
  for (let round = 0; round < 8; round++) {
    const batches = await writeUntilKilled(file, next);
    expect(batches.length).toBeGreaterThan(0);
    next += batches.length;

    const store = openStore(file);
    expect(quickCheck(file)).toBe("ok");
    for (const batch of batches) {
      expect(await papersOf(store, batch)).toBe(batchSize);
      expect(await foundOf(store, batch)).toBe(batchSize);
    }
    // The batch that was under way is there whole or not at all; whole though unannounced is fine.
    const underWay = await papersOf(store, next);
    expect([0, batchSize]).toContain(underWay);
    expect(await foundOf(store, next)).toBe(underWay);
    const whole = next + (underWay > 0 ? 1 : 0);
    expect((await store.papers.reach()).papers).toBe(whole * batchSize);
    await store.close();
    next = whole;
  }
});

test("a program killed while it makes the database leaves one that opens", async () => {
  const folder = tempFolder();
  const starts = Array.from({ length: 6 }, async (_, i) => {
    const file = join(folder, `${i}.db`);
    const writer = startWriter(file, 0);
    const ended = announced(writer);
    // Between the file's first byte and the first batch there are a few milliseconds.
    while (!existsSync(file) && writer.exitCode === null) await wait(1);
    await wait(Math.random() * 10);
    writer.kill("SIGKILL");
    await ended;
    return file;
  });
  for (const file of await Promise.all(starts)) {
    const store = openStore(file);
    expect((await store.papers.reach()).papers % batchSize).toBe(0);
    await store.close();
  }
});
