import { expect, test } from "vitest";
import { parseQuery } from "../../src/query.ts";
import { openDatabase } from "../../src/store/sqlite/database.ts";
import { createPapers } from "../../src/store/sqlite/papers.ts";
import { createSearch } from "../../src/store/sqlite/search.ts";

test("a word that more papers only mention than are read is found, the newest papers first", async () => {
  const db = openDatabase(":memory:");
  const papers = Array.from({ length: 60 }, (_, i) => ({
    id: `2601.000${10 + i}`,
    title: `Boat ${i}`,
    abstract: "We do extensive work.",
    authors: ["Ana Li"],
    keywords: [],
    listDays: ["2026-01-01"],
  }));
  await createPapers(db).upsert(papers, new Date("2026-01-02"));
  const search = createSearch(db, { postings: 20 });
  const { ids, total, complete } = await search.find(parseQuery("extensive", "2026-01-02"), 5);
  expect(ids).toEqual(["2601.00069", "2601.00068", "2601.00067", "2601.00066", "2601.00065"]);
  expect(total).toBeGreaterThanOrEqual(complete);
  db.close();
});
