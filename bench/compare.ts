import { createSearch } from "../src/search/index/search.ts";
import type { Search } from "../src/search/search.ts";
import type { Connection } from "../src/store/sqlite/connection.ts";
import { openDatabase } from "../src/store/sqlite/database.ts";
import type { Store } from "../src/store/store.ts";
import { parseQuery } from "../src/text/query.ts";
import { today } from "./corpus.ts";
import { percentile, print, printHead, printRow, ratio, spread, type Times, timed } from "./figures.ts";
import type { Naive } from "./naive.ts";
import { pasted, type QueryClass } from "./queries.ts";

/** As many as the program keeps of one search: pages are cut from them. */
const kept = 500;

interface SearchOptions {
  readonly proximity: boolean;
  readonly feedback: boolean;
  readonly prior: boolean;
  /** So many of the best are ordered by their texts. */
  readonly reranked: number;
}

export function find(store: Store, text: string): ReturnType<Search["find"]> {
  return store.search.find(parseQuery(text, today), kept);
}

/** Each query is asked so often, and its median counts: what the machine does besides rarely hits it twice. */
const rounds = 3;

/** The search against the yardstick, class by class, and all classes together. */
export async function compareTimes(
  store: Store,
  naive: Naive,
  classes: readonly QueryClass[],
  warmUp: readonly string[],
): Promise<void> {
  for (const text of warmUp) await both(store, naive, text, 0, true);
  for (const page of [1, 10]) {
    const all: Pair = { search: [], naive: [] };
    const typed: Pair = { search: [], naive: [] };
    printHead(
      `page ${page}, ms`,
      ...["search", "FTS5"].flatMap((who) => [`${who} p50`, "p99", "max"]),
      "p50 ratio",
      "p99 ratio",
    );
    for (const { name, texts } of classes) {
      const times: Pair = { search: [], naive: [] };
      for (const [i, text] of texts.entries()) {
        const took: Pair = { search: [], naive: [] };
        for (let round = 0; round < rounds; round++)
          add(took, await both(store, naive, text, (page - 1) * 5, (i + round) % 2 === 0));
        const usual = { search: percentile(took.search, 0.5), naive: percentile(took.naive, 0.5) };
        for (const pair of pasted.has(name) ? [times, all] : [times, all, typed]) add(pair, usual);
      }
      printTimes(name, times);
    }
    printTimes("**all that is typed**", typed);
    printTimes("**all together**", all);
    print("");
  }
}

interface Pair {
  readonly search: number[];
  readonly naive: number[];
}

function add(pair: Pair, took: { readonly search: number; readonly naive: number }): void {
  pair.search.push(took.search);
  pair.naive.push(took.naive);
}

/** One query to both; who comes first finds the file colder. */
async function both(store: Store, naive: Naive, text: string, offset: number, searchFirst: boolean) {
  const ask = () => timed(async () => (await find(store, text)).ids.slice(offset, offset + 5));
  const measure = () => timed(() => naive.page(parseQuery(text, today), offset));
  if (searchFirst) return { search: await ask(), naive: await measure() };
  const first = await measure();
  return { search: await ask(), naive: first };
}

function printTimes(name: string, { search, naive }: { search: Times; naive: Times }): void {
  printRow(name, ...spread(search), ...spread(naive), ratio(naive, search, 0.5), ratio(naive, search, 0.99));
}

const compared = 10;
/** To order all by their texts would take seconds; so many are as good as all. */
const fully = 5000;

/** What it costs that only the best are ordered by their texts: how many of the ten best are the same where 5,000 are. */
export async function compareRankings(
  store: Store,
  file: string,
  classes: readonly QueryClass[],
): Promise<void> {
  const create: (db: Connection, options: Partial<SearchOptions>) => Search = createSearch;
  const db = openDatabase(file);
  const full = create(db, { reranked: fully });
  const all: number[] = [];
  printHead("ten best", "queries", "as with 5,000 re-ranked", "least");
  for (const { name, texts } of classes) {
    const shares: number[] = [];
    for (const text of texts.slice(0, compared)) {
      const wanted = (await full.find(parseQuery(text, today), kept)).ids.slice(0, 10);
      const found = (await find(store, text)).ids.slice(0, 10);
      if (wanted.length > 0) shares.push(wanted.filter((id) => found.includes(id)).length / wanted.length);
    }
    all.push(...shares);
    printShares(name, shares);
  }
  printShares("**all together**", all);
  print("");
  db.close();
}

function printShares(name: string, shares: readonly number[]): void {
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  printRow(
    name,
    shares.length,
    ...[mean, Math.min(...shares)].map((share) => (shares.length > 0 ? share.toFixed(3) : "")),
  );
}
