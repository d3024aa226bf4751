import type { ChatAdapter, PartKey } from "../chat/adapter.ts";
import type { ChannelId, PostId } from "../chat/incoming.ts";
import type { Message } from "../chat/message.ts";
import { DeliveryError } from "../errors.ts";
import type { Claim, Delivery, DeliveryPart, Outcome } from "../store/ledger.ts";
import { type DeliverDeps, inMs } from "./deps.ts";
import { look, lookForUntried, withinTimeout } from "./requests.ts";

const minute = 60_000;
/** A post this long after its slot is called late, */
const late = 10 * minute;
/** this long after its slot the platform is asked first, whatever the ledger says: a backup from before may have been put back, */
const askAfter = 5 * minute;
/** and this long after its slot nothing is posted, whatever held it up; what was begun is still looked for. */
const lateFor = 24 * 60 * minute;

/** A part as it is frozen. */
export interface Content {
  readonly message: Message;
  /** Whether it is a reply to the first part. */
  readonly reply: boolean;
}

/** What became of a part. "unknown": it may be there and cannot be looked for; "left out": it is too late for it; "lost": somebody else has the claim. */
type Result = { readonly post: string; readonly isNew: boolean } | "unknown" | "left out" | "lost";

/** Posts what is missing. @returns the outcome; nothing where the claim was lost, or was given back to stop */
export async function postParts(
  delivery: Delivery,
  claim: Claim,
  adapter: ChatAdapter,
  deps: DeliverDeps,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const { parts = [] } = delivery;
  if (!(await outlastOthers(delivery, deps, signal))) return undefined;
  const results: Result[] = [];
  // One look for the first of them: where that is absent, so are the others.
  let isAsked = delivery.kind !== "notice" && delayOf(delivery, deps) >= askAfter;
  for (const part of parts) {
    if (signal.aborted) {
      await deps.store.deliveries.release(claim, deps.clock(), "Paperboy was stopped");
      return undefined;
    }
    const result = await postPart(part, postOf(results[0]), isAsked, delivery, claim, adapter, deps);
    if (result === "lost") return undefined;
    if (part.state === "new" && (typeof result === "string" || result.isNew)) isAsked = false;
    results.push(result);
  }
  return outcomeOf(delivery, results, deps);
}

function outcomeOf(
  { dueAt, intended = { kind: "posted", reason: "" } }: Delivery,
  results: readonly Result[],
  deps: DeliverDeps,
): Outcome {
  const number = (result: Result): number => results.filter((one) => one === result).length;
  const [unknown, leftOut] = [number("unknown"), number("left out")];
  if (unknown > 0)
    return {
      kind: "unknown",
      reason: `whether ${unknown} of ${results.length} posts arrived cannot be told`,
    };
  if (leftOut > 0)
    return { kind: "missed", reason: `${leftOut} of ${results.length} posts could not be made within a day` };
  const isPostedNow = results.some((result) => typeof result === "object" && result.isNew);
  const delay = delayOf({ dueAt }, deps);
  return intended.kind === "posted" && isPostedNow && delay >= late
    ? { kind: "late", reason: `${intended.reason}, ${sayDelay(delay)} late` }
    : intended;
}

/**
 * Whoever had the delivery before may still have a request under way, where its lease only seems to have ended: the clock was set, or
 * its process slept. A request has its timeout; behind that the platform can be asked.
 * @returns whether the delivery goes on
 */
async function outlastOthers(
  { inherited, parts = [] }: Delivery,
  { sleep, timeout }: DeliverDeps,
  signal: AbortSignal,
): Promise<boolean> {
  if (!inherited || !parts.some(({ state }) => state === "posting")) return true;
  await sleep(timeout, signal).catch(() => {});
  // Not given back: whoever claims it next would not know that there is something to outlast.
  return !signal.aborted;
}

async function postPart(
  part: DeliveryPart,
  root: string | undefined,
  isAsked: boolean,
  delivery: Delivery,
  claim: Claim,
  adapter: ChatAdapter,
  deps: DeliverDeps,
): Promise<Result> {
  if (part.state === "posted" && part.post !== undefined) return { post: part.post, isNew: false };
  if (part.state === "posted" || part.state === "unknown") return "unknown";
  const { deliveries } = deps.store;
  const { message, reply } = JSON.parse(part.content) as Content;
  const place = (reply ? root : delivery.place) as ChannelId | PostId | undefined;
  const settle = async (post: string, isNew: boolean, isOfAnother = false): Promise<Result> => {
    const what = isOfAnother ? { isOfAnother } : { message: JSON.stringify(message) };
    const result = post === "unknown" ? post : { post, ...what };
    if (!(await deliveries.settle(claim, part.part, result, deps.clock()))) return "lost";
    return post === "unknown" ? post : { post, isNew };
  };
  // Without its headline a reply has nowhere to go: it is surely not posted, so its paper stays unseen.
  if (place === undefined) return "unknown";
  const isTooLate = delivery.kind !== "notice" && delayOf(delivery, deps) >= lateFor;
  const key = keyOf(delivery, part.part);
  if (part.state === "posting") {
    const found = await look(place, key, delivery, adapter, deps);
    if (found !== "absent") return settle(found, false);
    if (isTooLate && !(await deliveries.undo(claim, part.part))) return "lost";
  }
  if (isTooLate) return "left out";
  if (part.state === "new" && isAsked) {
    const found = await lookForUntried(place, key, delivery, adapter, deps);
    if (found !== undefined) return settle(found, false, true);
  }
  if (!(await deliveries.begin(claim, part.part, inMs(deps.lease, deps)))) return "lost";
  await deps.step?.("before post");
  try {
    const post = await withinTimeout(
      adapter.post(place, message, key, () => holdOn(claim, deps)),
      deps,
    );
    await deps.step?.("after post");
    const settled = await settle(post, true);
    await deps.step?.("recorded");
    return settled;
  } catch (error) {
    if (error instanceof DeliveryError && !error.maybePosted) await deliveries.undo(claim, part.part);
    throw error;
  }
}

/** Right before the request, behind every wait: somebody else may have the delivery by now. @throws DeliveryError */
async function holdOn(claim: Claim, { store }: DeliverDeps): Promise<void> {
  if (await store.deliveries.holds(claim)) return;
  throw new DeliveryError("somebody else has taken it up", { retry: true, maybePosted: false });
}

const postOf = (result: Result | undefined): string | undefined =>
  typeof result === "object" ? result.post : undefined;

/** Milliseconds since the slot. */
function delayOf({ dueAt }: Pick<Delivery, "dueAt">, { clock }: Pick<DeliverDeps, "clock">): number {
  return clock().getTime() - dueAt.getTime();
}

const keyOf = ({ channel, kind, date }: Delivery, part: number): PartKey =>
  `${channel} ${kind} ${date} ${part}`;

function sayDelay(ms: number): string {
  const minutes = Math.round(ms / minute);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
