import type { AdapterEntry, AdapterMemory, ChatAdapter } from "../chat/adapter.ts";
import type { ChannelId } from "../chat/incoming.ts";
import { DeliveryError, reasonOf } from "../errors.ts";
import { collectNewest, isFresh, keepCollecting } from "../schedule/collect.ts";
import { keepDelivering } from "../schedule/scheduler.ts";
import type { Store } from "../store/store.ts";
import type { Host } from "./host.ts";
import { createBotOn, createDeliverDeps, type Ground } from "./world.ts";

export interface Conversation {
  /** Whether to go on fetching in the background. */
  readonly collect: boolean;
  /** Before an adapter starts to listen. */
  greet?(adapter: ChatAdapter): Promise<void>;
}

/** Fetches the newest list days unless they are fresh. @param patience milliseconds @returns why that failed, where it did */
export async function refresh(
  { clock, stopped }: Host,
  { huggingFace: source, logger }: Ground,
  store: Store,
  patience: number,
): Promise<string | undefined> {
  const deps = { source, store, clock };
  if (await isFresh(deps)) return undefined;
  try {
    await collectNewest(deps, {
      signal: AbortSignal.any([stopped, AbortSignal.timeout(patience)]),
      attempts: 2,
    });
    return undefined;
  } catch (error) {
    logger.debug({ err: error }, "the newest list days could not be fetched");
    return reasonOf(error);
  }
}

/** Starts the adapters and answers until one of them has ended or the process is asked to. @returns the exit status */
export async function converse(
  host: Host,
  ground: Ground,
  store: Store,
  entries: readonly AdapterEntry[],
  how: Conversation,
): Promise<number> {
  const { clock, env, stopped } = host;
  const { logger } = ground;
  if (stopped.aborted) return 0;
  const over = Promise.withResolvers<Error | undefined>();
  stopped.addEventListener("abort", () => over.resolve(undefined), { once: true });
  const ending = new AbortController();
  const adapters: ChatAdapter[] = [];
  const bot = createBotOn(store, ground, host, (channel, message) =>
    adapterOf(channel, adapters).post(channel, message),
  );
  let working: Promise<unknown> = Promise.resolve();
  try {
    for (const { platform, load } of entries) {
      const adapter = (await load()).create({
        env,
        clock,
        logger,
        memory: memoryOf(platform, store),
        ended: over.resolve,
      });
      adapters.push(adapter);
      await how.greet?.(adapter);
      await adapter.start(bot);
    }
    const { huggingFace: source } = ground;
    working = Promise.all([
      keepDelivering(adapters, createDeliverDeps(store, ground, host), ending.signal),
      how.collect && keepCollecting({ source, store, clock }, logger, host.sleep, ending.signal),
    ]);
    const reason = await over.promise;
    if (reason) throw reason;
    return 0;
  } finally {
    ending.abort();
    // Posts that are under way still need their adapter.
    await working;
    await Promise.all(adapters.map((adapter) => adapter.stop()));
  }
}

/** @throws DeliveryError where the channel's platform is not connected */
function adapterOf(channel: ChannelId, adapters: readonly ChatAdapter[]): ChatAdapter {
  const adapter = adapters.find(({ platform }) => channel.startsWith(`${platform}:`));
  if (!adapter)
    throw new DeliveryError("its platform is not connected", { retry: false, maybePosted: false });
  return adapter;
}

/** What an adapter keeps for itself, in the store. */
export function memoryOf(platform: string, { memories }: Store): AdapterMemory {
  return {
    get: (key) => memories.get(platform, key),
    set: (key, value) => memories.set(platform, key, value),
  };
}
