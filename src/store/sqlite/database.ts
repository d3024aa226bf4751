import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { reasonOf, StoreError } from "../../errors.ts";
import { fills, migrations } from "./migrations.ts";

export type Connection = Database.Database;

// "PBOY": tells our files from other programs' databases (https://www.sqlite.org/pragma.html#pragma_application_id).
const applicationId = 0x50_42_4f_59;
// A full check reads the whole file; up to this size, in bytes, it takes well under half a second.
const checkedAtOpen = 64_000_000;

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

/**
 * Looks at an existing file without changing it, or anything beside it.
 * @returns its schema version; undefined where there is nothing yet
 * @throws StoreError where this program must not touch it
 */
export function inspectDatabase(file: string): number | undefined {
  if (!existsSync(file) || statSync(file).size === 0) return undefined;
  let db: Connection | undefined;
  try {
    const small = statSync(file).size <= checkedAtOpen;
    db =
      small && !hasLog(file)
        ? openCopy(file)
        : new Database(file, { readonly: !isNewborn(file), timeout: 5000 });
    const { version, owner, empty } = markOf(db);
    // Ours has nothing in it between its first page and its first migration, where a kill may leave it.
    if (version === 0 && owner === 0 && empty) return undefined;
    if (owner !== applicationId) {
      throw new StoreError(
        `The database ${file} belongs to another program: set DATABASE_URL to a file of Paperboy's own. Nothing was changed.`,
      );
    }
    if (version > migrations.length) {
      throw new StoreError(
        `The database ${file} was written by a newer Paperboy (schema ${version}, this one knows ${migrations.length}): update Paperboy, or set DATABASE_URL to another file. Nothing was changed.`,
      );
    }
    if (small) checkPages(db);
    return version;
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    if (isOutOfReach(cause)) throw unwritable(file, cause);
    throw new StoreError(
      `The database ${file} cannot be read (${reasonOf(cause)}): put a backup in its place, or move it away to begin anew. Nothing was changed.`,
      { cause },
    );
  } finally {
    db?.close();
  }
}

/** In one transaction: another process may be at its first migration. */
function markOf(db: Connection): { version: number; owner: number; empty: boolean } {
  return db.transaction(() => ({
    version: db.pragma("user_version", { simple: true }) as number,
    owner: db.pragma("application_id", { simple: true }) as number,
    empty: db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined,
  }))();
}

/** Changes that are not in the file yet, after a crash or while another process works on it. */
function hasLog(file: string): boolean {
  return ["-wal", "-journal"].some(
    (end) => existsSync(`${file}${end}`) && statSync(`${file}${end}`).size > 0,
  );
}

/** Killed while its first page was written: only a connection that may write can roll that back. */
function isNewborn(file: string): boolean {
  return existsSync(`${file}-journal`) && statSync(file).size <= 4096;
}

/**
 * The file's bytes as a database in memory: opened in its place, even for reading, SQLite would put two files beside it. Bytes 18
 * and 19 say "write-ahead log" (https://www.sqlite.org/fileformat.html#file_format_version_numbers), which memory does not have.
 */
function openCopy(file: string): Connection {
  const bytes = readFileSync(file);
  if (bytes.subarray(18, 20).equals(Buffer.from([2, 2]))) bytes.fill(1, 18, 20);
  return new Database(bytes);
}

/** Reads every page. @throws Error with SQLite's first finding where the file is damaged */
function checkPages(db: Connection): void {
  const finding = db.pragma("quick_check(1)", { simple: true });
  if (finding !== "ok") throw new Error(String(finding));
}

/** Whether the place is the trouble, not what is in the file. */
function isOutOfReach(cause: unknown): boolean {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return /^(?:SQLITE_(?:READONLY|CANTOPEN|PERM|BUSY)|EACCES|EPERM|EISDIR)/.test(code);
}

function unwritable(file: string, cause: unknown): StoreError {
  return new StoreError(
    `The database ${file} cannot be written (${reasonOf(cause)}): set DATABASE_URL to a file in a folder that Paperboy may write to.`,
    { cause },
  );
}

function makeFolder(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file) && statSync(file).isDirectory()) throw new Error("it is a folder");
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

/** Milliseconds: so long another process may take to bring a large file up to date. */
const longestMigration = 300_000;

function migrate(db: Connection): void {
  const patience = db.pragma("busy_timeout", { simple: true }) as number;
  db.pragma(`busy_timeout = ${longestMigration}`);
  // The sixth step fills an index with what they give, which the seventh drops.
  for (const name of ["index_entries", "spelt_words"]) db.function(name, { varargs: true }, () => "[]");
  for (
    let version = db.pragma("user_version", { simple: true }) as number;
    version < migrations.length;
    version++
  ) {
    db.transaction(() => {
      // Another process may have been faster.
      if (db.pragma("user_version", { simple: true }) !== version) return;
      db.exec(migrations[version] ?? "");
      fills[version + 1]?.(db);
      db.pragma(`application_id = ${applicationId}`);
      db.pragma(`user_version = ${version + 1}`);
    }).immediate();
  }
  db.pragma(`busy_timeout = ${patience}`);
}
