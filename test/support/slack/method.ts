import { z } from "zod";
import type { Triggers } from "./responses.ts";
import type { MessageEvent } from "./told.ts";
import type { SlackChannel, SlackMessage } from "./types.ts";
import { botId, team, type Workspace } from "./workspace.ts";

/** Every scope that the app can be given; the last ones are optional in its manifest. */
export const everyScope = [
  ...["commands", "chat:write", "reactions:read", "users:read", "channels:read", "groups:read"],
  ...["im:read", "im:write", "im:history", "files:write", "app_mentions:read"],
  ...["channels:history", "groups:history", "links:read", "links:write"],
];

/** What Slack answers with ok:false; `more` stands beside it. */
export class SlackError extends Error {
  readonly more: object;
  constructor(code: string, more: object = {}) {
    super(code);
    this.more = more;
  }
}

/** What a method works on. */
export interface Office {
  readonly workspace: Workspace;
  readonly scopes: readonly string[];
  readonly triggers: Triggers;
  readonly refused: string[];
  /** Posts that carry metadata. */
  readonly posts: { key: string; content: unknown }[];
  /** Files on their way. */
  readonly uploads: Map<string, Upload>;
  /** The server's own address. */
  readonly base: string;
  /** Where to open a socket. */
  ticket(): string;
  /** Tells the app of something that it did itself. */
  emit(event: MessageEvent): void;
}

interface Upload {
  readonly name: string;
  readonly length: number;
  content: string | undefined;
}

export interface Method<Args = never> {
  readonly args: z.ZodType<Args>;
  /** The kind of token that it wants. */
  readonly token: "bot" | "app";
  run(args: Args, office: Office): object;
}

/** A method of the Web API; arguments that are not named are refused. */
export function method<Shape extends z.ZodRawShape>(
  shape: Shape,
  run: (args: z.output<z.ZodObject<Shape>>, office: Office) => object,
  token: "bot" | "app" = "bot",
): Method {
  const common = { token: z.string().optional(), team_id: z.literal(team).optional() };
  return { args: z.strictObject({ ...common, ...shape }), token, run } as unknown as Method;
}

export function need({ scopes }: Office, needed: string): void {
  if (!scopes.includes(needed)) throw new SlackError("missing_scope", { needed, provided: scopes.join(",") });
}

/** The scopes of a kind of place: "channels:read", "groups:history", ... */
export function needOf(office: Office, channel: SlackChannel, what: "read" | "history"): void {
  need(office, `${{ channel: "channels", group: "groups", im: "im" }[kindOf(channel)]}:${what}`);
}

export function kindOf({ id, isPrivate }: SlackChannel): "channel" | "group" | "im" {
  if (id.startsWith("D")) return "im";
  return isPrivate ? "group" : "channel";
}

/** A channel that the bot may know of. */
export function known({ workspace }: Office, id: string): SlackChannel {
  const channel = workspace.channel(id);
  if (!channel || (channel.isPrivate && !channel.isMember)) throw new SlackError("channel_not_found");
  return channel;
}

/** A channel that the bot is in. */
export function joined(office: Office, id: string): SlackChannel {
  const channel = known(office, id);
  if (!channel.isMember) throw new SlackError("not_in_channel");
  return channel;
}

/** A channel that the bot may post to; a member's id stands for the direct messages with them. */
export function writable(office: Office, id: string): SlackChannel {
  const channel = joined(office, office.workspace.user(id) ? office.workspace.directMessages(id) : id);
  if (channel.isArchived) throw new SlackError("is_archived");
  if (channel.restricted) throw new SlackError("restricted_action");
  return channel;
}

/** The message that a thread hangs on. */
export function rootOf({ workspace, refused }: Office, channel: string, threadTs: string | undefined): void {
  if (threadTs === undefined) return;
  const root = workspace.find(channel, threadTs);
  if (root?.threadTs === undefined && root?.ephemeralTo === undefined && root) return;
  // A message that has been deleted since is no one's fault.
  if (root || !workspace.knew(channel, threadTs))
    refused.push(`${threadTs} in ${channel} is no message that a thread can hang on`);
  throw new SlackError("thread_not_found");
}

/** A message as Slack gives it out. */
export function wire(
  workspace: Workspace,
  message: SlackMessage,
  { metadata = false, full = true } = {},
): object {
  const { channel, ts, threadTs, user, text, blocks, reactions } = message;
  const replies = workspace.messages.filter((other) => other.channel === channel && other.threadTs === ts);
  const isBot = workspace.user(user)?.isBot;
  return {
    type: "message",
    user,
    ts,
    text,
    team,
    ...(isBot && { bot_id: botId }),
    ...(blocks.length > 0 && { blocks }),
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    ...(replies.length > 0 && { thread_ts: ts, reply_count: replies.length }),
    ...(message.edited && { edited: { user, ts } }),
    ...(message.files && { files: message.files.map((name) => ({ name })) }),
    ...(reactions.length > 0 && {
      // Without `full` the list of users may be cut; Slack says no number, so any list of several is.
      reactions: reactions.map(({ name, users }) => ({
        name,
        count: users.length,
        users: full ? users : users.slice(0, 1),
      })),
    }),
    ...(metadata && message.metadata && { metadata: message.metadata }),
  };
}
