import { stat } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { UserError } from "../errors.ts";
import type { Read, ReadAnswer } from "./read-worker.ts";
import { readSavedAnswer } from "./saved-answer.ts";

/** Of so many files a thread reads the next ones while one is written; for fewer it would take longer to start. */
const manyFiles = 20;
/** Files, and bytes, that are read before they are asked for: more of the usual hundred papers than are written at once. */
const mostAhead = 6;
const mostBytes = 16e6;

export interface Saved {
  readonly file: string;
  /** Rejects with UserError where the file holds no answer. */
  readonly answer: Promise<ReadAnswer>;
}

/** Reads saved answers, each once it is asked for, or a few before. */
export async function* readAhead(files: readonly string[], now: Date): AsyncGenerator<Saved> {
  if (files.length < manyFiles) {
    for (const file of files) yield { file, answer: readSavedAnswer(file, now) };
    return;
  }
  const thread = readInThread(now);
  try {
    const ahead: (Saved & { readonly size: number })[] = [];
    const isFull = (): boolean =>
      ahead.length === mostAhead || ahead.reduce((sum, { size }) => sum + size, 0) > mostBytes;
    for (const file of files) {
      const { size } = await stat(file).catch(() => ({ size: 0 }));
      ahead.push({ file, size, answer: thread.read(file) });
      while (isFull()) yield ahead.shift() as Saved;
    }
    yield* ahead;
  } finally {
    await thread.end();
  }
}

/** Answers come in the order of the files, for the thread reads one after the other. */
function readInThread(now: Date) {
  const worker = new Worker(new URL("./read-worker.ts", import.meta.url), { workerData: now, execArgv: [] });
  const waiting: PromiseWithResolvers<ReadAnswer>[] = [];
  let failure: unknown;
  worker.on("message", (read: Read) => {
    const one = waiting.shift();
    if ("answer" in read) one?.resolve(read.answer);
    else one?.reject(read.isUsers ? new UserError(read.trouble) : new Error(read.trouble));
  });
  worker.on("error", (error) => {
    failure = error;
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  return {
    read(file: string): Promise<ReadAnswer> {
      const one = Promise.withResolvers<ReadAnswer>();
      // Whoever asks for it hears of the trouble; until then nobody does.
      one.promise.catch(() => undefined);
      if (failure === undefined) waiting.push(one);
      else one.reject(failure);
      worker.postMessage(file);
      return one.promise;
    },
    end: () => worker.terminate(),
  };
}
