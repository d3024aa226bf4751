import { dayOf, fullDay } from "../../calendar/days.ts";
import type { Button, Card, Link } from "../../chat/message.ts";
import { figures, nameSavers, type Shown, withNote } from "../../digest/card.ts";
import {
  arxivUrl,
  isOnHuggingFace,
  known,
  type Paper,
  pageUrl,
  paperUrl,
  pdfUrl,
} from "../../model/paper.ts";
import type { Upvotes } from "../../store/store.ts";
import { count } from "../../text/clean.ts";
import { type CommandContext, defineCommand } from "../command.ts";
import { readerOf } from "../list.ts";
import { findPaper, paperArgument } from "../paper-argument.ts";

const mostAuthors = 20;

export const show = defineCommand({
  name: "show",
  synonyms: ["paper", "details", "open", "get"],
  summary: "One paper in full: abstract, links, authors, dates, upvotes, keywords, who saved it.",
  args: { paper: paperArgument("show") },
  example: "show 2606.14777",
  visibility: "user",
  shareable: true,
  async run({ paper: typed }, context) {
    const { paper, from } = await findPaper(typed, context);
    return showPaper(paper, from, context);
  },
});

async function showPaper(
  paper: Paper,
  from: string | undefined,
  { store, caller, forEveryone }: CommandContext,
): Promise<Shown> {
  const savers = await store.saves.savers(caller.team, paper.id);
  const history = await store.papers.upvoteHistory(paper.id);
  const discussed = sayDiscussed(await store.activity.discussed(caller.team, paper.id), caller.channel);
  const read = forEveryone ? undefined : (await store.reading.of(readerOf(caller), [paper.id])).get(paper.id);
  const card = fullCard(paper, history);
  return {
    message: {
      cards: [
        {
          ...card,
          ...known({ body: withNote(card.body, read?.note), savedBy: nameSavers(savers) }),
          facts: [
            ...(card.facts ?? []),
            ...(discussed === undefined ? [] : [discussed]),
            ...(read?.doneAt ? ["done ✓"] : []),
          ],
        },
      ],
      ...known({ note: from && `Not stored until now: this came from ${from}.` }),
      buttons: [{ label: "Share", action: `share show ${paper.id}` }],
    },
    papers: [paper.id],
  };
}

/** Where a paper was discussed: here by name, elsewhere only in how many channels. @param channels of the caller's team */
export function sayDiscussed(channels: readonly string[], here: string): string | undefined {
  const others = channels.filter((channel) => channel !== here).length;
  const elsewhere = others > 0 && `in ${count(others, "other channel")}`;
  const places = [channels.includes(here) && "here", elsewhere].filter(Boolean);
  return places.length > 0 ? `discussed ${places.join(" and ")}` : undefined;
}

function fullCard(paper: Paper, history: readonly Upvotes[]): Card {
  const abstract = paper.abstract ?? "No abstract is known.";
  return {
    title: paper.title,
    url: pageUrl(paper),
    ...known({ byline: [authors(paper), paper.organization].filter(Boolean).join(" · ") || undefined }),
    body: [paper.summary, abstract, keywords(paper)].filter(Boolean).join("\n\n"),
    facts: [...figures(paper), ...rise(history), ...dates(paper), `arXiv ${paper.id}`],
    links: links(paper),
    buttons: buttons(paper),
  };
}

function authors({ authors: names }: Paper): string {
  const more = names.length - mostAuthors;
  return names.slice(0, mostAuthors).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** How the upvotes rose since they were first seen, where that is on another day. */
function rise(history: readonly Upvotes[]): string[] {
  const [first] = history;
  const last = history.at(-1);
  if (!first || !last || dayOf(first.at) === dayOf(last.at) || first.upvotes === last.upvotes) return [];
  return [`up from ${first.upvotes.toLocaleString("en-US")} on ${fullDay(dayOf(first.at))}`];
}

function dates({ publishedAt, listDays }: Paper): string[] {
  return [
    ...(publishedAt === undefined ? [] : [`published ${fullDay(publishedAt.slice(0, 10))}`]),
    ...(listDays.length === 0 ? [] : [`listed ${listDays.map(fullDay).join(" and ")}`]),
  ];
}

function keywords({ keywords: words }: Paper): string {
  return words.length === 0 ? "" : `Keywords: ${words.join(", ")}`;
}

function links(paper: Paper): Link[] {
  const { id, codeUrl, projectUrl } = paper;
  return [
    ...(isOnHuggingFace(paper) ? [{ label: "Hugging Face", url: paperUrl(id) }] : []),
    { label: "arXiv", url: arxivUrl(id) },
    { label: "PDF", url: pdfUrl(id) },
    ...(codeUrl === undefined ? [] : [{ label: "Code", url: codeUrl }]),
    ...(projectUrl === undefined ? [] : [{ label: "Project", url: projectUrl }]),
  ];
}

function buttons({ id }: Paper): Button[] {
  return [
    { label: "Save", action: `save ${id}` },
    { label: "Related", action: `related ${id}` },
    { label: "Cite", action: `cite ${id}` },
  ];
}
