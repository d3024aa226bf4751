import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import type { Search } from "../store.ts";
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

// Runs in the thread that search-thread.ts starts. Its connection only reads: one process, one writer.
const search = createSearch(new Database(String(workerData), { readonly: true, timeout: 5000 }));

parentPort?.on("message", async ({ id, name, args }: Request) => {
  const reply = (rest: object): void => parentPort?.postMessage({ id, ...rest });
  try {
    reply({ answer: await (search[name] as (...args: readonly unknown[]) => Promise<unknown>)(...args) });
  } catch (error) {
    const { message, code } = error as Error & { readonly code?: string };
    reply({ trouble: { message, code } });
  }
});
