/**
 * Search over many papers: how long each kind of query takes; in the same run, the yardstick: naive FTS5 over the same papers; what
 * the ranking loses by its shortcuts, what waits while it runs, and what it leaves in memory.
 *
 *   npm run bench:search [-- 10000 100000 --queries 100 recorded.json ...]
 */

import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Paper } from "../src/model/paper.ts";
import { parseRecords } from "../src/sources/parse-huggingface.ts";
import { openStore } from "../src/store/sqlite/index.ts";
import type { Store } from "../src/store/store.ts";
import { compareRankings, compareTimes } from "./compare.ts";
import { type Corpus, createCorpus, today } from "./corpus.ts";
import { print, printHead, printRow, spread, timed } from "./figures.ts";
import { measureMemory, measureWaiting } from "./load.ts";
import { createNaive } from "./naive.ts";
import { makeQueries, textsOf } from "./queries.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { queries: { type: "string", default: "100" } },
});
const queries = Number(values.queries);
const sizes = positionals.filter((text) => /^\d+$/.test(text)).map(Number);
const files = positionals.filter((text) => !/^\d+$/.test(text));
const now = new Date(`${today}T08:00:00Z`);
const batch = 1000;

for (const size of sizes.length > 0 ? sizes : [10_000, 100_000]) await run(size);

async function run(size: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-bench-"));
  const file = join(folder, "paperboy.db");
  try {
    const corpus = createCorpus(size);
    print(
      `## ${size.toLocaleString("en-US")} papers and ${files.length} recorded files; Node ${process.versions.node}, ${availableParallelism()} CPUs, ${queries} queries of each kind\n`,
    );
    await fill(file, corpus);
    const naive = createNaive(file);
    const store = openStore(file);
    const classes = makeQueries(corpus, queries, 1);
    const warmUp = makeQueries(corpus, 1, 2).flatMap(({ texts }) => texts);
    await compareTimes(store, naive, classes, warmUp);
    naive.close();
    await compareRankings(store, file, classes);
    await measureRelated(store, corpus);
    await measureWaiting(store, textsOf(classes, "4 common words"), corpus.paper(0).id);
    await measureMemory(store, textsOf(classes, "3 mixed words"), 10 * queries);
    await store.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Fills a new store; the time that it takes to make papers up does not count. */
async function fill(file: string, corpus: Corpus): Promise<void> {
  const store = openStore(file);
  const before = process.memoryUsage.rss();
  let [ms, peak] = [0, before];
  const add = async (papers: readonly Paper[], asOf: Date): Promise<void> => {
    ms += await timed(() => store.papers.upsert(papers, asOf));
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  for (const name of files) {
    const answer = parseRecords(JSON.parse(readFileSync(name, "utf8")), { daily: true, now: now.getTime() });
    await add(answer.papers, new Date(answer.asOf));
  }
  for (let first = 0; first < corpus.size; first += batch) {
    const length = Math.min(batch, corpus.size - first);
    await add(
      Array.from({ length }, (_, i) => corpus.paper(first + i)),
      now,
    );
  }
  const { papers } = await store.papers.reach();
  ms += await timed(() => store.close());
  printHead("filled", "seconds", "papers a second", "RSS before, MB", "RSS at its peak, MB", "file, MB");
  const megabytes = [before, peak, statSync(file).size].map((bytes) => Math.round(bytes / 1e6));
  printRow(`${papers} papers`, (ms / 1000).toFixed(1), Math.round(papers / (ms / 1000)), ...megabytes);
  print("");
}

async function measureRelated(store: Store, corpus: Corpus): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < queries; i++) {
    const { id } = corpus.paper(Math.floor((i / queries) * corpus.size));
    times.push(await timed(() => store.search.related(id, 20)));
  }
  printHead("related, ms", "papers", "p50", "p99", "max");
  printRow("the 20 nearest", queries, ...spread(times));
  print("");
}
