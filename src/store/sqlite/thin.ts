import { setImmediate as idle } from "node:timers/promises";
import { dayOf } from "../../calendar/days.ts";
import type { Connection } from "./connection.ts";
import { emptyLog, remembersForgetting } from "./forgotten.ts";

const day = 86_400_000;
/** Rows that go at a time, so that nobody waits for long. */
const batch = 500;
/** Deliveries of a channel that stay whatever the clock says: one that jumped ahead must not make today's digest come again. */
const newestDeliveries = 60;

/** What ends, and how many milliseconds after it was last of use. Every other table says in the schema, or here, why it may grow. */
const ends: readonly (readonly [sql: string, age: number])[] = [
  ["DELETE FROM list WHERE at < @before LIMIT @batch", 30 * day],
  // A post is written anew for a week when somebody saves, and for longer when somebody is called otherwise, or is forgotten.
  [
    "UPDATE post SET message = NULL, stale = 0 WHERE at < @before AND message IS NOT NULL LIMIT @batch",
    30 * day,
  ],
  // Which papers they show is looked up of posts that are written anew, and of digests.
  [
    `DELETE FROM post_paper WHERE (team, paper, post) IN (
       SELECT post_paper.team, paper, post FROM post JOIN post_paper ON post_paper.post = post.id
       WHERE kind IN ('answer', 'link') AND at < @before AND message IS NULL LIMIT @batch)`,
    day,
  ],
  // Answers and members' links, but those that a save came from. Digests stay, for "in the digest of 4 May".
  [
    `DELETE FROM post WHERE id IN (
       SELECT id FROM post WHERE kind IN ('answer', 'link') AND at < @before AND NOT EXISTS (
         SELECT 1 FROM save_origin AS save
         WHERE save.team = post.team AND origin >= post.id || ' ' AND origin < post.id || '!' AND state = 'on'
       ) LIMIT @batch)`,
    90 * day,
  ],
  // What hot looks at is younger. Links, shares and answers stay: they say where a paper was discussed.
  [
    `DELETE FROM act WHERE (team, paper, user, kind, ref) IN (
       WITH RECURSIVE each (team) AS (
         SELECT min(team) FROM act UNION ALL
         SELECT (SELECT min(team) FROM act WHERE act.team > each.team) FROM each WHERE each.team IS NOT NULL
       )
       SELECT act.team, paper, user, kind, ref FROM each JOIN act ON act.team = each.team
       WHERE changed_at < @before AND kind = 'reaction' LIMIT @batch)`,
    90 * day,
  ],
  // A save that is gone: nothing of before is told so late.
  ["DELETE FROM save_origin WHERE state <> 'on' AND changed_at < @before LIMIT @batch", 90 * day],
  ["DELETE FROM shown_link WHERE at < @before LIMIT @batch", day],
  ["DELETE FROM forgotten WHERE at < @before LIMIT @batch", remembersForgetting],
  // Of older votes the last of each week is enough.
  [
    `DELETE FROM upvote_history WHERE (paper, day) IN (
       SELECT old.paper, old.day FROM paper JOIN upvote_history AS old ON old.paper = paper.id
       WHERE newest_list_day < @day AND newest_list_day >= date(@day, '-90 days') AND old.day < @day
       AND EXISTS (SELECT 1 FROM upvote_history AS later
         WHERE later.paper = old.paper AND later.day > old.day AND strftime('%Y %W', later.day) = strftime('%Y %W', old.day))
       LIMIT @batch)`,
    30 * day,
  ],
];

/** Deletes what has had its time, in pieces, between which others get their turn. */
export function createThinning(db: Connection): (now: Date) => Promise<void> {
  const statements = ends.map(([sql, age]) => ({ statement: db.prepare<object>(sql), age }));
  const over = db.prepare<object, Readonly<Record<"channel" | "kind" | "date", string>>>(
    `SELECT channel, kind, date FROM delivery WHERE outcome IS NOT NULL AND due_at < @before
     AND date < (SELECT date FROM delivery AS newer WHERE newer.channel = delivery.channel AND newer.kind = delivery.kind
       ORDER BY date DESC LIMIT 1 OFFSET ${newestDeliveries - 1}) LIMIT @batch`,
  );
  const [dropParts, dropDelivery] = ["delivery_part", "delivery"].map((table) =>
    db.prepare<object>(`DELETE FROM ${table} WHERE channel = @channel AND kind = @kind AND date = @date`),
  );
  const dropDeliveries = db.transaction((before: number): number => {
    const keys = over.all({ before, batch });
    for (const key of keys) {
      dropParts?.run(key);
      dropDelivery?.run(key);
    }
    return keys.length;
  });
  const repeat = async (dropSome: () => number): Promise<void> => {
    while (dropSome() === batch) await idle();
    await idle();
  };
  return async (now) => {
    for (const { statement, age } of statements) {
      const before = now.getTime() - age;
      await repeat(() => statement.run({ before, day: dayOf(new Date(before)), batch }).changes);
    }
    await repeat(() => dropDeliveries.immediate(now.getTime() - 120 * day));
    emptyLog(db);
  };
}
