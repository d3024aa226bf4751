import type { AdapterDeps } from "../../src/chat/adapter.ts";
import type { ChannelId } from "../../src/chat/incoming.ts";
import { readSettings } from "../../src/config.ts";
import { type Client, codeOf, createClient, toDeliveryError } from "./client.ts";
import { endpoint } from "./http.ts";
import { readPlace } from "./ids.ts";
import manifest from "./manifest.json" with { type: "json" };
import { type SlackSettings, settings as schema } from "./settings.ts";

const apps = "https://api.slack.com/apps, your app";
const { bot, bot_optional: optional } = manifest.oauth_config.scopes;
const needed = bot.filter((scope) => !optional.includes(scope));
/** What each optional scope is for. */
const withoutThem: Readonly<Record<string, string>> = {
  "channels:history":
    "after a crash nobody can tell what was posted in public channels, and replies in threads there do not count",
  "groups:history": "the same in private channels",
  "links:read": "links to papers are not seen",
  "links:write": "links to papers get no card",
};

/** What doctor asks of Slack. @throws UsageError where a setting cannot be used */
export function checks(
  { env, logger, memory }: AdapterDeps,
  channels: readonly ChannelId[],
): Readonly<Record<string, () => Promise<string>>> {
  const settings = readSettings(schema, env);
  const client = createClient(settings.SLACK_BOT_TOKEN, { url: settings.SLACK_API_URL, logger });
  return {
    "Slack token": () => checkToken(client),
    "Slack scopes": () => checkScopes(client),
    "Slack connection": () => checkConnection(settings, logger),
    "Slack events": () => sayEvents(memory),
    ...(channels.length > 0 ? { "Slack channels": () => checkChannels(client, channels) } : {}),
  };
}

async function checkToken(client: Client): Promise<string> {
  try {
    const { team, user } = await client.auth.test();
    return `SLACK_BOT_TOKEN is good, @${user} in ${team}`;
  } catch (error) {
    const mend =
      codeOf(error) === undefined
        ? "Check SLACK_API_URL and the way out of this machine; behind a proxy, set NODE_USE_ENV_PROXY=1 beside HTTPS_PROXY."
        : `At ${apps}, OAuth & Permissions: install the app to your workspace and copy the Bot User OAuth Token.`;
    throw new Error(`SLACK_BOT_TOKEN: ${toDeliveryError(error).message}. ${mend}`, { cause: error });
  }
}

async function checkScopes(client: Client): Promise<string> {
  const { response_metadata: more } = await client.auth.test().catch((error) => {
    throw new Error(`not known while the token does not work (${toDeliveryError(error).message}).`, {
      cause: error,
    });
  });
  const given = more?.scopes ?? [];
  const missing = needed.filter((scope) => !given.includes(scope));
  if (missing.length > 0) {
    throw new Error(
      `${missing.join(", ")} missing. At ${apps}, OAuth & Permissions, Bot Token Scopes: add ${missing.length === 1 ? "it" : "them"}, then press Reinstall to Workspace above.`,
    );
  }
  const absent = optional.filter((scope) => !given.includes(scope));
  const without = absent.map((scope) => `${scope} (without it ${withoutThem[scope]})`);
  return absent.length > 0
    ? `all that are needed; optional and not given: ${without.join(", ")}`
    : "all there";
}

async function checkConnection(
  { SLACK_APP_TOKEN: appToken, SLACK_API_URL: url, PORT }: SlackSettings,
  logger: AdapterDeps["logger"],
): Promise<string> {
  if (appToken === undefined) {
    return `HTTP mode on ${PORT}: at ${apps}, https://your.host${endpoint} stands under Slash Commands, Interactivity & Shortcuts and Event Subscriptions`;
  }
  try {
    await createClient(appToken, { url, logger }).apps.connections.open({});
    return "Socket Mode works";
  } catch (error) {
    const { message } = toDeliveryError(error);
    const mend =
      codeOf(error) === undefined
        ? "Check the way out of this machine."
        : `At ${apps}: under Socket Mode, switch it on; under Basic Information, App-Level Tokens, make a token with the scope connections:write and set it as SLACK_APP_TOKEN.`;
    throw new Error(`Socket Mode: ${message}. ${mend}`, { cause: error });
  }
}

/** Slack does not tell an app what it is subscribed to: what came is all there is to know. Whoever leaves messages out has reason to. */
async function sayEvents(memory: AdapterDeps["memory"]): Promise<string> {
  const silent = new Set(["app_uninstalled", "tokens_revoked"]);
  const types = manifest.settings.event_subscriptions.bot_events.filter((type) => !silent.has(type));
  const heard = await Promise.all(
    types.map(async (type) => ({ type, at: await memory.get(`heard ${type}`) })),
  );
  const came = heard.flatMap(({ type, at }) =>
    at === undefined ? [] : [`${type} last came ${at.slice(0, 10)}`],
  );
  const isMessages = (type: string): boolean => type.startsWith("message.");
  const never = heard.flatMap(({ type, at }) => (at === undefined && !isMessages(type) ? [type] : []));
  const noMessages = heard.every(({ type, at }) => at === undefined || !isMessages(type));
  const mend = `${never.join(", ")} never came; if there was reason to, add it at ${apps}, Event Subscriptions, Subscribe to bot events`;
  return [
    ...came,
    ...(never.length > 0 ? [mend] : []),
    ...(noMessages ? ["without message.channels and message.groups, replies in threads do not count"] : []),
  ].join("; ");
}

async function checkChannels(client: Client, channels: readonly ChannelId[]): Promise<string> {
  const problems: string[] = [];
  for (const id of channels) {
    const { channel, isPerson } = readPlace(id);
    if (isPerson || channel.startsWith("D")) continue;
    const problem = await problemOf(client, channel);
    if (problem !== undefined) problems.push(problem);
  }
  if (problems.length > 0) throw new Error(problems.join(" "));
  return `${channels.length} subscribed, and I may post in each`;
}

async function problemOf(client: Client, id: string): Promise<string | undefined> {
  try {
    const { channel } = await client.conversations.info({ channel: id });
    const name = `${id} (#${channel?.name})`;
    if (channel?.is_archived) return `${name} is archived: unarchive it, or /papers unsubscribe.`;
    return channel?.is_member ? undefined : `${name}: I am no member, so invite me there with /invite.`;
  } catch (error) {
    const { message } = toDeliveryError(error);
    return `${id}: ${message}; if it is a private channel, invite me there with /invite.`;
  }
}
