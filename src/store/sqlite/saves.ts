import type { Save, Saves } from "../store.ts";
import type { Connection } from "./database.ts";

export function createSaves(db: Connection): Saves {
  const remember = db.prepare<[string, string]>(
    "INSERT INTO person (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
  );
  const saved = db
    .prepare<[string, string, string], number>(
      "SELECT 1 FROM save_origin WHERE team = ? AND paper = ? AND user = ? LIMIT 1",
    )
    .pluck();
  const insert = db.prepare<[string, string, string, string, number]>(
    "INSERT INTO save_origin (team, paper, user, origin, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const remove = db.prepare<[string, string, string, string]>(
    "DELETE FROM save_origin WHERE team = ? AND paper = ? AND user = ? AND origin = ?",
  );
  const isSaved = ({ team, paper, user }: Save): boolean => saved.get(team, paper, user) !== undefined;
  const addOnce = db.transaction((save: Save, name: string, at: number) => {
    const before = isSaved(save);
    remember.run(save.user, name);
    insert.run(save.team, save.paper, save.user, save.origin, at);
    return !before;
  });

  return {
    async add(save, name, at) {
      return addOnce.immediate(save, name, at.getTime());
    },
    async remove(save) {
      const { changes } = remove.run(save.team, save.paper, save.user, save.origin);
      return changes > 0 && !isSaved(save);
    },
    async removeAll({ team, paper, user }) {
      return (
        db.prepare("DELETE FROM save_origin WHERE team = ? AND paper = ? AND user = ?").run(team, paper, user)
          .changes > 0
      );
    },
    async savers(team, paper) {
      return db
        .prepare<[string, string], string>(
          `SELECT person.name FROM save_origin JOIN person ON person.id = save_origin.user
           WHERE team = ? AND paper = ? GROUP BY user ORDER BY min(at), user`,
        )
        .pluck()
        .all(team, paper);
    },
  };
}
