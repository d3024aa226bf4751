import { botId, channelIds, guildId, newId, userIds } from "./ids.ts";
import { basePermissions, has, inDirectMessages, type PermissionName, sum } from "./permissions.ts";
import type {
  DiscordChannel,
  DiscordEmoji,
  DiscordGuild,
  DiscordMessage,
  DiscordOptions,
  DiscordReaction,
  DiscordThread,
  DiscordUser,
} from "./types.ts";

const defaultGuild: DiscordGuild = {
  id: guildId,
  name: "Readers",
  systemChannel: channelIds.general,
  channels: [
    { id: channelIds.general, name: "general" },
    { id: channelIds.random, name: "random", denied: ["SendMessages"] },
    { id: channelIds.hidden, name: "hidden", denied: ["ViewChannel"] },
    { id: channelIds.unread, name: "no-history", denied: ["ReadMessageHistory"] },
    { id: channelIds.announcements, name: "announcements", type: "announcement" },
  ],
  members: [
    { id: userIds.ana, name: "Ana", permissions: ["ManageChannels"] },
    { id: userIds.li, name: "Li" },
    { id: userIds.noor, name: "Noor" },
  ],
};

/** Types of channels as numbers (docs.discord.com/developers/resources/channel). */
export const channelTypes = {
  ...{
    text: 0,
    dm: 1,
    voice: 2,
    category: 4,
    announcement: 5,
    announcementThread: 10,
    thread: 11,
    forum: 15,
  },
} as const;

export interface GuildState {
  readonly given: DiscordGuild;
  readonly joinedAt: number;
  isMember: boolean;
  isUnavailable: boolean;
}

/** Where messages stand. */
export interface Place {
  readonly id: string;
  readonly type: number;
  readonly name: string;
  readonly guildId?: string;
  readonly channel?: DiscordChannel;
  readonly thread?: DiscordThread;
  /** Of a direct message. */
  readonly recipient?: string;
}

type New = Partial<DiscordMessage> & Pick<DiscordMessage, "channelId" | "authorId">;

export type World = ReturnType<typeof createWorld>;

