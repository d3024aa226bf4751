import { setFlagsFromString } from "node:v8";

/** Megabytes of the half of the heap that new values go to; V8 itself would let it grow to 64 while papers are imported. */
const semiSpace = 8;
/** Percent by which the heap of older values grows before garbage is collected; V8 itself would let it double and more. */
const growing = 20;

/**
 * Holds memory down: of this thread, and of those that it starts from now on. It is called when the program is loaded, by which the
 * thread's own semi-space has grown to that size: from then on it can be kept from growing, while its limit is fixed before any code runs.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${growing}`);
  setFlagsFromString("--semi-space-growth-factor=1");
  // Threads begin with what they may have, for they do not grow either.
  setFlagsFromString(`--min-semi-space-size=${semiSpace}`);
  setFlagsFromString(`--max-semi-space-size=${semiSpace}`);
}
