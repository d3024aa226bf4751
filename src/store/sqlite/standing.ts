import { statSync } from "node:fs";
import { StoreError } from "../../errors.ts";

/**
 * Remembers the files of a database that was just opened. SQLite would go on writing into files that nobody finds any more.
 * @returns a check that throws StoreError while one of them is not in its place. It looks once in a turn of the event loop: a digest
 * asks dozens of times in one, and each look takes three calls of the system.
 */
export function rememberFiles(file: string): () => void {
  const parts = ["", "-wal", "-shm"]
    .map((end) => ({ path: `${file}${end}`, identity: identityOf(`${file}${end}`) }))
    .filter(({ identity }) => identity !== undefined);
  let isSeen = false;
  return () => {
    if (isSeen) return;
    for (const { path, identity } of parts) {
      const now = identityOf(path);
      if (now !== identity) throw new StoreError(sayDisplaced(path, file, now !== undefined));
    }
    isSeen = true;
    setImmediate(() => {
      isSeen = false;
    });
  };
}

function sayDisplaced(path: string, file: string, isReplaced: boolean): string {
  const what = path === file ? `The database ${file}` : `${path}, a part of the database,`;
  return isReplaced
    ? `${what} was replaced while Paperboy runs, so nothing is kept: restart Paperboy.`
    : `${what} was moved or deleted while Paperboy runs, so nothing is kept: put it back, or restart Paperboy.`;
}

function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    return undefined;
  }
}
