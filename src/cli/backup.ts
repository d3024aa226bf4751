import { existsSync } from "node:fs";
import { StoreError, UsageError } from "../errors.ts";
import { prepare, withStore } from "./app.ts";
import { type Host, print } from "./host.ts";

/** Copies the database into one file, while the bot may go on working. @returns the exit status */
export async function backup(file: string, host: Host): Promise<number> {
  if (!file.trim()) throw new UsageError("backup needs the name of a file: paperboy backup paperboy-copy.db");
  const ground = prepare(host, true);
  const { DATABASE_URL } = ground.settings;
  if (!existsSync(DATABASE_URL))
    throw new StoreError(
      `There is no database ${DATABASE_URL} to copy: set DATABASE_URL to the one you mean.`,
    );
  await withStore(ground, (store) => store.backup(file));
  print(
    host,
    `Written: ${file}. To go back to it: stop Paperboy, delete ${DATABASE_URL}-wal and ${DATABASE_URL}-shm if they are there, and copy it to ${DATABASE_URL}.`,
  );
  return 0;
}
