import type { Button, Card, Message } from "../chat/message.ts";
import { known, type Paper, pageUrl } from "../model/paper.ts";
import { count, cutAtWord, firstSentence } from "../text/clean.ts";

/** A message and the papers it shows, in their order, so that a reaction or `#3` finds them again. */
export interface Shown {
  readonly message: Message;
  readonly papers?: readonly string[];
}

export interface CardExtras {
  readonly number?: number;
  /** Behind the figures: "rising, listed Wed". */
  readonly mark?: string | undefined;
  readonly buttons?: readonly Button[];
  /** The reader's own, below what it says. */
  readonly note?: string | undefined;
  /** Names of the people of the team who saved it, first saver first. */
  readonly savers?: readonly string[] | undefined;
}

/** A paper in a list: enough to decide whether to open it. */
export function paperCard(paper: Paper, { number, mark, buttons, note, savers }: CardExtras): Card {
  return {
    ...known({ number }),
    title: paper.title,
    url: pageUrl(paper),
    ...known({ byline: byline(paper), body: withNote(tldr(paper), note) }),
    facts: [...figures(paper), ...(mark ? [mark] : [])],
    ...(paper.codeUrl ? { links: [{ label: "Code", url: paper.codeUrl }] } : {}),
    ...known({ buttons, savedBy: nameSavers(savers) }),
  };
}

/** A text and the reader's note on it. */
export function withNote(text: string | undefined, note: string | undefined): string | undefined {
  return [text, note && `Your note: ${note}`].filter(Boolean).join("\n\n") || undefined;
}

/** "Ana, Li +2"; nothing where nobody did. */
export function nameSavers(names: readonly string[] = []): string | undefined {
  const more = names.length - 2;
  return names.length === 0 ? undefined : names.slice(0, 2).join(", ") + (more > 0 ? ` +${more}` : "");
}

/** The message as it is once these people saved its papers. */
export function withSavers(
  { message, papers = [] }: Shown,
  savers: ReadonlyMap<string, readonly string[]>,
): Message {
  const { cards = [] } = message;
  // Cards that are no papers, such as a channel's settings, stand in messages without papers.
  if (cards.length !== papers.length) return message;
  return {
    ...message,
    cards: cards.map(({ savedBy: _, ...card }, i) => ({
      ...card,
      ...known({ savedBy: nameSavers(savers.get(papers[i] ?? "")) }),
    })),
  };
}

/** "Withdrawn", "▲ 150", "3 comments", "code ★ 1,204", as far as they are known. */
export function figures({ withdrawn, upvotes, comments, codeUrl, codeStars }: Paper): string[] {
  return [
    ...(withdrawn ? ["Withdrawn"] : []),
    ...(upvotes === undefined ? [] : [`▲ ${upvotes.toLocaleString("en-US")}`]),
    ...(comments === undefined || comments === 0 ? [] : [count(comments, "comment")]),
    ...(codeUrl === undefined
      ? []
      : [codeStars === undefined ? "code" : `code ★ ${codeStars.toLocaleString("en-US")}`]),
  ];
}

/** "Dingyu Yao et al. (15 authors) · JD.com Open Source". */
function byline({ authors, organization }: Paper): string | undefined {
  const [first, second] = authors;
  const names =
    authors.length > 2
      ? `${first} et al. (${count(authors.length, "author")})`
      : second === undefined
        ? first
        : `${first} and ${second}`;
  return [names, organization].filter(Boolean).join(" · ") || undefined;
}

/** One or two sentences: the summary, else how the abstract begins. */
function tldr({ summary, abstract }: Paper): string | undefined {
  const text = summary ?? firstSentence(abstract ?? "");
  return text ? cutAtWord(text, 300) : undefined;
}
