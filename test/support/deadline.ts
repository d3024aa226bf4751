import { setImmediate as turn } from "node:timers/promises";

/** Turns of the loop in which what lies in the sockets gets from one side to the other and back. */
const turns = 10;

/**
 * A time limit between two sides of one process. Where the process stood still both did, and timers come before what lies in the sockets:
 * that gets its turn before anybody is called late.
 * @param ms milliseconds
 * @returns what ends it
 */
export function deadline(ms: number, late: () => void): () => void {
  let isOver = false;
  const timer = setTimeout(async () => {
    for (let i = 0; i < turns && !isOver; i += 1) await turn();
    if (!isOver) late();
  }, ms);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
