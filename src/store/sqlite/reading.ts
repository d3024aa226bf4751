import { known } from "../../model/paper.ts";
import type { Read, Reader, Reading } from "../library.ts";
import type { Connection } from "./connection.ts";

interface Row {
  readonly paper: string;
  readonly done_at: number | null;
  readonly note: string | null;
}

export function createReading(db: Connection): Reading {
  const set = (column: "done_at" | "note") =>
    db.prepare<object>(
      `INSERT INTO reading (team, user, paper, ${column}) VALUES (@team, @user, @paper, @value)
       ON CONFLICT DO UPDATE SET ${column} = excluded.${column}
       WHERE (${column} IS NULL) <> (excluded.${column} IS NULL) OR '${column}' = 'note'`,
    );
  const setDone = set("done_at");
  const setNote = set("note");
  const isDone = db
    .prepare<[string, string, string], number>(
      "SELECT 1 FROM reading WHERE team = ? AND user = ? AND paper = ? AND done_at IS NOT NULL",
    )
    .pluck();

  return {
    async markDone({ team, user }, paper, at) {
      const before = isDone.get(team, user, paper) !== undefined;
      setDone.run({ team, user, paper, value: at?.getTime() ?? null });
      return before !== (at !== undefined);
    },
    async keepNote({ team, user }, paper, text) {
      setNote.run({ team, user, paper, value: text ?? null });
    },
    async of({ team, user }: Reader, papers) {
      const rows = db
        .prepare<[string, string, string], Row>(
          `SELECT paper, done_at, note FROM reading
           WHERE team = ? AND user = ? AND paper IN (SELECT value FROM json_each(?))`,
        )
        .all(team, user, JSON.stringify(papers));
      return new Map(rows.map((row) => [row.paper, toRead(row)]));
    },
  };
}

function toRead({ done_at, note }: Row): Read {
  return known({ doneAt: done_at === null ? undefined : new Date(done_at), note });
}
