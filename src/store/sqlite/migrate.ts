import type { Connection } from "./connection.ts";
import { defineForgottenMark } from "./forgotten.ts";
import { fills, migrations } from "./migrations.ts";

// "PBOY": tells our files from other programs' databases (https://www.sqlite.org/pragma.html#pragma_application_id).
export const applicationId = 0x50_42_4f_59;
/** Milliseconds: so long another process may take to bring a large file up to date. */
const longestMigration = 300_000;

/** Brings a schema up to date, step by step, each in a transaction of its own. @param upTo the version to stop at */
export function migrate(db: Connection, upTo = migrations.length): void {
  const patience = db.pragma("busy_timeout", { simple: true }) as number;
  db.pragma(`busy_timeout = ${longestMigration}`);
  defineForgottenMark(db);
  // The sixth step fills an index with what they give, which the seventh drops.
  for (const name of ["index_entries", "spelt_words"]) db.function(name, { varargs: true }, () => "[]");
  for (let version = db.pragma("user_version", { simple: true }) as number; version < upTo; version++) {
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
