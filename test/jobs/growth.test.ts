import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "../../src/store/sqlite/index.ts";
import { openForTest, tempFolder } from "../support/open-store.ts";
import { liveDays } from "../support/year.ts";

/** Every table, and why it may hold as many rows as it does. */
const tables: Readonly<Record<string, "papers" | "ends" | "by day" | "by people" | "by what was shown">> = {
  paper: "papers",
  listing: "papers",
  word: "papers",
  posting: "papers",
  document: "papers",
  document_block: "papers",
  fresh: "papers",
  index_state: "papers",
  upvote_history: "papers",
  list: "ends",
  shown_link: "ends",
  forgotten: "ends",
  early_reaction: "ends",
  delivery: "ends",
  delivery_part: "ends",
  act: "by people",
  save_origin: "by people",
  reading: "by people",
  person: "by people",
  watch: "by people",
  watch_known: "by people",
  watcher: "by people",
  memory: "by people",
  subscription: "by people",
  setting_change: "by people",
  removed_team: "by people",
  post: "by what was shown",
  post_paper: "by what was shown",
  seen: "by what was shown",
  fetched_day: "by day",
  source_health: "by day",
};

const words = Array.from({ length: 600 }, (_, i) => `word${(i * i) % 397}`);

const day = 86_400_000;
/** Rows that are older than they need be, by what they are; all are none. */
const old: Readonly<Record<string, readonly [days: number, rows: string]>> = {
  "stored lists": [30, "list WHERE at < @before"],
  "what posts say": [30, "post WHERE message IS NOT NULL AND at < @before"],
  "answers that nobody saved from": [
    90,
    "post WHERE kind <> 'digest' AND at < @before AND NOT EXISTS (SELECT 1 FROM save_origin WHERE instr(origin, post.id || ' ') = 1)",
  ],
  "the papers of answers that are not written anew": [
    2,
    "post_paper JOIN post ON post.id = post WHERE kind <> 'digest' AND message IS NULL AND at < @before",
  ],
  "the papers of posts that are gone": [0, "post_paper WHERE post NOT IN (SELECT id FROM post)"],
  "reactions that save nothing": [90, "act WHERE kind = 'reaction' AND changed_at < @before"],
  "saves that are gone": [90, "save_origin WHERE state <> 'on' AND changed_at < @before"],
  "links shown": [1, "shown_link WHERE at < @before"],
  "finished deliveries, but the newest 60 of a channel": [
    120,
    `delivery AS old WHERE due_at < @before AND
     (SELECT count(*) FROM delivery AS newer WHERE (newer.channel, newer.kind) = (old.channel, old.kind) AND newer.date > old.date) >= 60`,
  ],
  "parts of deliveries that are gone": [
    0,
    "delivery_part WHERE (channel, kind, date) NOT IN (SELECT channel, kind, date FROM delivery)",
  ],
  "votes but the last of a week": [
    38,
    `upvote_history AS old WHERE at < @before AND EXISTS (SELECT 1 FROM upvote_history AS later WHERE later.paper = old.paper
     AND later.day > old.day AND strftime('%Y %W', later.day) = strftime('%Y %W', old.day))`,
  ],
};

test("what need not be known any more goes, in 130 days of two channels", { timeout: 280_000 }, async () => {
  // In memory, because half a year waits for the disk very often; it is looked at in a copy.
  const store = await openForTest(() => openStore(":memory:"));
  const days = 130;
  await liveDays({ store, days, channels: 2, people: 3, papersADay: 4, words });
  const file = join(tempFolder(), "copy.db");
  await store.backup(file);
  const db = new Database(file, { readonly: true });
  onTestFinished(() => void db.close());
  const end = Date.UTC(2026, 0, days, 19, 1);
  const left = Object.entries(old).map(([name, [age, rows]]) => {
    const count = db.prepare<object, number>(`SELECT count(*) FROM ${rows} AND @before > 0`).pluck();
    return [name, count.get({ before: end - age * day })];
  });
  expect(left).toEqual(Object.keys(old).map((name) => [name, 0]));
  const digests = db.prepare<[], number>("SELECT count(*) FROM post WHERE kind = 'digest'").pluck().get();
  expect(digests).toBeGreaterThan(2 * 85);
  const names = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
  const unheard = names.filter((name) => !(name in tables));
  expect(unheard, "say above why it may grow, or end it in thin.ts").toEqual([]);
});
