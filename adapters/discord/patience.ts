import { setTimeout as wait } from "node:timers/promises";
import { toDeliveryError } from "./errors.ts";
import * as limits from "./limits.ts";

/** Waits for a limit that is over in a moment; longer ones are the caller's to wait for. */
export async function patiently<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const { after, maybePosted } = toDeliveryError(error);
    if (maybePosted || after === undefined || after > limits.shortLimit) throw error;
    try {
      await wait(after, undefined, { signal });
    } catch {
      // There is no time left, and nothing was done.
      throw error;
    }
    return request();
  }
}
