import type { Planned, PlannedSlot, Subscription, Subscriptions } from "../ledger.ts";
import type { Connection } from "./connection.ts";

/** Changes of a channel's settings that are kept. */
const mostChanges = 200;

interface Row {
  readonly channel: string;
  readonly team: string;
  readonly wish: string;
  readonly since: number;
  readonly subscriber: string;
  readonly pause: string | null;
}

export function createSubscriptions(db: Connection): Subscriptions {
  const note = db.prepare<[string, string, number, string, string]>(
    "INSERT INTO setting_change (team, channel, at, by, what) VALUES (?, ?, ?, ?, ?)",
  );
  const forgetOld = db.prepare<object>(
    `DELETE FROM setting_change WHERE channel = @channel AND id <= (
       SELECT id FROM setting_change WHERE channel = @channel ORDER BY id DESC LIMIT 1 OFFSET ${mostChanges})`,
  );
  const write = db.prepare<[string, string, string, number, string, string | null]>(
    `INSERT INTO subscription (channel, team, wish, since, subscriber, pause) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (channel) DO UPDATE SET wish = excluded.wish, since = excluded.since, subscriber = excluded.subscriber,
       pause = excluded.pause, next_at = NULL, planned_at = NULL`,
  );
  // A slot that was missed or paused is delivered after all where its time has come again, unless something of it was begun: a
  // clock was set ahead and back, or a pause ended with a later time. It is composed anew then.
  const enter = db.prepare<[Record<string, unknown>]>(
    `INSERT INTO delivery (channel, kind, date, team, platform, place, due_at, free_at, outcome, reason)
     SELECT channel, @kind, @date, team, substr(channel, 1, instr(channel, ':') - 1), channel, @dueAt, @freeAt, @outcome, @reason
     FROM subscription WHERE channel = @channel
     ON CONFLICT (channel, kind, date) DO UPDATE SET
       due_at = excluded.due_at, free_at = excluded.free_at, outcome = NULL, reason = NULL,
       intended = NULL, waiting = NULL, tried_at = NULL, done_at = NULL
     WHERE delivery.outcome IN ('missed', 'paused') AND excluded.outcome IS NULL AND NOT EXISTS (
       SELECT 1 FROM delivery_part AS part WHERE part.channel = delivery.channel AND part.kind = delivery.kind
         AND part.date = delivery.date AND part.state <> 'new')`,
  );
  const thaw = db.prepare<[Record<string, unknown>]>(
    `DELETE FROM delivery_part WHERE channel = @channel AND kind = @kind AND date = @date AND EXISTS (
       SELECT 1 FROM delivery WHERE channel = @channel AND kind = @kind AND date = @date AND intended IS NULL)`,
  );
  const look = db.prepare<[number | null, number, string]>(
    "UPDATE subscription SET next_at = ?, planned_at = ? WHERE channel = ?",
  );

  const save = db.transaction((subscription: Subscription, at: number, by: string, what: string) => {
    const { channel, team, wish, since, subscriber, pause } = subscription;
    write.run(
      channel,
      team,
      JSON.stringify(wish),
      since.getTime(),
      subscriber,
      pause ? JSON.stringify(pause) : null,
    );
    note.run(team, channel, at, by, what);
    forgetOld.run({ channel });
  });
  const remove = db.transaction((team: string, channel: string, at: number, by: string, what: string) => {
    const gone = db
      .prepare<[string, string]>("DELETE FROM subscription WHERE team = ? AND channel = ?")
      .run(team, channel);
    if (gone.changes > 0) note.run(team, channel, at, by, what);
  });
  const plan = db.transaction((planned: readonly Planned[]) => {
    for (const { channel, slots, plan: next } of planned) {
      for (const slot of slots) {
        const values = { channel, ...slotColumns(slot) };
        if (enter.run(values).changes > 0) thaw.run(values);
      }
      look.run(next.next?.getTime() ?? null, next.plannedAt.getTime(), channel);
    }
  });

  return {
    async get(team, channel) {
      const row = db
        .prepare<[string, string], Row>("SELECT * FROM subscription WHERE team = ? AND channel = ?")
        .get(team, channel);
      return row && toSubscription(row);
    },
    async save(subscription, { at, by, what }) {
      save.immediate(subscription, at.getTime(), by, what);
    },
    async remove(team, channel, { at, by, what }) {
      remove.immediate(team, channel, at.getTime(), by, what);
    },
    async changes(team, channel, most) {
      return db
        .prepare<[string, string, number], { at: number; by: string; what: string }>(
          "SELECT at, by, what FROM setting_change WHERE team = ? AND channel = ? ORDER BY id DESC LIMIT ?",
        )
        .all(team, channel, most)
        .map(({ at, by, what }) => ({ at: new Date(at), by, what }));
    },
    async all() {
      return db.prepare<[], Row>("SELECT * FROM subscription ORDER BY channel").all().map(toSubscription);
    },
    async due(now, most) {
      return db
        .prepare<[number, number, number], Row>(
          `SELECT * FROM subscription WHERE planned_at IS NULL OR next_at <= ? OR planned_at > ? LIMIT ?`,
        )
        .all(now.getTime(), now.getTime(), most)
        .map(toSubscription);
    },
    async plan(planned) {
      plan.immediate(planned);
    },
  };
}

function slotColumns({ kind, date, dueAt, outcome }: PlannedSlot): Record<string, unknown> {
  const at = dueAt.getTime();
  return {
    kind,
    date,
    dueAt: at,
    freeAt: at,
    outcome: outcome?.kind ?? null,
    reason: outcome?.reason ?? null,
  };
}

function toSubscription({ channel, team, wish, since, subscriber, pause }: Row): Subscription {
  return {
    channel,
    team,
    wish: JSON.parse(wish),
    since: new Date(since),
    subscriber,
    ...(pause === null ? {} : { pause: JSON.parse(pause) }),
  };
}
