import { parseArxivId } from "../arxiv-id.ts";
import { localDate, shortDay } from "../calendar.ts";
import { type LinksIncoming, teamOf } from "../chat/incoming.ts";
import type { Card, Message } from "../chat/message.ts";
import type { CommandDeps } from "../commands/command.ts";
import { nameSavers } from "../commands/show.ts";
import { figures, paperCard } from "../digest/card.ts";
import { type Paper, paperUrl } from "../paper.ts";

/** Milliseconds in which a channel is not shown the same paper again. */
const quiet = 30 * 60_000;
/** A message with more papers than this is a list, which nobody wants to see twice as long. */
const mostShown = 2;

/** Remembers papers that members link, and shows them: one as a card, two in short, more not at all. No link is ever followed. */
export function createLinkMemory(
  deps: CommandDeps,
): (incoming: LinksIncoming) => Promise<Message | undefined> {
  const { store, clock } = deps;
  const shownAt = new Map<string, number>();
  const showOnce = (channel: string, id: string): boolean => {
    const now = clock().getTime();
    for (const [key, at] of shownAt) if (at <= now - quiet) shownAt.delete(key);
    const key = `${channel} ${id}`;
    if (shownAt.has(key)) return false;
    shownAt.set(key, now);
    return true;
  };
  return async ({ links, draft, channel, at }) => {
    const ids = [...new Set(links.map(parseArxivId).filter((id) => id !== undefined))];
    if (!draft) await store.posts.markSeen(channel, ids, at);
    if (ids.length === 0 || ids.length > mostShown) return undefined;
    // A draft may become a message, which is to be shown then.
    const fresh = draft ? ids : ids.filter((id) => showOnce(channel, id));
    const found = await Promise.all(fresh.map((id) => find(id, deps)));
    // What could not be looked up was not shown.
    if (!draft) for (const [i, id] of fresh.entries()) if (!found[i]) shownAt.delete(`${channel} ${id}`);
    const papers = found.filter((paper) => paper !== undefined);
    if (papers.length === 0) return undefined;
    const show = ids.length === 1 ? fullCard : shortCard;
    return { cards: await Promise.all(papers.map((paper) => show(paper, channel, deps))) };
  };
}

async function find(id: string, { store, lookup }: CommandDeps): Promise<Paper | undefined> {
  return (await store.papers.get(id)) ?? (await lookup.paper(id)).found;
}

/** With what this team knows of it. */
async function fullCard(
  paper: Paper,
  channel: LinksIncoming["channel"],
  { store, defaultZone }: CommandDeps,
): Promise<Card> {
  const team = teamOf(channel);
  const digest = await store.posts.digestOf(team, channel, paper.id);
  // A digest is called by its date in the channel's zone.
  const zone = digest && ((await store.subscriptions.get(team, channel))?.wish.zone ?? defaultZone);
  const savers = await store.saves.savers(team, paper.id);
  const card = paperCard(paper, {});
  return {
    ...card,
    facts: [
      ...(card.facts ?? []),
      ...(digest && zone ? [`in the digest of ${shortDay(localDate(digest, zone))}`] : []),
      ...(savers.length > 0 ? [`saved by ${nameSavers(savers)}`] : []),
    ],
  };
}

async function shortCard(paper: Paper): Promise<Card> {
  return { title: paper.title, url: paperUrl(paper.id), facts: figures(paper) };
}
