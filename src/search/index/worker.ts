import { on } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import type { Search } from "../search.ts";
import { createSearch } from "./search.ts";

/** What a thread is asked, and what it answers. */
export interface Request {
  readonly id: number;
  readonly name: keyof Search;
  readonly args: readonly unknown[];
}
export type Reply = { readonly id: number } & (
  | { readonly answer: unknown }
  | { readonly trouble: { readonly message: string; readonly code?: string } }
);

/** KiB of the file that this connection keeps; the rest is in the system's memory, and the process does not grow with the file. */
const cached = 6000;

// Runs in the thread that thread.ts starts. Its connection only reads: one process, one writer.
const db = new Database(String(workerData), { readonly: true, timeout: 5000 });
db.pragma(`cache_size = -${cached}`);
const search = createSearch(db);

if (parentPort)
  for await (const [request] of on(parentPort, "message")) parentPort.postMessage(await answer(request));

async function answer({ id, name, args }: Request): Promise<Reply> {
  try {
    const ask = search[name] as (...args: readonly unknown[]) => Promise<unknown>;
    return { id, answer: await ask(...args) };
  } catch (error) {
    const { message, code } = error as Error & { readonly code?: string };
    return { id, trouble: { message, ...(code === undefined ? {} : { code }) } };
  }
}
