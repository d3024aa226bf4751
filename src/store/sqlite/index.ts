import { existsSync, renameSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { reasonOf, StoreError } from "../../errors.ts";
import type { Store } from "../store.ts";
import { createCollection, createMemories } from "./collection.ts";
import { type Connection, inspectDatabase, openDatabase } from "./database.ts";
import { createLists } from "./lists.ts";
import { createPapers } from "./papers.ts";
import { createPosts } from "./posts.ts";
import { createSaves } from "./saves.ts";
import { createSearch } from "./search.ts";

/**
 * The store in one SQLite file, or in memory for ":memory:".
 * @throws StoreError where the file cannot be used; it is left as it is then
 */
export function openStore(file: string): Store {
  const db = openDatabase(file);
  return {
    papers: createPapers(db),
    search: createSearch(db),
    lists: createLists(db),
    posts: createPosts(db),
    saves: createSaves(db),
    collection: createCollection(db),
    memories: createMemories(db),
    backup: (target) => backup(db, file, target),
    async close() {
      db.close();
    },
  };
}

/** Written beside its place and then moved there: a backup is whole or not there. */
async function backup(db: Connection, file: string, target: string): Promise<void> {
  if (resolve(file) === resolve(target))
    throw new StoreError(`${target} is the database itself: name another file.`);
  if (existsSync(target)) inspectDatabase(target);
  const part = `${target}.part`;
  try {
    await db.backup(part);
    renameSync(part, target);
  } catch (cause) {
    rmSync(part, { force: true });
    throw new StoreError(
      `The backup ${target} cannot be written (${reasonOf(cause)}): name a file in a folder you may write to.`,
      { cause },
    );
  }
}
