import { chmodSync, closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** Nobody but the account that Paperboy runs as. */
const own = { file: 0o600, folder: 0o700 } as const;
const others = 0o077;

/** Makes the folder of a file where it is missing, for this account alone, whatever the umask; one that is there stays as it is. */
export function makeFolderOf(file: string): void {
  const folder = dirname(file);
  const first = mkdirSync(folder, { recursive: true, mode: own.folder });
  if (first !== undefined) for (const made of foldersBetween(first, folder)) chmodSync(made, own.folder);
}

/** Makes an empty file for this account alone, whatever the umask. @throws Error where it is there already */
export function makeFile(file: string): void {
  closeSync(openSync(file, "wx", own.file));
  chmodSync(file, own.file);
}

/** Takes the rights of others to a database from all its files. What belongs to another account stays as it is. */
export function keepToOwner(database: string): void {
  for (const end of ["", "-wal", "-shm", "-journal"]) narrow(`${database}${end}`);
}

function narrow(file: string): void {
  try {
    if ((statSync(file).mode & others) !== 0) chmodSync(file, own.file);
  } catch {
    // It is not there, or the account that owns it has decided.
  }
}

function foldersBetween(first: string, last: string): readonly string[] {
  const folders = [last];
  for (let folder = last; statSync(folder).ino !== statSync(first).ino && dirname(folder) !== folder; ) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}
