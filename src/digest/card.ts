import type { Button, Card, Message } from "../chat/message.ts";
import { known, type Paper, paperUrl } from "../paper.ts";
import { count, cutAtWord, firstSentence } from "../text.ts";

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
}

/** A paper in a list: enough to decide whether to open it. */
export function paperCard(paper: Paper, { number, mark, buttons }: CardExtras): Card {
  return {
    ...known({ number }),
    title: paper.title,
    url: paperUrl(paper.id),
    ...known({ byline: byline(paper), body: tldr(paper) }),
    facts: [...figures(paper), ...(mark ? [mark] : [])],
    ...(paper.codeUrl ? { links: [{ label: "Code", url: paper.codeUrl }] } : {}),
    ...known({ buttons }),
  };
}

/** "▲ 150", "3 comments", "code ★ 1,204", as far as they are known. */
export function figures({ upvotes, comments, codeUrl, codeStars }: Paper): string[] {
  return [
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
