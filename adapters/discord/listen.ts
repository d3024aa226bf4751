import {
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Message as DiscordMessage,
  type Interaction,
  MessageReferenceType,
  PermissionFlagsBits,
} from "discord.js";
import type { CommandSummary } from "../../src/chat/adapter.ts";
import type {
  ClearedIncoming,
  CommandIncoming,
  EmojiIncoming,
  LinksIncoming,
  MenuIncoming,
  Person,
  PostId,
  ReactionIncoming,
  RepliedIncoming,
  TeamId,
} from "../../src/chat/incoming.ts";
import { composeLine } from "../../src/chat/line.ts";
import { cleanText } from "../../src/text/clean.ts";
import type { Sign } from "./emoji.ts";
import { channelId, postId, teamId, userId } from "./ids.ts";

/** What every interaction tells of who, where and when. */
export function happened(interaction: Interaction, at: Date) {
  const { guildId, channelId: channel, user, member } = interaction;
  const team = teamId(guildId, user.id);
  const shown = member && "displayName" in member ? member.displayName : user.displayName;
  return {
    id: `discord ${interaction.id}`,
    channel: channelId(team, channel ?? user.id),
    user: person(team, user.id, shown),
    // In a direct message everybody decides for themselves.
    mayConfigure:
      guildId === null || Boolean(interaction.memberPermissions?.has(PermissionFlagsBits.ManageChannels)),
    at,
  };
}

/** A typed subcommand, as the line behind /papers that it means. */
export function toCommand(
  interaction: ChatInputCommandInteraction,
  commands: readonly CommandSummary[],
  at: Date,
): CommandIncoming {
  const [subcommand] = interaction.options.data;
  const given = subcommand?.options?.map(({ name, value }) => [name, String(value ?? "")] as const) ?? [];
  const summary = commands.find(({ name }) => name === subcommand?.name);
  const text = summary ? composeLine(summary, Object.fromEntries(given)) : (subcommand?.name ?? "");
  return { kind: "command", text, ...happened(interaction, at) };
}

export function toButton(interaction: ButtonInteraction, at: Date): CommandIncoming {
  return { kind: "button", text: interaction.customId, ...happened(interaction, at) };
}

/** The message of the message menu: its text, and whatever its embeds and components hold. */
export function toMenu(interaction: Interaction, message: DiscordMessage, at: Date): MenuIncoming {
  const { content, embeds, components } = message;
  const inside = [...embeds.map((embed) => embed.toJSON()), ...components.map((one) => one.toJSON())];
  return { kind: "menu", text: [content, ...textsIn(inside)].join(" "), ...happened(interaction, at) };
}

/** A direct message to the bot, as a line behind /papers. */
export function toLine(
  { id, guildId, channelId: channel, author, content }: DiscordMessage,
  at: Date,
): CommandIncoming {
  const team = teamId(guildId, author.id);
  return {
    kind: "command",
    text: content,
    id: `discord ${id}`,
    channel: channelId(team, channel),
    user: person(team, author.id, author.displayName),
    mayConfigure: true,
    at,
  };
}

/** Links in a message of somebody's; undefined where there are none. */
export function toLinks(message: DiscordMessage, at: Date): LinksIncoming | undefined {
  const links = message.content.match(/https?:\/\/[^\s<>]+/g) ?? [];
  if (links.length === 0) return undefined;
  const where = writtenIn(message);
  return {
    kind: "links",
    links: links.slice(0, 50),
    draft: false,
    message: `${where.channel}/${message.id}`,
    id: `discord ${message.id}`,
    at,
    ...where,
  };
}

/** A message that answers to another one; what it says is not looked at, and need not be told. */
export function toReplied(message: DiscordMessage, at: Date): RepliedIncoming | undefined {
  const post = answeredBy(message, teamId(message.guildId, message.author.id));
  return post && { kind: "replied", post, id: `discord reply ${message.id}`, at, ...writtenIn(message) };
}

/** The message that one points at, or else the one that its thread was started from: their ids are the same. */
function answeredBy({ reference, channel }: DiscordMessage, team: TeamId): PostId | undefined {
  const isReply = (reference?.type ?? MessageReferenceType.Default) === MessageReferenceType.Default;
  if (reference?.messageId && isReply) return postId(team, reference.channelId, reference.messageId);
  // A thread that the gateway has not told of has no parent.
  return channel.isThread() && channel.parentId ? postId(team, channel.parentId, channel.id) : undefined;
}

function writtenIn({ guildId, channelId: channel, author, member }: DiscordMessage) {
  const team = teamId(guildId, author.id);
  return {
    channel: channelId(team, channel),
    user: person(team, author.id, member?.displayName ?? author.displayName),
    mayConfigure: false,
  };
}

export interface Reacted {
  readonly guild: string | null;
  readonly channel: string;
  readonly message: string;
  readonly user: string;
  /** As the server shows it, where it is known. */
  readonly name?: string | undefined;
  /** Whether the message is the bot's, where Discord says so. */
  readonly isOurs?: boolean | undefined;
}

export function toReaction(
  { guild, channel, message, user, name, isOurs }: Reacted,
  { means, emoji, variant }: Sign,
  added: boolean,
  { id, at }: { readonly id: string; readonly at: Date },
): ReactionIncoming | EmojiIncoming {
  const team = teamId(guild, user);
  const shared = {
    post: postId(team, channel, message),
    added,
    id,
    channel: channelId(team, channel),
    user: person(team, user, name ?? user),
    mayConfigure: false,
    at,
    ...(isOurs === undefined ? {} : { isOurs }),
  };
  if (means === undefined) return { kind: "emoji", emoji, ...shared };
  return { kind: "reaction", means, ...(variant === "" ? {} : { variant }), ...shared };
}

/** All reactions to a message of a server were taken away, or all with one emoji, of every kind. */
export function toCleared(
  { guild, channel, message }: Pick<Reacted, "channel" | "message"> & { readonly guild: string },
  signs: readonly Sign[] | undefined,
  { id, at }: { readonly id: string; readonly at: Date },
): ClearedIncoming {
  const team = teamId(guild, "");
  const happened = { id, at, channel: channelId(team, channel), post: postId(team, channel, message) };
  if (!signs) return { kind: "cleared", ...happened };
  const [sign] = signs;
  const only = { emojis: signs.map(({ emoji }) => emoji), variants: signs.map(({ variant }) => variant) };
  const means = sign?.means === undefined ? {} : { means: sign.means };
  return { kind: "cleared", only: { ...only, ...means }, ...happened };
}

export function person(team: TeamId, id: string, name: string): Person {
  return { id: userId(team, id), name: cleanText(name, 80) || id };
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
