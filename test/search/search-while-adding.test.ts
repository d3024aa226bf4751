import { join } from "node:path";
import { setImmediate as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { openStore } from "../../src/store/sqlite/index.ts";
import type { Store } from "../../src/store/store.ts";
import { parseQuery } from "../../src/text/query.ts";
import { announced, batchSize, startWriter } from "../support/batches.ts";
import { at, openForTest, tempFolder } from "../support/open-store.ts";
import { aBook, find, gardens, idsOf, today } from "../support/searching.ts";

/** Two stores on one file, of which one has searched before. */
async function twoStores(): Promise<{ one: Store; other: Store }> {
  const file = join(tempFolder(), "paperboy.db");
  const [one, other] = [await openForTest(() => openStore(file)), await openForTest(() => openStore(file))];
  await other.papers.upsert([...gardens(12), aBook("1", "Quiet Boats")], at(1));
  return { one, other };
}

describe("what another connection adds", () => {
  test.each([
    ["by a word", "transformers"],
    ["with a typo", "trasnformer"],
    ["as a compound", "finetuning"],
    ["by its title", "A Fine-Tuning Transformer"],
    ["by its author", "nunez"],
    ["by filters alone", "min:300"],
  ])("is found %s as soon as it is in: %s", async (_name, typed) => {
    const { one, other } = await twoStores();
    expect(await find(one, typed)).toEqual({ ids: [], total: 0, complete: 0 });
    const paper = aBook("2", "A Fine-Tuning Transformer", { authors: ["José Núñez"], upvotes: 300 });
    await other.papers.upsert([paper], at(2));
    expect(await find(one, typed)).toMatchObject({ ids: ["2"], total: 1 });
    await other.papers.upsert([{ ...paper, id: "3", upvotes: 301 }], at(3));
    expect(await find(one, typed)).toMatchObject({ ids: ["3", "2"], total: 2 });
  });

  test("is found by what it says now, not by what it said", async () => {
    const { one, other } = await twoStores();
    expect(await idsOf(one, "quiet boats")).toEqual(["1"]);
    await other.papers.upsert([aBook("1", "Loud Trains")], at(2));
    expect(await idsOf(one, "quiet boats")).toEqual([]);
    expect(await idsOf(one, "loud trains")).toEqual(["1"]);
  });

  test("counts, and is near other papers and named by its title at once", async () => {
    const { one, other } = await twoStores();
    expect(await one.search.related("1", 5)).toEqual([]);
    await other.papers.upsert([aBook("2", "More Quiet Boats", { upvotes: 900 })], at(2));
    expect(await one.search.related("1", 5)).toEqual(["2"]);
    expect(await one.search.byTitle(["quiet", "boats"], 5)).toEqual(["1", "2"]);
    expect(await find(one, "quiet boats", 1)).toEqual({ ids: ["1"], total: 2, complete: 2 });
  });
});

test("searching goes on being right while another process adds papers, and in the end finds them all", async () => {
  const file = join(tempFolder(), "paperboy.db");
  const store = await openForTest(() => openStore(file));
  const batches = 400;
  const seen = { added: 0, total: 0, halfway: 0, ended: false };
  const writer = announced(startWriter(file, 0, batches), () => {
    seen.added += batchSize;
  }).finally(() => {
    seen.ended = true;
  });
  const questions = ["maps", "maps batch min:0", "robot maps -zebra", "author:tanaka MAPS"];
  for (let n = 0; !seen.ended; n++) {
    const { added } = seen;
    const typed = questions[n % questions.length] ?? "";
    const { ids, total, isMore: more } = await store.search.find(parseQuery(typed, today), 40);
    // A batch is in whole or not at all; of many papers that pass filters, not all are counted.
    if (!more) expect(total, typed).toBeGreaterThanOrEqual(Math.max(added, seen.total));
    expect(total % batchSize, typed).toBe(0);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeLessThanOrEqual(Math.min(40, total));
    expect((await store.papers.getMany(ids)).map(({ id }) => id)).toEqual(ids);
    if (total > 0 && total < batches * batchSize) seen.halfway++;
    seen.total = more ? seen.total : total;
    await pause();
  }
  expect((await writer).status).toBe(0);
  expect(seen.halfway).toBeGreaterThan(0);

  const all = await find(store, "maps", batches * batchSize + 1);
  expect(all).toMatchObject({ total: batches * batchSize, complete: batches * batchSize });
  expect(new Set(all.ids).size).toBe(batches * batchSize);
  for (const batch of [0, 7, 20, batches - 1])
    expect(await find(store, `"number${batch}"`, 99)).toMatchObject({ total: batchSize });
  expect((await find(store, "bathc maps")).complete).toBe(batches * batchSize);
});
