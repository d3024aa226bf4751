/**
 * How well search orders a labelled collection (queries with graded judgements): nDCG@10 with linear gains as trec_eval has it, and
 * recall@100, through the same code as /papers search; beside it the naive FTS5 query, and what each part of the ranking adds. And the same
 * of related papers: what answers the same query is related.
 *
 *   npm run bench:relevance -- <folder of a collection> ...
 */

import { basename } from "node:path";
import type { Paper } from "../src/model/paper.ts";
import { createSearch, type SearchOptions } from "../src/search/index/search.ts";
import type { Connection } from "../src/store/sqlite/connection.ts";
import { openDatabase } from "../src/store/sqlite/database.ts";
import { createPapers } from "../src/store/sqlite/papers.ts";
import { parseQuery, wordsOf } from "../src/text/query.ts";
import { asPapers, type Collection, readCollection } from "./collection.ts";

const print = (line: string) => process.stdout.write(`${line}\n`);
const day = "2026-01-01";
const depth = 100;
const folders = process.argv.slice(2);
if (folders.length === 0)
  throw new Error("name the folder of a collection: npm run bench:relevance -- FOLDER");

type Run = (query: Collection["queries"][number]) => Promise<readonly string[]>;
interface Quality {
  readonly ndcg: number;
  readonly recall: number;
}

for (const folder of folders) await measure(basename(folder), readCollection(folder));

async function measure(name: string, collection: Collection): Promise<void> {
  const db = openDatabase(":memory:");
  const papers = collection.documents.map(toPaper);
  await createPapers(db).upsert(papers, new Date(`${day}T00:00:00Z`));
  print(`\n${name}: ${papers.length} documents, ${collection.queries.length} queries`);
  print("| ranking | nDCG@10 | recall@100 |\n| --- | --- | --- |");
  const rows: readonly (readonly [string, Run])[] = [
    ["naive FTS5", naive(db)],
    ["words: fields, stop words, forms", searching(db, { proximity: false, feedback: false })],
    ["… and proximity", searching(db, { feedback: false })],
    ["… and feedback, without proximity", searching(db, { proximity: false })],
    ["search", searching(db)],
    ["search, 2,000 instead of 128 re-ranked", searching(db, { reranked: 2000 })],
  ];
  for (const [label, run] of rows) await printRow(label, collection, run);
  const papersAsked = asPapers(collection);
  print(
    `\n${papersAsked.queries.length} papers as queries\n| related | nDCG@10 | recall@100 |\n| --- | --- | --- |`,
  );
  const words = naive(db);
  const others: Run = async (paper) => (await words(paper)).filter((id) => id !== paper.id);
  await printRow("naive FTS5, all their words", papersAsked, others);
  await printRow("related", papersAsked, relating(db));
  db.close();
}

async function printRow(label: string, collection: Collection, run: Run): Promise<void> {
  const { ndcg, recall } = await judge(collection, run);
  print(`| ${label} | ${ndcg.toFixed(4)} | ${recall.toFixed(4)} |`);
}

/** Words joined by OR but the commonest, title and text alike: what one would write first. */
function naive(db: Connection): Run {
  const common = new Set(
    "a an and are as at be by for from has in is it of on or that the to was what which with".split(" "),
  );
  db.exec(`
    DROP TABLE IF EXISTS temp.naive;
    CREATE VIRTUAL TABLE temp.naive USING fts5 (title, abstract, tokenize = 'porter unicode61 remove_diacritics 2');
    INSERT INTO naive (rowid, title, abstract) SELECT rowid, title, abstract FROM paper`);
  const find = db
    .prepare<[string, number], string>(
      "SELECT paper.id FROM naive JOIN paper ON paper.rowid = naive.rowid WHERE naive MATCH ? ORDER BY bm25(naive), paper.rowid LIMIT ?",
    )
    .pluck();
  return async ({ text }) => {
    const words = [...new Set(wordsOf(text))].filter((word) => !common.has(word));
    return words.length === 0 ? [] : find.all(words.map((word) => `"${word}"`).join(" OR "), depth);
  };
}

/** Without the prior, which knows nothing of relevance. */
function searching(db: Connection, options: Partial<SearchOptions> = {}): Run {
  const search = createSearch(db, { ...options, prior: false });
  return async ({ text }) => (await search.find(parseQuery(text, day), depth)).ids;
}

function relating(db: Connection): Run {
  const search = createSearch(db, { prior: false });
  return ({ id }) => search.related(id, depth);
}

function toPaper({ id, title, text }: Collection["documents"][number]): Paper {
  return { id, title: title || "(untitled)", authors: [], abstract: text, keywords: [], listDays: [day] };
}

/** Means over all queries that have judgements. */
async function judge({ queries, judgements }: Collection, run: Run): Promise<Quality> {
  const qualities: Quality[] = [];
  for (const query of queries) {
    const gains = judgements.get(query.id);
    if (!gains) continue;
    const found = await run(query);
    const relevant = [...gains].filter(([, gain]) => gain > 0).map(([document]) => document);
    const ideal = discounted([...gains.values()].sort((a, b) => b - a));
    qualities.push({
      ndcg: ideal === 0 ? 0 : discounted(found.map((document) => gains.get(document) ?? 0)) / ideal,
      recall:
        relevant.filter((document) => found.slice(0, depth).includes(document)).length / relevant.length,
    });
  }
  const mean = (of: (one: Quality) => number): number =>
    qualities.reduce((sum, one) => sum + of(one), 0) / qualities.length;
  return { ndcg: mean(({ ndcg }) => ndcg), recall: mean(({ recall }) => recall) };
}

/** Discounted cumulative gain at 10 (Järvelin and Kekäläinen, TOIS 2002). */
function discounted(gains: readonly number[]): number {
  return gains.slice(0, 10).reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0);
}
