import { randomUUID } from "node:crypto";
import type {
  AutocompleteInteraction,
  Client,
  Message as DiscordMessage,
  GatewayMessageReactionAddDispatchData,
  GatewayMessageReactionRemoveAllDispatchData,
  GatewayMessageReactionRemoveDispatchData,
  Guild,
  Interaction,
} from "discord.js";
import { Events, GatewayDispatchEvents, PermissionFlagsBits, ReactionType } from "discord.js";
import type { Bot } from "../../src/chat/adapter.ts";
import type { Clock } from "../../src/clock.ts";
import type { Acknowledged, createAnswerer } from "./answer.ts";
import { type SaveEmoji, signOf } from "./emoji.ts";
import { channelId, teamId } from "./ids.ts";
import { choicesWithin } from "./limits.ts";
import {
  happened,
  toButton,
  toCleared,
  toCommand,
  toLine,
  toLinks,
  toMenu,
  toReaction,
  toReplied,
} from "./listen.ts";
import { savePaper } from "./register-commands.ts";

export interface EarsDeps {
  readonly bot: Bot;
  readonly clock: Clock;
  readonly answerer: ReturnType<typeof createAnswerer>;
  readonly saveEmoji: SaveEmoji;
  /** Works on something behind its event. Never rejects. */
  hold(work: () => Promise<void>): void;
}

/** Listens to everything that the gateway tells. No listener rejects: nobody would catch that. */
export function listenTo(client: Client, deps: EarsDeps): void {
  const { hold } = deps;
  const react = (added: boolean) => (reaction: Reaction) =>
    hold(() => onReaction(reaction, added, client, deps));
  client.on(Events.InteractionCreate, (interaction) => hold(() => onInteraction(interaction, deps)));
  // The SDK drops reactions in direct messages that this process has not met yet.
  client.ws.on(GatewayDispatchEvents.MessageReactionAdd, react(true));
  client.ws.on(GatewayDispatchEvents.MessageReactionRemove, react(false));
  for (const event of [
    GatewayDispatchEvents.MessageReactionRemoveAll,
    GatewayDispatchEvents.MessageReactionRemoveEmoji,
  ] as const)
    client.ws.on(event, (cleared: Cleared) => hold(() => onCleared(cleared, deps)));
  client.on(Events.MessageCreate, (message) => hold(() => onMessage(message, deps)));
}

async function onInteraction(interaction: Interaction, deps: EarsDeps): Promise<void> {
  const { bot, clock } = deps;
  if (interaction.isAutocomplete()) return offerChoices(interaction, deps);
  if (interaction.isChatInputCommand()) {
    return answer(
      interaction,
      "thinking",
      () => bot.handle(toCommand(interaction, bot.commands, clock())),
      deps,
    );
  }
  if (interaction.isMessageContextMenuCommand() && interaction.commandName === savePaper) {
    const { targetMessage } = interaction;
    return answer(
      interaction,
      "thinking",
      () => bot.handle(toMenu(interaction, targetMessage, clock())),
      deps,
    );
  }
  if (interaction.isButton()) {
    return answer(interaction, "quietly", () => bot.handle(toButton(interaction, clock())), deps);
  }
}

/** Acknowledges first: Discord waits three seconds, and the core may take longer. */
async function answer(
  interaction: Interaction,
  how: Acknowledged,
  ask: () => ReturnType<Bot["handle"]>,
  { answerer }: EarsDeps,
): Promise<void> {
  await answerer.acknowledge(interaction, how);
  await answerer.reply(interaction, how, await ask());
}

