import { z } from "zod";
import { botId, newId } from "./ids.ts";
import {
  announce,
  emit,
  messageIn,
  needs,
  type Office,
  read,
  readMessage,
  visible,
  written,
} from "./office.ts";
import { invalid, problem } from "./problem.ts";
import { without, withToken } from "./route.ts";
import { flag, named, snowflake } from "./strings.ts";
import type { DiscordThread } from "./types.ts";
import { fullMember, wholeGuild, wireChannel, wireGuild, wireMessage, wireUser } from "./wire.ts";
import { channelTypes, type GuildState, type Place } from "./world.ts";

const archiveAfter = z.literal([60, 1440, 4320, 10_080]);
const fromMessage = z.strictObject({
  name: named(100),
  auto_archive_duration: archiveAfter.nullish(),
  rate_limit_per_user: z.int().min(0).max(21_600).nullish(),
});
const threadType = z.literal([10, 11]);
const alone = fromMessage.extend({ type: threadType, invitable: flag });
const inForum = fromMessage.extend({
  applied_tags: z.array(snowflake).max(5).nullish(),
  message: z.unknown(),
});
const threadChange = z.strictObject({
  name: named(100).optional(),
  archived: z.boolean().optional(),
  locked: z.boolean().optional(),
  auto_archive_duration: archiveAfter.optional(),
});
/** Channels in which threads are started. */
const threaded: readonly number[] = [channelTypes.text, channelTypes.announcement];

export const placeRoutes = withToken({
  "GET /channels/:id": ({ ids: [id] }, office) => wireChannel(office.world, visible(office, id)),

  "PATCH /channels/:id": ({ ids: [id], body }, office) => {
    const place = visible(office, id);
    if (!place.thread) throw problem("missingPermissions");
    const change = read(threadChange, body);
    const { auto_archive_duration: minutes, archived, locked, name } = change;
    if (archived === undefined || locked !== undefined) needs(office, place, "ManageThreads");
    const thread: DiscordThread = {
      ...place.thread,
      ...(name !== undefined && { name }),
      ...(archived !== undefined && { archived }),
      ...(locked !== undefined && { locked }),
      ...(minutes !== undefined && { archiveAfter: minutes }),
    };
    const changed = wireChannel(office.world, office.world.putThread(thread));
    emit(office, place, "THREAD_UPDATE", changed);
    return changed;
  },

  "POST /channels/:id/messages/:id/threads": ({ ids: [channel, id], body }, office) => {
    const place = threadable(office, channel);
    const message = messageIn(office, place, id);
    // discord.js names the type, which Discord knows from the channel.
    const given = read(fromMessage.extend({ type: threadType.optional() }), body);
    needs(office, place, "CreatePublicThreads");
    if (message.thread !== undefined) throw problem("hasThread");
    const started = start(office, place, given, message.id);
    office.world.change(message, { thread: started.id });
    return tellStart(office, started);
  },

  "POST /channels/:id/threads": ({ ids: [channel], body, files }, office) => {
    const parent = visible(office, channel);
    if (parent.type !== channelTypes.forum) {
      const place = threadable(office, channel);
      needs(office, place, "CreatePublicThreads");
      return tellStart(office, start(office, place, read(alone, body)));
    }
    const given = read(inForum, body);
    const first = readMessage("create", given.message, files);
    needs(office, parent, "SendMessages");
    const started = start(office, parent, given);
    const fields = { channelId: started.id, authorId: botId, flags: first.flags ?? 0 };
    // The thread of a forum and its first message have one id.
    const message = office.world.add({ ...fields, ...written(first, files), id: started.id });
    announce(office, message, "CREATE");
    return { ...tellStart(office, started), message: wireMessage(office.world, message) };
  },

  "PUT /channels/:id/thread-members/@me": ({ ids: [id] }, office) => {
    if (!visible(office, id).thread) throw problem("wrongChannelType");
    return undefined;
  },

  "GET /guilds/:id": ({ ids: [id] }, office) => wireGuild(office.world, guildOf(office, id)),

  "GET /guilds/:id/channels": ({ ids: [id], query }, office) => {
    without(query);
    return wholeGuild(office.world, guildOf(office, id)).channels as object;
  },

  "GET /guilds/:id/members/:id": ({ ids: [id, user = ""] }, office) => {
    const { given } = guildOf(office, id);
    if (user !== botId && !given.members.some((member) => member.id === user)) throw problem("unknownMember");
    return fullMember(office.world, given.id, user);
  },

  "GET /users/@me": (_, office) => ({ ...wireUser(office.world.bot), verified: true, mfa_enabled: false }),

  "GET /users/:id": ({ ids: [id = ""] }, office) => {
    if (!office.world.hasUser(id)) throw problem("unknownUser");
    return wireUser(office.world.user(id));
  },

  "GET /users/@me/guilds": (_, office) =>
    [...office.world.guilds.values()]
      .filter(({ isMember }) => isMember)
      .map(({ given }) => ({ id: given.id, name: given.name, icon: null, owner: false, features: [] })),

  "POST /users/@me/channels": ({ body }, office) => {
    const { recipient_id } = read(z.strictObject({ recipient_id: snowflake }), body);
    if (!office.world.hasUser(recipient_id)) throw invalid(["recipient_id"], "Unknown User");
    return wireChannel(office.world, office.world.openDm(recipient_id));
  },
});

/** A guild that the bot is in, or Discord's error. */
function guildOf({ world }: Office, id: string | undefined): GuildState {
  const found = world.guilds.get(id ?? "");
  if (!found?.isMember) throw problem("unknownGuild");
  return found;
}

function threadable(office: Office, id: string | undefined): Place {
  const place = visible(office, id);
  if (place.guildId === undefined) throw problem("notInDirectMessages");
  if (!threaded.includes(place.type)) throw problem("wrongChannelType");
  return place;
}

function start(
  office: Office,
  parent: Place,
  given: z.output<typeof fromMessage>,
  messageId?: string,
): Place {
  return office.world.putThread({
    ...{ id: messageId ?? newId(), guildId: parent.guildId ?? "", parentId: parent.id, name: given.name },
    ...{ ownerId: botId, archived: false, locked: false, archiveAfter: given.auto_archive_duration ?? 1440 },
    ...(messageId !== undefined && { messageId }),
  });
}

function tellStart(office: Office, started: Place): object {
  const thread = wireChannel(office.world, started);
  emit(office, started, "THREAD_CREATE", { ...thread, newly_created: true });
  return thread;
}