/** Guilds, their channels, and what was written there. */
export function createWorld(options: DiscordOptions) {
  const { guilds: given = [defaultGuild], history = true, botPermissions = [] } = options;
  const bot: DiscordUser = { id: botId, name: "Paperboy", isBot: true, permissions: botPermissions };
  const guilds = new Map<string, GuildState>(
    given.map((each) => [
      each.id,
      { given: each, joinedAt: Date.now(), isMember: true, isUnavailable: false },
    ]),
  );
  const places = new Map<string, Place>();
  for (const { id, channels } of given)
    for (const channel of channels) places.set(channel.id, placeOf(id, channel));
  const messages: DiscordMessage[] = [];
  const users = new Map([bot, ...given.flatMap(({ members }) => members)].map((user) => [user.id, user]));
  const base = basePermissions(history);

  const user = (id: string): DiscordUser => {
    const found = users.get(id);
    if (!found) throw new Error(`no user ${id}`);
    return found;
  };
  const inThread = (permissions: bigint): bigint => {
    const without = permissions & ~sum(["SendMessages"]);
    return has(permissions, "SendMessagesInThreads") ? without | sum(["SendMessages"]) : without;
  };
  const permissions = (userId: string, place: Place): bigint => {
    if (place.guildId === undefined) return inDirectMessages;
    if (place.thread) return inThread(permissions(userId, places.get(place.thread.parentId) as Place));
    const own = base | sum(user(userId).permissions ?? []);
    return userId === botId ? own & ~sum(place.channel?.denied ?? []) : own;
  };
  const replace = (before: DiscordMessage, after: DiscordMessage): DiscordMessage => {
    const index = messages.findIndex(({ id }) => id === before.id);
    if (index < 0) throw new Error(`the message ${before.id} is gone`);
    messages[index] = Object.freeze(after);
    return after;
  };
  const openDm = (recipient: string): Place => {
    const found = [...places.values()].find((place) => place.recipient === recipient);
    if (found) return found;
    const place: Place = { id: newId(), type: channelTypes.dm, name: "", recipient: user(recipient).id };
    places.set(place.id, place);
    return place;
  };

  return {
    guilds,
    messages,
    user,
    hasUser: (id: string) => users.has(id),
    permissions,
    everyone: base,
    openDm,
    bot,
    place: (id: string): Place | undefined => places.get(id),
    /** Whether the bot may do something in a place. */
    allows: (place: Place, name: PermissionName): boolean => has(permissions(botId, place), name),
    isReachable: ({ guildId: guild }: Place): boolean =>
      guild === undefined || guilds.get(guild)?.isMember === true,
    message: (channelId: string, id: string): DiscordMessage | undefined =>
      messages.find((message) => message.channelId === channelId && message.id === id),
    byId: (id: string): DiscordMessage | undefined => messages.find((message) => message.id === id),

    add(fields: New): DiscordMessage {
      const guild = places.get(fields.channelId)?.guildId;
      const message: DiscordMessage = Object.freeze({
        ...{ id: newId(), content: "", embeds: [], components: [], flags: 0, reactions: [], attachments: [] },
        ...(guild !== undefined && { guildId: guild }),
        ...fields,
      });
      messages.push(message);
      return message;
    },
    change: (before: DiscordMessage, fields: Partial<DiscordMessage>): DiscordMessage =>
      replace(before, { ...before, ...fields }),
    remove(message: DiscordMessage): void {
      const index = messages.findIndex(({ id }) => id === message.id);
      if (index >= 0) messages.splice(index, 1);
    },

    /** Whether it changed anything. */
    react(
      message: DiscordMessage,
      emoji: DiscordEmoji,
      userId: string,
      there: boolean,
      kind: "users" | "supers" = "users",
    ): boolean {
      const now = messages.find(({ id }) => id === message.id);
      if (!now) throw new Error("the message is gone");
      if (now.ephemeralTo !== undefined) throw new Error("no one can react to an ephemeral message");
      const found = now.reactions.find((each) => isSame(each.emoji, emoji)) ?? { emoji, users: [] };
      const before = found[kind] ?? [];
      if (before.includes(userId) === there) return false;
      const others = before.filter((each) => each !== userId);
      const changed = { ...found, [kind]: there ? [...others, userId] : others };
      replace(now, { ...now, reactions: reacted(now.reactions, changed) });
      return true;
    },
    /** All reactions, or all with one emoji. */
    clearReactions(message: DiscordMessage, emoji?: DiscordEmoji): void {
      const now = messages.find(({ id }) => id === message.id);
      if (!now) throw new Error("the message is gone");
      const kept = now.reactions.filter((each) => emoji && !isSame(each.emoji, emoji));
      replace(now, { ...now, reactions: kept });
    },

    get threads(): DiscordThread[] {
      return [...places.values()].flatMap(({ thread }) => thread ?? []);
    },
    putThread(thread: DiscordThread): Place {
      const isNews = places.get(thread.parentId)?.type === channelTypes.announcement;
      const type = isNews ? channelTypes.announcementThread : channelTypes.thread;
      const place: Place = { id: thread.id, type, name: thread.name, guildId: thread.guildId, thread };
      places.set(thread.id, place);
      return place;
    },
    removePlace: (id: string): boolean => places.delete(id),
  };
}

export function isSame(one: DiscordEmoji, other: DiscordEmoji): boolean {
  return one.id === null ? other.id === null && one.name === other.name : one.id === other.id;
}

function placeOf(guild: string, channel: DiscordChannel): Place {
  const type = channelTypes[channel.type ?? "text"];
  return { id: channel.id, type, name: channel.name, guildId: guild, channel };
}

function reacted(all: readonly DiscordReaction[], changed: DiscordReaction): DiscordReaction[] {
  const index = all.findIndex((each) => isSame(each.emoji, changed.emoji));
  const next = index < 0 ? [...all, changed] : all.with(index, changed);
  return next.filter(({ users, supers = [] }) => users.length + supers.length > 0);
}
