import { randomUUID } from "node:crypto";
import type { ChatAdapter } from "../chat/adapter.ts";
import { DeliveryError, reasonOf } from "../errors.ts";
import type { Claim, Delivery, Outcome } from "../store/ledger.ts";
import type { Store } from "../store/store.ts";
import type { Edition } from "./edition.ts";
import { refusalOf } from "./plan.ts";
import { type Content, type DeliverDeps, inMs, postParts } from "./post.ts";
import { pauseWhereUnreachable } from "./unreachable.ts";

const minute = 60_000;
/** How long a source that does not answer is asked again before a digest is made from what is stored. */
const sourcePatience = 20 * minute;
/** How long temporary errors are retried. */
const grace = 120 * minute;
/** Milliseconds after which a day's matches are left to the next day's. */
const day = 1440 * minute;

/** Milliseconds: where a platform names no time or none to speak of. */
const shortestWait = 1000;

/** Claims and delivers what is due on one platform, one after the other, until nothing is free or `signal` is aborted. */
export async function deliverPlatform(
  adapter: ChatAdapter,
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<number> {
  let delivered = 0;
  while (!signal.aborted) {
    // Each claim has a name of its own: a process that slept for longer than its lease must not post beside its own second claim.
    const owner = `${deps.owner} ${randomUUID()}`;
    const delivery = await deps.store.deliveries.claim(owner, adapter.platform, deps.clock(), deps.lease);
    if (!delivery) break;
    await deliver(delivery, adapter, { ...deps, owner, stopping: signal }, signal);
    delivered++;
  }
  return delivered;
}

/** Brings one claimed delivery as far as it goes: to an outcome, or back into the ledger for a later try. Never rejects. */
async function deliver(
  delivery: Delivery,
  adapter: ChatAdapter,
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<void> {
  const { channel, kind, date } = delivery;
  const claim: Claim = { key: { channel, kind, date }, owner: deps.owner };
  let isBegun = false;
  try {
    await deps.step?.("claimed");
    const refusal = await refuse(delivery, deps);
    if (refusal) return await end(claim, refusal, deps);
    const frozen = delivery.parts ? delivery : await freeze(delivery, claim, deps, signal);
    if (!frozen) return;
    await deps.step?.("frozen");
    isBegun = true;
    const outcome = await postParts(frozen, claim, adapter, deps, signal);
    if (!outcome) return;
    await deps.step?.("before finish");
    await deps.store.deliveries.finish(claim, outcome, deps.clock());
  } catch (error) {
    await putOff(delivery, claim, error, isBegun, deps);
  }
}

/** Why a delivery is not posted any more, where nothing of it was: what the channel wants may have changed since it was planned. */
async function refuse(delivery: Delivery, { store, clock }: DeliverDeps): Promise<Outcome | undefined> {
  const isBegun = delivery.parts?.some(({ state }) => state !== "new") ?? false;
  if (isBegun || delivery.kind === "notice") return undefined;
  if (delivery.kind === "watch") return tooLate(delivery, clock()) ?? (await unwatched(delivery, store));
  const subscription = await store.subscriptions.get(delivery.team, delivery.channel);
  return subscription
    ? refusalOf(delivery, subscription, clock())
    : { kind: "missed", reason: "the subscription was ended" };
}

/** What watches found is told the next day, where it cannot be on its own. */
function tooLate({ dueAt }: Delivery, now: Date): Outcome | undefined {
  if (now.getTime() - dueAt.getTime() < day) return undefined;
  return { kind: "missed", reason: "it could not be told for a day; the next message has it" };
}

/** Whoever ended their last watch is told no more, not even of what was found before. */
async function unwatched({ team, channel: user }: Delivery, store: Store): Promise<Outcome | undefined> {
  const watches = await store.watches.list({ team, user });
  return watches.some(({ tell }) => tell === "dm")
    ? undefined
    : { kind: "missed", reason: "nothing is watched any more" };
}

/** Composes what will be posted and keeps it, before anything is. @returns the delivery with its parts; nothing where it is done or put off */
async function freeze(
  delivery: Delivery,
  claim: Claim,
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<Delivery | undefined> {
  const { store, clock } = deps;
  const { deliveries } = store;
  const tried = clock().getTime() - delivery.triedAt.getTime();
  const wish = (await store.subscriptions.get(delivery.team, delivery.channel))?.wish;
  if (!wish && delivery.kind !== "watch")
    return end(claim, { kind: "missed", reason: "the subscription was ended" }, deps);
  const freshness = delivery.kind === "recap" ? {} : await deps.freshness(signal);
  if (signal.aborted) {
    await deliveries.release(claim, delivery.dueAt, "Paperboy was stopped");
    return undefined;
  }
  if (freshness.trouble !== undefined && tried < sourcePatience) {
    await deliveries.release(claim, inMs(minute, deps), freshness.trouble);
    return undefined;
  }
  const { digest, recap, watches } = deps.editions;
  const edition: Edition = await (delivery.kind === "recap"
    ? recap(delivery)
    : wish && delivery.kind === "digest"
      ? digest(delivery, wish, freshness)
      : watches(delivery, freshness));
  if (edition.parts.length === 0) return end(claim, edition.outcome, deps);
  const isThread = delivery.kind === "digest" && wish?.layout === "thread";
  const parts = edition.parts.map(({ message, papers = [] }, i) => {
    const content: Content = { message, reply: isThread && i > 0 };
    return { content: JSON.stringify(content), papers };
  });
  if (!(await deliveries.freeze(claim, parts, edition.outcome))) return undefined;
  return {
    ...delivery,
    intended: edition.outcome,
    parts: parts.map((part, i) => ({ ...part, part: i, state: "new" as const })),
  };
}

/** After an error: a later try inside the grace, or the end. What is not a DeliveryError may have happened anywhere. */
async function putOff(
  delivery: Delivery,
  claim: Claim,
  error: unknown,
  isBegun: boolean,
  deps: DeliverDeps,
): Promise<void> {
  const { store, clock, logger } = deps;
  const trouble =
    error instanceof DeliveryError
      ? error
      : new DeliveryError(reasonOf(error), { retry: true, maybePosted: isBegun, cause: error });
  logger.warn(
    { ...claim.key, attempt: delivery.attempts, reason: trouble.message },
    "a delivery was not completed",
  );
  try {
    const backoff = Math.min(deps.backoff * 2 ** Math.min(delivery.attempts - 1, 6), 10 * minute);
    const wait = trouble.after === undefined ? backoff : Math.max(trouble.after, shortestWait);
    if (trouble.retry && clock().getTime() + wait < delivery.triedAt.getTime() + grace) {
      await store.deliveries.release(claim, inMs(wait, deps), trouble.message);
      return;
    }
    await store.deliveries.finish(
      claim,
      { kind: trouble.maybePosted ? "unknown" : "unreachable", reason: trouble.message },
      clock(),
    );
    if (delivery.kind === "digest") await pauseWhereUnreachable(delivery, store, clock());
  } catch (cause) {
    logger.error({ err: cause, ...claim.key }, "the ledger could not be written; the lease will end");
  }
}

async function end(claim: Claim, outcome: Outcome, { store, clock }: DeliverDeps): Promise<undefined> {
  await store.deliveries.finish(claim, outcome, clock());
}
