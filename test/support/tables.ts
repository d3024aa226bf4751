import Database from "better-sqlite3";

/** Where a text stands in a database, whatever its case: "post.message", each place once. */
export function placesOf(text: string, file: string): string[] {
  const db = new Database(file, { readonly: true });
  try {
    const tables = db.pragma("table_list") as { readonly name: string; readonly type: string }[];
    const ours = tables.filter(({ name, type }) => type === "table" && !name.startsWith("sqlite_"));
    return ours.flatMap(({ name: table }) => {
      const columns = db.pragma(`table_info(${table})`) as { readonly name: string }[];
      return columns
        .filter(({ name: column }) =>
          db
            .prepare<[string]>(
              `SELECT 1 FROM ${table} WHERE instr(lower(CAST(${column} AS TEXT)), lower(?)) > 0 LIMIT 1`,
            )
            .get(text),
        )
        .map(({ name: column }) => `${table}.${column}`);
    });
  } finally {
    db.close();
  }
}
