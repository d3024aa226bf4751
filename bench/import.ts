/**
 * Saved answers of 100 papers each, imported by the command itself in a process of its own: papers a second and peak memory; and, in
 * the same run, the yardstick: the same rows put into a table that has nothing beside it. Prints Markdown.
 *
 *   npm run bench:import [-- 20000]
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import packageJson from "../package.json" with { type: "json" };
import { weekdaysBack } from "../src/calendar/days.ts";
import { samplePapers } from "../src/sources/sample.ts";
import { aRecord } from "../test/support/builders.ts";
import { seeded } from "../test/support/random.ts";

const n = Number(process.argv[2] ?? 20_000);
const perFile = 100;
const folder = mkdtempSync(join(tmpdir(), "paperboy-bench-"));

const random = seeded(1);
const below = (limit: number): number => Math.floor(random() * limit);
const bag = samplePapers().flatMap(({ title, abstract }) => `${title} ${abstract}`.split(" "));
const names = samplePapers().flatMap(({ authors }) => authors);
const days = [...weekdaysBack("2026-11-20", "2023-05-04")].reverse();
/** One word in thirty is hardly anywhere else, as in real abstracts. */
const word = (): string => (below(30) === 0 ? below(36 ** 5).toString(36) : (bag[below(bag.length)] ?? ""));
const words = (most: number): string => Array.from({ length: most }, word).join(" ");

/** In the form and the length of a recorded one: abstracts of some 1,250 characters, each twice. */
function record(i: number): object {
  const day = days[Math.floor((i / n) * days.length)];
  const [title, summary] = [words(9), words(190)];
  const of = `${16 + Math.floor(i / 120_000)}${String(1 + (Math.floor(i / 10_000) % 12)).padStart(2, "0")}`;
  return aRecord(
    {
      id: `${of}.${String(i % 10_000).padStart(5, "0")}`,
      title,
      summary,
      authors: Array.from({ length: 3 + below(12) }, (_, j) => ({
        _id: `6a30ba8aa0d4daae4285${i}${j}`,
        name: names[below(names.length)],
        hidden: false,
      })),
      ai_summary: words(28),
      ai_keywords: Array.from({ length: 10 }, () => words(2)),
      submittedOnDailyAt: `${day}T00:00:00.000Z`,
      upvotes: below(300),
      githubRepo: `https://github.com/example/${i}`,
      githubStars: below(5000),
      organization: { name: "example", fullname: "Institute of Maps" },
    },
    { title, summary },
  );
}

const files: string[] = [];
for (let first = 0; first < n; first += perFile) {
  const records = Array.from({ length: Math.min(perFile, n - first) }, (_, i) => record(first + i));
  files.push(`${files.length}.json`);
  writeFileSync(join(folder, files.at(-1) ?? ""), JSON.stringify(records));
}

/** Runs `npm start -- import` on all files, and says what it took. */
function runImport(): { seconds: number; peak: number } {
  // Whatever the system, only the process itself knows its peak.
  const tell =
    'data:text/javascript,process.on("exit",()=>console.log("peak",process.resourceUsage().maxRSS))';
  const start = packageJson.scripts.start.split(" ").slice(1);
  const placed = start.map((argument) => {
    const url = new URL(`../${argument}`, import.meta.url);
    return argument.startsWith("./") ? url.href : argument.startsWith("src/") ? fileURLToPath(url) : argument;
  });
  const began = performance.now();
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", tell, ...placed, "import", ...files], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, DATABASE_URL: join(folder, "paperboy.db") },
  });
  if (!stdout.includes(`new ${n},`)) throw new Error(`The import failed: ${stdout}${stderr}`);
  return { seconds: (performance.now() - began) / 1000, peak: Number(/peak (\d+)/.exec(stdout)?.[1]) / 1000 };
}

/** Puts the rows that were just imported into a table without indexes and triggers, as many in a transaction as the command does. */
function copyPlainly(): number {
  const source = new Database(join(folder, "paperboy.db"), { readonly: true });
  const rows = source.prepare("SELECT * FROM paper").raw().all() as unknown[][];
  source.close();
  const db = new Database(join(folder, "plain.db"));
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  const columns = (rows[0] ?? []).map((_, i) => `c${i}`);
  db.exec(`CREATE TABLE plain (${columns.join(", ")})`);
  const insert = db.prepare(`INSERT INTO plain VALUES (${columns.map(() => "?").join(", ")})`);
  const write = db.transaction((part: unknown[][]) => {
    for (const row of part) insert.run(row);
  });
  const began = performance.now();
  for (let first = 0; first < rows.length; first += 500) write(rows.slice(first, first + 500));
  db.close();
  return (performance.now() - began) / 1000;
}

try {
  const { seconds, peak } = runImport();
  const plain = copyPlainly();
  const line = (name: string, time: number, memory: string): string =>
    `| ${name} | ${time.toFixed(2)} s | ${Math.round(n / time)} | ${((time / n) * 1e6).toFixed(0)} µs | ${memory} |`;
  process.stdout.write(
    [
      `${n} papers in ${files.length} files, Node ${process.versions.node}`,
      "",
      "| | time | papers a second | a paper | peak memory |",
      "| --- | --- | --- | --- | --- |",
      line("import, start of the program included", seconds, `${Math.round(peak)} MB`),
      line("the same rows in a plain table (yardstick)", plain, ""),
      "",
      `Ratio ${(seconds / plain).toFixed(1)}.`,
      "",
    ].join("\n"),
  );
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
