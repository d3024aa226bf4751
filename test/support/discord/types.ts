import type { PostServer } from "../counting-server.ts";
import type { Random } from "../random.ts";
import type { Refusal } from "./gateway.ts";
import type { DiscordMembers } from "./member-types.ts";
import type { PermissionName } from "./permissions.ts";

export interface DiscordUser {
  readonly id: string;
  readonly name: string;
  /** What it may beyond what everyone in a guild may. */
  readonly permissions?: readonly PermissionName[];
  readonly isBot?: boolean;
  /** Refuses direct messages from the bot: 50007. */
  readonly closedToMessages?: boolean;
}

export interface DiscordChannel {
  readonly id: string;
  readonly name: string;
  readonly type?: "text" | "voice" | "category" | "announcement" | "forum";
  /** What the bot may not do there. */
  readonly denied?: readonly PermissionName[];
}

export interface DiscordGuild {
  readonly id: string;
  readonly name: string;
  readonly systemChannel?: string;
  readonly channels: readonly DiscordChannel[];
  readonly members: readonly DiscordUser[];
}

export interface DiscordOptions {
  readonly guilds?: readonly DiscordGuild[];
  /** What the bot may beyond what everyone may. */
  readonly botPermissions?: readonly PermissionName[];
  /**
   * False: the bot has ReadMessageHistory nowhere. A channel's messages are then an empty list, as Discord documents; one message
   * and its reactions are refused with 50001.
   */
  readonly history?: boolean;
  /** How often posting goes wrong by itself, 0 to 1. */
  readonly trouble?: number;
  readonly random?: Random;
  /** Milliseconds that a nonce is remembered; 5 minutes where absent. */
  readonly nonceMemory?: number;
  /** Recommended by /gateway/bot; 1 where absent. */
  readonly shards?: number;
  /** The privileged intent is enabled for the application. */
  readonly messageContent?: boolean;
  /** Milliseconds that the first answer to an interaction may take; Discord's 3000 where absent. */
  readonly answerWithin?: number;
  /** Milliseconds that an interaction's token lives; Discord's 15 minutes where absent. */
  readonly tokenLife?: number;
  /** Milliseconds between heartbeats; Discord's 41,250 where absent. */
  readonly heartbeat?: number;
  /** The key of a post, for `posts`; its nonce where absent. A message without one is no post. */
  readonly readKey?: (message: DiscordMessage) => string | undefined;
}

export interface DiscordEmoji {
  readonly id: string | null;
  readonly name: string;
}

export interface DiscordReaction {
  readonly emoji: DiscordEmoji;
  readonly users: readonly string[];
  /** Whose reaction is a super one, beside a usual one or alone. */
  readonly supers?: readonly string[];
}

export type Json = Readonly<Record<string, unknown>>;

/** A message as it is now; an edit makes another one of it. */
export interface DiscordMessage {
  readonly id: string;
  readonly channelId: string;
  /** Absent in a direct message. */
  readonly guildId?: string;
  readonly authorId: string;
  readonly content: string;
  readonly embeds: readonly Json[];
  readonly components: readonly Json[];
  readonly flags: number;
  /** The message that it replies to. */
  readonly reference?: string;
  /** The message that it forwards. */
  readonly forwards?: string;
  /** Its type's number, where nobody wrote it. */
  readonly type?: number;
  readonly reactions: readonly DiscordReaction[];
  /** The only member who sees it. */
  readonly ephemeralTo?: string;
  readonly attachments: readonly {
    readonly id: string;
    readonly filename: string;
    readonly content: string;
  }[];
  readonly nonce?: string;
  /** The interaction that it answers. */
  readonly interactionId?: string;
  readonly mentions?: readonly string[];
  readonly edited?: boolean;
  /** The thread that was started from it. */
  readonly thread?: string;
}

export interface DiscordThread {
  readonly id: string;
  readonly guildId: string;
  readonly parentId: string;
  readonly name: string;
  readonly ownerId: string;
  readonly archived: boolean;
  readonly locked: boolean;
  /** Minutes. */
  readonly archiveAfter: number;
  /** The message that it was started from. */
  readonly messageId?: string;
}

