import type { Message } from "./message.ts";

/** "slack:T1/C042", "local:me/terminal" */
export type ChannelId = `${string}:${string}/${string}`;
/** "slack:T1/U7", "local:me/me" */
export type UserId = `${string}:${string}/${string}`;
/** "slack:T1" */
export type TeamId = `${string}:${string}`;
/** A message the bot wrote; its form is the platform's own behind the prefix. */
export type PostId = `${string}:${string}`;

export interface Person {
  readonly id: UserId;
  /** As the platform shows it; plain text. */
  readonly name: string;
  /** IANA time zone of the person's profile, where the platform tells. */
  readonly zone?: string;
}

interface Happened {
  /** The same for an event that is delivered twice. */
  readonly id: string;
  readonly at: Date;
}

/** What somebody did in a channel. */
interface Done extends Happened {
  readonly channel: ChannelId;
  readonly user: Person;
  /** Whether the person may change this channel's settings. */
  readonly mayConfigure: boolean;
}

/** A line behind `/papers`, or a button, whose action is such a line. */
export interface CommandIncoming extends Done {
  readonly kind: "command" | "button";
  readonly text: string;
  /** The post that the answer will be, where the platform can say so ahead: reactions to it then count. */
  readonly answer?: PostId;
}

/** What an emoji means to the bot: keycaps are numbers, 🔖 or the configured emoji is "all". */
export type ReactionMeaning = number | "all";

interface Reacted extends Done {
  readonly post: PostId;
  readonly added: boolean;
  /** Whether the message is the bot's, where the platform says whose it is. */
  readonly isOurs?: boolean;
}

export interface ReactionIncoming extends Reacted {
  readonly kind: "reaction";
  readonly means: ReactionMeaning;
  /** Which one it is of several that mean the same and that one person may give at once: a skin tone, say; none for the usual one. */
  readonly variant?: string;
}

/** A reaction with any other emoji: it saves nothing, and shows interest. */
export interface EmojiIncoming extends Reacted {
  readonly kind: "emoji";
  /** As the platform calls it. */
  readonly emoji: string;
}

/** Everybody's reactions to a message were taken away at once: all of them, or those with one emoji. */
export interface ClearedIncoming extends Happened {
  readonly kind: "cleared";
  readonly channel: ChannelId;
  readonly post: PostId;
  readonly only?: {
    /** As `EmojiIncoming` has it, of each variant. */
    readonly emojis: readonly string[];
    /** What it means, where it saves, in each variant; "" is the usual one. */
    readonly means?: ReactionMeaning;
    readonly variants: readonly string[];
  };
}

/** The platform tells late what somebody is called. */
export interface NamedIncoming extends Happened {
  readonly kind: "named";
  readonly channel: ChannelId;
  readonly user: Person;
}

/** Somebody answered to a message, in its thread or pointing at it; what they said is not passed on. */
export interface RepliedIncoming extends Done {
  readonly kind: "replied";
  readonly post: PostId;
}

/** The message menu's "Save paper" on anybody's message. */
export interface MenuIncoming extends Done {
  readonly kind: "menu";
  /** Everything the message says, its links as addresses. */
  readonly text: string;
}

/** Links that somebody posted in a channel. */
export interface LinksIncoming extends Done {
  readonly kind: "links";
  readonly links: readonly string[];
  /** Whether the message is still being written: its links are shown and not remembered. */
  readonly draft: boolean;
  /** The message that they stand in, where it is sent already. */
  readonly message?: PostId;
}

/** The bot was let into a channel. */
export interface JoinedIncoming extends Happened {
  readonly kind: "joined";
  readonly channel: ChannelId;
}

/** The bot was taken out of a team for good. */
export interface RemovedIncoming extends Happened {
  readonly kind: "removed";
  readonly team: TeamId;
  /** "Paperboy was uninstalled from this workspace" */
  readonly reason: string;
}

/** What happened on a platform. */
export type Incoming =
  | CommandIncoming
  | ReactionIncoming
  | EmojiIncoming
  | ClearedIncoming
  | NamedIncoming
  | RepliedIncoming
  | MenuIncoming
  | LinksIncoming
  | JoinedIncoming
  | RemovedIncoming;

/** What to say about it, and to whom. */
export interface Reply {
  /**
   * Only the person who asked, everyone in the channel, in place of the message whose button was pressed, or beside the links that
   * were posted: each card then belongs to the links of the paper that its address is of.
   */
  readonly to: "user" | "channel" | "original" | "links";
  readonly message: Message;
  /** The sentence of what went wrong, where something did; the message says it too. */
  readonly error?: string;
}

/** The team that a channel or a person belongs to. */
export function teamOf(id: ChannelId | UserId): TeamId {
  return id.slice(0, id.indexOf("/")) as TeamId;
}

/** The platform that an id belongs to. */
export function platformOf(id: ChannelId | TeamId | PostId): string {
  return id.slice(0, id.indexOf(":"));
}

/** Whether a text has the form of a channel's or a person's id, `platform:team/name`. */
export function isPlaceId(text: string): text is ChannelId {
  return /^[a-z]+:[^\s/:]+\/[^\s/]+$/.test(text);
}
