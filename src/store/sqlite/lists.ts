import type { Lists, StoredList } from "../store.ts";
import type { Connection } from "./connection.ts";

/** Lists of one person: pages and numbers of older ones are asked for by nobody. */
const most = 20;

export function createLists(db: Connection): Lists {
  const forget = db.prepare<object>(
    `DELETE FROM list WHERE user = @user AND id <= (SELECT id FROM list WHERE user = @user ORDER BY id DESC LIMIT 1 OFFSET ${most - 1})`,
  );
  const insert = db.prepare<[string, string, string, number, string]>(
    "INSERT INTO list (team, channel, user, at, content) VALUES (?, ?, ?, ?, ?)",
  );
  const save = db.transaction((team: string, channel: string, user: string, at: number, content: string) => {
    forget.run({ user });
    return insert.run(team, channel, user, at, content).lastInsertRowid;
  });
  const read = (content: string | undefined): StoredList | undefined =>
    content === undefined ? undefined : JSON.parse(content);

  return {
    async save({ team, channel, user }, list, at) {
      return String(save.immediate(team, channel, user, at.getTime(), JSON.stringify(list)));
    },
    async get({ team, user }, id) {
      return read(
        db
          .prepare<[string, string, string], string>(
            "SELECT content FROM list WHERE id = ? AND team = ? AND user = ?",
          )
          .pluck()
          .get(id, team, user),
      );
    },
    async latest({ team, channel, user }, since) {
      return read(
        db
          .prepare<[string, string, string, number], string>(
            "SELECT content FROM list WHERE team = ? AND channel = ? AND user = ? AND at >= ? ORDER BY id DESC LIMIT 1",
          )
          .pluck()
          .get(team, channel, user, since.getTime()),
      );
    },
  };
}
