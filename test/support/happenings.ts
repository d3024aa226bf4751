import type {
  ChannelId,
  JoinedIncoming,
  LinksIncoming,
  MenuIncoming,
  ReactionIncoming,
  RemovedIncoming,
} from "../../src/chat/incoming.ts";
import { now } from "./bot.ts";

export const channel: ChannelId = "test:team/general";
const ana = { id: "test:team/ana", name: "Ana" } as const;

let n = 0;
/** An event of its own: each has another id. */
const happened = () => ({ id: `event-${n++}`, at: now });
const done = () => ({ ...happened(), channel, user: ana, mayConfigure: false });

/** Somebody posts links. */
export const links = (posted: readonly string[], over: Partial<LinksIncoming> = {}): LinksIncoming => ({
  ...done(),
  kind: "links",
  links: posted,
  draft: false,
  ...over,
});

/** Somebody picks "Save paper" in the menu of a message. */
export const menu = (text: string, over: Partial<MenuIncoming> = {}): MenuIncoming => ({
  ...done(),
  kind: "menu",
  text,
  ...over,
});

/** Somebody reacts to a post, with 🔖. */
export const reaction = (
  post: ReactionIncoming["post"],
  over: Partial<ReactionIncoming> = {},
): ReactionIncoming => ({ ...done(), kind: "reaction", post, means: "all", added: true, ...over });

/** The bot comes into a channel. */
export const joined = (over: Partial<JoinedIncoming> = {}): JoinedIncoming => ({
  ...happened(),
  kind: "joined",
  channel,
  ...over,
});

/** The bot is taken out of a team. */
export const removed = (over: Partial<RemovedIncoming> = {}): RemovedIncoming => ({
  ...happened(),
  kind: "removed",
  team: "test:team",
  reason: "Paperboy was uninstalled from this workspace",
  ...over,
});
