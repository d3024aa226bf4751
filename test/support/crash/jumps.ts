import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { Random } from "../random.ts";

/** The wall clock is set: milliseconds after the jump before, and by how many it is ahead from then on. */
export interface Jump {
  readonly after: number;
  readonly to: number;
}

/** Milliseconds: longer than any lease, and less than what makes a digest so late that it is looked for first. */
const furthest = 180_000;
/** Milliseconds between jumps at most: about as long as a process works on a date. */
const apart = 150;

/** Jumps both ways. The last goes further than all: whatever waits by the clock is free then. */
export function anyJumps(random: Random): readonly Jump[] {
  const some = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
    after: random() * apart,
    to: Math.floor(random() * furthest),
  }));
  return [...some, { after: apart, to: furthest + 60_000 }];
}

/** Sets the clock of every process that reads `file`. */
export async function jump(file: string, jumps: readonly Jump[], signal: AbortSignal): Promise<void> {
  for (const { after, to } of jumps) {
    await wait(after, undefined, { signal });
    setClock(file, to);
  }
}

/** At once, as clocks are set: nobody reads half a number. */
export function setClock(file: string, ms: number): void {
  writeFileSync(`${file}.new`, String(ms));
  renameSync(`${file}.new`, file);
}

/** Milliseconds; none where nobody sets the clock. */
export function jumpedBy(file: string): number {
  return file === "" ? 0 : Number(readFileSync(file, "utf8"));
}
