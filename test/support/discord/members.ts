import type { Command } from "./commands.ts";
import { botId, channelIds, userIds } from "./ids.ts";
import type { Origin } from "./interactions.ts";
import type { Choices, DiscordMembers, Whence } from "./member-types.ts";
import { filled } from "./modals.ts";
import { announce, emit, type Office } from "./office.ts";
import { findButton, findOption, interactionPayload, type Pressable, resolved } from "./payloads.ts";
import { bits } from "./permissions.ts";
import { tellCleared, tellReaction } from "./routes-reactions.ts";
import { threadsOf } from "./threads.ts";
import type { DiscordEmoji, DiscordMessage, Json, Sent } from "./types.ts";
import { halfTyped, typed } from "./typing.ts";
import { wireMessage } from "./wire.ts";
import type { Place } from "./world.ts";

/** Members who type, press and react. */
export function membersOf(office: Office): DiscordMembers {
  const { world, interactions, gateway } = office;
  const { startThread, changeThread, unarchive } = threadsOf(office);
  const commands = () => office.commands as unknown as readonly Command[];

  const send = (origin: Origin, data: Json): Promise<Sent> => {
    const interaction = interactions.begin(origin);
    const { guildId } = origin.place;
    const isGone = guildId !== undefined && world.guilds.get(guildId)?.isMember !== true;
    if (isGone) throw new Error("the bot is not in this guild");
    const payload = interactionPayload(office, interaction, data);
    return interactions.watch(interaction, gateway.dispatch("INTERACTION_CREATE", payload, guildId));
  };
  const where = ({ user = userIds.ana, channel = channelIds.general, dm = false }: Whence) => {
    const place = dm ? world.openDm(user) : world.place(channel);
    if (!place) throw new Error(`no channel ${channel}`);
    return { place, user };
  };
  const now = ({ id }: DiscordMessage, user: string): DiscordMessage => {
    const found = world.byId(id);
    if (!found) throw new Error("the message is gone");
    if (found.ephemeralTo !== undefined && found.ephemeralTo !== user)
      throw new Error("the message is for someone else");
    return found;
  };
  const use = (on: DiscordMessage, data: Pressable, user: string): Promise<Sent> => {
    const place = world.place(on.channelId) as Place;
    return send({ kind: 3, place, user, label: `${data.custom_id}`, on }, { ...data });
  };
  const react =
    (there: boolean, isTold: boolean) =>
    (
      message: DiscordMessage,
      given: string | DiscordEmoji,
      user: string = userIds.ana,
      isSuper = false,
    ): void => {
      const emoji = emojiOf(given);
      if (world.react(message, emoji, user, there, isSuper ? "supers" : "users") && isTold)
        tellReaction(office, message, emoji, user, there, isSuper);
    };

  return {
    async command(line, from = {}) {
      const { place, user } = where(from);
      const { command, options } = typed(commands(), line);
      allowed(office, command, place, user);
      const label = `/${[command.name, line.group, line.subcommand].filter(Boolean).join(" ")}`;
      return send({ kind: 2, place, user, label }, commandData(office, place, command, options));
    },

    async autocomplete(subcommand, option, partial, { options = {}, ...from } = {}): Promise<Choices> {
      const { place, user } = where(from);
      const [last, group] = subcommand.split(" ").reverse();
      const line = { ...(last && { subcommand: last }), ...(group && { group }), options };
      const found = halfTyped(commands(), line, option, partial);
      const label = `autocomplete of ${option}`;
      const data = commandData(office, place, found.command, found.options);
      const sent = await send({ kind: 4, place, user, label }, data);
      const [ack] = sent.acks;
      if (!ack) throw new Error(`no choices for ${option}`);
      return { choices: ack.data?.choices as Choices["choices"], after: ack.after };
    },

    async menu(name, message, { user = userIds.ana } = {}) {
      const command = commands().find((each) => each.type === 3 && each.name === name);
      if (!command) throw new Error(`no menu command ${name} is registered`);
      const target = now(message, user);
      const place = world.place(target.channelId) as Place;
      allowed(office, command, place, user);
      // The whole message, whatever the bot may read elsewhere.
      const messages = { [target.id]: wireMessage(world, target) };
      const { id } = command as { id?: string };
      const data = { id, name, type: 3, target_id: target.id, resolved: { messages } };
      return send({ kind: 2, place, user, label: `the menu command ${name}` }, data);
    },

    async press(message, label, { user = message.ephemeralTo ?? userIds.ana, nth = 1 } = {}) {
      const on = now(message, user);
      return use(on, findButton(on, label, nth), user);
    },

    async choose(message, option, { user = message.ephemeralTo ?? userIds.ana } = {}) {
      const on = now(message, user);
      return use(on, findOption(on, option), user);
    },

    async submit(opened, values) {
      const { place, user, on } = interactions.of(opened);
      if (!opened.modal) throw new Error("it opened no modal");
      const data = { custom_id: opened.modal.custom_id, components: filled(opened.modal, values) };
      return send({ kind: 5, place, user, label: "the modal", ...(on && { on: now(on, user) }) }, data);
    },

    async write(text, { mentionsBot = false, replyTo, pings = true, forwards, type, ...from } = {}) {
      const { place, user } = where(from);
      unarchive(place);
      const mentions = [...(mentionsBot ? [botId] : []), ...(replyTo && pings ? [replyTo.authorId] : [])];
      const message = world.add({
        ...{ channelId: place.id, authorId: user, content: mentionsBot ? `<@${botId}> ${text}` : text },
        ...(mentions.length > 0 && { mentions }),
        ...(replyTo && { reference: replyTo.id }),
        ...(forwards && { forwards: forwards.id }),
        ...(type !== undefined && { type }),
      });
      announce(office, message, "CREATE");
      return message;
    },

    startThread,
    changeThread,
    erase(message) {
      const place = world.place(message.channelId) as Place;
      world.remove(message);
      const { guildId: guild } = place;
      const at = guild === undefined ? {} : { guild_id: guild };
      emit(office, place, "MESSAGE_DELETE", { id: message.id, channel_id: place.id, ...at });
    },

    react: async (message, emoji, { user, isSuper } = {}) => react(true, true)(message, emoji, user, isSuper),
    unreact: async (message, emoji, { user, isSuper } = {}) =>
      react(false, true)(message, emoji, user, isSuper),
    clearReactions(message, given) {
      const emoji = given === undefined ? undefined : emojiOf(given);
      world.clearReactions(message, emoji);
      tellCleared(office, message, emoji);
    },
    reactSilently: react(true, false),
    unreactSilently: react(false, false),
  };
}

function emojiOf(given: string | DiscordEmoji): DiscordEmoji {
  return typeof given === "string" ? { id: null, name: given } : given;
}

function commandData(
  { world }: Office,
  { guildId }: Place,
  command: Command,
  options: readonly Json[],
): Json {
  const { id, name, type } = command;
  const at = guildId === undefined ? {} : { guild_id: guildId };
  return { id, name, type: type ?? 1, options, ...resolved(world, guildId, options), ...at };
}

/** A command is not offered where it was not registered for, nor to whoever lacks its permissions. */
function allowed({ world }: Office, command: Command, place: Place, user: string): void {
  const context = place.guildId === undefined ? 1 : 0;
  const isOffered = command.contexts?.includes(context) ?? (context === 0 || command.dm_permission !== false);
  if (!isOffered) throw new Error(`${command.name} is not offered here`);
  const wanted = BigInt(command.default_member_permissions ?? 0);
  const permissions = world.permissions(user, place);
  if ((permissions & wanted) !== wanted && (permissions & bits.Administrator) === 0n)
    throw new Error(`${command.name} is not offered to this member`);
}
