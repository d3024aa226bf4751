import {
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Message as DiscordMessage,
  type Interaction,
  PermissionFlagsBits,
} from "discord.js";
import type { CommandSummary } from "../../src/chat/adapter.ts";
import type {
  CommandIncoming,
  LinksIncoming,
  MenuIncoming,
  Person,
  ReactionIncoming,
  ReactionMeaning,
  TeamId,
} from "../../src/chat/incoming.ts";
import { composeLine } from "../../src/chat/line.ts";
import { cleanText } from "../../src/text.ts";
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
  const { guildId, author, member } = message;
  const team = teamId(guildId, author.id);
  return {
    kind: "links",
    links: links.slice(0, 50),
    draft: false,
    id: `discord ${message.id}`,
    channel: channelId(team, message.channelId),
    user: person(team, author.id, member?.displayName ?? author.displayName),
    mayConfigure: false,
    at,
  };
}

export interface Reacted {
  readonly guild: string | null;
  readonly channel: string;
  readonly message: string;
  readonly user: string;
  /** As the server shows it, where it is known. */
  readonly name?: string | undefined;
}

export function toReaction(
  { guild, channel, message, user, name }: Reacted,
  means: ReactionMeaning,
  added: boolean,
  { id, at }: { readonly id: string; readonly at: Date },
): ReactionIncoming {
  const team = teamId(guild, user);
  return {
    kind: "reaction",
    post: postId(team, channel, message),
    means,
    added,
    id,
    channel: channelId(team, channel),
    user: person(team, user, name ?? user),
    mayConfigure: false,
    at,
  };
}

export function person(team: TeamId, id: string, name: string): Person {
  return { id: userId(team, id), name: cleanText(name, 80) || id };
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
