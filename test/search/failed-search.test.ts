import { expect, test } from "vitest";
import { createSearch } from "../../src/search/index/search.ts";
import { openDatabase } from "../../src/store/sqlite/database.ts";
import { createPapers } from "../../src/store/sqlite/papers.ts";
import { parseQuery } from "../../src/text/query.ts";

test("a search that failed on its way hides no paper from the next", async () => {
  const db = openDatabase(":memory:");
  const paper = { id: "2601.00001", title: "Quiet boats", authors: ["A B"], keywords: [], listDays: [] };
  await createPapers(db).upsert([paper], new Date("2026-01-02"));
  let fails = false;
  const prepare = db.prepare.bind(db);
  db.prepare = ((sql: string) => {
    const statement = prepare(sql);
    if (!sql.includes("FROM posting WHERE")) return statement;
    statement.pluck();
    const get = statement.get.bind(statement);
    statement.pluck = () => statement;
    statement.get = (...values: unknown[]) => {
      if (fails) throw new Error("disk I/O error");
      return get(...values);
    };
    return statement;
  }) as typeof db.prepare;
  const search = createSearch(db);
  const query = parseQuery("quiet boats", "2026-01-02");
  fails = true;
  await expect(search.find(query, 5)).rejects.toThrow("disk I/O error");
  fails = false;
  expect((await search.find(query, 5)).total).toBe(1);
  db.close();
});
