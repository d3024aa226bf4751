import { Worker } from "node:worker_threads";
import Database from "better-sqlite3";
import { StoreError } from "../../errors.ts";
import type { Search } from "../search.ts";
import type { Reply, Request } from "./worker.ts";

interface Waiting {
  resolve(answer: never): void;
  reject(error: unknown): void;
}

/**
 * Search in a thread of its own, so that nothing else waits for it. The thread starts with the first search, and again after it died.
 * @param file the database's, which is open already
 */
export function searchInThread(file: string): Search & { close(): Promise<void> } {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let asked = 0;
  let isClosed = false;

  const settle = (reply: Reply): void => {
    const one = waiting.get(reply.id);
    waiting.delete(reply.id);
    // A thread that has nothing to do keeps no process alive.
    if (waiting.size === 0) thread?.unref();
    if ("answer" in reply) one?.resolve(reply.answer as never);
    else one?.reject(errorOf(reply.trouble));
  };
  const start = (): Worker => {
    // Of this process's options none is the thread's: --import would run again.
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      workerData: file,
      execArgv: [],
    });
    let cause: unknown;
    worker.on("message", settle);
    worker.on("error", (error) => {
      cause = errorOf(error as Error & { readonly code?: string });
    });
    worker.on("exit", () => {
      if (thread === worker) thread = undefined;
      const lost = [...waiting.values()];
      waiting.clear();
      for (const { reject } of lost) reject(cause ?? new StoreError("The search was ended: try again."));
    });
    return worker;
  };
  const ask = <T>(name: Request["name"], ...args: readonly unknown[]): Promise<T> =>
    new Promise((resolve, reject) => {
      if (isClosed) throw new StoreError("The database is closed.");
      thread ??= start();
      const id = asked++;
      waiting.set(id, { resolve, reject });
      thread.ref();
      thread.postMessage({ id, name, args } satisfies Request);
    });

  return {
    find: (...args) => ask("find", ...args),
    byTitle: (...args) => ask("byTitle", ...args),
    related: (...args) => ask("related", ...args),
    async close() {
      isClosed = true;
      await thread?.terminate();
    },
  };
}

/** SQLite's errors keep their code, by which they are explained. */
function errorOf({ message, code }: { readonly message: string; readonly code?: string }): Error {
  return code?.startsWith("SQLITE_") ? new Database.SqliteError(message, code) : new Error(message);
}
