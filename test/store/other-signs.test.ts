import { expect, test } from "vitest";
import { openStore } from "../../src/store/sqlite/index.ts";
import { parseQuery } from "../../src/text/query.ts";

test.each(["co₂", "co2"])("%s finds CO₂", async (typed) => {
  const store = openStore(":memory:");
  const paper = {
    id: "2601.00001",
    title: "Where CO₂ goes",
    authors: ["Ana Li"],
    keywords: [],
    listDays: [],
  };
  await store.papers.upsert([paper], new Date("2026-01-02"));
  const { ids } = await store.search.find(parseQuery(typed, "2026-01-02"), 5);
  expect(ids).toEqual(["2601.00001"]);
  await store.close();
});
