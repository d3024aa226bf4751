import type { ChatAdapter, PartKey } from "../chat/adapter.ts";
import type { ChannelId, PostId } from "../chat/incoming.ts";
import type { Message } from "../chat/message.ts";
import type { Clock, Sleep } from "../clock.ts";
import { DeliveryError, reasonOf } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Claim, Delivery, DeliveryPart, Outcome } from "../store/ledger.ts";
import type { Store } from "../store/store.ts";
import type { createEditions, Edition } from "./edition.ts";
import type { Freshness } from "./freshness.ts";
import { pauseWhereUnreachable } from "./unreachable.ts";

/** Moments at which a crash would hurt most; tests end the program at each. */
export type Step = "claimed" | "frozen" | "before post" | "after post" | "recorded" | "before finish";

/** How patient deliveries are, in milliseconds. */
export interface Delivering {
  /** How long a claim lasts: far longer than any request may take. */
  readonly lease: number;
  /** Until a request is given up; it may have been heard all the same. */
  readonly timeout: number;
  /** Before the second attempt; doubled for each further one. */
  readonly backoff: number;
  /** Between looks into the ledger. */
  readonly pause: number;
  /** Called at each step. */
  readonly step?: (step: Step) => Promise<void>;
}

export interface DeliverDeps extends Delivering {
  readonly store: Store;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
  /** Who this process is, in leases. */
  readonly owner: string;
  readonly editions: ReturnType<typeof createEditions>;
  readonly freshness: (signal?: AbortSignal) => Promise<Freshness>;
}

const minute = 60_000;
/** How long a source that does not answer is asked again before a digest is made from what is stored. */
const sourcePatience = 20 * minute;
/** How long temporary errors are retried. */
const grace = 120 * minute;
/** What was never begun is not posted this long after it was due, whatever held it up. */
const lateFor = 24 * 60 * minute;
/** A post this long after its slot is called late. */
const late = 10 * minute;

interface Content {
  readonly message: Message;
  /** Whether it is a reply to the first part. */
  readonly reply: boolean;
}

