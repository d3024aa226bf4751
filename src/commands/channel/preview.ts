import { dayOf, localDate } from "../../calendar/days.ts";
import { createEditions } from "../../delivery/editions/digest.ts";
import { defineCommand } from "../command.ts";
import { changeWish, usualWish, wishArgs } from "./wish.ts";

export const preview = defineCommand({
  name: "preview",
  synonyms: ["test", "dry"],
  summary: "The digest as it would be now, for you alone; nothing counts as seen.",
  args: wishArgs,
  example: "preview top:5",
  visibility: "user",
  async run(words, { store, clock, caller, defaultZone }) {
    const now = clock();
    const subscription = await store.subscriptions.get(caller.team, caller.channel);
    const before = subscription?.wish ?? usualWish(caller.user.zone ?? defaultZone);
    const wish = { ...changeWish(before, words, dayOf(now)), layout: "list" as const, sayEmpty: true };
    const key = { team: caller.team, channel: caller.channel, date: localDate(now, wish.zone) };
    const { parts } = await createEditions({ store, clock }).digest(key, wish, {});
    const [first, ...more] = parts;
    const cards = [first, ...more].flatMap((part) => part?.message.cards ?? []);
    return {
      message: {
        ...first?.message,
        title: `Preview: ${first?.message.title ?? "nothing to post"}`,
        ...(cards.length > 0 ? { cards } : {}),
        // How to save by reactions holds for what everybody sees.
        note: [
          cards.length > 0 ? undefined : first?.message.note,
          "This is a preview: only you see it, and nothing counts as seen.",
        ]
          .filter(Boolean)
          .join(" "),
      },
      papers: parts.flatMap(({ papers = [] }) => papers),
    };
  },
});
