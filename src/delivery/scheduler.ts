import type { ChatAdapter } from "../chat/adapter.ts";
import { deliverPlatform } from "./deliver.ts";
import type { DeliverDeps } from "./deps.ts";
import { planWatches } from "./editions/watches.ts";
import { planDue } from "./plan.ts";

/** Deliveries at work at a time on each platform, so that a slow channel holds up one of them and no other platform. */
const workers = 16;

/** Delivers everything that is due now. @returns how many deliveries were taken up */
export async function deliverDue(
  adapters: readonly ChatAdapter[],
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<number> {
  await planDue(deps.store, deps.clock(), deps.logger);
  await planWatches(deps.store, deps.clock(), deps.logger);
  const hands = adapters.flatMap((adapter) =>
    Array.from({ length: workers }, () => deliverPlatform(adapter, deps, signal)),
  );
  const delivered = await Promise.all(hands);
  return delivered.reduce((sum, n) => sum + n, 0);
}

/** Looks into the ledger until aborted: who is due is a question to the store, so a restart loses nothing. Never rejects. */
export async function keepDelivering(
  adapters: readonly ChatAdapter[],
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<void> {
  // A loop for each, so that a platform with many channels that does not answer keeps no other waiting.
  await Promise.all(adapters.map((adapter) => keepDeliveringOn(adapter, deps, signal)));
}

async function keepDeliveringOn(adapter: ChatAdapter, deps: DeliverDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await deliverDue([adapter], deps, signal);
    } catch (error) {
      deps.logger.error({ err: error }, "deliveries failed; they are tried again");
    }
    await deps.sleep(deps.pause, signal).catch(() => {});
  }
}
