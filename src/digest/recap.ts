import { type ListDay, shortDay } from "../calendar.ts";
import type { Paper } from "../paper.ts";
import { count } from "../text.ts";
import { paperCard, type Shown } from "./card.ts";

/** A paper that was shown in the channel this week, and who saved it. */
export interface Remembered {
  readonly paper: Paper;
  readonly savers: readonly string[];
}

const most = 5;

/**
 * The week in a channel: what its team saved most, else what rose highest after it was shown.
 * @param date the recap's local date
 * @returns one message, or none where nothing was shown
 */
export function composeRecap(week: readonly Remembered[], date: ListDay): readonly Shown[] {
  if (week.length === 0) return [];
  const saved = week
    .filter(({ savers }) => savers.length > 0)
    .sort((a, b) => b.savers.length - a.savers.length || byUpvotes(a, b));
  const rest = week.filter(({ savers }) => savers.length === 0).sort(byUpvotes);
  const chosen = [...saved, ...rest].slice(0, most);
  const lead = `${count(week.length, "paper")} shown this week, ${saved.length} saved`;
  return [
    {
      message: {
        title: `The week in papers, ${shortDay(date)}`,
        lead,
        cards: chosen.map(({ paper, savers }, i) =>
          paperCard(paper, {
            number: i + 1,
            mark: savers.length > 0 ? `saved by ${savers.length}` : "not saved yet",
            buttons: [{ label: "Save", action: `save ${paper.id}` }],
          }),
        ),
      },
      papers: chosen.map(({ paper }) => paper.id),
    },
  ];
}

function byUpvotes(a: Remembered, b: Remembered): number {
  return (b.paper.upvotes ?? 0) - (a.paper.upvotes ?? 0) || (a.paper.id < b.paper.id ? -1 : 1);
}
