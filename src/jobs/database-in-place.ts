import type { Sleep } from "../clock.ts";
import { reasonOf } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Store } from "../store/store.ts";

/** Milliseconds between looks. */
const pause = 20_000;

export interface StandingDeps {
  readonly store: Pick<Store, "check">;
  readonly sleep: Sleep;
  readonly logger: Logger;
}

/** Says once in the log that nothing is kept any more, and once that it is again, until aborted. Never rejects. */
export async function keepChecking(
  { store, sleep, logger }: StandingDeps,
  signal: AbortSignal,
): Promise<void> {
  let said: string | undefined;
  while (!signal.aborted) {
    const trouble = await store.check().then(
      () => undefined,
      (error: unknown) => reasonOf(error),
    );
    if (trouble !== undefined && trouble !== said) logger.error(trouble);
    if (trouble === undefined && said !== undefined) logger.info("the database is in its place again");
    said = trouble;
    await sleep(pause, signal).catch(() => {});
  }
}
