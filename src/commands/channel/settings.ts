import { fullDay, shortDay } from "../../calendar/days.ts";
import { defineCommand } from "../command.ts";
import { nextSlots, subscriptionHere } from "./subscribe.ts";
import { sayWish } from "./wish.ts";

export const settings = defineCommand({
  name: "settings",
  synonyms: ["config", "configuration"],
  summary: "This channel's settings, who set them, and the next digests.",
  args: {},
  example: "settings",
  visibility: "user",
  shareable: true,
  async run(_, context) {
    const { store, caller } = context;
    const subscription = await subscriptionHere(context);
    const { wish, pause } = subscription;
    const slots = await nextSlots(subscription, context, 3);
    const changes = await store.subscriptions.changes(caller.team, caller.channel, 5);
    const pausedUntil = pause?.until === undefined ? "" : ` until ${fullDay(pause.until)}`;
    return {
      message: {
        title: "Daily Papers in this channel",
        cards: [
          {
            title: "Settings",
            facts: [...sayWish(wish), ...(pause ? [`paused by ${pause.by}${pausedUntil}`] : [])],
          },
          {
            title: "Next digests",
            body:
              slots.length > 0
                ? slots.map(({ date }) => `${shortDay(date)} at ${wish.time}`).join(", ")
                : "none while it is paused",
          },
          {
            title: "Who changed what",
            body: changes
              .map(({ at, by, what }) => `${fullDay(at.toISOString().slice(0, 10))}, ${by}: ${what}`)
              .join("\n"),
          },
        ],
        note: "To change one: /papers subscribe top:5 – what is not named stays.",
        buttons: [{ label: "Share", action: "share settings" }],
      },
    };
  },
});
