import type { Clock, Sleep } from "../clock.ts";
import type { Logger } from "../logger.ts";
import type { Store } from "../store/store.ts";

const day = 86_400_000;
/** Milliseconds between looks: so much later than promised something may be deleted. */
const pause = 3_600_000;

export interface UpkeepDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
  /** Days for which what is known of a team stays, after the bot was taken out of it. */
  readonly retentionDays: number;
}

/** Deletes what need not be known any more, until aborted. Never rejects. */
export async function keepTidy(deps: UpkeepDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await tidy(deps);
    } catch (error) {
      deps.logger.error({ err: error }, "what is out of date could not be deleted; it is tried again");
    }
    await deps.sleep(pause, signal).catch(() => {});
  }
}

/** Deletes everything about the people of teams that the bot was taken out of so long ago, and what has had its time. */
export async function tidy({
  store,
  clock,
  logger,
  retentionDays,
}: Omit<UpkeepDeps, "sleep">): Promise<void> {
  const before = new Date(clock().getTime() - retentionDays * day);
  for (const team of await store.people.forgetRemoved(before)) {
    logger.info({ team }, "what was known of a team is deleted: Paperboy was taken out of it");
  }
  await store.thin(clock());
}
