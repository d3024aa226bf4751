import { dayOf, fullDay } from "../calendar/days.ts";
import type { CommandDeps } from "../commands/command.ts";
import { paperCard, type Shown } from "../digest/card.ts";

/** What a channel is told when the bot comes in, with the newest list's number one. Nothing begins until somebody presses. */
export async function composeWelcome({ store, clock }: CommandDeps): Promise<Shown> {
  const [day] = await store.papers.newestListDays(dayOf(clock()), 1);
  const [best] = day === undefined ? [] : await store.papers.listed(day, day);
  const papers = best === undefined ? [] : await store.papers.getMany([best]);
  return {
    message: {
      title: "Paperboy is here",
      lead: "The trending AI papers of Hugging Face Daily Papers, in this channel, once a day if you like.",
      ...(papers.length > 0 && day !== undefined
        ? { cards: papers.map((paper) => paperCard(paper, { mark: `number one of ${fullDay(day)}` })) }
        : {}),
      note: "Nothing is posted until somebody presses a button. Look papers up with /papers, and react 🔖 to save one.",
      buttons: [
        { label: "Start daily here", action: "subscribe" },
        { label: "Preview", action: "preview" },
        { label: "Help", action: "help" },
      ],
    },
    papers: papers.map(({ id }) => id),
  };
}
