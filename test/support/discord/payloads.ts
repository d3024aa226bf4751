import { nested } from "./components.ts";
import { applicationId, botId, shardOf } from "./ids.ts";
import type { Interaction } from "./interactions.ts";
import type { Office } from "./office.ts";
import type { DiscordMessage, Json } from "./types.ts";
import { fullMember, wholeGuild, wireChannel, wireMessage, wireUser } from "./wire.ts";
import type { World } from "./world.ts";

/** INTERACTION_CREATE (docs.discord.com/developers/interactions/receiving-and-responding). */
export function interactionPayload(
  { world }: Pick<Office, "world">,
  interaction: Interaction,
  data: Json,
): Json {
  const { id, token, kind, place, user, on } = interaction;
  const { guildId: guild } = place;
  const who =
    guild === undefined
      ? { user: wireUser(world.user(user)) }
      : {
          member: { ...fullMember(world, guild, user), permissions: String(world.permissions(user, place)) },
          ...{ guild_id: guild, guild: { id: guild, locale: "en-US", features: [] }, guild_locale: "en-US" },
        };
  return {
    ...{ id, application_id: applicationId, type: kind, token, version: 1, data, ...who, locale: "en-US" },
    ...{ channel_id: place.id, channel: wireChannel(world, place), entitlements: [] },
    ...(on && { message: wireMessage(world, on) }),
    authorizing_integration_owners: { 0: guild ?? "0" },
    ...{ context: guild === undefined ? 1 : 0, app_permissions: String(world.permissions(botId, place)) },
    attachment_size_limit: 10_485_760,
  };
}

/** What a command's values name, looked up for the bot: people and channels. */
export function resolved(world: World, guild: string | undefined, options: readonly Json[]): Json {
  const all = options.flatMap(function values(each: Json): Json[] {
    return Array.isArray(each.options) ? each.options.flatMap(values) : [each];
  });
  const of = (type: number): string[] =>
    all.filter((each) => each.type === type).map(({ value }) => String(value));
  const places = of(7).map((id) => {
    const place = world.place(id);
    if (!place || place.guildId !== guild) throw new Error(`no channel ${id} to choose`);
    return [id, wireChannel(world, place)];
  });
  const users = of(6).map((id) => [id, wireUser(world.user(id))]);
  if (places.length + users.length === 0) return {};
  return { resolved: { channels: Object.fromEntries(places), users: Object.fromEntries(users) } };
}

export interface Pressable {
  readonly component_type: number;
  readonly custom_id: string;
  readonly values?: readonly string[];
  readonly id: number;
}

/** The nth button of a message with that label or custom_id, as it comes to the bot when it is pressed. */
export function findButton(message: DiscordMessage, label: string, nth: number): Pressable {
  const all = nested(message.components);
  const fitting = all.filter((each) => each.type === 2 && [each.label, each.custom_id].includes(label));
  const found = fitting[nth - 1];
  if (!found) {
    const there = all.flatMap((each) => (each.type === 2 ? (each.label ?? each.custom_id) : []));
    throw new Error(`no button ${label} (${nth}) among ${there.join(", ")}`);
  }
  if (found.disabled) throw new Error(`the button ${label} is disabled`);
  if (found.style === 5) throw new Error(`the button ${label} is a link; it opens ${found.url}`);
  return { component_type: 2, custom_id: String(found.custom_id), id: all.indexOf(found) + 1 };
}

interface Choice {
  readonly label: string;
  readonly value: string;
}

export function findOption(message: DiscordMessage, choice: string): Pressable {
  const all = nested(message.components);
  for (const [index, each] of all.entries()) {
    const options = each.type === 3 ? (each.options as readonly Choice[]) : [];
    const option = options.find(({ label, value }) => label === choice || value === choice);
    if (!option) continue;
    if (each.disabled) throw new Error(`the select with ${choice} is disabled`);
    return { component_type: 3, custom_id: String(each.custom_id), values: [option.value], id: index + 1 };
  }
  throw new Error(`no choice ${choice}`);
}

/** What a shard is told first: who it is, and its guilds, which come one by one. */
export function greetingOf(world: World, application: () => Json) {
  const mine = ([shard, shards]: readonly [number, number]) =>
    [...world.guilds.values()].filter(
      ({ given, isMember }) => isMember && shardOf(given.id, shards) === shard,
    );
  return {
    ready: (shard: readonly [number, number]) => ({
      ...{ v: 10, user: wireUser(world.bot), private_channels: [], relationships: [], _trace: ["loopback"] },
      guilds: mine(shard).map(({ given }): Json => ({ id: given.id, unavailable: true })),
      application: { id: application().id, flags: application().flags },
    }),
    guilds: (shard: readonly [number, number]): Json[] =>
      mine(shard)
        .filter(({ isUnavailable }) => !isUnavailable)
        .map((state) => wholeGuild(world, state)),
  };
}