export interface DiscordCall {
  /** As "POST /channels/:id/messages"; the plain path where there is no such route. */
  readonly route: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly files: readonly string[];
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly token: "bot" | "unknown" | "none";
}

/** What happens to a call. "answer", "lose answer", "hang", "fail after" and `until` do what it asks, the others do not. */
export type DiscordFate =
  | ("answer" | "lose answer" | "hang" | "fail after" | "hang before" | "drop" | "fail before")
  /** Answered only then. */
  | { readonly until: Promise<unknown> }
  | { readonly status: number; readonly code: number; readonly message?: string }
  | DiscordLimit;

/** Seconds. A limit with a code is one that no header tells of ahead, and `header` is what it tells of it then. */
export interface DiscordLimit {
  readonly retryAfter: number;
  readonly global?: boolean;
  readonly code?: number;
  readonly message?: string;
  readonly header?: number;
}

export interface Ack {
  readonly type: number;
  readonly data: Json | undefined;
  /** Milliseconds since the interaction was sent. */
  readonly after: number;
}

/** What came of something sent. */
export interface Sent {
  readonly id: string;
  /** Milliseconds until the first callback. */
  readonly ackedAfter: number | undefined;
  readonly acks: readonly Ack[];
  readonly deferred: boolean;
  /** The modal that it opened. */
  readonly modal: Json | undefined;
  /** The messages made or edited, each as it was then. */
  readonly answers: readonly DiscordMessage[];
  /** Waits for the n-th answer, from 1, at most some seconds. */
  answer(n?: number): Promise<DiscordMessage>;
}

/** What the shield answers with. */
export type Block = "json" | "html" | "text";

export interface DiscordServer extends DiscordMembers, PostServer {
  /** For DISCORD_API_URL, ends in /api; discord.js puts the version behind it. */
  readonly url: string;
  readonly env: { readonly DISCORD_API_URL: string; readonly DISCORD_TOKEN: string };
  /** What stands in channels and direct messages now, in order; ephemeral ones too. */
  readonly messages: readonly DiscordMessage[];
  readonly threads: readonly DiscordThread[];
  /** The direct messages between somebody and the bot. */
  direct(user: string): readonly DiscordMessage[];
  /** As last registered, and how often that was. */
  readonly commands: readonly Json[];
  readonly registrations: number;
  readonly calls: readonly DiscordCall[];
  /** A test that is about something refused empties it afterwards. */
  readonly refused: string[];
  /** Gateway connections that are open now, and how many there ever were. */
  readonly sessions: number;
  /** Sockets that are open now, and how often one was asked for. */
  readonly open: number;
  readonly tries: number;
  readonly connections: number;
  readonly identifies: number;
  readonly resumes: number;
  /** Waits until n shards are READY and were sent their guilds. */
  ready(n?: number): Promise<void>;
  /** Any dispatch, to the shard of the guild_id in it. */
  event(name: string, data: Json): void;
  /** The bot is removed from a guild, or the guild is out of order. */
  guildDelete(guildId: string, unavailable?: boolean): void;
  /** The bot is added to a guild again, or the guild is back in order. */
  guildCreate(guildId: string): void;
  removeGuildSilently(guildId: string): void;
  /** What happens to the next calls of a route, one each; as "POST /channels/:id/messages". */
  next(route: string, ...fates: DiscordFate[]): void;
  /** Posting answers 429 where a channel is written to more often than `burst` times in five seconds. */
  limitPosts(options: { readonly burst: number } | undefined): void;
  /** The shield answers every call with 429 and no word of when to come again, until it is called with nothing. */
  block(how: Block | undefined): void;
  /** Any frame at all, to every connection. */
  raw(payload: unknown): void;
  /** Abruptly, without a close frame. */
  dropSockets(): void;
  /** Op 7: every connection shall come again. */
  reconnect(): void;
  invalidSession(resumable: boolean): void;
  /** Connections that are open now say nothing any more, not even to heartbeats. */
  zombie(): void;
  /** New connections to the gateway are refused for so many milliseconds, with 503 where nothing is said. */
  refuseConnections(ms: number, how?: Refusal): void;
  closeWith(code: number): void;
  /** The token is reset: 401 from now on, connections are closed with 4004. */
  revoke(): void;
}
