import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, isWeekday, type ListDay } from "../../src/calendar/days.ts";
import type { Step } from "../../src/delivery/deps.ts";
import type { Wish } from "../../src/store/ledger.ts";
import { aPaper } from "../support/builders.ts";
import { busy, refused, type Taking } from "../support/fake-adapter.ts";
import { gone } from "../support/fake-source.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";
import { aWish } from "../support/subscriptions.ts";

const monday = "2026-11-16";
/** Looks into the ledger so far apart that a history of many days is quick. */
const seldom = { pause: 5 * 60_000 };
const channels = ["slack:T1/C1", "slack:T1/C2", "discord:1/2"] as const;

/** What may happen on one day, before and around nine o'clock. */
interface Day {
  /** Upvotes of the papers that come on the list. */
  readonly papers: readonly number[];
  /** Upvotes that papers of the days before gain. */
  readonly gains: readonly number[];
  readonly isDown: boolean;
  readonly source: "answers" | "is gone";
  readonly takes: readonly Taking[];
  readonly crash: Step | undefined;
  readonly change: { readonly channel: number; readonly to: Partial<Wish> | "unsubscribe" } | undefined;
}

const anyWish: fc.Arbitrary<Partial<Wish>> = fc.record({
  time: fc.constantFrom("09:00", "09:10"),
  zone: fc.constantFrom("Europe/Berlin", "Europe/Rome", "Africa/Lagos"),
  top: fc.integer({ min: 1, max: 12 }),
  window: fc.integer({ min: 1, max: 10 }),
  layout: fc.constantFrom("list", "thread"),
  min: fc.constantFrom(2, 20),
});

const anyDay: fc.Arbitrary<Day> = fc.record({
  papers: fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 8 }),
  gains: fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 5 }),
  isDown: often(false, true),
  source: often("answers", "is gone"),
  takes: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant<Taking>("well") },
      fc.constantFrom<Taking[]>("hangs", "hangs, but posts", "loses the answer", busy(), refused()),
    ),
    { maxLength: 5 },
  ),
  crash: often(undefined, "claimed", "frozen", "before post", "after post", "recorded", "before finish"),
  change: fc.option(
    fc.record({
      channel: fc.nat({ max: channels.length - 1 }),
      to: fc.oneof(anyWish, fc.constant("unsubscribe" as const)),
    }),
    { nil: undefined },
  ),
});

function often<T>(usual: T, ...seldom: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, fc.constantFrom(...seldom));
}

/** Lives through a history. @returns the newsroom at its end */
async function live(days: readonly Day[], wishes: readonly Partial<Wish>[]): Promise<Newsroom> {
  const room = await aNewsroom(`${monday}T07:00:00Z`);
  // Slower than composing, so that what is found out late can be found out too late.
  for (const platform of [room.slack, room.discord]) platform.delay = 100;
  for (const [i, channel] of channels.entries()) await room.subscribe(wishes[i], { channel });
  for (const [i, day] of days.entries()) await liveThrough(room, addDays(monday, i), day);
  return room;
}

async function liveThrough(room: Newsroom, date: ListDay, day: Day): Promise<void> {
  room.sleepUntil(`${date}T07:30:00Z`);
  publish(room, date, day);
  if (day.change) await change(room, day.change);
  room.source.trouble = day.source === "answers" ? () => undefined : gone;
  room.slack.next.push(...day.takes);
  room.discord.next.push(...day.takes.toReversed());
  if (day.isDown) return;
  room.sleepUntil(`${date}T08:00:00Z`);
  if (day.crash) await room.crashAt(day.crash);
  await room.runUntil(`${date}T08:31:00Z`, seldom);
  room.slack.next.length = 0;
  room.discord.next.length = 0;
}

function publish({ source }: Newsroom, date: ListDay, { papers, gains }: Day): void {
  for (const [listed, before] of source.lists)
    source.lists.set(
      listed,
      before.map((paper, i) => ({ ...paper, upvotes: (paper.upvotes ?? 0) + (gains[i] ?? 0) })),
    );
  if (!isWeekday(date)) return;
  const id = (i: number): string => `26${date.slice(5, 7)}.${date.slice(8)}${String(i).padStart(3, "0")}`;
  source.lists.set(
    date,
    papers.map((upvotes, i) => aPaper({ id: id(i), listDays: [date], upvotes })),
  );
}

