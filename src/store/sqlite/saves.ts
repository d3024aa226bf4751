import type { Save, SaveByPost, Saves } from "../store.ts";
import type { Connection } from "./database.ts";

export function createSaves(db: Connection): Saves {
  const remember = db.prepare<[string, string]>(
    // A bare id is what an adapter says where it could not learn the name: a name that is known is better.
    `INSERT INTO person (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name
     WHERE excluded.name <> substr(excluded.id, instr(excluded.id, '/') + 1)`,
  );
  const saved = db
    .prepare<[string, string, string], number>(
      "SELECT 1 FROM save_origin WHERE team = ? AND paper = ? AND user = ? AND state = 'on' LIMIT 1",
    )
    .pluck();
  const change = db.prepare<[Save & { readonly state: "on" | "off"; readonly at: number }]>(
    `INSERT INTO save_origin (team, paper, user, origin, at, state, changed_at)
     VALUES (@team, @paper, @user, @origin, @at, @state, @at)
     ON CONFLICT DO UPDATE SET
       at = iif(state = 'on', at, excluded.at), state = excluded.state, changed_at = excluded.changed_at
     WHERE excluded.changed_at >= changed_at`,
  );
  const isSaved = ({ team, paper, user }: Save): boolean => saved.get(team, paper, user) !== undefined;
  /** @returns whether the paper was saved by this person before, and is now */
  const changeTo = db.transaction((state: "on" | "off", save: Save, name: string, at: number) => {
    const before = isSaved(save);
    remember.run(save.user, name);
    change.run({ ...save, state, at });
    return { before, after: isSaved(save) };
  });

  return {
    async add(save, name, at) {
      const { before, after } = changeTo.immediate("on", save, name, at.getTime());
      return !before && after;
    },
    async remove(save, name, at) {
      const { before, after } = changeTo.immediate("off", save, name, at.getTime());
      return before && !after;
    },
    async removeAll({ team, paper, user }, at) {
      const { changes } = db
        .prepare(
          `UPDATE save_origin SET state = 'withdrawn', changed_at = max(changed_at, ?)
           WHERE team = ? AND paper = ? AND user = ? AND state = 'on'`,
        )
        .run(at.getTime(), team, paper, user);
      return changes > 0;
    },
    async byPost(team, post) {
      return db
        .prepare<[string, string, string], SaveByPost>(
          `SELECT team, paper, user, origin, state, name FROM save_origin JOIN person ON person.id = user
           WHERE team = ? AND origin >= ? || ' ' AND origin < ? || '!'`,
        )
        .all(team, post, post);
    },
    async savedBy(team, user, most) {
      return db
        .prepare<[string, string, number], string>(
          `SELECT paper FROM save_origin WHERE team = ? AND user = ? AND state = 'on'
           GROUP BY paper ORDER BY max(at) DESC, paper LIMIT ?`,
        )
        .pluck()
        .all(team, user, most);
    },
    async savers(team, paper) {
      return db
        .prepare<[string, string], string>(
          `SELECT person.name FROM save_origin JOIN person ON person.id = save_origin.user
           WHERE team = ? AND paper = ? AND state = 'on' GROUP BY user ORDER BY min(at), user`,
        )
        .pluck()
        .all(team, paper);
    },
  };
}
