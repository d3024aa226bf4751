/**
 * A year of eight channels and forty people with the real parts, by a clock that is set: how large the file is beyond papers and their
 * index, and how much memory is resident, month by month. Prints Markdown.
 *
 *   npm run bench:year [-- DAYS]
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { keepHeapSmall } from "../src/cli/heap.ts";
import { samplePapers } from "../src/sources/sample.ts";
import { openStore } from "../src/store/sqlite/index.ts";
import { seeded } from "../test/support/random.ts";
import { sizesOf } from "../test/support/sizes.ts";
import { liveDays } from "../test/support/year.ts";

// As the program does: else a thread's young generation grows by 16 MB at some time of the year, and by chance.
keepHeapSmall();
const days = Number(process.argv[2] ?? 365);
const folder = mkdtempSync(join(tmpdir(), "paperboy-bench-"));
const file = join(folder, "paperboy.db");
const store = openStore(file);
const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

const random = seeded(1);
/** Words of papers, and rare ones, as real abstracts have them. */
const words = [
  ...samplePapers().flatMap(({ title, abstract }) => `${title} ${abstract}`.split(" ")),
  ...Array.from({ length: 2000 }, () => Math.floor(random() * 36 ** 5).toString(36)),
];

async function resident(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await wait(50);
  }
  return process.memoryUsage().rss;
}

print("| day | file | beyond papers and their index | resident | heap |");
print("| --- | --- | --- | --- | --- |");
await liveDays({
  store,
  days,
  channels: 8,
  people: 40,
  words,
  async onDay(day) {
    if (day % 30 !== 0 && day !== days) return;
    const sizes = sizesOf(file);
    const all = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    const beyond = sizes.filter(({ isOfPapers }) => !isOfPapers).reduce((sum, { bytes }) => sum + bytes, 0);
    const rss = await resident();
    const { heapUsed } = process.memoryUsage();
    print(
      `| ${day} | ${megabytes(all)} MB | ${megabytes(beyond)} MB | ${megabytes(rss)} MB | ${megabytes(heapUsed)} MB |`,
    );
  },
});
print("");
for (const { name, bytes, isOfPapers } of sizesOf(file).filter(({ bytes }) => bytes > 100_000))
  print(`- ${name}: ${megabytes(bytes)} MB${isOfPapers ? ", of papers" : ""}`);
await store.close();
rmSync(folder, { recursive: true });
