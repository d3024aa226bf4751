import { z } from "zod";
import { botId } from "./ids.ts";
import { emit, messageIn, needs, type Office, read, visible } from "./office.ts";
import { problem } from "./problem.ts";
import { type Asked, isOlder, withToken } from "./route.ts";
import { snowflake } from "./strings.ts";
import type { DiscordEmoji, DiscordMessage, Json } from "./types.ts";
import { fullMember, wireUser } from "./wire.ts";
import { isSame } from "./world.ts";

/** Kinds of reactions on one message. */
const most = 20;

const usersQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  after: snowflake.optional(),
  /** 1: super reactions. */
  type: z.literal(["0", "1"]).default("0"),
});

export const reactionRoutes = withToken({
  "PUT /channels/:id/messages/:id/reactions/:emoji/@me": (asked, office) => {
    const { place, message, emoji } = aimed(asked, office);
    const isThere = message.reactions.some((each) => isSame(each.emoji, emoji));
    if (!isThere) needs(office, place, "AddReactions");
    if (!isThere && message.reactions.length >= most) throw problem("tooManyReactions");
    if (office.world.react(message, emoji, botId, true)) tellReaction(office, message, emoji, botId, true);
    return undefined;
  },

  "DELETE /channels/:id/messages/:id/reactions/:emoji/@me": (asked, office) => takeBack(asked, office, botId),

  "DELETE /channels/:id/messages/:id/reactions/:emoji/:user": (asked, office) => {
    const { place } = aimed(asked, office);
    needs(office, place, "ManageMessages");
    return takeBack(asked, office, asked.ids[3] ?? "");
  },

  "GET /channels/:id/messages/:id/reactions/:emoji": (asked, office) => {
    const { message, emoji } = aimed(asked, office);
    const { limit, after, type } = read(usersQuery, asked.query);
    const found = message.reactions.find((each) => isSame(each.emoji, emoji));
    const users = (type === "1" ? found?.supers : found?.users) ?? [];
    return users
      .toSorted((one, other) => (isOlder(one, other) ? -1 : 1))
      .filter((user) => after === undefined || isOlder(after, user))
      .slice(0, limit)
      .map((user) => wireUser(office.world.user(user)));
  },
});

function aimed({ ids: [channel, id, text = ""] }: Asked, office: Office) {
  const place = visible(office, channel);
  if (!office.world.allows(place, "ReadMessageHistory")) throw problem("missingAccess");
  const message = messageIn(office, place, id);
  return { place, message, emoji: emojiIn(text) };
}

function takeBack(asked: Asked, office: Office, user: string): undefined {
  const { message, emoji } = aimed(asked, office);
  if (!office.world.hasUser(user)) throw problem("unknownUser");
  if (office.world.react(message, emoji, user, false)) tellReaction(office, message, emoji, user, false);
}

/** "name:id" for a guild's own emoji, or one of Unicode. */
function emojiIn(text: string): DiscordEmoji {
  const [, name, id] = /^(\w{2,32}):(\d{17,20})$/.exec(text) ?? [];
  if (name !== undefined && id !== undefined) return { id, name };
  // Digits, # and * are emoji by name only.
  if (!/^(?:\p{RGI_Emoji}|(?![\d#*])\p{Emoji}\uFE0F?)$/v.test(text)) throw problem("unknownEmoji");
  return { id: null, name: text };
}

/** MESSAGE_REACTION_REMOVE_ALL, or MESSAGE_REACTION_REMOVE_EMOJI. */
export function tellCleared(
  office: Pick<Office, "world" | "gateway" | "options">,
  { id, channelId }: DiscordMessage,
  emoji: DiscordEmoji | undefined,
): void {
  const place = office.world.place(channelId);
  if (!place) return;
  const guild = place.guildId === undefined ? {} : { guild_id: place.guildId };
  const what = { channel_id: place.id, message_id: id, ...guild, ...(emoji && { emoji }) };
  emit(office, place, `MESSAGE_REACTION_REMOVE_${emoji ? "EMOJI" : "ALL"}`, what);
}

/** MESSAGE_REACTION_ADD or MESSAGE_REACTION_REMOVE, each with its own fields. */
export function tellReaction(
  office: Pick<Office, "world" | "gateway" | "options">,
  message: DiscordMessage,
  emoji: DiscordEmoji,
  user: string,
  there: boolean,
  isSuper = false,
): void {
  const { world } = office;
  const place = world.place(message.channelId);
  const now = world.byId(message.id);
  if (!place || !now) return;
  const { guildId } = place;
  const what: Json = {
    ...{ user_id: user, channel_id: place.id, message_id: now.id, emoji },
    ...{ burst: isSuper, type: isSuper ? 1 : 0 },
    ...(guildId !== undefined && { guild_id: guildId }),
  };
  const added: Json = {
    ...{ message_author_id: now.authorId },
    ...(guildId !== undefined && { member: fullMember(world, guildId, user) }),
  };
  emit(office, place, `MESSAGE_REACTION_${there ? "ADD" : "REMOVE"}`, there ? { ...what, ...added } : what);
}
