import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { reasonOfFile, StoreError } from "../../errors.ts";
import type { Store } from "../store.ts";

const full = "cannot grow: the disk is full. Free some space, and try again.";

/** What SQLite's codes (https://www.sqlite.org/rescode.html) mean to whoever runs Paperboy, by how they begin. */
const sentences: Readonly<Record<string, string>> = {
  SQLITE_BUSY: "is being written by another Paperboy: try again in a moment.",
  SQLITE_FULL: full,
  SQLITE_CORRUPT: "is damaged: put a backup in its place. paperboy doctor says more.",
  SQLITE_NOTADB: "is damaged: put a backup in its place. paperboy doctor says more.",
  SQLITE_READONLY: "cannot be written: let Paperboy write to it and to its folder.",
  SQLITE_CANTOPEN: "cannot be opened any more: was it moved or removed? Put it back, and restart Paperboy.",
  SQLITE_IOERR: "cannot be reached: is its disk there and in order?",
};

/**
 * The same store, whose troubles with the file are sentences instead of codes.
 * @param check throws where the file is not what was opened, which is asked before each call
 */
export function withSentences(store: Store, file: string, check: () => void): Store {
  const guard = <T extends object>(room: T): T =>
    Object.fromEntries(
      Object.entries(room).map(([name, member]) => [
        name,
        typeof member === "function"
          ? async (...args: unknown[]) => {
              try {
                if (name !== "close") check();
                return await member(...args);
              } catch (error) {
                throw explain(error, file);
              }
            }
          : guard(member),
      ]),
    ) as T;
  return guard(store);
}

/** A StoreError in place of SQLite's, where it is the file's trouble; anything else as it is. */
export function explain(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const sentence = sentenceOf(error, file);
  return sentence === undefined
    ? error
    : new StoreError(`The database ${file} ${sentence}`, { cause: error });
}

/** Why a database cannot be opened for writing. */
export function unwritable(file: string, cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const isElsewhere = codeOf(cause).startsWith("SQLITE_CANTOPEN") && !isFull(cause, file);
  const sentence =
    (isElsewhere ? undefined : sentenceOf(cause, file)) ??
    `cannot be written (${reasonOfFile(cause)}): set DATABASE_URL to a file in a folder that Paperboy may write to.`;
  return new StoreError(`The database ${file} ${sentence}`, { cause });
}

/** Whether there is no room for more where a file lies: SQLite calls that by several names, an error of the disk among them. */
export function isFull(error: unknown, file: string): boolean {
  const code = codeOf(error);
  if (/^(?:SQLITE_FULL|ENOSPC|EDQUOT)/.test(code)) return true;
  if (!/^SQLITE_(?:IOERR|CANTOPEN)/.test(code)) return false;
  try {
    return statfsSync(dirname(file)).bavail === 0;
  } catch {
    return false;
  }
}

function sentenceOf(error: unknown, file: string): string | undefined {
  if (isFull(error, file)) return full;
  if (!(error instanceof Database.SqliteError)) return undefined;
  const { code, message } = error;
  return /no such (?:table|column)|has no column/.test(message)
    ? `is not as Paperboy made it (${message}): paperboy doctor says what differs.`
    : Object.entries(sentences).find(([start]) => code.startsWith(start))?.[1];
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
