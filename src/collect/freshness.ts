import { reasonOf } from "../errors.ts";
import { type CollectDeps, collectGap, collectNewest, isFresh } from "./collect.ts";

/** Whether the newest list days are there; where they are not, why. */
export interface Freshness {
  readonly trouble?: string;
  /** When the source last answered. */
  readonly answeredAt?: Date;
}

/** Milliseconds for which one answer serves every channel that is due. */
const shared = 60_000;

/**
 * Asks the source for the newest list days where they are older than an hour: once for however many channels are due together.
 * @returns a function that says how fresh the store is
 */
export function createFreshness(deps: CollectDeps): (signal?: AbortSignal) => Promise<Freshness> {
  let last: { readonly at: number; readonly freshness: Promise<Freshness> } | undefined;
  return (signal) => {
    const now = deps.clock().getTime();
    if (!last || now < last.at || now >= last.at + shared)
      last = { at: now, freshness: refresh(deps, signal) };
    return last.freshness;
  };
}

async function refresh(deps: CollectDeps, signal?: AbortSignal): Promise<Freshness> {
  const options = { attempts: 2, ...(signal ? { signal } : {}) };
  try {
    if (!(await isFresh(deps))) await collectNewest(deps, options);
    await collectGap(deps, options);
    return {};
  } catch (error) {
    const health = await deps.store.collection.health();
    const answeredAt = health.find(({ source }) => source === deps.source.name)?.answeredAt;
    return { trouble: reasonOf(error), ...(answeredAt ? { answeredAt } : {}) };
  }
}