/** Better no choices than late ones, which are an error on the screen. */
async function offerChoices(interaction: AutocompleteInteraction, deps: EarsDeps): Promise<void> {
  const { bot, clock, answerer } = deps;
  const { name: field, value: typed } = interaction.options.getFocused(true);
  const command = interaction.options.getSubcommand(false) ?? "";
  const { channel, user } = happened(interaction, clock());
  const limit = Promise.withResolvers<readonly never[]>();
  const timer = setTimeout(limit.resolve, choicesWithin, []);
  const found = bot.complete({ command, field, typed: String(typed), channel, user });
  const choices = await Promise.race([found, limit.promise]);
  clearTimeout(timer);
  await answerer.choices(interaction, choices);
}

type Reaction = GatewayMessageReactionAddDispatchData | GatewayMessageReactionRemoveDispatchData;

/** Whose message it is, Discord does not say: the core knows its posts. */
async function onReaction(
  reaction: Reaction,
  added: boolean,
  client: Client,
  { bot, clock, saveEmoji }: EarsDeps,
): Promise<void> {
  const { emoji, guild_id: guild = null, channel_id: channel, message_id: message, user_id: user } = reaction;
  const sign = signOf(emoji, isSuper(reaction), saveEmoji);
  const member = "member" in reaction ? reaction.member : undefined;
  const met = client.users.cache.get(user);
  // Who takes a reaction back is told by id only: bots are left out as far as they are known.
  if (!sign || member?.user?.bot || met?.bot || user === client.user?.id) return;
  const told = member?.nick ?? member?.user?.global_name ?? member?.user?.username;
  // In a direct message, and of one that is taken back, no name is told.
  const name = told ?? (met && !met.partial ? met.displayName : undefined);
  const author = "message_author_id" in reaction ? reaction.message_author_id : undefined;
  const isOurs = author === undefined ? undefined : author === client.user?.id;
  const where = { guild, channel, message, user, name, isOurs };
  // The emoji itself shows that it counts; a message to one person is not to be had without an interaction.
  await bot.handle(toReaction(where, sign, added, { id: `discord reaction ${randomUUID()}`, at: clock() }));
}

type Cleared = GatewayMessageReactionRemoveAllDispatchData & Partial<Pick<Reaction, "emoji">>;

/** A moderator took away all reactions, or all with one emoji. In a direct message nobody can. */
async function onCleared(
  { emoji, guild_id: guild, channel_id: channel, message_id: message }: Cleared,
  { bot, clock, saveEmoji }: EarsDeps,
): Promise<void> {
  if (guild === undefined) return;
  const signs = emoji && [false, true].flatMap((isSuper) => signOf(emoji, isSuper, saveEmoji) ?? []);
  if (signs?.length === 0) return;
  const when = { id: `discord cleared ${randomUUID()}`, at: clock() };
  await bot.handle(toCleared({ guild, channel, message }, signs, when));
}

function isSuper({ burst, type }: Reaction): boolean {
  return burst || type === ReactionType.Super;
}

async function onMessage(message: DiscordMessage, { bot, clock, answerer }: EarsDeps): Promise<void> {
  const { author, client, content, guildId, channelId: channel } = message;
  if (author.bot || message.system) return;
  const replied = toReplied(message, clock());
  if (replied) await bot.handle(replied);
  // Without the intent, no more is told of what others say to each other.
  if (content === "") return;
  // A direct message is a line, whatever links are in it: "save https://arxiv.org/abs/...".
  const isDirect = guildId === null;
  const heard = isDirect ? toLine(message, clock()) : toLinks(message, clock());
  const isToUs = isDirect || message.mentions.users.has(client.user?.id ?? "");
  const reply = heard && (await bot.handle(heard));
  if (reply && isToUs) await answerer.comment(channel, message.id, reply.message);
}

/** Where a server is greeted: its system channel, if the bot may write there. */
export function welcomePlace({
  id,
  systemChannel,
  members,
}: Guild): ReturnType<typeof channelId> | undefined {
  const mine = systemChannel && members.me ? systemChannel.permissionsFor(members.me) : null;
  const may = mine?.has([PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SendMessages]);
  return may && systemChannel ? channelId(teamId(id, ""), systemChannel.id) : undefined;
}