async function change(room: Newsroom, { channel, to }: NonNullable<Day["change"]>): Promise<void> {
  const id = channels[channel] ?? channels[0];
  const team = id.slice(0, id.indexOf("/"));
  if (to !== "unsubscribe") return room.subscribe(to, { channel: id });
  await room.store.subscriptions.remove(team, id, { at: room.time.clock(), by: "Ana", what: "unsubscribed" });
}

/** The key of each post, and the papers it shows, in the channel and in its threads. */
function postsOf({ slack, discord }: Newsroom, channel: string) {
  const posts = [...slack.posts, ...discord.posts].filter(({ key }) => key?.startsWith(`${channel} digest`));
  return posts.map(({ key, message }) => ({
    key,
    papers: message.cards?.map(({ url = "" }) => url.slice(url.lastIndexOf("/") + 1)) ?? [],
  }));
}

const anyHistory = fc.array(anyDay, { minLength: 2, maxLength: 9 });
const anyWishes = fc.array(anyWish, { minLength: channels.length, maxLength: channels.length });

test("whatever happens: no paper is shown twice to a channel, no part is posted twice, and every slot has its outcome", () =>
  fc.assert(
    fc.asyncProperty(anyHistory, anyWishes, async (days, wishes) => {
      const room = await live(days, wishes);
      await room.runUntil(new Date(room.time.clock().getTime() + 3 * 3_600_000), seldom);
      for (const channel of channels) {
        const posts = postsOf(room, channel);
        const shown = posts.flatMap(({ papers }) => papers);
        expect(shown).toEqual([...new Set(shown)]);
        const keys = posts.map(({ key }) => key);
        expect(keys).toEqual([...new Set(keys)]);
        const seen = await room.store.deliveries.seen(channel);
        expect(shown.filter((paper) => !seen.has(paper))).toEqual([]);
        const team = channel.slice(0, channel.indexOf("/"));
        for (const entry of await room.store.deliveries.latest(team, channel, "digest", 50))
          expect(entry.outcome?.reason ?? `none on ${entry.date}: ${entry.waiting}`).toMatch(/^(?!none on)./);
      }
    }),
    { numRuns: 40 },
  ));

/** A day on which platforms and sources do what they should, however long Paperboy is away. */
const anyCalmDay: fc.Arbitrary<Day> = anyDay.map((day) => ({
  ...day,
  source: "answers",
  takes: day.takes.map((taking) => (taking === "loses the answer" ? taking : "well")),
  change: undefined,
}));

test("everything above the cut on delivery is shown exactly once, by that delivery", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(anyCalmDay, { minLength: 2, maxLength: 9 }),
      fc.integer({ min: 1, max: 12 }),
      async (days, top) => {
        const wish = aWish({ top, window: 10, days: [1, 2, 3, 4, 5, 6, 7] });
        const room = await live(days, [wish, wish, wish]);
        const listed = [...room.source.lists.values()].flat().map(({ id }) => id);
        for (const channel of channels) {
          const posts = postsOf(room, channel).filter(({ papers }) => papers.length > 0);
          const shown = posts.flatMap(({ papers }) => papers);
          expect(shown).toEqual([...new Set(shown)]);
          const dates = new Set(posts.map(({ key }) => key?.split(" ")[2]));
          // Fewer than the most means that nothing unseen was left over: on the last day Paperboy ran, all of it is shown.
          const last = postsOf(room, channel).filter(({ key }) => key?.includes([...dates].at(-1) ?? "none"));
          const isCutOff = last.flatMap(({ papers }) => papers).length === top;
          if (!isCutOff && days.at(-1)?.isDown === false) expect(shown.toSorted()).toEqual(listed.toSorted());
        }
      },
    ),
    { numRuns: 40 },
  ));
