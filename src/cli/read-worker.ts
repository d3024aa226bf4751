import { parentPort, workerData } from "node:worker_threads";
import { UserError } from "../errors.ts";
import type { Prepared } from "../search/search.ts";
import type { Answer } from "../sources/source.ts";
import { prepare } from "../store/sqlite/prepare.ts";
import { readSavedAnswer } from "./saved-answer.ts";

export interface ReadAnswer extends Answer {
  /** What the store makes of each of its papers, where there was time. */
  readonly prepared?: readonly Prepared[];
}

/** What the thread of read-ahead.ts says of a file. */
export type Read = { readonly answer: ReadAnswer } | { readonly trouble: string; readonly isUsers: boolean };

let last: Promise<void> = Promise.resolve();

parentPort?.on("message", (file: string) => {
  last = last.then(() => tell(file));
});

async function tell(file: string): Promise<void> {
  try {
    const answer = await readSavedAnswer(file, workerData as Date);
    const prepared = prepare(answer.papers);
    say({ answer: { ...answer, prepared } }, prepared);
  } catch (error) {
    say({ trouble: (error as Error).message, isUsers: error instanceof UserError });
  }
}

function say(read: Read, given: readonly Prepared[] = []): void {
  // Given away, not copied.
  parentPort?.postMessage(read, [...new Set(given.map(({ buffer }) => buffer))]);
}
