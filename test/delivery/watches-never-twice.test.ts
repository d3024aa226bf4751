import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, isWeekday } from "../../src/calendar/days.ts";
import type { Step } from "../../src/delivery/deps.ts";
import { aPaper } from "../support/builders.ts";
import { busy, refused, type Taking } from "../support/fake-adapter.ts";
import { gone } from "../support/fake-source.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";
import { ana, ask, li, noor, toldTo } from "../support/watchers.ts";

const monday = "2026-11-16";
/** Looks into the ledger so far apart that a history of many days is quick. */
const seldom = { pause: 5 * 60_000 };
const people = [ana, li, noor];

/** What may happen on one day, before and around nine o'clock. */
interface Day {
  /** Upvotes of the papers that come on the list: every second one is about robots. */
  readonly papers: readonly number[];
  /** Upvotes that papers of the days before gain. */
  readonly gains: readonly number[];
  readonly isDown: boolean;
  readonly source: "answers" | "is gone";
  readonly takes: readonly Taking[];
  readonly crash: Step | undefined;
  readonly says: { readonly person: number; readonly text: string; readonly zone: string } | undefined;
}

const anyDay: fc.Arbitrary<Day> = fc.record({
  papers: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 50 }),
  gains: fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 5 }),
  isDown: often(false, true),
  source: often("answers", "is gone"),
  takes: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constant<Taking>("well") },
      fc.constantFrom<Taking[]>("hangs", "hangs, but posts", "loses the answer", busy(), refused()),
    ),
    { maxLength: 4 },
  ),
  crash: often(undefined, "claimed", "frozen", "before post", "after post", "recorded", "before finish"),
  says: fc.option(
    fc.record({
      person: fc.nat({ max: people.length - 1 }),
      text: fc.constantFrom(
        ...["watch add robots", "watch add maps", "watch add robots min:20", "watch add maps tell:digest"],
        ...["watch remove 1", "watch remove robots", "forget me now"],
      ),
      zone: fc.constantFrom("Europe/Berlin", "Africa/Lagos", "Europe/Helsinki"),
    }),
    { nil: undefined },
  ),
});

function often<T>(usual: T, ...seldom: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, fc.constantFrom(...seldom));
}

/** Lives through a history in which three people watch robots from the beginning. @returns the newsroom at its end */
async function live(days: readonly Day[]): Promise<Newsroom> {
  const room = await aNewsroom(`${monday}T06:30:00Z`);
  room.slack.delay = 100;
  for (const person of people) await ask(room, "watch add robots", person);
  for (const [i, day] of days.entries()) await liveThrough(room, addDays(monday, i), day);
  return room;
}

async function liveThrough(room: Newsroom, date: string, day: Day): Promise<void> {
  room.sleepUntil(`${date}T06:35:00Z`);
  publish(room, date, day);
  if (day.says) {
    const { person, text, zone } = day.says;
    await ask(room, text, { ...(people[person] ?? ana), zone });
  }
  room.source.trouble = day.source === "answers" ? () => undefined : gone;
  room.slack.next.push(...day.takes);
  if (day.isDown) return;
  room.sleepUntil(`${date}T08:00:00Z`);
  if (day.crash) await room.crashAt(day.crash);
  await room.runUntil(`${date}T08:31:00Z`, seldom);
  room.slack.next.length = 0;
}

const idOf = (date: string, i: number) =>
  `26${date.slice(5, 7)}.${date.slice(8)}${String(i).padStart(3, "0")}`;

function publish({ source }: Newsroom, date: string, { papers, gains }: Day): void {
  for (const [listed, before] of source.lists)
    source.lists.set(
      listed,
      before.map((paper, i) => ({ ...paper, upvotes: (paper.upvotes ?? 0) + (gains[i] ?? 0) })),
    );
  if (!isWeekday(date)) return;
  const other = { abstract: "Maps.", title: "Maps", summary: "Maps.", keywords: [] };
  source.lists.set(
    date,
    papers.map((upvotes, i) =>
      aPaper({ id: idOf(date, i), listDays: [date], upvotes, ...(i % 2 === 0 ? {} : other) }),
    ),
  );
}

const anyHistory = fc.array(anyDay, { minLength: 2, maxLength: 9 });

test("whatever happens: nothing is told twice to a person, no message is sent twice, and every day has its outcome", () =>
  fc.assert(
    fc.asyncProperty(anyHistory, async (days) => {
      const room = await live(days);
      await room.runUntil(new Date(room.time.clock().getTime() + 3 * 3_600_000), seldom);
      const keys = room.slack.posts.map(({ key }) => key);
      expect(keys).toEqual([...new Set(keys)]);
      for (const [i, person] of people.entries()) {
        const told = toldTo(room, person).flatMap(({ papers }) => papers);
        const isForgotten = days.some(({ says }) => says?.text === "forget me now" && says.person === i);
        // Whoever is forgotten is new: what they were told nobody knows any more.
        if (!isForgotten) {
          expect(told).toEqual([...new Set(told)]);
          const seen = await room.store.deliveries.seen(person.id);
          expect(told.filter((paper) => !seen.has(paper))).toEqual([]);
        }
        const team = person.id.slice(0, person.id.indexOf("/"));
        for (const entry of await room.store.deliveries.latest(team, person.id, "watch", 50))
          expect(entry.outcome?.reason ?? `none on ${entry.date}: ${entry.waiting}`).toMatch(/^(?!none on)./);
      }
    }),
    { numRuns: 25 },
  ));

/** A day on which platforms and sources do what they should, however long Paperboy is away; people only add watches. */
const anyCalmDay: fc.Arbitrary<Day> = anyDay.map((day) => ({
  ...day,
  source: "answers",
  takes: day.takes.map((taking) => (taking === "loses the answer" ? taking : "well")),
  says: day.says?.text.startsWith("watch add") ? { ...day.says, text: "watch add diffusion" } : undefined,
}));

test("every match is told exactly once, where platforms do what they should, over however many days", () =>
  fc.assert(
    fc.asyncProperty(fc.array(anyCalmDay, { minLength: 2, maxLength: 7 }), async (days) => {
      const room = await live(days);
      // Enough for whatever is over 20, and for a list that was not fetched on its day.
      const calm: Day = {
        ...{ papers: [], gains: [], isDown: false, source: "answers" },
        takes: [],
        crash: undefined,
        says: undefined,
      };
      for (let i = 0; i < 5; i++) await liveThrough(room, addDays(monday, days.length + i), calm);
      const robots = [...room.source.lists.values()].flat().filter(({ title }) => title.includes("Robots"));
      for (const person of people)
        expect(
          toldTo(room, person)
            .flatMap(({ papers }) => papers)
            .toSorted(),
        ).toEqual(robots.map(({ id }) => id).toSorted());
    }),
    { numRuns: 12 },
  ));
