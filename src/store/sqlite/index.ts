import { existsSync, renameSync, rmSync } from "node:fs";
import { reasonOfFile, StoreError } from "../../errors.ts";
import { createSearch } from "../../search/index/search.ts";
import { searchInThread } from "../../search/index/thread.ts";
import type { Store } from "../store.ts";
import { createActivity } from "./activity.ts";
import { createCollection, createMemories } from "./collection.ts";
import type { Connection } from "./connection.ts";
import { createContacts } from "./contacts.ts";
import { openDatabase } from "./database.ts";
import { createDeliveries } from "./deliveries.ts";
import { createEarlyReactions } from "./early.ts";
import { explain, isFull, withSentences } from "./guard.ts";
import { createLists } from "./lists.ts";
import { createPapers } from "./papers.ts";
import { createPeople } from "./people.ts";
import { createPosts } from "./posts.ts";
import { makeFile } from "./private-files.ts";
import { createReading } from "./reading.ts";
import { createSaves } from "./saves.ts";
import { rememberFiles } from "./standing.ts";
import { createSubscriptions } from "./subscriptions.ts";
import { createThinning } from "./thin.ts";
import { createTogether } from "./together.ts";
import { createTyping } from "./typing.ts";
import { createWatches } from "./watches.ts";

/**
 * The store in one SQLite file, or in memory for ":memory:".
 * @throws StoreError where the file cannot be used; it is left as it is then
 */
export function openStore(file: string): Store {
  const db = openDatabase(file);
  // Nobody else can read what is in memory.
  const thread = file === ":memory:" ? undefined : searchInThread(file);
  try {
    const papers = createPapers(db);
    const together = createTogether(db);
    const store: Store = {
      papers,
      search: thread ?? createSearch(db),
      typing: createTyping(db),
      lists: createLists(db),
      posts: createPosts(db),
      saves: createSaves(db, together),
      early: createEarlyReactions(db, together),
      reading: createReading(db),
      activity: createActivity(db),
      watches: createWatches(db),
      people: createPeople(db),
      subscriptions: createSubscriptions(db),
      deliveries: createDeliveries(db),
      collection: createCollection(db),
      memories: createMemories(db),
      contacts: createContacts(db),
      backup: (target) => backup(db, target),
      thin: createThinning(db),
      // What is asked before every call is asked before this one.
      async check() {},
      async close() {
        await papers.idle();
        await thread?.close();
        db.close();
      },
    };
    return withSentences(store, file, thread ? rememberFiles(file) : () => {});
  } catch (error) {
    db.close();
    throw explain(error, file);
  }
}

/** Written beside its place and then moved there: a backup is whole or not there. */
async function backup(db: Connection, target: string): Promise<void> {
  // Even an older backup may be open somewhere; a file that is replaced under SQLite is lost.
  if (existsSync(target))
    throw new StoreError(`${target} is there already: name a file that is not, or move it away first.`);
  const part = `${target}.part`;
  try {
    rmSync(part, { force: true });
    makeFile(part);
    await db.backup(part);
    // The log of a program that was killed there would be read into the new file.
    for (const end of ["-wal", "-shm"]) rmSync(`${target}${end}`, { force: true });
    renameSync(part, target);
  } catch (cause) {
    rmSync(part, { force: true });
    throw new StoreError(
      isFull(cause, target)
        ? `The backup ${target} is not made: the disk is full. Free some space, or name a file on another disk.`
        : `The backup ${target} cannot be written (${reasonOfFile(cause)}): name a file in a folder you may write to.`,
      { cause },
    );
  }
}
