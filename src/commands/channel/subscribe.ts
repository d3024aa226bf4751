import { isDeepStrictEqual } from "node:util";
import { dayOf, localDate, shortDay } from "../../calendar/days.ts";
import { type Slot, slotsAfter } from "../../calendar/slots.ts";
import { isPaused, planOne } from "../../delivery/plan.ts";
import { UserError } from "../../errors.ts";
import type { Subscription, Wish } from "../../store/ledger.ts";
import { type Answer, type CommandContext, defineCommand } from "../command.ts";
import { changeWish, sayWish, usualWish, wishArgs } from "./wish.ts";

export const subscribe = defineCommand({
  name: "subscribe",
  synonyms: ["sub", "daily", "schedule"],
  summary: "Brings a digest to this channel every day; again, it changes what is named and leaves the rest.",
  args: wishArgs,
  example: "subscribe 09:00 Europe/Berlin weekdays top:5",
  visibility: "channel",
  configures: true,
  async run(words, context) {
    const { caller, store, clock } = context;
    const now = clock();
    const before = await store.subscriptions.get(caller.team, caller.channel);
    const wish = changeWish(
      before?.wish ?? usualWish(caller.user.zone ?? context.defaultZone),
      words,
      dayOf(now),
    );
    const subscription: Subscription = {
      team: caller.team,
      channel: caller.channel,
      wish,
      // A slot that is new on the timetable and already over today does not exist.
      since: before && sameTimetable(before.wish, wish) ? before.since : now,
      subscriber: before?.subscriber ?? caller.user.id,
      ...(before?.pause ? { pause: before.pause } : {}),
    };
    if (before && isDeepStrictEqual(before.wish, wish)) return nothingChanged(before, context);
    return {
      message: {
        title: before ? "Changed" : "Subscribed",
        cards: [{ title: "Daily Papers in this channel", facts: sayWish(wish) }],
        note: `${await sayNext(subscription, context)} Set by ${caller.user.name}; /papers settings shows all of it.`,
      },
      proves: true,
      commit: async () => {
        // A slot that came a moment ago must not get lost with the old timetable.
        if (before) await store.subscriptions.plan([planOne(before, now)]);
        await store.subscriptions.save(subscription, {
          at: now,
          by: caller.user.name,
          what: sayChange(before?.wish, wish),
        });
      },
    };
  },
});

/** Whoever presses Start a second time reads what is set; nobody else has to. */
async function nothingChanged(subscription: Subscription, context: CommandContext): Promise<Answer> {
  return {
    message: {
      title: "Subscribed already",
      cards: [{ title: "Daily Papers in this channel", facts: sayWish(subscription.wish) }],
      note: `Nothing was changed. ${await sayNext(subscription, context)} /papers settings shows all of it.`,
    },
    isPrivate: true,
  };
}

export const unsubscribe = defineCommand({
  name: "unsubscribe",
  synonyms: ["unsub", "stop"],
  summary: "Ends the daily digest in this channel.",
  args: {},
  example: "unsubscribe",
  visibility: "channel",
  configures: true,
  async run(_, context) {
    const { caller, store, clock } = context;
    await subscriptionHere(context);
    return {
      message: { note: `No more digests here: ended by ${caller.user.name}. /papers subscribe begins anew.` },
      commit: () =>
        store.subscriptions.remove(caller.team, caller.channel, {
          at: clock(),
          by: caller.user.name,
          what: "unsubscribed",
        }),
    };
  },
});

/** The subscription of the channel that is asked in. @throws UserError where there is none */
export async function subscriptionHere({ store, caller }: CommandContext): Promise<Subscription> {
  const subscription = await store.subscriptions.get(caller.team, caller.channel);
  if (!subscription)
    throw new UserError("This channel has no daily digest yet. To get one: /papers subscribe 09:00");
  return subscription;
}

/** The next slots that will be posted: not in a pause, and not on a date that has had its digest. */
export async function nextSlots(
  { team, channel, wish, pause }: Subscription,
  { store, clock }: CommandContext,
  most: number,
): Promise<readonly Slot[]> {
  const entries = await store.deliveries.latest(team, channel, "digest", 5);
  const mayStillCome = new Set<string | undefined>(["missed", "paused"]);
  const used = entries.filter(({ outcome }) => !mayStillCome.has(outcome?.kind)).map(({ date }) => date);
  return slotsAfter(clock(), wish, 400)
    .filter((slot) => !isPaused(slot, pause) && !used.includes(slot.date))
    .slice(0, most);
}

/** "The next digest comes on Mon 23 Nov at 09:00 (Europe/Berlin)." */
export async function sayNext(subscription: Subscription, context: CommandContext): Promise<string> {
  const [next] = await nextSlots(subscription, context, 1);
  const { time, zone } = subscription.wish;
  if (!next) return "No digest comes while it is paused: /papers resume brings it back.";
  const day = next.date === localDate(context.clock(), zone) ? "today" : `on ${shortDay(next.date)}`;
  return `The next digest comes ${day} at ${time} (${zone}).`;
}

function sameTimetable(a: Wish, b: Wish): boolean {
  return a.time === b.time && a.zone === b.zone && a.days.join() === b.days.join();
}

function sayChange(before: Wish | undefined, after: Wish): string {
  if (!before) return `subscribed: ${sayWish(after).join("; ")}`;
  const old = sayWish(before);
  const fresh = sayWish(after).filter((fact) => !old.includes(fact));
  return `changed to ${fresh.length > 0 ? fresh.join("; ") : sayWish(after).join("; ")}`;
}
