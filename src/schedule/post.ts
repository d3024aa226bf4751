import type { ChatAdapter, PartKey } from "../chat/adapter.ts";
import type { ChannelId, PostId } from "../chat/incoming.ts";
import type { Message } from "../chat/message.ts";
import type { Clock, Sleep } from "../clock.ts";
import { DeliveryError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Claim, Delivery, DeliveryPart, Outcome } from "../store/ledger.ts";
import type { Store } from "../store/store.ts";
import type { createEditions } from "./edition.ts";
import type { Freshness } from "./freshness.ts";

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
  /** Aborted when Paperboy is being stopped. */
  readonly stopping?: AbortSignal;
}

const second = 1000;
const minute = 60 * second;
/** What a request under way gets of a stop, which may take ten seconds in all. */
const patienceAtStop = 5 * second;
/** A post this long after its slot is called late, */
const late = 10 * minute;
/** and this long after its slot nothing is posted, whatever held it up; what was begun is still looked for. */
const lateFor = 24 * 60 * minute;

/** A part as it is frozen. */
export interface Content {
  readonly message: Message;
  /** Whether it is a reply to the first part. */
  readonly reply: boolean;
}

/** Posts what is missing. @returns the outcome; nothing where the claim was lost, or was given back to stop */
export async function postParts(
  delivery: Delivery,
  claim: Claim,
  adapter: ChatAdapter,
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const { parts = [], intended = { kind: "posted", reason: "" } } = delivery;
  const posts: (string | undefined)[] = [];
  let leftOut = 0;
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
    if (result === "left out") leftOut++;
    posts.push(result === "unknown" || result === "left out" ? undefined : result);
  }
  const unknown = posts.filter((post) => post === undefined).length - leftOut;
  if (unknown > 0)
    return { kind: "unknown", reason: `whether ${unknown} of ${posts.length} posts arrived cannot be told` };
  if (leftOut > 0)
    return { kind: "missed", reason: `${leftOut} of ${posts.length} posts could not be made within a day` };
  const isPostedNow = parts.some(({ state }) => state === "new");
  const delay = deps.clock().getTime() - delivery.dueAt.getTime();
  return intended.kind === "posted" && isPostedNow && delay >= late
    ? { kind: "late", reason: `${intended.reason}, ${sayDelay(delay)} late` }
    : intended;
}

/** @returns the post; "unknown" where it may be there and cannot be looked for; "left out" where it is too late for it; "lost" where somebody else has the claim */
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
  const place = (reply ? root : delivery.place) as ChannelId | PostId | undefined;
  const settle = async (post: string): Promise<string> => {
    const result = post === "unknown" ? post : { post, message: JSON.stringify(message) };
    return (await deliveries.settle(claim, part.part, result, deps.clock())) ? post : "lost";
  };
  // Without its headline a reply has nowhere to go: it is surely not posted, so its paper stays unseen.
  if (place === undefined) return "unknown";
  const isTooLate =
    delivery.kind !== "notice" && deps.clock().getTime() - delivery.dueAt.getTime() >= lateFor;
  const key = keyOf(delivery, part.part);
  if (part.state === "posting") {
    const found = await look(place, key, delivery, adapter, deps);
    if (found !== "absent") return settle(found);
    if (isTooLate && !(await deliveries.undo(claim, part.part))) return "lost";
  }
  if (isTooLate) return "left out";
  if (!(await deliveries.begin(claim, part.part, inMs(deps.lease, deps)))) return "lost";
  await deps.step?.("before post");
  try {
    const post = await withinTimeout(adapter.post(place, message, key), deps);
    await deps.step?.("after post");
    const settled = await settle(post);
    await deps.step?.("recorded");
    return settled;
  } catch (error) {
    if (error instanceof DeliveryError && !error.maybePosted) await deliveries.undo(claim, part.part);
    throw error;
  }
}

/** Asks whether a part is there. Where that fails it stays what it was, a post that may be there. */
async function look(
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
    const { retry, after } = error;
    throw new DeliveryError(error.message, {
      retry,
      maybePosted: true,
      cause: error,
      ...(after === undefined ? {} : { after }),
    });
  }
}

/** A request that takes longer may have been heard. */
async function withinTimeout<T>(request: Promise<T>, deps: DeliverDeps): Promise<T> {
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

/** The instant `ms` milliseconds from now. */
export const inMs = (ms: number, { clock }: Pick<DeliverDeps, "clock">): Date =>
  new Date(clock().getTime() + ms);
const keyOf = ({ channel, kind, date }: Delivery, part: number): PartKey =>
  `${channel} ${kind} ${date} ${part}`;

function sayDelay(ms: number): string {
  const minutes = Math.round(ms / minute);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
