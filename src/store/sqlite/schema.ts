import Database from "better-sqlite3";
import type { Connection } from "./connection.ts";
import { openForReading } from "./inspect.ts";
import { migrate } from "./migrate.ts";

/**
 * What is not in a database as Paperboy's own steps leave it: "the index post_stale is missing".
 * @param file an existing database of ours, whatever its version
 */
export function schemaDifferences(file: string): readonly string[] {
  const db = openForReading(file);
  const fresh = new Database(":memory:");
  try {
    migrate(fresh, db.pragma("user_version", { simple: true }) as number);
    return compare(partsOf(db), partsOf(fresh));
  } finally {
    db.close();
    fresh.close();
  }
}

/** Tables, indexes, triggers and views by kind and name, and the statements that make them. */
type Parts = ReadonlyMap<string, string>;

/** What SQLite keeps for itself, such as its statistics, is nobody's change. */
function partsOf(db: Connection): Parts {
  const rows = db
    .prepare<[], { readonly part: string; readonly sql: string }>(
      `SELECT type || ' ' || name AS part, sql FROM sqlite_schema
       WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .all();
  return new Map(rows.map(({ part, sql }) => [part, sql]));
}

function compare(found: Parts, expected: Parts): readonly string[] {
  const missing = [...expected.keys()].filter((part) => !found.has(part));
  const added = [...found.keys()].filter((part) => !expected.has(part));
  const changed = [...expected.keys()].filter(
    (part) => found.has(part) && found.get(part) !== expected.get(part),
  );
  return [
    ...missing.map((part) => `the ${part} is missing`),
    ...changed.map((part) => `the ${part} was changed`),
    ...added.map((part) => `the ${part} is not Paperboy's`),
  ];
}
