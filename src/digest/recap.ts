import { type ListDay, shortDay } from "../calendar/days.ts";
import type { Paper } from "../model/paper.ts";
import { count } from "../text/clean.ts";
import { paperCard, type Shown } from "./card.ts";
import { hotScore, type Warmth } from "./hot.ts";

/** A paper that was shown in the channel this week, and what its team did with it. */
export interface Remembered extends Warmth {
  readonly paper: Paper;
  /** Names, first saver first. */
  readonly names: readonly string[];
  /** Its upvotes when it was shown. */
  readonly upvotesThen: number;
}

/** Cards of each kind; and of all together, which what is left over fills up. */
const mostOfKind = 2;
const usual = 5;
/** A late riser has at least so many times the upvotes it was shown with, and so many more. */
const risenTimes = 2;
const risenBy = 10;

interface Kind {
  fits(one: Remembered): boolean;
  /** More of it comes first. */
  weight(one: Remembered): number;
  mark(one: Remembered): string;
}

const talked = ({ sharers, discussers }: Remembered): number => sharers + discussers;
const upvotes = ({ paper }: Remembered): number => paper.upvotes ?? 0;

/** In this order, each paper once, by the first kind that it is of. */
const kinds: readonly Kind[] = [
  {
    fits: ({ savers }) => savers > 0,
    weight: (one) => 1000 * one.savers + hotScore(one),
    mark: (one) => `most saved: ${one.savers}${talked(one) > 0 ? "" : ", not discussed yet"}`,
  },
  {
    fits: (one) => talked(one) > 0,
    weight: talked,
    mark: (one) => `most discussed: ${count(talked(one), "person", "people")}`,
  },
  {
    fits: (one) => one.savers > 0 && talked(one) === 0,
    weight: ({ savers }) => savers,
    mark: () => "saved, not discussed yet",
  },
  {
    fits: (one) => upvotes(one) >= risenTimes * one.upvotesThen && upvotes(one) - one.upvotesThen >= risenBy,
    weight: (one) => upvotes(one) / (one.upvotesThen + 1),
    mark: (one) => `rose late, from ▲ ${one.upvotesThen.toLocaleString("en-US")}`,
  },
];
const leftOver: Kind = { fits: ({ savers }) => savers === 0, weight: upvotes, mark: () => "not saved yet" };

/**
 * The week in a channel: what its team saved most, what it discussed most, what it saved and has not discussed, what rose after it was
 * shown, and what is left over with the most upvotes.
 * @param date the recap's local date
 * @returns one message, or none where nothing was shown
 */
export function composeRecap(week: readonly Remembered[], date: ListDay): readonly Shown[] {
  if (week.length === 0) return [];
  const chosen = chooseByKind(week);
  const saved = week.filter(({ savers }) => savers > 0).length;
  return [
    {
      message: {
        title: `The week in papers, ${shortDay(date)}`,
        lead: `${count(week.length, "paper")} shown this week, ${saved} saved`,
        cards: chosen.map(({ one, mark }, i) =>
          paperCard(one.paper, {
            number: i + 1,
            mark,
            savers: one.names,
            buttons: [{ label: "Save", action: `save ${one.paper.id}` }],
          }),
        ),
      },
      papers: chosen.map(({ one }) => one.paper.id),
    },
  ];
}

function chooseByKind(week: readonly Remembered[]) {
  const chosen = new Map<string, { readonly one: Remembered; readonly mark: string }>();
  const choose = ({ fits, weight, mark }: Kind, most: number): void => {
    const best = week
      .filter((one) => fits(one) && !chosen.has(one.paper.id))
      .toSorted(
        (a, b) => weight(b) - weight(a) || upvotes(b) - upvotes(a) || (a.paper.id < b.paper.id ? -1 : 1),
      );
    for (const one of best.slice(0, most)) chosen.set(one.paper.id, { one, mark: mark(one) });
  };
  for (const kind of kinds) choose(kind, mostOfKind);
  choose(leftOver, Math.max(0, usual - chosen.size));
  return [...chosen.values()];
}
