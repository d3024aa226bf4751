import type Database from "better-sqlite3";

/** The open database. */
export type Connection = Database.Database;
