import { existsSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import type { Connection } from "./connection.ts";
import { unwritable } from "./guard.ts";
import { inspectDatabase } from "./inspect.ts";
import { migrate } from "./migrate.ts";
import { keepToOwner, makeFile, makeFolderOf } from "./private-files.ts";

/** KiB of the file that this connection keeps. */
const cached = 6000;

/**
 * Opens the database file, or memory for ":memory:", and brings its schema up to date.
 * @throws StoreError, and leaves the file as it is, where it is newer than this program, damaged, another program's, or cannot be written
 */
export function openDatabase(file: string): Connection {
  if (file !== ":memory:") {
    makePlace(file);
    inspectDatabase(file);
    keepToOwner(file);
  }
  let db: Connection | undefined;
  try {
    db = new Database(file, { timeout: 5000 });
    db.pragma("journal_mode = WAL");
    db.pragma("foreign_keys = ON");
    // With a write-ahead log SQLite would leave out the sync at each commit; the ledger must not lose its newest line to a power cut.
    db.pragma("synchronous = FULL");
    // Pages that are not kept here are in the system's memory; with the usual 16 MB the process would grow for a year.
    db.pragma(`cache_size = -${cached}`);
    // What is deleted is overwritten, in the file and in whatever is copied from it.
    db.pragma("secure_delete = ON");
    migrate(db);
    return db;
  } catch (cause) {
    db?.close();
    throw unwritable(file, cause);
  }
}

/** SQLite gives the files beside it the rights that the database has. */
function makePlace(file: string): void {
  try {
    makeFolderOf(file);
    if (!existsSync(file)) makeFile(file);
    if (statSync(file).isDirectory()) throw new Error("it is a folder");
  } catch (cause) {
    throw unwritable(file, cause);
  }
}
