import type { MessageBody } from "./bodies.ts";
import { botId } from "./ids.ts";
import {
  announce,
  edit,
  emit,
  isOurs,
  mayPost,
  messageIn,
  needs,
  type Office,
  read,
  readMessage,
  told,
  visible,
  written,
} from "./office.ts";
import { invalid, problem } from "./problem.ts";
import { isOlder, pageQuery, withToken } from "./route.ts";
import type { DiscordMessage } from "./types.ts";
import { wireMessage } from "./wire.ts";
import { channelTypes, type Place } from "./world.ts";

const speechless: readonly number[] = [channelTypes.category, channelTypes.forum];

interface Remembered {
  readonly id: string;
  readonly content: string;
  readonly at: number;
}
/** Nonces of the bot's, by server. */
const nonces = new WeakMap<Office, Map<string, Remembered>>();

export const messageRoutes = withToken({
  "POST /channels/:id/messages": ({ ids: [channel], body: given, files }, office) => {
    const body = readMessage("create", given, files);
    const place = writable(office, channel);
    mayPost(office, place, body, files);
    const before = recalled(office, place, body);
    if (before) return told(office, before);
    const message = office.world.add({
      ...{ channelId: place.id, authorId: botId, flags: body.flags ?? 0, ...written(body, files) },
      ...referenced(office, place, body),
      ...(body.nonce != null && { nonce: String(body.nonce) }),
    });
    remember(office, message, body);
    announce(office, message, "CREATE");
    return wireMessage(office.world, message);
  },

  "GET /channels/:id/messages": ({ ids: [channel], query }, office) => {
    const place = visible(office, channel);
    const page = read(pageQuery, query);
    // Documented: without the history there is an empty list, and no error.
    if (!office.world.allows(place, "ReadMessageHistory")) return [];
    const all = office.world.messages.filter(
      ({ channelId, ephemeralTo }) => channelId === place.id && ephemeralTo === undefined,
    );
    return pageOf(all, page).map((message) => told(office, message));
  },

  "GET /channels/:id/messages/:id": ({ ids: [channel, id] }, office) => {
    const place = visible(office, channel);
    if (!office.world.allows(place, "ReadMessageHistory")) throw problem("missingAccess");
    return told(office, messageIn(office, place, id));
  },

  "PATCH /channels/:id/messages/:id": ({ ids: [channel, id], body, files }, office) => {
    const place = visible(office, channel);
    const before = messageIn(office, place, id);
    if (!isOurs(before)) throw problem("notYours");
    mayWriteIn(office, place);
    return wireMessage(office.world, edit(office, before, body, files));
  },

  "DELETE /channels/:id/messages/:id": ({ ids: [channel, id] }, office) => {
    const place = visible(office, channel);
    const message = messageIn(office, place, id);
    if (!isOurs(message)) needs(office, place, "ManageMessages");
    office.world.remove(message);
    const where = place.guildId === undefined ? {} : { guild_id: place.guildId };
    emit(office, place, "MESSAGE_DELETE", { id: message.id, channel_id: place.id, ...where });
    return undefined;
  },

  "POST /channels/:id/messages/:id/crosspost": ({ ids: [channel, id] }, office) => {
    const place = visible(office, channel);
    const message = messageIn(office, place, id);
    if (place.type !== channelTypes.announcement) throw problem("wrongChannelType");
    if (!isOurs(message)) needs(office, place, "ManageMessages");
    if ((message.flags & 1) !== 0) throw problem("alreadyCrossposted");
    return wireMessage(office.world, office.world.change(message, { flags: message.flags | 1 }));
  },

  "POST /channels/:id/typing": ({ ids: [channel] }, office) => {
    needs(office, writable(office, channel), "SendMessages");
    return undefined;
  },
});

/** A place that takes messages from the bot, permissions aside. */
function writable(office: Office, id: string | undefined): Place {
  const place = visible(office, id);
  if (speechless.includes(place.type)) throw problem("noText");
  mayWriteIn(office, place);
  if (place.recipient !== undefined && office.world.user(place.recipient).closedToMessages)
    throw problem("refusesMessages");
  return place;
}

function mayWriteIn({ world }: Office, place: Place): void {
  if (place.thread?.archived) throw problem("archived");
  if (place.thread?.locked && !world.allows(place, "ManageThreads")) throw problem("locked");
}

function referenced(
  office: Office,
  place: Place,
  { message_reference: given }: MessageBody,
): Partial<DiscordMessage> {
  if (!given) return {};
  if (!office.world.allows(place, "ReadMessageHistory")) throw problem("noHistory");
  const found = office.world.message(place.id, given.message_id);
  if (!found && given.fail_if_not_exists !== false) throw invalid(["message_reference"], "Unknown message");
  return found ? { reference: found.id } : {};
}

/** The message that was posted with this nonce some minutes ago: the same post, tried once more. */
function recalled(office: Office, place: Place, body: MessageBody): DiscordMessage | undefined {
  if (!body.enforce_nonce || body.nonce == null) return undefined;
  const found = nonces.get(office)?.get(String(body.nonce));
  const { nonceMemory = 5 * 60_000 } = office.options;
  if (!found || Date.now() - found.at > nonceMemory) return undefined;
  if (found.content !== contentOf(place, body))
    office.refused.push(`the nonce ${body.nonce} is used for something else than before`);
  const message = office.world.byId(found.id);
  if (!message) throw problem("unknownMessage");
  return message;
}

function remember(office: Office, { id, channelId }: DiscordMessage, body: MessageBody): void {
  if (body.nonce == null) return;
  const memory = nonces.get(office) ?? new Map<string, Remembered>();
  nonces.set(office, memory);
  const content = contentOf({ id: channelId }, body);
  memory.set(String(body.nonce), { id, content, at: Date.now() });
}

function contentOf({ id }: Pick<Place, "id">, { content, embeds, components }: MessageBody): string {
  return JSON.stringify([id, content ?? "", embeds ?? [], components ?? []]);
}

/** Newest first, as Discord lists them. */
function pageOf(
  all: readonly DiscordMessage[],
  { limit, before, after, around }: ReturnType<typeof pageQuery.parse>,
): DiscordMessage[] {
  const newestFirst = all.toReversed();
  if (before !== undefined) return newestFirst.filter(({ id }) => isOlder(id, before)).slice(0, limit);
  if (after !== undefined) return newestFirst.filter(({ id }) => isOlder(after, id)).slice(-limit);
  if (around === undefined) return newestFirst.slice(0, limit);
  const middle = newestFirst.findIndex(({ id }) => !isOlder(around, id));
  const start = Math.max(0, (middle < 0 ? newestFirst.length : middle) - Math.floor(limit / 2));
  return newestFirst.slice(start, start + limit);
}
