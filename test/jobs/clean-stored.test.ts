import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { prepare } from "../../src/cli/app.ts";
import { converse } from "../../src/cli/serve.ts";
import type { Sleep } from "../../src/clock.ts";
import { cleanStored } from "../../src/jobs/clean-stored.ts";
import type { Paper } from "../../src/model/paper.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import type { Store } from "../../src/store/store.ts";
import { parseQuery } from "../../src/text/query.ts";
import { aPaper, papers } from "../support/builders.ts";
import { aHost, aPlatform } from "../support/host.ts";
import { anAct, aSave, team } from "../support/library.ts";
import { at, openForTest, tempFolder } from "../support/open-store.ts";

const raw = String.raw;
const logger = { info: () => {}, debug: () => {} } as never;
const never = new AbortController().signal;
const atOnce: Sleep = async (_, signal) => {
  signal?.throwIfAborted();
  await turn();
};
const dirty = (n: number) => papers(n, (i) => ({ title: raw`Schr\"odinger's \textbf{maps} of ${i}` }));
const clean = (store: Store, sleep: Sleep = atOnce, signal = never) =>
  cleanStored({ store, sleep, logger }, signal);
const titlesIn = async (store: Store, n: number) =>
  (await store.papers.getMany(papers(n).map(({ id }) => id))).map(({ title }) => title);
const isDirty = (title: string): boolean => title.includes("\\");

const aStore = (): Promise<Store> => openForTest(() => openStore(":memory:"));

describe("papers that came in before texts were read as TeX", () => {
  test("are cleaned with their index, and nothing else of them changes", async () => {
    const store = await aStore();
    const before = aPaper({
      title: raw`Schr\"odinger's maps`,
      abstract: raw`Maps \& $\%$ of \ours`,
      summary: raw`\emph{Maps}.`,
      authors: [raw`Erwin Schr\"odinger`],
    });
    await store.papers.upsert([before], at(0));
    await store.saves.add(aSave(), "Ana", at(1));
    await store.activity.record(anAct(), at(1));
    await clean(store);
    expect(await store.papers.get(before.id)).toEqual({
      ...before,
      title: "Schrödinger's maps",
      abstract: raw`Maps & $\%$ of \ours`,
      summary: "Maps.",
      authors: ["Erwin Schrödinger"],
    });
    const found = async (text: string) => (await store.search.find(parseQuery(text, "2026-11-20"), 5)).ids;
    expect(await found("Schrödinger")).toEqual([before.id]);
    expect(await found("odinger")).toEqual([]);
    expect(await found("author:Schrödinger")).toEqual([before.id]);
    expect(await store.saves.savers(team, before.id)).toEqual(["Ana"]);
    expect(await store.papers.upvoteHistory(before.id)).toHaveLength(1);
  });

  test("say that they were withdrawn where their abstract does", async () => {
    const store = await aStore();
    await store.papers.upsert([aPaper({ abstract: "This paper has been withdrawn by its authors." })], at(0));
    await clean(store);
    expect((await store.papers.get("2611.00001"))?.withdrawn).toBe(true);
  });

  test("are as whoever told of them later says, before and after", async () => {
    const store = await aStore();
    await store.papers.upsert(dirty(1), at(0));
    const told: Paper = aPaper({ title: "Told later" });
    const sleep: Sleep = async () => {};
    await store.papers.upsert([told], at(2));
    await clean(store, sleep);
    expect(await titlesIn(store, 1)).toEqual(["Told later"]);
    await store.papers.upsert([aPaper({ title: "Told at last" })], at(3));
    expect(await titlesIn(store, 1)).toEqual(["Told at last"]);
  });

  test("that are clean already are not written", async () => {
    const store = await aStore();
    await store.papers.upsert(papers(250), at(0));
    const upsert = vi.spyOn(store.papers, "upsert");
    await clean(store);
    expect(upsert).not.toHaveBeenCalled();
  });
});

describe("the cleaning", () => {
  test("writes one paper between two pauses, and no more", async () => {
    const store = await aStore();
    await store.papers.upsert(dirty(30), at(0));
    let left = 30;
    await clean(store, async () => {
      const now = (await titlesIn(store, 30)).filter(isDirty).length;
      expect(left - now).toBeLessThanOrEqual(1);
      left = now;
    });
    expect(left).toBe(0);
  });

  test.each([1, 2, 7, 119, 121])("goes on where it was ended, after %i pauses", async (most) => {
    const file = join(tempFolder(), "paperboy.db");
    const first = openStore(file);
    await first.papers.upsert(dirty(130), at(0));
    const ending = new AbortController();
    let pauses = 0;
    await clean(
      first,
      async () => {
        if (++pauses === most) ending.abort();
        ending.signal.throwIfAborted();
      },
      ending.signal,
    );
    expect((await titlesIn(first, 130)).some(isDirty)).toBe(true);
    await first.close();
    const second = await openForTest(() => openStore(file));
    await clean(second);
    expect((await titlesIn(second, 130)).filter(isDirty)).toEqual([]);
    const read = vi.spyOn(second.papers, "textsAfter");
    await clean(second);
    expect(await read.mock.results[0]?.value).toEqual([]);
  });

  test("is done by the bot while it answers", async () => {
    const owl = aPlatform("owl");
    const host = aHost([owl.entry]);
    const store = await aStore();
    await store.papers.upsert(dirty(3), at(0));
    const end = converse(host, prepare(host, true), store, [owl.entry], { collect: false });
    await vi.waitFor(async () => expect((await titlesIn(store, 3)).filter(isDirty)).toEqual([]), 5000);
    owl.end();
    expect(await end).toBe(0);
  });
});
