import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openStore } from "../../src/store/sqlite/index.ts";
import { papersAtOnce } from "../../src/store/sqlite/paper-writer.ts";
import { at, openForTest, tempFolder } from "../support/open-store.ts";
import { gardens } from "../support/searching.ts";

const many = gardens(1200);

test.each([
  ["new", 0],
  ["changed", 1],
])(
  "others may write while %s papers are written, and never wait for more than a few of them",
  async (_name, before) => {
    const file = join(tempFolder(), "paperboy.db");
    const store = await openForTest(() => openStore(file));
    if (before > 0) await store.papers.upsert(many, at(1));
    const other = new Database(file, { timeout: 0 });
    const done = other.prepare<[], number>("SELECT count(*) FROM paper WHERE summary IS NOT NULL").pluck();
    const seen: number[] = [0];
    const written = store.papers
      .upsert(
        many.map((paper) => ({ ...paper, summary: "Bees sleep at night." })),
        at(2),
      )
      .then((counts) => {
        seen.push(done.get() ?? 0);
        return counts;
      });
    let writes = 0;
    while (seen.at(-1) !== many.length) {
      // Throws where the file is locked.
      other.exec("BEGIN IMMEDIATE; COMMIT");
      writes++;
      seen.push(done.get() ?? 0);
      await turn();
    }
    expect(await written).toEqual(
      before > 0 ? { added: 0, changed: many.length } : { added: many.length, changed: 0 },
    );
    const most = Math.max(...seen.slice(1).map((count, i) => count - (seen[i] ?? 0)));
    expect(most).toBeLessThanOrEqual(papersAtOnce);
    expect(writes).toBeGreaterThan(many.length / papersAtOnce);
    other.close();
  },
);

test("a store that is closed while papers are written writes them all first", async () => {
  const file = join(tempFolder(), "paperboy.db");
  const store = openStore(file);
  const written = store.papers.upsert(many, at(1));
  await store.close();
  expect(await written).toEqual({ added: many.length, changed: 0 });
  const again = await openForTest(() => openStore(file));
  expect((await again.papers.reach()).papers).toBe(many.length);
});
