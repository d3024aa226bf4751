import { addDays, fullDay, type ListDay, shortDay, weekdayName } from "../calendar/days.ts";
import { newestListDay, type Paper } from "../model/paper.ts";
import { count } from "../text/clean.ts";
import { paperCard, type Shown } from "./card.ts";
import type { Selection } from "./select.ts";

export interface DigestOptions {
  /** The slot's local calendar date. */
  readonly date: ListDay;
  /** The newest list day among the candidates. */
  readonly newest: ListDay;
  readonly layout: "list" | "thread";
  /** How far back it reaches where that is further than usual: "since Tue 17 Nov". */
  readonly reach?: string;
  /** Who of the team saved what, by paper. */
  readonly savers?: ReadonlyMap<string, readonly string[]>;
  /** What a paper is marked with besides, by its id: "watched by Ana". */
  readonly marks?: ReadonlyMap<string, string>;
  /** Why the list may be incomplete: "Hugging Face has not answered since 02:10". */
  readonly trouble?: string;
}

const cardsInPart = 10;
const keycaps = ["1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣", "6️⃣", "7️⃣", "8️⃣", "9️⃣", "🔟"];

/**
 * A digest as the messages to post. List: ten cards each. Thread: a headline, then a reply for every paper.
 * @returns the parts in their order; none where nothing was chosen
 */
export function composeDigest(
  { chosen, unseen, wanted }: Selection,
  options: DigestOptions,
): readonly Shown[] {
  if (chosen.length === 0) return [];
  const title = `Daily Papers, ${shortDay(options.date)}`;
  const lead = [
    `${unseen} new on the list, ${wanted < unseen ? `${wanted} fit this channel's filters, ` : ""}${chosen.length} shown`,
    ...(options.reach === undefined ? [] : [options.reach]),
    ...(options.newest === options.date ? [] : [`newest list ${fullDay(options.newest)}`]),
  ].join("; ");
  const trouble = options.trouble === undefined ? "" : `${options.trouble.replace(/\.$/, "")}. `;
  const card = (paper: Paper, number: number) =>
    paperCard(paper, {
      number,
      mark:
        [riserMark(paper, options.newest), options.marks?.get(paper.id)].filter(Boolean).join(" · ") ||
        undefined,
      savers: options.savers?.get(paper.id),
      buttons: [{ label: "Save", action: `save ${paper.id}` }],
    });

  if (options.layout === "thread") {
    return [
      {
        message: {
          title,
          lead,
          note: `${trouble}Each paper has its own reply below: react 🔖 there to save it.`,
        },
      },
      ...chosen.map((paper, i) => ({ message: { cards: [card(paper, i + 1)] }, papers: [paper.id] })),
    ];
  }
  const parts = Array.from({ length: Math.ceil(chosen.length / cardsInPart) }, (_, i) =>
    chosen.slice(i * cardsInPart, (i + 1) * cardsInPart),
  );
  return parts.map((papers, i) => ({
    message: {
      title: i === 0 ? title : `${title}, continued`,
      ...(i === 0 ? { lead } : {}),
      cards: papers.map((paper, j) => card(paper, i * cardsInPart + j + 1)),
      note: `${i === 0 ? trouble : ""}${sayHowToSave(papers.length, i * cardsInPart + 1)}`,
    },
    papers: papers.map(({ id }) => id),
  }));
}

/**
 * What a reaction to one message saves: a keycap means the place in that message, whatever number stands there.
 * @param first the number of its first card
 */
function sayHowToSave(cards: number, first: number): string {
  if (cards === 1) return "React 🔖 to save it.";
  if (first === 1) return `React 1️⃣ to ${keycaps[cards - 1]} to save one, 🔖 for all.`;
  const more = cards > 2 ? " and so on" : "";
  return `React 1️⃣ to save number ${first}, 2️⃣ for ${first + 1}${more}, 🔖 for all of these.`;
}

/** One line in place of a digest that has nothing to show. */
export function composeNothingNew(date: ListDay, unseen: number): Shown {
  const why =
    unseen === 0
      ? "nothing new on the list"
      : `${count(unseen, "new paper")} on the list, none fits this channel's filters`;
  return { message: { note: `Daily Papers, ${shortDay(date)}: ${why}.` } };
}

function riserMark(paper: Paper, newest: ListDay): string | undefined {
  const day = newestListDay(paper);
  if (day === undefined || day >= newest) return undefined;
  return `rising, listed ${addDays(day, 7) > newest ? weekdayName(day) : shortDay(day)}`;
}
