import type Database from "better-sqlite3";

/** The file that the index lies in. */
export type Connection = Database.Database;
