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
  const wait = (left: number): void => {
    if (isOver) return;
    if (left === 0) late();
    else setImmediate(wait, left - 1);
  };
  const timer = setTimeout(wait, ms, turns);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
