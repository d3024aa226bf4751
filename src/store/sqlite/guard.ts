import Database from "better-sqlite3";
import { StoreError } from "../../errors.ts";
import type { Store } from "../store.ts";

/** What SQLite's codes (https://www.sqlite.org/rescode.html) mean to whoever runs Paperboy, by how they begin. */
const sentences: Readonly<Record<string, string>> = {
  SQLITE_BUSY: "is being written by another Paperboy: try again in a moment.",
  SQLITE_FULL: "cannot grow: the disk is full.",
  SQLITE_CORRUPT: "is damaged: put a backup in its place. paperboy doctor says more.",
  SQLITE_NOTADB: "is damaged: put a backup in its place. paperboy doctor says more.",
  SQLITE_READONLY: "cannot be written: let Paperboy write to it and to its folder.",
  SQLITE_CANTOPEN: "cannot be opened any more: was it moved or removed? Put it back, and restart Paperboy.",
  SQLITE_IOERR: "cannot be reached: is its disk there and in order?",
};

/** The same store, whose troubles with the file are sentences instead of codes. */
export function withSentences(store: Store, file: string): Store {
  const explained = (error: unknown): unknown => {
    if (!(error instanceof Database.SqliteError)) return error;
    const found = Object.entries(sentences).find(([code]) => error.code.startsWith(code));
    return found ? new StoreError(`The database ${file} ${found[1]}`, { cause: error }) : error;
  };
  const guard = <T extends object>(room: T): T =>
    Object.fromEntries(
      Object.entries(room).map(([name, member]) => [
        name,
        typeof member === "function"
          ? async (...args: unknown[]) => {
              try {
                return await member(...args);
              } catch (error) {
                throw explained(error);
              }
            }
          : guard(member),
      ]),
    ) as T;
  return guard(store);
}
