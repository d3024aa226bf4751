import { wordsOf } from "../../text/query.ts";
import type { Known, People, Reader, Unnaming } from "../library.ts";
import type { Connection } from "./connection.ts";
import { emptyLog, forgottenMark, remembersForgetting } from "./forgotten.ts";
import { createNames } from "./names.ts";

/** What a person leaves, by the column that names them. */
const ofPerson: readonly (readonly [table: string, column: string])[] = [
  ["save_origin", "user"],
  ["early_reaction", "user"],
  ["reading", "user"],
  ["act", "user"],
  ["watch", "user"],
  ["watcher", "user"],
  ["list", "user"],
  ["delivery_part", "channel"],
  ["delivery", "channel"],
  ["seen", "channel"],
  // What watches found, told in direct messages.
  ["post", "channel"],
  ["person", "id"],
];
/** What a team leaves, by how its rows are known: by the team itself, or by an id that begins with it. */
const ofTeam: readonly (readonly [table: string, column: string])[] = [
  ["save_origin", "team"],
  ["early_reaction", "post"],
  ["reading", "team"],
  ["act", "team"],
  ["watch", "team"],
  ["watcher", "team"],
  ["list", "team"],
  ["post", "team"],
  // Direct messages may belong to the person instead.
  ["post", "channel"],
  ["subscription", "team"],
  ["setting_change", "team"],
  ["forgotten", "user"],
  ["delivery_part", "channel"],
  ["delivery", "team"],
  ["seen", "channel"],
  ["shown_link", "channel"],
  ["person", "id"],
];

export function createPeople(db: Connection): People {
  const { meet, meetAgain, showAnew } = createNames(db);
  const forget = db.transaction(({ team, user }: Reader, at: number, without: Unnaming) => {
    showAnew(user);
    unnamePosts(team, user, without);
    for (const statement of naming) statement.run({ team, user });
    for (const [table, column] of ofPerson)
      db.prepare<[string]>(`DELETE FROM ${table} WHERE ${column} = ?`).run(user);
    // What an adapter keeps of somebody has their id at its key's end.
    db.prepare<object>("DELETE FROM memory WHERE substr(key, -length(@end)) = @end").run({ end: ` ${user}` });
    db.prepare<[number]>("DELETE FROM forgotten WHERE at < ?").run(at - remembersForgetting);
    db.prepare<[string, number]>(
      "INSERT INTO forgotten (user, at) VALUES (?, ?) ON CONFLICT DO UPDATE SET at = max(at, excluded.at)",
    ).run(forgottenMark(user), at);
  });
  const postsNaming = db.prepare<[string, string], { readonly id: string; readonly message: string }>(
    "SELECT id, message FROM post WHERE team = ? AND message IS NOT NULL AND instr(message, ?) > 0",
  );
  const rewrite = db.prepare<[string, string]>("UPDATE post SET message = ?, stale = stale + 1 WHERE id = ?");
  /** What posts still stand with, so that they are written anew without the name; where nobody can, it is at least not kept. */
  const unnamePosts = (team: string, user: string, without: Unnaming): void => {
    const name = db.prepare<[string], string>("SELECT name FROM person WHERE id = ?").pluck().get(user);
    if (!name) return;
    for (const { id, message } of postsNaming.all(team, JSON.stringify(name).slice(1, -1))) {
      const left = without(message, name);
      if (left !== message) rewrite.run(left, id);
    }
  };
  // What says who they are: others' lists of theirs, and to whom a notice went.
  const naming = [
    `DELETE FROM list WHERE team = @team AND EXISTS (
       SELECT 1 FROM person WHERE id = @user AND instr(json_extract(content, '$.title'), 'Saved by ' || name) = 1
     )`,
    "UPDATE delivery SET place = channel WHERE place = @user AND outcome IS NOT NULL",
  ].map((sql) => db.prepare<object>(sql));
  const forgetTeam = db.transaction((team: string) => {
    for (const [table, column] of ofTeam) {
      db.prepare<object>(
        `DELETE FROM ${table} WHERE ${column} = @team OR ${column} >= @team || '/' AND ${column} < @team || '0'`,
      ).run({ team });
    }
    db.prepare<[string]>("DELETE FROM removed_team WHERE team = ?").run(team);
    // That a channel was greeted, say.
    db.prepare<[string]>("DELETE FROM memory WHERE instr(key, ? || '/') > 0").run(team);
  });

  return {
    async know(user, name) {
      db.transaction(meet).immediate(user, name);
    },
    async meet(user, name) {
      db.transaction(meetAgain).immediate(user, name);
    },
    async find(team, begins) {
      const wanted = wordsOf(begins).join(" ");
      return db
        .prepare<object, Known>(
          "SELECT id AS user, name FROM person WHERE id >= @team || '/' AND id < @team || '0' ORDER BY name, id",
        )
        .all({ team })
        .filter(
          ({ user, name }) =>
            user.slice(team.length + 1).toLowerCase() === begins.toLowerCase() ||
            wordsOf(name).join(" ").startsWith(wanted),
        );
    },
    async holdings({ team, user }) {
      const row = db
        .prepare<object, { readonly saves: number; readonly notes: number; readonly watches: number }>(
          `SELECT
             (SELECT count(DISTINCT paper) FROM save_origin WHERE team = @team AND user = @user AND state = 'on') AS saves,
             (SELECT count(*) FROM reading WHERE team = @team AND user = @user AND note IS NOT NULL) AS notes,
             (SELECT count(*) FROM watch WHERE team = @team AND user = @user) AS watches`,
        )
        .get({ team, user });
      return row ?? { saves: 0, notes: 0, watches: 0 };
    },
    async forget(reader, at, without = (message) => message) {
      forget.immediate(reader, at.getTime(), without);
      emptyLog(db);
    },
    async forgotten(team, since) {
      const users = db
        .prepare<object, string>(
          "SELECT user FROM forgotten WHERE user >= @team || '/' AND user < @team || '0' AND at >= @since",
        )
        .pluck()
        .all({ team, since: since.getTime() });
      const marks = new Set(users);
      return { has: (user) => marks.has(forgottenMark(user)) };
    },
    async markRemoved(team, at) {
      db.prepare<[string, number]>(
        "INSERT INTO removed_team (team, at) VALUES (?, ?) ON CONFLICT DO UPDATE SET at = max(at, excluded.at)",
      ).run(team, at.getTime());
    },
    async markReturned(team, at) {
      db.prepare<[string, number]>("DELETE FROM removed_team WHERE team = ? AND at < ?").run(
        team,
        at.getTime(),
      );
    },
    async forgetRemoved(before) {
      const teams = db
        .prepare<[number], string>("SELECT team FROM removed_team WHERE at < ? ORDER BY team")
        .pluck()
        .all(before.getTime());
      for (const team of teams) forgetTeam.immediate(team);
      if (teams.length > 0) emptyLog(db);
      return teams;
    },
  };
}
