import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Paper } from "../../src/model/paper.ts";
import { aPaper } from "./builders.ts";

export const batchSize = 25;

/** The papers of one upsert: each has the batch's own word in its title, so that search finds exactly them. */
export function aBatch(batch: number): Paper[] {
  return Array.from({ length: batchSize }, (_, i) =>
    aPaper({ id: `${batch}.${i}`, title: `Maps of the batch number${batch}`, upvotes: i }),
  );
}

/** Starts the writer: see batch-writer.ts. */
export function startWriter(file: string, first: number, most?: number): ChildProcess {
  const script = fileURLToPath(new URL("./batch-writer.ts", import.meta.url));
  const counts = most === undefined ? [String(first)] : [String(first), String(most)];
  return spawn(process.execPath, [script, file, ...counts], { stdio: ["ignore", "pipe", "inherit"] });
}

/** Batches that a writer announced, until it ends; `seen` is told of each one. */
export async function announced(writer: ChildProcess, seen: (batch: number) => void = () => {}) {
  if (!writer.stdout) throw new Error("The writer has no standard output.");
  const batches: number[] = [];
  const ended = once(writer, "exit");
  for await (const line of createInterface({ input: writer.stdout })) {
    batches.push(Number(line));
    seen(Number(line));
  }
  const [status] = await ended;
  return { batches, status: status as number | null };
}