/** Claims and delivers what is due on one platform, one after the other, until nothing is free or `signal` is aborted. */
export async function deliverPlatform(
  adapter: ChatAdapter,
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<number> {
  let delivered = 0;
  while (!signal.aborted) {
    const delivery = await deps.store.deliveries.claim(
      deps.owner,
      adapter.platform,
      deps.clock(),
      deps.lease,
    );
    if (!delivery) break;
    await deliver(delivery, adapter, deps, signal);
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
  try {
    await deps.step?.("claimed");
    const frozen = delivery.parts ? delivery : await freeze(delivery, claim, deps, signal);
    if (!frozen) return;
    await deps.step?.("frozen");
    const outcome = await postParts(frozen, claim, adapter, deps, signal);
    if (!outcome) return;
    await deps.step?.("before finish");
    await deps.store.deliveries.finish(claim, outcome, deps.clock());
  } catch (error) {
    await putOff(delivery, claim, error, deps);
  }
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
  const age = clock().getTime() - delivery.dueAt.getTime();
  const subscription = await store.subscriptions.get(delivery.team, delivery.channel);
  if (!subscription) return end(claim, { kind: "missed", reason: "the subscription was ended" }, deps);
  if (age >= lateFor)
    return end(claim, { kind: "missed", reason: "it could not be posted within a day" }, deps);
  const freshness = delivery.kind === "digest" ? await deps.freshness(signal) : {};
  if (signal.aborted) {
    await deliveries.release(claim, delivery.dueAt, "Paperboy was stopped");
    return undefined;
  }
  if (freshness.trouble !== undefined && age < sourcePatience) {
    await deliveries.release(claim, inMs(minute, deps), freshness.trouble);
    return undefined;
  }
  const { digest, recap } = deps.editions;
  const edition: Edition = await (delivery.kind === "recap"
    ? recap(delivery)
    : digest(delivery, subscription.wish, freshness));
  if (edition.parts.length === 0) return end(claim, edition.outcome, deps);
  const isThread = delivery.kind === "digest" && subscription.wish.layout === "thread";
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

/** Posts what is missing. @returns the outcome; nothing where the claim was lost, or was given back to stop */
async function postParts(
  delivery: Delivery,
  claim: Claim,
  adapter: ChatAdapter,
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const { parts = [], intended = { kind: "posted", reason: "" } } = delivery;
  const posts: (string | undefined)[] = [];
  for (const part of parts) {
    if (signal.aborted) {
      await deps.store.deliveries.release(claim, deps.clock(), "Paperboy was stopped");
      return undefined;
    }
    const result =
      part.state === "new" || part.state === "posting"
        ? await postPart(part, posts[0], delivery, claim, adapter, deps)
        : (part.post ?? "unknown");
    if (result === "lost") return undefined;
    posts.push(result === "unknown" ? undefined : result);
  }
  const unknown = posts.filter((post) => post === undefined).length;
  if (unknown > 0)
    return { kind: "unknown", reason: `whether ${unknown} of ${posts.length} posts arrived cannot be told` };
  const delay = deps.clock().getTime() - delivery.dueAt.getTime();
  return intended.kind === "posted" && delay >= late
    ? { kind: "late", reason: `${intended.reason}, ${sayDelay(delay)} late` }
    : intended;
}

/** @returns the post; "unknown" where it may be there and cannot be looked for; "lost" where somebody else has the claim */
async function postPart(
  part: DeliveryPart,
  root: string | undefined,
  delivery: Delivery,
  claim: Claim,
  adapter: ChatAdapter,
  deps: DeliverDeps,
): Promise<string> {
  const { deliveries } = deps.store;
  const { message, reply } = JSON.parse(part.content) as Content;
  // Without its headline a reply has nowhere to go.
  const place = (reply ? root : delivery.place) as ChannelId | PostId | undefined;
  const settle = async (result: { post: string } | "unknown"): Promise<string> =>
    (await deliveries.settle(claim, part.part, result, deps.clock()))
      ? result === "unknown"
        ? result
        : result.post
      : "lost";
  if (place === undefined) return settle("unknown");
  const key = keyOf(delivery, part.part);
  if (part.state === "posting") {
    const found = await withinTimeout(
      adapter.find(place, key, new Date(delivery.dueAt.getTime() - 60 * minute)),
      deps,
    );
    if (found !== "absent") return settle(found === "unknown" ? found : { post: found });
  }
  if (!(await deliveries.begin(claim, part.part, inMs(deps.lease, deps)))) return "lost";
  await deps.step?.("before post");
  try {
    const post = await withinTimeout(adapter.post(place, message, key), deps);
    await deps.step?.("after post");
    const settled = await settle({ post });
    await deps.step?.("recorded");
    return settled;
  } catch (error) {
    if (error instanceof DeliveryError && !error.maybePosted) await deliveries.undo(claim, part.part);
    throw error;
  }
}

/** After an error: a later try inside the grace, or the end. What is not a DeliveryError may have happened anywhere. */
async function putOff(delivery: Delivery, claim: Claim, error: unknown, deps: DeliverDeps): Promise<void> {
  const { store, clock, logger } = deps;
  const trouble =
    error instanceof DeliveryError
      ? error
      : new DeliveryError(reasonOf(error), { retry: true, maybePosted: true, cause: error });
  logger.warn(
    { ...claim.key, attempt: delivery.attempts, reason: trouble.message },
    "a delivery was not completed",
  );
  try {
    const wait = Math.min(
      trouble.after ?? deps.backoff * 2 ** Math.min(delivery.attempts - 1, 6),
      10 * minute,
    );
    const inTime = clock().getTime() + wait < delivery.dueAt.getTime() + grace;
    // A resumed delivery has its own two hours, counted by its attempts: it was due long ago.
    if (trouble.retry && (inTime || delivery.attempts < 3)) {
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

/** A request that takes longer may have been heard. */
async function withinTimeout<T>(request: Promise<T>, { timeout, sleep }: DeliverDeps): Promise<T> {
  const over = new AbortController();
  const limit = sleep(timeout, over.signal).then(() => {
    throw new DeliveryError("no answer in time", { retry: true, maybePosted: true });
  });
  try {
    return await Promise.race([request, limit]);
  } finally {
    over.abort();
    limit.catch(() => {});
  }
}

const inMs = (ms: number, { clock }: Pick<DeliverDeps, "clock">): Date => new Date(clock().getTime() + ms);
const keyOf = ({ channel, kind, date }: Delivery, part: number): PartKey =>
  `${channel} ${kind} ${date} ${part}`;

function sayDelay(ms: number): string {
  const minutes = Math.round(ms / minute);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
