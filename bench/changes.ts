/**
 * Papers whose texts change, as they do when a list day gets its summaries: what a paper costs, and for how long nothing else gets its
 * turn; and, in the same run, the yardstick: as many new papers. Prints Markdown.
 *
 *   npm run bench:changes [-- 20000]
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Paper } from "../src/model/paper.ts";
import { openStore } from "../src/store/sqlite/index.ts";
import { createCorpus } from "./corpus.ts";
import { print, printHead, printRow, sayFigure, timed } from "./figures.ts";

const n = Number(process.argv[2] ?? 20_000);
const [many, day] = [1000, 40];
const corpus = createCorpus(n + many + day);
const folder = mkdtempSync(join(tmpdir(), "paperboy-bench-"));
const store = openStore(join(folder, "paperboy.db"));
let hour = 0;
const upsert = (papers: readonly Paper[]) => store.papers.upsert(papers, new Date(++hour * 3_600_000));
const from = (first: number, count: number, step = 1): Paper[] =>
  Array.from({ length: count }, (_, i) => corpus.paper(first + i * step));
/** The same, after the source wrote what they are about. */
const summed = (papers: readonly Paper[], word: string): Paper[] =>
  papers.map((paper) => ({ ...paper, summary: `${word} in short: ${paper.title}`, keywords: [word] }));

async function measure(name: string, papers: readonly Paper[]): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await sleep(50);
  delay.reset();
  const took = await timed(() => upsert(papers));
  await sleep(50);
  delay.disable();
  printRow(name, ...[took, took / papers.length, delay.max / 1e6].map(sayFigure));
  return took;
}

try {
  for (let first = 0; first < n; first += many) await upsert(from(first, Math.min(many, n - first)));
  print(`${n} papers stored, Node ${process.versions.node}`);
  print("");
  printHead("", "ms", "ms a paper", "longest piece, ms");
  const step = Math.floor(n / many);
  const added = await measure(`${many} new (yardstick)`, from(n, many));
  const changed = await measure(`${many} changed`, summed(from(0, many, step), "First"));
  await measure(`${day} new`, from(n + many, day));
  await measure(`${day} changed`, summed(from(1, day, step), "Second"));
  print("");
  print(`Ratio ${sayFigure(changed / added)}.`);
} finally {
  await store.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
