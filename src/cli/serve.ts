import { keepEarlyCounted } from "../bot/early-reactions.ts";
import type { AdapterEntry, AdapterMemory, Bot, ChatAdapter } from "../chat/adapter.ts";
import type { ChannelId, PostId } from "../chat/incoming.ts";
import { collectNewest, isFresh, keepCollecting } from "../collect/collect.ts";
import type { DeliverDeps } from "../delivery/deps.ts";
import { keepDelivering } from "../delivery/scheduler.ts";
import { DeliveryError, reasonOf } from "../errors.ts";
import { cleanStored } from "../jobs/clean-stored.ts";
import { keepChecking } from "../jobs/database-in-place.ts";
import { keepReactionsRead, readMissedReactions } from "../jobs/missed-reactions.ts";
import { keepTidy } from "../jobs/retention.ts";
import { keepSaversShown } from "../jobs/show-savers.ts";
import type { Store } from "../store/store.ts";
import { createBotOn, createDeliverDeps, type Ground } from "./app.ts";
import { keepContact } from "./contact.ts";
import type { Host } from "./host.ts";

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

/** Starts the adapters and answers until each of them has ended or the process is asked to. @returns the exit status */
export async function converse(
  host: Host,
  ground: Ground,
  store: Store,
  entries: readonly AdapterEntry[],
  how: Conversation,
): Promise<number> {
  const { clock, stopped } = host;
  const { logger, huggingFace: source } = ground;
  if (stopped.aborted) return 0;
  const connected: ChatAdapter[] = [];
  const missed = new Set<PostId>();
  const bot = createBotOn(store, ground, host, {
    missed,
    post: (channel, message, key) => adapterOf(channel, connected).post(channel, message, key),
    find: (channel, key, since) => adapterOf(channel, connected).find(channel, key, since),
    edit: (post, message) => adapterOf(post, connected).edit(post, message),
    // Whoever waits for an answer is not left without one by a stop.
    sleep: (ms) => host.sleep(ms, stopped).catch(() => {}),
  });
  const deliver = createDeliverDeps(store, ground, host);
  const world: World = { ground, store, bot, missed, connected, deliver };
  const ending = new AbortController();
  const collecting = how.collect
    ? keepCollecting({ source, store, clock }, logger, host.sleep, ending.signal)
    : undefined;
  const retentionDays = ground.settings.RETENTION_DAYS;
  const cleaning = cleanStored({ store, sleep: host.sleep, logger }, ending.signal);
  const tidying = keepTidy({ store, clock, logger, sleep: host.sleep, retentionDays }, ending.signal);
  const checking = keepChecking({ store, sleep: host.sleep, logger }, ending.signal);
  try {
    // No platform takes another down: the process ends with the last of them.
    const ends = await Promise.allSettled(
      entries.map(async (entry) => {
        try {
          await keepUp(entry, how, world, host);
        } catch (error) {
          // Only one reason is thrown, and only when the last has ended.
          if (entries.length > 1) logger.error(`${entry.platform} has ended: ${reasonOf(error)}`);
          throw error;
        }
      }),
    );
    const failed = ends.find((end) => end.status === "rejected");
    if (failed) throw failed.reason;
    return 0;
  } finally {
    ending.abort();
    await Promise.all([collecting, tidying, cleaning, checking]);
  }
}

interface World {
  readonly ground: Ground;
  readonly store: Store;
  readonly bot: Bot;
  readonly missed: Set<PostId>;
  /** The adapters that can post. */
  readonly connected: ChatAdapter[];
  readonly deliver: DeliverDeps;
}

/** Runs one platform until it ends or the process is asked to. @throws Error the reason where it could not go on */
async function keepUp(
  { platform, load }: AdapterEntry,
  how: Conversation,
  world: World,
  host: Host,
): Promise<void> {
  const { clock, env, stopped } = host;
  const { ground, store, missed, connected } = world;
  const { logger } = ground;
  const over = Promise.withResolvers<Error | undefined>();
  stopped.addEventListener("abort", () => over.resolve(undefined), { once: true });
  const ending = new AbortController();
  const memory = memoryOf(platform, store);
  const contact = keepContact(platform, { store, clock, logger });
  const { changed } = contact;
  const adapter = (await load()).create({
    ...{ env, clock, logger, memory },
    ended: over.resolve,
    contact: changed,
  });
  connected.push(adapter);
  let working: Promise<unknown> = Promise.resolve();
  try {
    await how.greet?.(adapter);
    const started = adapter.start(world.bot);
    // An adapter that waits for its platform's network can be stopped all the same.
    await Promise.race([started, over.promise]);
    if (!stopped.aborted) {
      const deps = { store, clock, logger, missed, sleep: host.sleep };
      working = Promise.all([
        keepDelivering([adapter], world.deliver, ending.signal),
        readMissedReactions(adapter, deps, ending.signal),
        keepEarlyCounted(adapter, deps, ending.signal),
        keepReactionsRead(adapter, deps, ending.signal),
        keepSaversShown(adapter, deps, ending.signal),
      ]);
    }
    const reason = await over.promise;
    if (reason) throw reason;
  } finally {
    ending.abort();
    // Posts that are under way still need their adapter.
    await working;
    connected.splice(connected.indexOf(adapter), 1);
    await adapter.stop();
    await contact.stop();
  }
}

/** @throws DeliveryError where the channel's platform is not connected */
function adapterOf(channel: ChannelId | PostId, adapters: readonly ChatAdapter[]): ChatAdapter {
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
    clear: () => memories.clear(platform),
  };
}
