import { expect, test } from "vitest";
import { openStore } from "../../src/store/sqlite/index.ts";
import { parseQuery } from "../../src/text/query.ts";

test("a typo is understood though the paper was added only at the second attempt", async () => {
  const store = openStore(":memory:");
  const paper = {
    id: "2601.00001",
    title: "Zebrafish genomes",
    authors: ["A B"],
    keywords: [],
    listDays: [],
  };
  const bad = { ...paper, id: "2601.00002", listDays: [null as unknown as string] };
  const asOf = new Date("2026-01-02");
  await expect(store.papers.upsert([paper, bad], asOf)).rejects.toThrow("NOT NULL");
  await store.papers.upsert([paper], asOf);
  expect((await store.search.find(parseQuery("zebrafsh", "2026-01-02"), 5)).ids).toEqual([paper.id]);
  await store.close();
});
