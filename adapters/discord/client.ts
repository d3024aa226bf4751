import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  Options,
  Partials,
} from "discord.js";
import type { AdapterDeps } from "../../src/chat/adapter.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import { askWithin } from "./api.ts";
import { isRefused } from "./errors.ts";
import * as limits from "./limits.ts";
import type { DiscordSettings } from "./settings.ts";
import { ClosedForGood, createShards, type ShardsDeps } from "./shards.ts";
import type { Shield } from "./shield.ts";

/** Milliseconds that servers get to be told of. */
const guildPatience = 3000;

const isOurself = ({ id, client }: { readonly id: string; readonly client: Client }): boolean =>
  id === client.user?.id;

/** The SDK's client, which only listens. @param shards whose `stopped` ends its requests too */
export function createClient(
  { DISCORD_API_URL: api, DISCORD_MESSAGE_CONTENT: content }: DiscordSettings,
  { logger, ended }: Pick<AdapterDeps, "logger" | "ended">,
  shards: ShardsDeps & { readonly shield: Shield },
): Client {
  const ask = askWithin(shards.shield);
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.GuildMessageReactions,
      GatewayIntentBits.DirectMessages,
      GatewayIntentBits.DirectMessageReactions,
      ...(content === "on" ? [GatewayIntentBits.MessageContent] : []),
    ],
    // Reactions come to messages, and from people, that were never seen by this process.
    partials: [Partials.Message, Partials.Channel, Partials.Reaction, Partials.User],
    makeCache: Options.cacheWithLimits({
      MessageManager: limits.keptMessages,
      UserManager: { maxSize: limits.keptUsers, keepOverLimit: isOurself },
      GuildMemberManager: { maxSize: limits.keptMembers, keepOverLimit: isOurself },
    }),
    shards: "auto",
    ws: { buildStrategy: (manager) => createShards(manager, shards) },
    allowedMentions: { parse: [] },
    // Servers that are out of order keep the others waiting at the start.
    waitGuildTimeout: guildPatience,
    rest: {
      api,
      timeout: limits.requestTimeout,
      // It would wait for as long as Discord says, and say nothing.
      rejectOnRateLimit: () => true,
      makeRequest: (address, { signal, ...init }) =>
        ask(address, {
          ...init,
          signal: signal ? AbortSignal.any([signal, shards.stopped]) : shards.stopped,
        }),
    },
  });
  handleSafely(client, logger);
  client.on(Events.Error, (error) =>
    logger.warn({ reason: reasonOf(error) }, "Discord's gateway had an error"),
  );
  client.on(Events.ShardError, (error) => logger.debug({ reason: reasonOf(error) }, "a shard had an error"));
  client.on(Events.Invalidated, () => ended(new Error(refusedToken)));
  client.on(Events.ShardDisconnect, ({ code }) => {
    // The SDK tells of this only where it does not connect again: nobody listens any more.
    ended(new Error(sayClosed(code)));
  });
  return client;
}

const portal = "https://discord.com/developers/applications";
export const refusedToken = `Discord refuses DISCORD_TOKEN. At ${portal}, your application, Bot: press Reset Token and copy the new one.`;
const refusedIntents = `Discord refuses the intent Message Content. At ${portal}, your application, Bot, switch it on under Privileged Gateway Intents, or set DISCORD_MESSAGE_CONTENT=off.`;
const fatalCloses: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: refusedToken,
  [GatewayCloseCodes.DisallowedIntents]: refusedIntents,
  [GatewayCloseCodes.InvalidIntents]: refusedIntents,
};

function sayClosed(code: number): string {
  return fatalCloses[code] ?? `Discord closed the connection for good (${code}). Start Paperboy again.`;
}

/** What the SDK throws at an event that it does not expect nobody catches: it may be handled a moment later. */
function handleSafely(client: Client, logger: Logger): void {
  const inner = client.ws as unknown as { handlePacket(packet?: { t?: unknown }, shard?: unknown): boolean };
  const handle = inner.handlePacket.bind(inner);
  inner.handlePacket = (packet, shard) => {
    try {
      return handle(packet, shard);
    } catch (error) {
      logger.warn(
        { reason: reasonOf(error), type: packet?.t },
        "an event of Discord's could not be understood",
      );
      return false;
    }
  };
}

/** A sentence where Discord refuses us for good. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof ClosedForGood) return sayClosed(error.code);
  const isToken = error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid;
  return isRefused(error) || isToken ? refusedToken : undefined;
}
