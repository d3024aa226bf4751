import { z } from "zod";
import { sayDays } from "../../calendar/slots.ts";
import type { Completion } from "../../chat/adapter.ts";
import { UserError } from "../../errors.ts";
import type { Wish } from "../../store/ledger.ts";
import { quote } from "../../text/clean.ts";
import { parseQuery } from "../../text/query.ts";
import { type Arg, wholeNumber } from "../command.ts";
import { readWhen } from "./when.ts";

async function completeZone(typed: string): Promise<readonly Completion[]> {
  const wanted = typed.trim().toLowerCase().replaceAll(" ", "_");
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
  return zones
    .filter((zone) => zone.toLowerCase().includes(wanted))
    .map((zone) => ({ label: zone, value: zone }));
}

async function completeDays(typed: string): Promise<readonly Completion[]> {
  const usual = ["weekdays", "daily", "mon,wed,fri", "mon", "fri"];
  return usual
    .filter((days) => days.startsWith(typed.toLowerCase()))
    .map((days) => ({ label: days, value: days }));
}

const choice = <T extends string>(
  name: string,
  words: readonly T[],
  summary: string,
): Arg<T | undefined> => ({
  form: "option",
  usage: `[${name}:${words.join("|")}]`,
  summary,
  choices: words,
  schema: z
    .string()
    .optional()
    .transform((value, context) => {
      const word = words.find((one) => one === value?.toLowerCase());
      if (value === undefined || word !== undefined) return word;
      context.addIssue(
        `${quote(`${name}:${value}`)} is not known: ${words.map((one) => `${name}:${one}`).join(" or ")}`,
      );
      return z.NEVER;
    }),
});

/** What `subscribe` and `preview` take; what is not named stays as it is. */
export const wishArgs = {
  when: {
    form: "text",
    usage: "[09:00] [Europe/Berlin] [weekdays|daily|mon,wed]",
    summary:
      "time of day, time zone and days, in any order; -word leaves papers with that word out, -none ends that",
    schema: z.string().optional(),
    fields: {
      time: { summary: "local time of day, such as 09:00" },
      zone: { summary: "time zone, such as Europe/Berlin", complete: completeZone },
      days: { summary: "weekdays, daily, or days such as mon,wed", complete: completeDays },
      without: { summary: "-word leaves papers with that word out, -none ends that" },
    },
  } satisfies Arg<string | undefined>,
  top: wholeNumber("top", 20, "most papers in a digest"),
  min: wholeNumber("min", 100_000, "least upvotes"),
  window: wholeNumber("window", 10, "list days that papers come from"),
  has: choice("has", ["code", "any"], "only papers with code"),
  topic: {
    form: "option",
    usage: '[topic:"a, b"|none]',
    summary: "only papers about one of these topics, each a search",
    schema: z.string().optional(),
  } satisfies Arg<string | undefined>,
  layout: choice("layout", ["list", "thread"], "one message, or a reply for each paper"),
  empty: choice("empty", ["say", "none"], "whether a day without anything new gets a line"),
  recap: choice(
    "recap",
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "off"],
    "the day of the weekly recap",
  ),
} as const;

export type WishWords = { readonly [K in keyof typeof wishArgs]: z.output<(typeof wishArgs)[K]["schema"]> };

/** What a channel gets that names nothing. */
export function usualWish(zone: string): Wish {
  return {
    time: "09:00",
    zone,
    days: [1, 2, 3, 4, 5],
    top: 10,
    window: 3,
    hasCode: false,
    excluded: [],
    topics: [],
    layout: "list",
    sayEmpty: false,
  };
}

/**
 * A wish with the named fields changed.
 * @param today for topics with a relative day in them
 * @throws UserError for words that are none of what it takes
 */
export function changeWish(wish: Wish, words: WishWords, today: string): Wish {
  const { min, recap, ...rest } = wish;
  const { excluded, keepsExcluded, ...timetable } = readWhen(words.when ?? "");
  const leastUpvotes = words.min ?? min;
  const weekday = words.recap === undefined ? recap : recapDays[words.recap];
  return {
    ...rest,
    ...timetable,
    excluded: [...new Set([...(keepsExcluded ? wish.excluded : []), ...excluded])],
    top: words.top ?? wish.top,
    window: words.window ?? wish.window,
    hasCode: words.has === undefined ? wish.hasCode : words.has === "code",
    topics: words.topic === undefined ? wish.topics : readTopics(words.topic, today),
    layout: words.layout ?? wish.layout,
    sayEmpty: words.empty === undefined ? wish.sayEmpty : words.empty === "say",
    // One upvote is what every paper has that is on the list: min:1 asks for nothing.
    ...(leastUpvotes === undefined || leastUpvotes === 1 ? {} : { min: leastUpvotes }),
    ...(weekday === undefined ? {} : { recap: weekday }),
  };
}

const recapDays = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7, off: undefined } as const;

function readTopics(text: string, today: string): string[] {
  if (text.toLowerCase() === "none") return [];
  const topics = text
    .split(",")
    .map((topic) => topic.trim())
    .filter(Boolean);
  if (topics.length === 0)
    throw new UserError(
      '"topic:" needs what papers must be about: topic:agents, topic:"world models, rl", or topic:none',
    );
  for (const topic of topics) parseQuery(topic, today);
  return topics;
}

/** Everything a wish says, a fact each: "weekdays at 09:00, Europe/Berlin", "top 10". */
export function sayWish(wish: Wish): string[] {
  return [
    `${sayDays(wish.days)} at ${wish.time}, ${wish.zone}`,
    `top ${wish.top} of the last ${wish.window} list days`,
    ...(wish.min === undefined ? [] : [`at least ${wish.min} upvotes`]),
    ...(wish.hasCode ? ["with code only"] : []),
    ...(wish.topics.length > 0 ? [`about ${wish.topics.join(" or ")}`] : []),
    ...(wish.excluded.length > 0 ? [`without ${wish.excluded.join(", ")}`] : []),
    wish.layout === "thread" ? "a reply for each paper" : "one list",
    ...(wish.sayEmpty ? ["says so when nothing is new"] : []),
    ...(wish.recap === undefined ? [] : [`weekly recap on ${sayDays([wish.recap])}`]),
  ];
}
