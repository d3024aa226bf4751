import type {
  Claim,
  Deliveries,
  Delivery,
  DeliveryKey,
  DeliveryPart,
  Outcome,
  Settlement,
} from "../ledger.ts";
import type { Connection } from "./connection.ts";
import { keyOf, type PartRow, type Row, toDelivery, toEntry, toPart } from "./delivery-rows.ts";

/** Milliseconds: no delivery is put off for longer at a time. */
const longestWait = 120 * 60_000;
/** Milliseconds: what was free for longer and not claimed, nobody was there to claim. */
const downtime = 10 * 60_000;
/** What the claimer works on itself is not free to it, whatever the clock says. */
const notHeld =
  "NOT EXISTS (SELECT 1 FROM json_each(@held) WHERE value = channel || ' ' || kind || ' ' || date)";
const thisKey = "channel = @channel AND kind = @kind AND date = @date";
/** A write of a claim that was lost changes nothing. */
const mine = `${thisKey} AND owner = @owner AND outcome IS NULL`;
const held = `EXISTS (SELECT 1 FROM delivery WHERE ${mine})`;

export function createDeliveries(db: Connection): Deliveries {
  const statements = new Map<string, ReturnType<Connection["prepare"]>>();
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const seen = db
    .prepare<{ channel: string }, string>(
      `SELECT paper FROM seen WHERE channel = @channel
       UNION SELECT value FROM delivery JOIN delivery_part USING (channel, kind, date), json_each(delivery_part.papers)
       WHERE channel = @channel AND outcome IS NULL`,
    )
    .pluck();
  const latest = db.prepare<[string, string, string, number, number], Row>(
    "SELECT * FROM delivery WHERE team = ? AND channel = ? AND kind = ? AND due_at <= ? ORDER BY date DESC LIMIT ?",
  );
  const run = (sql: string, values: object): boolean => prepared(sql).run(values).changes > 0;
  const partsOf = (key: DeliveryKey): DeliveryPart[] =>
    (
      prepared(
        `SELECT part, content, papers, state, post FROM delivery_part WHERE ${thisKey} ORDER BY part`,
      ).all(keyOf(key)) as PartRow[]
    ).map(toPart);

  const claim = db.transaction(
    (
      owner: string,
      platform: string,
      now: number,
      lease: number,
      held: readonly DeliveryKey[],
    ): Delivery | undefined => {
      // Looked for before it is written: an UPDATE that finds nothing takes about eight times as long, and every worker asks at every look.
      const own = JSON.stringify(held.map(({ channel, kind, date }) => `${channel} ${kind} ${date}`));
      const values = { platform, now, beyond: now + lease + longestWait, held: own };
      const free = (condition: string): (DeliveryKey & { owner: string | null }) | undefined =>
        prepared(
          `SELECT channel, kind, date, owner FROM delivery
           WHERE platform = @platform AND outcome IS NULL AND ${condition} AND ${notHeld}
           ORDER BY free_at LIMIT 1`,
        ).get(values) as (DeliveryKey & { owner: string | null }) | undefined;
      // A lease or a wait that ends later than any could is from a clock that was set back since.
      const key = free("free_at <= @now") ?? free("free_at > @beyond AND due_at <= @now");
      if (!key) return undefined;
      const row = prepared(
        `UPDATE delivery SET owner = @owner, free_at = @until,
           tried_at = iif(tried_at <= @now AND free_at > @now - @downtime, tried_at, @now)
         WHERE ${thisKey} RETURNING *`,
      ).get({ ...keyOf(key), owner, now, until: now + lease, downtime }) as Row | undefined;
      return row && toDelivery(row, partsOf(row), key.owner !== null);
    },
  );
  const freeze = db.transaction(
    ({ key, owner }: Claim, parts: Parameters<Deliveries["freeze"]>[1], intended: Outcome): boolean => {
      const claimed = run(`UPDATE delivery SET intended = @intended WHERE ${mine} AND intended IS NULL`, {
        ...keyOf(key),
        owner,
        intended: JSON.stringify(intended),
      });
      if (!claimed) return false;
      for (const [part, { content, papers }] of parts.entries()) {
        prepared(
          "INSERT INTO delivery_part (channel, kind, date, part, content, papers) VALUES (@channel, @kind, @date, @part, @content, @papers)",
        ).run({ ...keyOf(key), part, content, papers: JSON.stringify(papers) });
      }
      return true;
    },
  );
  const settle = db.transaction(
    ({ key, owner }: Claim, part: number, result: Settlement, at: number): boolean => {
      const { post, message = null, isOfAnother = false } = result === "unknown" ? { post: null } : result;
      const state = post === null ? "unknown" : "posted";
      const values = { ...keyOf(key), owner, part, state, post };
      if (
        !run(
          `UPDATE delivery_part SET state = @state, post = @post WHERE ${thisKey} AND part = @part AND ${held}`,
          values,
        )
      )
        return false;
      // What may be there counts as seen: never twice goes before never missed.
      prepared(
        `INSERT INTO seen (channel, paper, at) SELECT @channel, value, @at
       FROM delivery_part, json_each(delivery_part.papers) WHERE ${thisKey} AND part = @part ON CONFLICT DO NOTHING`,
      ).run({ ...keyOf(key), part, at });
      if (post !== null) {
        prepared(
          // A direct message belongs to the team that its id says. Saves may have come since it was composed, so it is looked at once.
          `INSERT INTO post (id, team, channel, kind, papers, at, message, stale)
         SELECT @post, iif(kind = 'watch', substr(@post, 1, instr(@post, '/') - 1), team), channel,
           iif(kind = 'digest', 'digest', 'answer'), iif(@isOfAnother, '[]', papers), @at, @message, @message IS NOT NULL
         FROM delivery JOIN delivery_part USING (channel, kind, date)
         WHERE ${thisKey} AND part = @part ON CONFLICT DO NOTHING`,
        ).run({ ...keyOf(key), part, post, at, message, isOfAnother: Number(isOfAnother) });
      }
      return true;
    },
  );

  const finish = db.transaction(
    ({ key, owner }: Claim, { kind: outcome, reason }: Outcome, at: number): boolean => {
      const begun = prepared(`SELECT part FROM delivery_part WHERE ${thisKey} AND state = 'posting'`)
        .pluck()
        .all(keyOf(key)) as number[];
      for (const part of begun) settle({ key, owner }, part, "unknown", at);
      // It names people, and is never posted again.
      run(`UPDATE delivery_part SET content = '' WHERE ${thisKey} AND ${held}`, { ...keyOf(key), owner });
      return run(
        `UPDATE delivery SET outcome = @outcome, reason = @reason, done_at = @at, owner = NULL, free_at = NULL, waiting = NULL WHERE ${mine}`,
        { ...keyOf(key), owner, outcome, reason, at },
      );
    },
  );

  return {
    async claim(owner, platform, now, lease, held = []) {
      return claim.immediate(owner, platform, now.getTime(), lease, held);
    },
    async holds({ key, owner }) {
      return prepared(`SELECT 1 FROM delivery WHERE ${mine}`).get({ ...keyOf(key), owner }) !== undefined;
    },
    async nextAt(platforms) {
      const at = db
        .prepare<[string], number | null>(
          "SELECT min(free_at) FROM delivery WHERE outcome IS NULL AND platform IN (SELECT value FROM json_each(?))",
        )
        .pluck()
        .get(JSON.stringify(platforms));
      return at == null ? undefined : new Date(at);
    },
    async has(key) {
      return prepared(`SELECT 1 FROM delivery WHERE ${thisKey}`).get(keyOf(key)) !== undefined;
    },
    async enter({ channel, kind, date, team, place, dueAt, parts = [], intended }) {
      db.transaction(() => {
        const entered = run(
          `INSERT INTO delivery (channel, kind, date, team, platform, place, due_at, free_at, intended)
           VALUES (@channel, @kind, @date, @team, substr(@channel, 1, instr(@channel, ':') - 1), @place, @dueAt, @dueAt, @intended)
           ON CONFLICT DO NOTHING`,
          {
            channel,
            kind,
            date,
            team,
            place,
            dueAt: dueAt.getTime(),
            intended: intended ? JSON.stringify(intended) : null,
          },
        );
        for (const { part, content, papers } of entered ? parts : []) {
          run(
            "INSERT INTO delivery_part (channel, kind, date, part, content, papers) VALUES (@channel, @kind, @date, @part, @content, @papers)",
            { channel, kind, date, part, content, papers: JSON.stringify(papers) },
          );
        }
      }).immediate();
    },
    async freeze(claimed, parts, intended) {
      return freeze.immediate(claimed, parts, intended);
    },
    async begin({ key, owner }, part, leaseUntil) {
      return db
        .transaction(() => {
          const values = { ...keyOf(key), owner, part, until: leaseUntil.getTime() };
          if (!run(`UPDATE delivery SET free_at = @until WHERE ${mine}`, values)) return false;
          return run(
            `UPDATE delivery_part SET state = 'posting' WHERE ${thisKey} AND part = @part AND state IN ('new', 'posting')`,
            values,
          );
        })
        .immediate();
    },
    async settle(claimed, part, result, at) {
      return settle.immediate(claimed, part, result, at.getTime());
    },
    async undo({ key, owner }, part) {
      return run(
        `UPDATE delivery_part SET state = 'new' WHERE ${thisKey} AND part = @part AND state = 'posting' AND ${held}`,
        {
          ...keyOf(key),
          owner,
          part,
        },
      );
    },
    async release({ key, owner }, notBefore, waiting, failed = false) {
      return run(
        `UPDATE delivery SET owner = NULL, free_at = @at, waiting = @waiting, attempts = attempts + @failed
         WHERE ${mine}`,
        { ...keyOf(key), owner, at: notBefore.getTime(), waiting, failed: Number(failed) },
      );
    },
    async finish(claimed, outcome, at) {
      return finish.immediate(claimed, outcome, at.getTime());
    },
    async seen(channel) {
      return new Set(seen.all({ channel }));
    },
    async latest(team, channel, kind, most, dueBy) {
      const until = dueBy?.getTime() ?? Number.MAX_SAFE_INTEGER;
      return latest.all(team, channel, kind, until, most).map(toEntry);
    },
  };
}
