import manifest from "../../../adapters/slack/manifest.json" with { type: "json" };
import type { messageEvent } from "./methods-chat.ts";
import type { SlackOptions } from "./types.ts";
import type { Workspace } from "./workspace.ts";

/** Any event of a message that came, changed or went. */
export type MessageEvent = Pick<ReturnType<typeof messageEvent>, "type" | "channel" | "channel_type"> &
  Readonly<Record<string, unknown>>;

const families = { channel: "channels", group: "groups", im: "im" } as const;

/** The events that the app asks for in its manifest. */
const usualEvents: readonly string[] = manifest.settings.event_subscriptions.bot_events;

/** Slack tells an app of messages only where its bot is a member, and only those that it asked for and may read. */
export function toldOf(
  workspace: Workspace,
  scopes: readonly string[],
  { events = usualEvents }: Pick<SlackOptions, "events">,
): (event: MessageEvent) => boolean {
  return ({ channel, channel_type: type }) => {
    const family = families[type];
    const mayRead = events.includes(`message.${family}`) && scopes.includes(`${family}:history`);
    return mayRead && workspace.channel(channel)?.isMember === true;
  };
}
