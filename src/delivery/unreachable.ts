import type { Delivery } from "../store/ledger.ts";
import type { Store } from "../store/store.ts";

const inARow = 3;

/** A channel that could not be reached three slots in a row is paused, and whoever subscribed it is told once, through the ledger. */
export async function pauseWhereUnreachable(
  { team, channel, date }: Delivery,
  store: Store,
  now: Date,
): Promise<void> {
  const last = await store.deliveries.latest(team, channel, "digest", inARow, now);
  const gone = last.length === inARow && last.every(({ outcome }) => outcome?.kind === "unreachable");
  const subscription = gone ? await store.subscriptions.get(team, channel) : undefined;
  if (!subscription || subscription.pause) return;
  const reason = last[0]?.outcome?.reason ?? "";
  const what = `paused, because it could not be reached three times in a row (${reason})`;
  const note = `the daily digest that you began there is ${what}. When I may post there again, /papers resume in that channel brings it back.`;
  // A crash after the notice and before the pause: of this row of failures the subscriber knows.
  const [told] = await store.deliveries.latest(team, channel, "notice", 1, now);
  if (!told || told.date < (last.at(-1)?.date ?? "")) {
    await store.deliveries.enter({
      channel,
      kind: "notice",
      date,
      team,
      place: subscription.subscriber,
      dueAt: now,
      intended: { kind: "posted", reason: "told the subscriber" },
      parts: [
        {
          part: 0,
          content: JSON.stringify({ message: { about: channel, note }, reply: false }),
          papers: [],
          state: "new",
        },
      ],
    });
  }
  await store.subscriptions.save(
    { ...subscription, pause: { by: "Paperboy", reason } },
    { at: now, by: "Paperboy", what },
  );
}
