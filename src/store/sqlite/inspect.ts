import { existsSync, readFileSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { reasonOf, StoreError } from "../../errors.ts";
import type { Connection } from "./connection.ts";
import { unwritable } from "./guard.ts";
import { applicationId } from "./migrate.ts";
import { migrations } from "./migrations.ts";

// A full check reads the whole file; up to this size, in bytes, it takes well under half a second.
const checkedAtOpen = 64_000_000;

/**
 * Looks at an existing file without changing it, or anything beside it.
 * @returns its schema version; undefined where there is nothing yet
 * @throws StoreError where this program must not touch it
 */
export function inspectDatabase(file: string): number | undefined {
  if (!existsSync(file) || statSync(file).size === 0) return undefined;
  let db: Connection | undefined;
  try {
    db = openForReading(file);
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
    if (isSmall(file)) checkPages(db);
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

/** An existing file, in a way that changes nothing, and leaves nothing beside it where it is small. */
export function openForReading(file: string): Connection {
  if (isSmall(file) && !hasLog(file)) return openCopy(file);
  return new Database(file, { readonly: !isNewborn(file), timeout: 5000 });
}

const isSmall = (file: string): boolean => statSync(file).size <= checkedAtOpen;

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
