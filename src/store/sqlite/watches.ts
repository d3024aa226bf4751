import type { Watch, Watcher, Watches } from "../library.ts";
import type { Connection } from "./connection.ts";

/** Milliseconds: whatever is planned later was planned by a clock that was set back since. A daily slot comes within two days. */
const longestWait = 2 * 86_400_000;

type Row = Watch & { readonly known: string; readonly since: number };
type NamedWatch = Watch & { readonly name: string };

export function createWatches(db: Connection): Watches {
  const insert = db.prepare<object>(
    `INSERT INTO watch (team, user, query, tell, at) SELECT @team, @user, @query, @tell, @at
     WHERE (SELECT count(*) FROM watch WHERE team = @team AND user = @user) < @most
     AND NOT EXISTS (SELECT 1 FROM watch WHERE team = @team AND user = @user AND query = @query AND tell = @tell)`,
  );
  const count = db
    .prepare<object, number>("SELECT count(*) FROM watch WHERE team = @team AND user = @user")
    .pluck();
  const know = db.prepare<[number | bigint, string]>(
    "INSERT INTO watch_known (watch, paper) SELECT ?, value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING",
  );
  const add = db.transaction(
    (watch: Omit<Watch, "id">, known: readonly string[], at: number, most: number): number | undefined => {
      const { changes, lastInsertRowid: id } = insert.run({ ...watch, at, most });
      if (changes === 0) return undefined;
      know.run(id, JSON.stringify(known));
      return count.get({ team: watch.team, user: watch.user });
    },
  );

  return {
    async add(watch, known, at, most = Number.MAX_SAFE_INTEGER) {
      return add.immediate(watch, known, at.getTime(), most);
    },
    async list({ team, user }) {
      return db
        .prepare<[string, string], Row>(
          `SELECT id, team, user, query, tell, at AS since,
             (SELECT json_group_array(paper) FROM watch_known WHERE watch = watch.id) AS known
           FROM watch WHERE team = ? AND user = ? ORDER BY id`,
        )
        .all(team, user)
        .map((row) => ({
          ...row,
          since: new Date(row.since),
          known: new Set<string>(JSON.parse(row.known)),
        }));
    },
    async remove({ team, user }, id) {
      const { changes } = db
        .prepare<[number, string, string]>("DELETE FROM watch WHERE id = ? AND team = ? AND user = ?")
        .run(id, team, user);
      return changes > 0;
    },
    async inDigests(team) {
      return db
        .prepare<[string], NamedWatch>(
          `SELECT watch.id, team, user, query, tell, person.name FROM watch JOIN person ON person.id = user
           WHERE team = ? AND tell = 'digest' ORDER BY watch.id`,
        )
        .all(team);
    },
    async plan({ user, team, zone }, next) {
      db.prepare<object>(
        `INSERT INTO watcher (user, team, zone, next_at) VALUES (@user, @team, @zone, @next)
         ON CONFLICT DO UPDATE SET zone = excluded.zone, next_at = excluded.next_at`,
      ).run({ user, team, zone, next: next.getTime() });
    },
    async due(now, most) {
      return db
        .prepare<object, Watcher>(
          `SELECT user, team, zone FROM watcher WHERE (next_at <= @now OR next_at > @beyond)
           AND EXISTS (SELECT 1 FROM watch WHERE watch.team = watcher.team AND watch.user = watcher.user AND tell = 'dm')
           ORDER BY next_at LIMIT @most`,
        )
        .all({ now: now.getTime(), beyond: now.getTime() + longestWait, most });
    },
  };
}
