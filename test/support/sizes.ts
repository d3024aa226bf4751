import Database from "better-sqlite3";

/** What papers and the index that finds them are kept in. */
const ofPapers =
  /^(?:paper|listing|posting|word|document|fresh|index_state|sqlite_autoindex_paper|paper_facts|paper_newest_list_day|listing_paper)/;

export interface Size {
  readonly name: string;
  readonly bytes: number;
  readonly isOfPapers: boolean;
}

/** How large each table and index of a database is, largest first. */
export function sizesOf(file: string): readonly Size[] {
  const db = new Database(file, { readonly: true });
  // Whoever measures memory in this process does not want to measure this.
  db.pragma("cache_size = -500");
  try {
    return db
      .prepare<[], { readonly name: string; readonly bytes: number }>(
        "SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC",
      )
      .all()
      .map(({ name, bytes }) => ({ name, bytes, isOfPapers: ofPapers.test(name) }));
  } finally {
    db.close();
  }
}
