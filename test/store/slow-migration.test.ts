import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/store/sqlite/database.ts";
import { migrations } from "../../src/store/sqlite/migrations.ts";
import { tempFolder } from "../support/open-store.ts";

test("a second process waits while another brings the file up to date, for longer than five seconds", async () => {
  const file = join(tempFolder(), "paperboy.db");
  const old = new Database(file);
  old.pragma("journal_mode = WAL");
  for (const step of migrations.slice(0, 5)) old.exec(step);
  old.pragma(`application_id = ${0x50_42_4f_59}`);
  old.pragma("user_version = 5");
  old.close();
  const script = `const db = new (require("better-sqlite3"))(${JSON.stringify(file)});
    db.exec("BEGIN IMMEDIATE"); console.log("busy"); setTimeout(() => { db.exec("COMMIT"); db.close(); }, 6500);`;
  const other = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(other.stdout, "data");
  const db = openDatabase(file);
  expect(db.pragma("user_version", { simple: true })).toBe(migrations.length);
  expect(db.pragma("busy_timeout", { simple: true })).toBe(5000);
  db.close();
}, 20_000);
