import { localDate, shortDay } from "../calendar/days.ts";
import { type LinksIncoming, teamOf } from "../chat/incoming.ts";
import type { Card, Message } from "../chat/message.ts";
import type { CommandDeps } from "../commands/command.ts";
import { sayDiscussed } from "../commands/papers/show.ts";
import { figures, nameSavers, paperCard } from "../digest/card.ts";
import { known, type Paper, pageUrl } from "../model/paper.ts";
import { findLinkedIds } from "../text/arxiv-id.ts";

/** Milliseconds in which a channel is not shown the same paper again. */
const quiet = 30 * 60_000;
/** A message with more papers than this is a list, which nobody wants to see twice as long. */
const mostShown = 2;

/** Remembers papers that members link, and shows them: one as a card, two in short, more not at all. No link is ever followed. */
export async function rememberLinks(
  incoming: LinksIncoming,
  deps: CommandDeps,
): Promise<Message | undefined> {
  const { links, draft, channel } = incoming;
  const { posts } = deps.store;
  const ids = [...new Set(links.flatMap(findLinkedIds))];
  const fresh = ids.length > mostShown ? [] : draft ? ids : await notShownLately(ids, channel, deps);
  const found = await Promise.all(fresh.map((id) => find(id, deps)));
  const papers = found.filter((paper) => paper !== undefined);
  const show = ids.length === 1 ? fullCard : shortCard;
  // Composed first: that it is linked here now is no news to whoever reads the card.
  const cards = await Promise.all(papers.map((paper) => show(paper, channel, deps)));
  if (!draft) {
    await remember(ids, incoming, deps);
    // What could not be looked up was not shown. A draft may become a message, which is to be shown then.
    for (const [i, id] of fresh.entries()) if (!found[i]) await posts.unshowBesideLink(channel, id);
  }
  return cards.length > 0 ? { cards } : undefined;
}

async function notShownLately(
  ids: readonly string[],
  channel: LinksIncoming["channel"],
  { store, clock }: CommandDeps,
): Promise<readonly string[]> {
  const now = clock();
  const notSince = new Date(now.getTime() - quiet);
  const shows = await Promise.all(ids.map((id) => store.posts.showBesideLink(channel, id, now, notSince)));
  return ids.filter((_, i) => shows[i]);
}

/** From now on the papers are seen here; answers and reactions to the message are about them. */
async function remember(
  ids: readonly string[],
  { channel, user, at, message }: LinksIncoming,
  { store }: CommandDeps,
): Promise<void> {
  if (ids.length === 0) return;
  const team = teamOf(channel);
  await store.posts.markSeen(channel, ids, at);
  for (const paper of ids) {
    await store.activity.record({ team, user: user.id, paper, channel, kind: "link", ref: channel }, at);
  }
  if (message) await store.posts.record({ id: message, team, channel, papers: ids, kind: "link" }, at);
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
  const card = paperCard(paper, { savers: await store.saves.savers(team, paper.id) });
  const discussed = sayDiscussed(await store.activity.discussed(team, paper.id), channel);
  return {
    ...card,
    facts: [
      ...(card.facts ?? []),
      ...(digest && zone ? [`in the digest of ${shortDay(localDate(digest, zone))}`] : []),
      ...(discussed === undefined ? [] : [discussed]),
    ],
  };
}

async function shortCard(
  paper: Paper,
  channel: LinksIncoming["channel"],
  { store }: CommandDeps,
): Promise<Card> {
  const savers = await store.saves.savers(teamOf(channel), paper.id);
  return {
    title: paper.title,
    url: pageUrl(paper),
    facts: figures(paper),
    ...known({ savedBy: nameSavers(savers) }),
  };
}
