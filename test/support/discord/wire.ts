import { nested } from "./components.ts";
import { applicationId, botId, timeOf } from "./ids.ts";
import { sum } from "./permissions.ts";
import type { DiscordMessage, DiscordThread, DiscordUser, Json } from "./types.ts";
import type { GuildState, Place, World } from "./world.ts";

// Shapes: docs.discord.com/developers/resources, as far as discord.js reads them.

export function wireUser({ id, name, isBot = false }: DiscordUser): Json {
  const username = name.toLowerCase().replace(/\W/g, "_");
  const nothing = { avatar: null, avatar_decoration_data: null, banner: null, accent_color: null };
  return { id, username, discriminator: "0", global_name: name, bot: isBot, public_flags: 0, ...nothing };
}

/** Without the user, as events about messages have it. */
function wireMember(world: World, guildId: string, userId: string): Json {
  const { permissions = [] } = world.user(userId);
  const joined = world.guilds.get(guildId)?.joinedAt ?? 0;
  const nothing = { avatar: null, banner: null, nick: null, premium_since: null, pending: false, flags: 0 };
  return {
    ...{ roles: permissions.length > 0 ? [roleOf(userId)] : [], joined_at: iso(joined) },
    ...{ deaf: false, mute: false, communication_disabled_until: null, ...nothing },
  };
}

export function fullMember(world: World, guildId: string, userId: string): Json {
  return { ...wireMember(world, guildId, userId), user: wireUser(world.user(userId)) };
}

/** A member with permissions of its own has a role of its own; it is named by the member. */
function roleOf(userId: string): string {
  return String(BigInt(userId) + 1n);
}

function role(id: string, name: string, permissions: bigint): Json {
  const looks = { color: 0, colors: { primary_color: 0, secondary_color: null, tertiary_color: null } };
  const rest = { hoist: false, managed: false, mentionable: false, position: 0, flags: 0 };
  return { id, name, permissions: String(permissions), icon: null, unicode_emoji: null, ...looks, ...rest };
}

export function wireChannel(world: World, place: Place): Json {
  const { id, type, name, guildId, recipient, thread } = place;
  const last_message_id = world.messages.findLast(({ channelId }) => channelId === id)?.id ?? null;
  if (thread) return { ...wireThread(world, thread, type), last_message_id };
  if (recipient !== undefined)
    return { id, type, last_message_id, flags: 0, recipients: [wireUser(world.user(recipient))] };
  const denied = place.channel?.denied ?? [];
  const permission_overwrites =
    denied.length > 0 ? [{ id: botId, type: 1, allow: "0", deny: String(sum(denied)) }] : [];
  const rest = { nsfw: false, parent_id: null, position: 0, rate_limit_per_user: 0, topic: null, flags: 0 };
  return { id, type, name, guild_id: guildId, last_message_id, permission_overwrites, ...rest };
}

function wireThread(world: World, thread: DiscordThread, type: number): Json {
  const { id, guildId, parentId, name, ownerId, archived, locked, archiveAfter } = thread;
  const count = world.messages.filter(({ channelId }) => channelId === id).length;
  return {
    ...{ id, type, name, guild_id: guildId, parent_id: parentId, owner_id: ownerId, flags: 0 },
    ...{ message_count: count, total_message_sent: count, member_count: 1, rate_limit_per_user: 0 },
    thread_metadata: {
      ...{ archived, locked, auto_archive_duration: archiveAfter },
      ...{ archive_timestamp: iso(timeOf(id)), create_timestamp: iso(timeOf(id)) },
    },
  };
}

/** What GET /guilds/:id says; GUILD_CREATE says more. */
export function wireGuild(world: World, { given }: GuildState): Json {
  const own = [...given.members, world.bot].filter(({ permissions = [] }) => permissions.length > 0);
  const roles = own.map(({ id, name, permissions = [] }) => role(roleOf(id), name, sum(permissions)));
  return {
    ...{ id: given.id, name: given.name, icon: null, splash: null, discovery_splash: null, banner: null },
    // No one of the members, for an owner may do everything.
    ...{ owner_id: String(BigInt(given.id) + 1n), afk_channel_id: null, afk_timeout: 300, description: null },
    ...{ system_channel_id: given.systemChannel ?? null, system_channel_flags: 0, rules_channel_id: null },
    ...{ public_updates_channel_id: null, safety_alerts_channel_id: null, vanity_url_code: null },
    ...{ verification_level: 0, default_message_notifications: 0, explicit_content_filter: 0, mfa_level: 0 },
    ...{ premium_tier: 0, premium_progress_bar_enabled: false, nsfw_level: 0, preferred_locale: "en-US" },
    ...{
      roles: [role(given.id, "@everyone", world.everyone), ...roles],
      emojis: [],
      stickers: [],
      features: [],
    },
  };
}

