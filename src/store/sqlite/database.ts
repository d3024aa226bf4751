import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { unwritable } from "./guard.ts";
import { inspectDatabase } from "./inspect.ts";
import { migrate } from "./migrate.ts";

export type Connection = Database.Database;

/**
 * Opens the database file, or memory for ":memory:", and brings its schema up to date.
 * @throws StoreError, and leaves the file as it is, where it is newer than this program, damaged, another program's, or cannot be written
 */
export function openDatabase(file: string): Connection {
  if (file !== ":memory:") {
    makeFolder(file);
    inspectDatabase(file);
  }
  let db: Connection | undefined;
  try {
    db = new Database(file, { timeout: 5000 });
    db.pragma("journal_mode = WAL");
    db.pragma("foreign_keys = ON");
    // With a write-ahead log SQLite would leave out the sync at each commit; the ledger must not lose its newest line to a power cut.
    db.pragma("synchronous = FULL");
    migrate(db);
    return db;
  } catch (cause) {
    db?.close();
    throw unwritable(file, cause);
  }
}

function makeFolder(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file) && statSync(file).isDirectory()) throw new Error("it is a folder");
  } catch (cause) {
    throw unwritable(file, cause);
  }
}
