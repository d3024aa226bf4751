import { setTimeout as wait } from "node:timers/promises";
import { reasonOf } from "../errors.ts";
import type { Logger } from "../logger.ts";

/** Work that goes on after its event was acknowledged, and that a stop waits for. */
export function createHold(logger: Logger) {
  const held = new Set<Promise<void>>();
  return {
    /** Never rejects; what goes wrong is logged. */
    hold(work: () => Promise<void>): void {
      const done = work()
        .catch((error) => logger.warn({ reason: reasonOf(error) }, "an answer did not arrive"))
        .finally(() => held.delete(done));
      held.add(done);
    },
    /** Resolves once everything is done, or so many milliseconds are over. */
    async settled(patience: number): Promise<void> {
      await Promise.race([Promise.allSettled(held), wait(patience, undefined, { ref: false })]);
    },
  };
}