export function wholeGuild(world: World, state: GuildState): Json {
  const { given, joinedAt } = state;
  const channels = given.channels.flatMap(({ id }) => world.place(id) ?? []);
  const threads = world.threads.filter(({ guildId, archived }) => guildId === given.id && !archived);
  return {
    ...wireGuild(world, state),
    channels: channels.map((place) => wireChannel(world, place)),
    threads: threads.map(({ id }) => wireChannel(world, world.place(id) as Place)),
    // Without the intent for members, Discord sends the bot alone.
    members: [fullMember(world, given.id, botId)],
    ...{ member_count: given.members.length + 1, joined_at: iso(joinedAt), large: false, unavailable: false },
    ...{ presences: [], voice_states: [], stage_instances: [], guild_scheduled_events: [] },
    soundboard_sounds: [],
  };
}

/** `isOpen` false: without what it says. */
export function wireMessage(world: World, message: DiscordMessage, isOpen = true): Json {
  const { id, channelId, authorId, interactionId, mentions = [], nonce, thread } = message;
  const of = (user: string): Json => wireUser(world.user(user));
  const place = thread === undefined ? undefined : world.place(thread);
  return {
    ...{ id, channel_id: channelId, author: of(authorId), flags: message.flags, pinned: false, tts: false },
    ...{ type: typeOf(message), timestamp: iso(timeOf(id)), mention_everyone: false },
    ...{ edited_timestamp: message.edited ? iso(Date.now()) : null, mention_roles: [] },
    mentions: mentions.map(of),
    ...(isOpen ? shown(message) : { content: "", embeds: [], attachments: [], components: [] }),
    ...(message.reactions.length > 0 && { reactions: reactionsOf(message) }),
    ...(nonce !== undefined && { nonce }),
    ...(interactionId !== undefined && { webhook_id: applicationId, application_id: applicationId }),
    ...(authorId === botId && { application_id: applicationId }),
    ...pointing(world, message, isOpen),
    ...(place && { thread: wireChannel(world, place) }),
  };
}

/** Where it points to another message: as a reply, or as a copy of it. */
function pointing(world: World, message: DiscordMessage, isOpen: boolean): Json {
  const { channelId, guildId, reference, forwards } = message;
  const to = reference ?? forwards;
  if (to === undefined) return {};
  const found = world.byId(to);
  const at = { message_id: to, ...(guildId !== undefined && { guild_id: guildId }) };
  if (reference === undefined) {
    const copy =
      found && isOpen ? shown(found) : { content: "", embeds: [], attachments: [], components: [] };
    const snapshot = {
      ...copy,
      type: 0,
      flags: 0,
      mentions: [],
      mention_roles: [],
      timestamp: iso(timeOf(to)),
    };
    return {
      message_reference: { type: 1, channel_id: found?.channelId ?? channelId, ...at },
      message_snapshots: [{ message: { ...snapshot, edited_timestamp: null } }],
    };
  }
  const message_reference = { type: 0, channel_id: channelId, ...at };
  if (typeOf(message) !== 19) return { message_reference };
  if (!found) return { message_reference, referenced_message: null };
  // What that one points to in its turn is left out.
  const { reference: _, ...last } = found;
  return { message_reference, referenced_message: wireMessage(world, last, mayRead(last, false)) };
}

/** 20 the answer to a command, 19 a reply. */
function typeOf({ interactionId, reference, type }: DiscordMessage): number {
  if (type !== undefined) return type;
  if (interactionId !== undefined) return 20;
  return reference === undefined ? 0 : 19;
}

function shown({ content, embeds, components, attachments, channelId }: DiscordMessage): Json {
  return {
    content,
    embeds: embeds.map((embed) => ({ type: "rich", ...embed })),
    components: numbered(components),
    attachments: attachments.map(({ id, filename, content: bytes }) => ({
      ...{ id, filename, size: Buffer.byteLength(bytes), content_type: "text/plain; charset=utf-8" },
      ...{ url: mediaUrl(channelId, id, filename), proxy_url: mediaUrl(channelId, id, filename) },
    })),
  };
}

// No one fetches it: pictures and files of messages are not part of this server.
const mediaUrl = (channel: string, id: string, name: string): string =>
  `https://cdn.discordapp.com/attachments/${channel}/${id}/${name}`;

/** Discord numbers the components that were sent without an id. */
function numbered(components: readonly Json[]): Json[] {
  const copies = structuredClone(components) as { id?: number }[];
  for (const [index, each] of (nested(copies) as { id?: number }[]).entries()) each.id ??= index + 1;
  return copies as Json[];
}

function reactionsOf({ reactions }: DiscordMessage): Json[] {
  return reactions.map(({ emoji, users, supers = [] }) => ({
    ...{ emoji, count: users.length + supers.length },
    count_details: { burst: supers.length, normal: users.length },
    ...{ me: users.includes(botId), me_burst: false, burst_colors: [] },
  }));
}

/** What a dispatch about a message adds. */
export function inGuild(world: World, { guildId, authorId }: DiscordMessage): Json {
  return guildId === undefined ? {} : { guild_id: guildId, member: wireMember(world, guildId, authorId) };
}

/** Whether the bot is shown what a message says: not others' words, without the intent, that are not meant for it. */
export function mayRead(message: DiscordMessage, everything: boolean): boolean {
  const isMeant = message.authorId === botId || (message.mentions ?? []).includes(botId);
  return everything || message.guildId === undefined || isMeant;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
