import type { Claim, Delivery, DeliveryKey, LedgerEntry } from "../../src/store/ledger.ts";
import type { Store } from "../../src/store/store.ts";
import { at, type Open, openForTest } from "./open-store.ts";
import { aSubscription, channel, team } from "./subscriptions.ts";

export const minute = 60_000;
export const lease = 60_000;
export const posted = { kind: "posted", reason: "2 papers" } as const;
export const date = "2026-11-19";
export const key: DeliveryKey = { channel, kind: "digest", date };
export const mine: Claim = { key, owner: "we" };
export const others: Claim = { key, owner: "they" };
export const soonAfter = (ms: number): Date => new Date(at(8).getTime() + ms);
export const twoParts = [
  { content: "one", papers: ["p1", "p2"] },
  { content: "two", papers: ["p3"] },
];

/** A store whose ledger has one slot of the channel, due at eight. */
export async function withSlot(open: Open, of = channel): Promise<Store> {
  const store = await openForTest(open);
  await enterSlot(store, of);
  return store;
}

export async function enterSlot(
  { subscriptions }: Store,
  of: string,
  on = date,
  dueAt = at(8),
): Promise<void> {
  await subscriptions.save(aSubscription({ channel: of }), { at: at(0), by: "Ana", what: "subscribed" });
  const slots = [{ kind: "digest" as const, date: on, dueAt }];
  await subscriptions.plan([{ channel: of, slots, plan: { plannedAt: at(8), next: at(99) } }]);
}

export const claimAs = (store: Store, owner: string, now = at(8)): Promise<Delivery | undefined> =>
  store.deliveries.claim(owner, "slack", now, lease);
/** A delivery to a channel whose first part is begun and stays so: something is being posted there. */
export async function beginForEver(store: Store, of: { team: string; channel: string }): Promise<void> {
  const forEver = { ...of, kind: "digest", date } as const;
  const { deliveries } = store;
  await deliveries.enter({ ...forEver, place: of.channel, dueAt: at(0) });
  const platform = of.channel.slice(0, of.channel.indexOf(":"));
  await deliveries.claim("we", platform, at(0), lease);
  const claim = { key: forEver, owner: "we" };
  await deliveries.freeze(claim, twoParts, posted);
  if (!(await deliveries.begin(claim, 0, at(99)))) throw new Error("nothing was begun");
}

export const seen = async (store: Store): Promise<string[]> =>
  [...(await store.deliveries.seen(channel))].sort();
/** The channel's newest entry. */
export const entry = async (store: Store): Promise<LedgerEntry | undefined> =>
  (await store.deliveries.latest(team, channel, "digest", 1))[0];
