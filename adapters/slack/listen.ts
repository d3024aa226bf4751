import type {
  CommandIncoming,
  EmojiIncoming,
  LinksIncoming,
  MenuIncoming,
  NamedIncoming,
  ReactionIncoming,
  ReactionMeaning,
  RepliedIncoming,
} from "../../src/chat/incoming.ts";
import { channelId, postId } from "./ids.ts";
import { typedText } from "./limits.ts";
import type { Member } from "./people.ts";

/** Who and where, as every event of Slack's says it in its own way. */
export interface Where {
  readonly team: string;
  readonly channel: string;
  readonly member: Member;
  /** Whether only admins change settings here. */
  readonly adminsOnly: boolean;
}

export interface When {
  /** Slack's own, the same when it tells again. */
  readonly id: string;
  readonly at: Date;
}

/** A slash command, or a button whose value is such a line. */
export function toCommand(
  kind: CommandIncoming["kind"],
  text: string,
  where: Where,
  when: When,
): CommandIncoming {
  return { kind, text: kind === "command" ? readTyped(text) : text, ...happened(where, when) };
}

/** A message that somebody reacted to. */
interface Reacted {
  readonly ts: string;
  readonly added: boolean;
  /** Whether it is the bot's, where Slack says so. */
  readonly isOurs: boolean | undefined;
}

/** @param variant its skin tone, "" where it has none */
export function toReaction(
  means: ReactionMeaning,
  variant: string,
  to: Reacted,
  where: Where,
  when: When,
): ReactionIncoming {
  return { kind: "reaction", means, ...(variant ? { variant } : {}), ...reacted(to, where, when) };
}

/** A reaction that saves nothing. @param emoji its name without a skin tone */
export function toEmoji(emoji: string, to: Reacted, where: Where, when: When): EmojiIncoming {
  return { kind: "emoji", emoji, ...reacted(to, where, when) };
}

/** What somebody is called, where an event of theirs did not wait for it. */
export function toNamed(where: Where, when: When): NamedIncoming {
  return { kind: "named", ...happened(where, when) };
}

function reacted({ ts, added, isOurs }: Reacted, where: Where, when: When) {
  const post = postId(where.team, where.channel, ts);
  return { post, added, ...(isOurs === undefined ? {} : { isOurs }), ...happened(where, when) };
}

/** What a `message` event may tell; all of these are absent somewhere. */
export interface Said {
  readonly subtype?: string | undefined;
  readonly user?: string | undefined;
  readonly bot_id?: string | undefined;
  readonly ts: string;
  /** The message that the thread hangs on. */
  readonly thread_ts?: string | undefined;
}

/** Subtypes of what people say; the others are edits, joins, topics and bots. */
const saidByPeople: ReadonlySet<string | undefined> = new Set([undefined, "file_share", "thread_broadcast"]);

/** Whether a person answered in a thread. https://docs.slack.dev/reference/events/message/message_replied */
export function isReply(said: Said, botUser: string): said is Said & { user: string; thread_ts: string } {
  const { subtype, user, bot_id: bot, ts, thread_ts: thread } = said;
  const isByPerson = saidByPeople.has(subtype) && user !== undefined && user !== botUser && bot === undefined;
  return isByPerson && thread !== undefined && thread !== ts;
}

/** An answer in the thread of a message. A reply that is told twice, as one in the channel too, is one. */
export function toReplied(
  { ts, thread_ts: thread }: Said & { thread_ts: string },
  where: Where,
  arrival: Date,
): RepliedIncoming {
  const when = { id: `reply ${where.channel} ${ts}`, at: instantOf(ts, arrival) };
  return { kind: "replied", post: postId(where.team, where.channel, thread), ...happened(where, when) };
}

/** The message of the message menu: its text, and whatever its blocks and attachments hold. */
export function toMenu(
  message: { readonly text?: unknown; readonly blocks?: unknown; readonly attachments?: unknown },
  where: Where,
  when: When,
): MenuIncoming {
  const { text = "", blocks = [], attachments = [] } = message;
  const all = [String(text), ...textsIn(blocks), ...textsIn(attachments)].join(" ");
  return { kind: "menu", text: unescape3(all), ...happened(where, when) };
}

/** Every text of a payload; written as JSON its line breaks would stick to the links beside them. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** @param ts the message's; absent while it is still being written */
export function toLinks(
  links: readonly string[],
  ts: string | undefined,
  where: Where,
  when: When,
): LinksIncoming {
  const message = ts === undefined ? {} : { message: postId(where.team, where.channel, ts) };
  const draft = ts === undefined;
  return { kind: "links", links: links.map(unescape3), draft, ...message, ...happened(where, when) };
}

/** Slack's `event_ts`, in seconds with a fraction, as an instant; where it tells none that can be read, that of the arrival. */
export function instantOf(eventTs: unknown, arrival: Date): Date {
  const told = new Date(Math.floor(Number(eventTs) * 1000));
  return told.getTime() > 0 ? told : arrival;
}

/**
 * What somebody typed, as they saw it, but for people, who are called by their ids: the handle that Slack tells is not their name. It
 * sends mentions, channels and links in angle brackets and escapes what is none.
 * https://docs.slack.dev/interactivity/implementing-slash-commands#escaping
 */
function readTyped(text: string): string {
  const seen = text
    .replace(/<(@[A-Z0-9]+)(?:\|[^>]*)?>/g, "$1")
    .replace(/<#[A-Z0-9]+\|([^>]*)>/g, "#$1")
    .replace(/<(#[A-Z0-9]+)>/g, "$1")
    .replace(/<!(?:subteam\^[A-Z0-9]+\|)?@?([^>|]*)(?:\|[^>]*)?>/g, "@$1")
    // What Slack itself made a link of: site.ai, ana@lab.org.
    .replace(/<(?:https?:\/\/|mailto:|tel:)([^>|]*)\|\1>/g, "$1")
    .replace(/<((?:https?:|mailto:|tel:)[^>|]*)(?:\|[^>]*)?>/g, "$1");
  return unescape3(seen).slice(0, typedText);
}

function unescape3(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function happened({ team, channel, member, adminsOnly }: Where, { id, at }: When) {
  const { isAdmin, ...user } = member;
  return {
    id: `slack ${id}`,
    channel: channelId(team, channel),
    user,
    mayConfigure: isAdmin || !adminsOnly,
    at,
  };
}
