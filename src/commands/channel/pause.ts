import { z } from "zod";
import { addDays, fullDay, type ListDay, localDate, parseDay, weekdayName } from "../../calendar/days.ts";
import { parseDays, sayDays } from "../../calendar/slots.ts";
import { UserError } from "../../errors.ts";
import { quote } from "../../text/clean.ts";
import { type Arg, defineCommand } from "../command.ts";
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
    const { pause: before } = subscription;
    // Who pressed it twice need not tell everyone.
    if (before && before.until === day && before.reason === undefined)
      return { message: { note: `The daily digest is ${what} already, by ${before.by}.` }, isPrivate: true };
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

/** @throws UserError for what is no day to come, with one that is */
function readUntil(typed: string | undefined, today: ListDay): ListDay | undefined {
  if (typed === undefined) return undefined;
  const words = typed
    .replace(/^(?:until|till?)\b[:\s]*/i, "")
    .replace(/^["'(]+|["').,;!]+$/g, "")
    .trim();
  const example = `/papers pause until ${addDays(today, 7)}`;
  const plain = "/papers pause without a day";
  const day = parseDay(words) ?? dayNamed(words, today);
  if (words === "") throw new UserError(`Until which day? For example: ${example}, or ${plain}`);
  if (day === undefined) throw new UserError(`I can't read ${quote(words)} as a date. Try ${example}`);
  if (day <= today) throw new UserError(`${quote(words)} is not a day to come. Try ${example}, or ${plain}.`);
  return day;
}

/** "tomorrow", or the next one of a weekday. */
function dayNamed(word: string, today: ListDay): ListDay | undefined {
  if (/^tomorrow$/i.test(word)) return addDays(today, 1);
  const named = parseDays(word.replace(/^next\s+/i, ""));
  if (named?.length !== 1) return undefined;
  const week = Array.from({ length: 7 }, (_, i) => addDays(today, i + 1));
  return week.find((day) => sayDays(named) === weekdayName(day));
}
