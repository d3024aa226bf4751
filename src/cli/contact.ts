import type { ContactChange } from "../chat/adapter.ts";
import type { Clock } from "../clock.ts";
import { reasonOf } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Store } from "../store/store.ts";
import { capitalised, duration } from "../text/clean.ts";

export interface ContactDeps {
  readonly store: Pick<Store, "contacts">;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Keeps note of whether a platform reaches us: a warning when it does not, a line when it does again, and both in the store. */
export function keepContact(platform: string, { store, clock, logger }: ContactDeps) {
  const name = capitalised(platform);
  let lostAt: Date | undefined;
  let isTold = false;
  let writing: Promise<void> = Promise.resolve();
  const record = (change: Parameters<Store["contacts"]["record"]>[1]): void => {
    writing = writing
      .then(() => store.contacts.record(platform, change))
      .catch((error) => logger.warn({ reason: reasonOf(error) }, "an outage could not be noted"));
  };
  return {
    changed({ at, lost, code }: ContactChange): void {
      isTold = true;
      if (lost !== undefined) {
        lostAt = at;
        logger.warn({ code }, `${name} is not connected (${lost}); it is tried again`);
        record({ state: "lost", at, reason: lost });
        return;
      }
      if (lostAt)
        logger.info(`${name} is connected again after ${duration(at.getTime() - lostAt.getTime())}`);
      lostAt = undefined;
      record({ state: "connected", at });
    },
    /** Nobody listens to the platform any more, where somebody did. Resolves once everything is noted. */
    async stop(): Promise<void> {
      if (isTold) record({ state: "stopped", at: clock() });
      await writing;
    },
  };
}
