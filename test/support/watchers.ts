import { createBot } from "../../src/bot/bot.ts";
import { type Person, type Reply, teamOf } from "../../src/chat/incoming.ts";
import { factsOf } from "../../src/chat/message.ts";
import { collectNewest } from "../../src/collect/collect.ts";
import { createLookup } from "../../src/collect/lookup.ts";
import type { Newsroom } from "./newsroom.ts";

export const ana: Person = { id: "slack:T1/U1", name: "Ana", zone: "Europe/Berlin" };
export const li: Person = { id: "slack:T1/U2", name: "Li", zone: "Europe/Berlin" };
/** Of another team. */
export const noor: Person = { id: "slack:T2/U1", name: "Noor", zone: "Europe/Berlin" };

/** Asks the real bot on the newsroom's store; "watch add robots" is how somebody comes to be told. */
export async function ask(
  { store, source, time: { clock }, deps }: Newsroom,
  text: string,
  user: Person = ana,
): Promise<Reply> {
  const lookup = createLookup({ huggingFace: source, arxiv: source, store, clock });
  const { logger } = deps;
  const bot = createBot({ store, lookup, clock, logger, version: "1.2.3", defaultZone: "Europe/Berlin" });
  const reply = await bot.handle({
    kind: "command",
    id: `${user.id} ${clock().toISOString()} ${text}`,
    channel: `${teamOf(user.id)}/C1`,
    user,
    mayConfigure: true,
    at: clock(),
    text,
  });
  if (!reply) throw new Error(`no answer to ${text}`);
  return reply;
}

/** What is on the lists now is in the store. */
export function collect({ source, store, time: { clock } }: Newsroom): Promise<void> {
  return collectNewest({ source, store, clock });
}

/** Paperboy runs for some minutes from nine o'clock on in Berlin, in winter. */
export async function nine(room: Newsroom, day: string): Promise<void> {
  room.sleepUntil(`${day}T08:00:00Z`);
  await room.runUntil(`${day}T08:05:00Z`);
}

/** One message that somebody got. */
export interface Told {
  readonly at: string;
  readonly lead: string | undefined;
  readonly papers: readonly string[];
  /** "matches robots", one for each paper. */
  readonly marks: readonly string[];
}

/** The direct messages that somebody got, in order. */
export function toldTo({ slack, discord }: Newsroom, { id }: Person = ana): readonly Told[] {
  const posts = [...slack.posts, ...discord.posts].filter(({ place }) => place === id);
  return posts.map(({ at, message: { lead, cards = [] } }) => ({
    at: at.toISOString().slice(0, 16),
    lead,
    papers: cards.map(({ url = "" }) => url.slice(url.lastIndexOf("/") + 1)),
    marks: cards.map((card) => factsOf(card).find((fact) => fact.startsWith("matches ")) ?? ""),
  }));
}
