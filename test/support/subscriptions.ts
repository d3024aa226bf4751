import { usualWish } from "../../src/commands/channel/wish.ts";
import type { Subscription, Wish } from "../../src/store/ledger.ts";

export const channel = "slack:T1/C1";
export const team = "slack:T1";
/** Who subscribed. */
export const ana = "slack:T1/U1";

/** Weekdays at nine in Berlin; what a test is about stands in `over`. */
export function aWish(over: Partial<Wish> = {}): Wish {
  return { ...usualWish("Europe/Berlin"), ...over };
}

/** A subscription of the channel since Monday 16 November 2026. */
export function aSubscription(over: Partial<Subscription> = {}, wish: Partial<Wish> = {}): Subscription {
  const of = over.channel ?? channel;
  return {
    team: of.slice(0, of.indexOf("/")),
    channel: of,
    wish: aWish(wish),
    since: new Date("2026-11-16T00:00:00Z"),
    subscriber: ana,
    ...over,
  };
}
