import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../errors.ts";
import type { Answer } from "../sources/source.ts";
import { readSavedAnswer } from "./saved-answer.ts";

/** What the thread of read-ahead.ts says of a file. */
export type Read = { readonly answer: Answer } | { readonly trouble: string; readonly isUsers: boolean };

let last: Promise<void> = Promise.resolve();

parentPort?.on("message", (file: string) => {
  last = last.then(async () => parentPort?.postMessage(await read(file)));
});

async function read(file: string): Promise<Read> {
  try {
    return { answer: await readSavedAnswer(file, workerData as Date) };
  } catch (error) {
    return { trouble: (error as Error).message, isUsers: error instanceof UserError };
  }
}
