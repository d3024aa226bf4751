import { type APIUser, ApplicationFlagsBitField, PermissionFlagsBits, Routes } from "discord.js";
import type { AdapterDeps } from "../../src/chat/adapter.ts";
import type { ChannelId } from "../../src/chat/incoming.ts";
import { readSettings } from "../../src/config.ts";
import { type Api, createApi } from "./api.ts";
import { isRefused, toDeliveryError } from "./errors.ts";
import { readPlace } from "./ids.ts";
import { inviteLink, lookAt } from "./permissions.ts";
import { type DiscordSettings, settings as schema } from "./settings.ts";
import { createShield } from "./shield.ts";

const portal = "https://discord.com/developers/applications, your application";
/** What a digest needs in its channel, by the names that Discord shows. */
const needed = {
  "View Channel": PermissionFlagsBits.ViewChannel,
  "Send Messages": PermissionFlagsBits.SendMessages,
} as const;
const wished = {
  "Read Message History": PermissionFlagsBits.ReadMessageHistory,
  "Create Public Threads": PermissionFlagsBits.CreatePublicThreads,
  "Send Messages in Threads": PermissionFlagsBits.SendMessagesInThreads,
} as const;

/** What doctor asks of Discord. @throws UsageError where a setting cannot be used */
export function checks(
  { env }: AdapterDeps,
  channels: readonly ChannelId[],
): Readonly<Record<string, () => Promise<string>>> {
  const settings = readSettings(schema, env);
  const signal = new AbortController().signal;
  const rest = createApi(settings.DISCORD_TOKEN, {
    url: settings.DISCORD_API_URL,
    waits: true,
    shield: createShield(),
    signal,
  });
  return {
    "Discord token": () => checkToken(rest),
    "Discord intents": () => checkIntents(rest, settings),
    ...(channels.length > 0 ? { "Discord channels": () => checkChannels(rest, channels) } : {}),
  };
}

async function checkToken(rest: Api): Promise<string> {
  try {
    const { username } = (await rest.get(Routes.user())) as APIUser;
    const { id } = (await rest.get(Routes.currentApplication())) as { id: string };
    return `DISCORD_TOKEN is good, ${username}; to invite it to a server: ${inviteLink(id)}`;
  } catch (error) {
    const { message } = toDeliveryError(error);
    const mend = isRefused(error)
      ? `At ${portal}, Bot: press Reset Token and copy the new one.`
      : "Check DISCORD_API_URL and the way out of this machine.";
    throw new Error(`DISCORD_TOKEN: ${message}. ${mend}`, { cause: error });
  }
}

/** The five that are always asked for need no permission of Discord's; only Message Content does. */
async function checkIntents(
  rest: Api,
  { DISCORD_MESSAGE_CONTENT: content }: DiscordSettings,
): Promise<string> {
  const { flags = 0 } = (await rest.get(Routes.currentApplication()).catch((cause) => {
    throw new Error(`not known (${toDeliveryError(cause).message}).`, { cause });
  })) as { flags?: number };
  const { GatewayMessageContent, GatewayMessageContentLimited } = ApplicationFlagsBitField.Flags;
  const isEnabled = (flags & (GatewayMessageContent | GatewayMessageContentLimited)) !== 0;
  if (content === "on" && !isEnabled) {
    throw new Error(
      `Message Content is not enabled. At ${portal}, Bot, Privileged Gateway Intents: switch it on, or set DISCORD_MESSAGE_CONTENT=off.`,
    );
  }
  if (content === "on") return "all there, Message Content too";
  return `none is privileged${isEnabled ? "; Message Content is enabled, and DISCORD_MESSAGE_CONTENT=on would use it" : ""}`;
}

async function checkChannels(rest: Api, channels: readonly ChannelId[]): Promise<string> {
  const problems: string[] = [];
  const notes: string[] = [];
  for (const id of channels) {
    const { missing, absent } = await lookInto(rest, id);
    if (missing) problems.push(missing);
    if (absent) notes.push(absent);
  }
  if (problems.length > 0) throw new Error([...problems, ...notes].join(" "));
  return [`${channels.length} subscribed, and I may post in each`, ...notes].join("; ");
}

async function lookInto(
  rest: Api,
  id: ChannelId,
): Promise<{ readonly missing?: string; readonly absent?: string }> {
  const { id: channel } = readPlace(id);
  try {
    const { name: called, isVoice, mine } = await lookAt(rest, channel);
    if (!mine) return {};
    const without = (wanted: Readonly<Record<string, bigint>>): string =>
      Object.keys(wanted)
        .filter((name) => !mine.has(wanted[name] ?? 0n))
        .join(", ");
    const lacking = without(isVoice ? { ...needed, Connect: PermissionFlagsBits.Connect } : needed);
    const poorer = without(wished);
    const name = `#${called}`;
    return {
      ...(lacking && {
        missing: `${name}: ${lacking} missing; give me that in the channel's settings, under Permissions.`,
      }),
      ...(poorer && { absent: `${name} is without ${poorer}` }),
    };
  } catch (error) {
    return { missing: `${id}: ${toDeliveryError(error).message}.` };
  }
}
