import { createHash } from "node:crypto";
import type { Connection } from "./connection.ts";

/**
 * What is kept of somebody who asked to be forgotten, so that what is told late of before brings nothing back: the team, and a mark that
 * only their id leads to.
 */
export function forgottenMark(user: string): string {
  const mark = createHash("sha256").update(user).digest("base64url").slice(0, 22);
  return `${user.slice(0, user.indexOf("/"))}/${mark}`;
}

/** Lets statements say `forgotten_mark(user)`. */
export function defineForgottenMark(db: Connection): void {
  db.function("forgotten_mark", { deterministic: true }, (user) => forgottenMark(String(user)));
}

/** Milliseconds in which an event from before could still be told, and reactions are read again. */
export const remembersForgetting = 8 * 86_400_000;

/** Milliseconds: while somebody else reads the log, it is emptied another time. */
const patience = 100;

/** What is in the log goes into the file, and the log is cut to nothing, so that nothing deleted is left in it. @returns whether it was */
export function emptyLog(db: Connection): boolean {
  const usual = db.pragma("busy_timeout", { simple: true }) as number;
  db.pragma(`busy_timeout = ${patience}`);
  try {
    return db.pragma("wal_checkpoint(TRUNCATE)", { simple: true }) === 0;
  } finally {
    db.pragma(`busy_timeout = ${usual}`);
  }
}
