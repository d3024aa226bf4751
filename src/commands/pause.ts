import { z } from "zod";
import { fullDay, localDate, parseDay } from "../calendar.ts";
import { UserError } from "../errors.ts";
import { quote } from "../text.ts";
import { type Arg, defineCommand } from "./command.ts";
import { sayNext, subscriptionHere } from "./subscribe.ts";

const until: Arg<string | undefined> = {
  form: "text",
  usage: "[until date]",
  summary: "the first day that gets a digest again; without it until /papers resume",
  schema: z.string().optional(),
};

export const pause = defineCommand({
  name: "pause",
  synonyms: ["mute", "holiday"],
  summary: "Pauses this channel's digest, until a day or until it is resumed.",
  args: { until },
  example: "pause until 2026-12-28",
  visibility: "channel",
  configures: true,
  async run({ until: typed }, context) {
    const { caller, store, clock } = context;
    const now = clock();
    const subscription = await subscriptionHere(context);
    const day = readUntil(typed, localDate(now, subscription.wish.zone));
    const what = day === undefined ? "paused" : `paused until ${day}`;
    const paused = {
      ...subscription,
      pause: { by: caller.user.name, ...(day === undefined ? {} : { until: day }) },
    };
    const ends =
      day === undefined
        ? "/papers resume brings it back."
        : `It comes again from ${fullDay(day)}. ${await sayNext(paused, context)}`;
    return {
      message: { note: `The daily digest is paused by ${caller.user.name}. ${ends}` },
      commit: () => store.subscriptions.save(paused, { at: now, by: caller.user.name, what }),
    };
  },
});

export const resume = defineCommand({
  name: "resume",
  synonyms: ["unpause", "continue"],
  summary: "Ends a pause.",
  args: {},
  example: "resume",
  visibility: "channel",
  configures: true,
  async run(_, context) {
    const { caller, store, clock } = context;
    const now = clock();
    const { pause: before, ...subscription } = await subscriptionHere(context);
    if (!before)
      throw new UserError(`The daily digest is not paused. ${await sayNext(subscription, context)}`);
    // Slots of the pause stay paused: what came meanwhile is in the next digest.
    const resumed = { ...subscription, since: now };
    return {
      message: {
        note: `The daily digest goes on: resumed by ${caller.user.name}. ${await sayNext(resumed, context)}`,
      },
      commit: () => store.subscriptions.save(resumed, { at: now, by: caller.user.name, what: "resumed" }),
    };
  },
});

/** @throws UserError for what is no day to come */
function readUntil(typed: string | undefined, today: string): string | undefined {
  if (typed === undefined) return undefined;
  const day = parseDay(typed.replace(/^until[:\s]+/i, ""));
  if (day === undefined)
    throw new UserError(`${quote(typed)} is not a day of the calendar: /papers pause until ${today}`);
  if (day <= today)
    throw new UserError(
      `${quote(typed)} is not a day to come: without a day it is paused until /papers resume`,
    );
  return day;
}
