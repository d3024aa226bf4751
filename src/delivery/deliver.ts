import { randomUUID } from "node:crypto";
import type { ChatAdapter } from "../chat/adapter.ts";
import { DeliveryError, reasonOf } from "../errors.ts";
import type { Claim, Delivery, Outcome } from "../store/ledger.ts";
import type { Store } from "../store/store.ts";
import { type DeliverDeps, inMs } from "./deps.ts";
import type { Edition } from "./editions/edition.ts";
import { refusalOf } from "./plan.ts";
import { type Content, postParts } from "./post.ts";
import { restAfterRefusal } from "./refusals.ts";
import { pauseWhereUnreachable } from "./unreachable.ts";

const minute = 60_000;
/** How long a source that does not answer is asked again before a digest is made from what is stored. */
const sourcePatience = 20 * minute;
/** How long temporary errors are retried. */
const grace = 120 * minute;
/** Milliseconds: what would be tried again behind the grace is tried once more so long before its end. */
const lastTry = minute;
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
  const { store, clock, lease, working, refusals } = deps;
  const { platform } = adapter;
  let delivered = 0;
  while (!signal.aborted && !refusals.isResting(platform, clock())) {
    // Each claim has a name of its own, so that of two claims of a process only one can write.
    const owner = `${deps.owner} ${randomUUID()}`;
    const delivery = await store.deliveries.claim(owner, platform, clock(), lease, [...working]);
    if (!delivery) break;
    working.add(delivery);
    const unsure = await deliver(delivery, adapter, { ...deps, owner, stopping: signal }, signal);
    const free = (): unknown => working.delete(delivery);
    // Not by the clock that was agreed with other processes: that may be set to any time.
    if (unsure > 0) deps.sleep(unsure, signal).then(free, free);
    else free();
    delivered++;
  }
  return delivered;
}

/**
 * Brings one claimed delivery as far as it goes: to an outcome, or back into the ledger for a later try. Never rejects.
 * @returns milliseconds for which a post may still be on its way, so that it makes no sense to look for it
 */
async function deliver(
  delivery: Delivery,
  adapter: ChatAdapter,
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<number> {
  const { channel, kind, date } = delivery;
  const claim: Claim = { key: { channel, kind, date }, owner: deps.owner };
  let isBegun = false;
  try {
    await deps.step?.("claimed");
    const refusal = await refuse(delivery, deps);
    const frozen = refusal
      ? await end(claim, refusal, deps)
      : delivery.parts
        ? delivery
        : await freeze(delivery, claim, deps, signal);
    if (!frozen) return 0;
    await deps.step?.("frozen");
    isBegun = true;
    const outcome = await postParts(frozen, claim, adapter, deps, signal);
    if (!outcome) return 0;
    deps.refusals.accept(adapter.platform);
    await deps.step?.("before finish");
    await deps.store.deliveries.finish(claim, outcome, deps.clock());
    return 0;
  } catch (error) {
    return putOff(delivery, claim, error, { isBegun, platform: adapter.platform }, deps);
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

/**
 * After an error: a later try inside the grace, or the end. What is not a DeliveryError may have happened anywhere.
 * @returns milliseconds until the next try, where a post may still be on its way
 */
async function putOff(
  delivery: Delivery,
  claim: Claim,
  error: unknown,
  { isBegun, platform }: { readonly isBegun: boolean; readonly platform: string },
  deps: DeliverDeps,
): Promise<number> {
  const { store, clock, logger, refusals } = deps;
  const trouble =
    error instanceof DeliveryError
      ? error
      : new DeliveryError(reasonOf(error), { retry: true, maybePosted: isBegun, cause: error });
  if (trouble.installation) refusals.refuse(platform, trouble, clock());
  else
    logger.warn(
      { ...claim.key, failures: delivery.failures, reason: trouble.message },
      "a delivery was not completed",
    );
  try {
    const left = delivery.triedAt.getTime() + grace - clock().getTime();
    const wait = Math.min(waitAfter(trouble, delivery, deps), left - lastTry);
    if (trouble.retry && wait > 0) {
      await store.deliveries.release(claim, inMs(wait, deps), trouble.message, true);
      return trouble.maybePosted ? wait : 0;
    }
    await store.deliveries.finish(claim, endAfter(trouble), clock());
    if (delivery.kind === "digest") await pauseWhereUnreachable(delivery, store, clock());
  } catch (cause) {
    logger.error({ err: cause, ...claim.key }, "the ledger could not be written; the lease will end");
  }
  return 0;
}

/** Milliseconds until the next try. */
function waitAfter(
  { after, installation }: DeliveryError,
  { failures }: Delivery,
  { backoff }: DeliverDeps,
): number {
  if (installation) return Math.max(after ?? 0, restAfterRefusal);
  return after === undefined
    ? Math.min(backoff * 2 ** Math.min(failures, 6), 10 * minute)
    : Math.max(after, shortestWait);
}

/** What is said of a digest that was given up. Only what a platform says of the channel itself counts against the channel. */
function endAfter({ maybePosted, installation, after, message }: DeliveryError): Outcome {
  if (maybePosted) return { kind: "unknown", reason: message };
  if (installation) return { kind: "missed", reason: `Paperboy as a whole was refused: ${message}` };
  return { kind: after === undefined ? "unreachable" : "missed", reason: message };
}

async function end(claim: Claim, outcome: Outcome, { store, clock }: DeliverDeps): Promise<undefined> {
  await store.deliveries.finish(claim, outcome, clock());
}
