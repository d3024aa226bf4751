import type { ChatAdapter, PartKey } from "../chat/adapter.ts";
import type { ChannelId, PostId } from "../chat/incoming.ts";
import { DeliveryError } from "../errors.ts";
import type { Delivery } from "../store/ledger.ts";
import type { DeliverDeps } from "./deps.ts";

const second = 1000;
const minute = 60 * second;
/** What a request under way gets of a stop, which may take ten seconds in all. */
const patienceAtStop = 5 * second;
/** Milliseconds for which a platform that does not answer is asked whether an untried part is there, before it is posted all the same. */
const patienceWithUntried = 20 * minute;

/** Asks whether a part that was begun is there. Where that fails it stays what it was, a post that may be there. @throws DeliveryError */
export async function look(
  place: ChannelId | PostId,
  key: PartKey,
  { dueAt }: Delivery,
  adapter: ChatAdapter,
  deps: DeliverDeps,
): Promise<PostId | "absent" | "unknown"> {
  try {
    return await withinTimeout(adapter.find(place, key, new Date(dueAt.getTime() - 60 * minute)), deps);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    throw withMaybePosted(error, true);
  }
}

/**
 * Asks whether a part is there of which the ledger knows nothing: it may be from before a backup that was put back.
 * @returns the post; undefined where it is absent or nobody can tell, for then it is posted
 * @throws DeliveryError where the platform may be asked again in a while
 */
export async function lookForUntried(
  place: ChannelId | PostId,
  key: PartKey,
  delivery: Delivery,
  adapter: ChatAdapter,
  deps: DeliverDeps,
): Promise<PostId | undefined> {
  try {
    const found = await look(place, key, delivery, adapter, deps);
    return found === "absent" || found === "unknown" ? undefined : found;
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const asked = deps.clock().getTime() - delivery.triedAt.getTime();
    if (error.retry && (error.installation || asked < patienceWithUntried))
      throw withMaybePosted(error, false);
    return undefined;
  }
}

function withMaybePosted(cause: DeliveryError, maybePosted: boolean): DeliveryError {
  const { message, retry, after, installation, mend } = cause;
  return new DeliveryError(message, {
    ...{ retry, maybePosted, installation, cause },
    ...(after === undefined ? {} : { after }),
    ...(mend === undefined ? {} : { mend }),
  });
}

/** A request that takes longer may have been heard. @throws DeliveryError */
export async function withinTimeout<T>(request: Promise<T>, deps: DeliverDeps): Promise<T> {
  const over = new AbortController();
  const limit = timeIsUp(deps, over.signal);
  try {
    return await Promise.race([request, limit]);
  } finally {
    over.abort();
    limit.catch(() => {});
  }
}

/** Rejects when a request has had its time; once Paperboy is being stopped, that is not long. */
async function timeIsUp({ timeout, sleep, stopping }: DeliverDeps, over: AbortSignal): Promise<never> {
  for (let left = timeout; left > 0; ) {
    const slice = Math.min(left, second);
    await sleep(slice, over);
    left -= slice;
    if (stopping?.aborted) left = Math.min(left, patienceAtStop);
  }
  throw new DeliveryError("no answer in time", { retry: true, maybePosted: true });
}
