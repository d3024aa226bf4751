import type { Clock } from "../../../src/clock.ts";
import type { PostServer } from "../counting-server.ts";
import type { Random } from "../random.ts";
import type { SlackBlock } from "./blocks.ts";
import type { SocketRefusal } from "./sockets.ts";

export interface SlackUser {
  readonly id: string;
  /** As people see it: display name and real name. What is typed behind @ is its lower case. */
  readonly name: string;
  readonly tz?: string;
  readonly isAdmin?: boolean;
  readonly isOwner?: boolean;
  readonly isBot?: boolean;
  readonly deleted?: boolean;
}

export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  /** Whether the bot is a member. */
  readonly isMember?: boolean;
  readonly isArchived?: boolean;
  readonly isPrivate?: boolean;
  /** Only admins may post. */
  readonly restricted?: boolean;
}

export interface SlackOptions {
  /** Scopes of the bot token; every one in `everyScope` where absent. */
  readonly scopes?: readonly string[];
  readonly users?: readonly SlackUser[];
  readonly channels?: readonly SlackChannel[];
  /** Events that the app is subscribed to, as the manifest calls them; those of its manifest where absent. Kept to for messages. */
  readonly events?: readonly string[];
  /** Events, commands and interactions are posted to this address, signed, and not sent over sockets. */
  readonly http?: { readonly requestUrl: string };
  /** How often chat.postMessage goes wrong by itself, 0 to 1. */
  readonly trouble?: number;
  readonly random?: Random;
  /** What timestamps are made from; the real time where absent. */
  readonly clock?: Clock;
  /** Milliseconds that an ack may take; Slack's 3000 where absent. */
  readonly ackWithin?: number;
}

interface SlackReaction {
  /** Without colons, as "bookmark". */
  readonly name: string;
  readonly users: readonly string[];
}

interface SlackMetadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

/** A message as it is now; an edit makes another one of it. */
export interface SlackMessage {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly metadata?: SlackMetadata;
  readonly reactions: readonly SlackReaction[];
  /** The only member who sees it. */
  readonly ephemeralTo?: string;
  readonly edited?: boolean;
  /** Names of the files that it shares. */
  readonly files?: readonly string[];
}

export interface SlackFile {
  readonly channel: string | undefined;
  readonly threadTs: string | undefined;
  readonly name: string;
  readonly title: string;
  readonly content: string;
}

export interface SlackUnfurl {
  readonly channel: string;
  readonly ts: string;
  readonly url: string;
  readonly blocks: readonly SlackBlock[];
}

export interface SlackView {
  readonly id: string;
  readonly hash: string;
  /** Who looks at it. */
  readonly user: string;
  readonly view: Readonly<Record<string, unknown>>;
}

export interface SlackCall {
  readonly method: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly token: "bot" | "app" | "unknown" | "none";
}

/** What happens to a call. "answer", "lose answer", "hang", "fail after" and `until` do what it asks, the others do not. */
export type SlackFate =
  | ("answer" | "lose answer" | "hang" | "fail after" | "hang before" | "drop" | "fail before")
  /** Answered only then. */
  | { readonly until: Promise<unknown> }
  | { readonly error: string }
  | { readonly retryAfter: number };

export interface Answer {
  readonly by: "ack" | "response_url";
  readonly body: unknown;
  /** The message that the answer made or changed; absent where it deleted one or was refused. */
  readonly message: SlackMessage | undefined;
}

/** What came of something sent: the ack and everything answered to its response_url. */
export interface Sent {
  readonly id: string;
  /** Milliseconds. */
  readonly ackedAfter: number | undefined;
  /** The ack's payload. */
  readonly ack: unknown;
  readonly answers: readonly Answer[];
  /** Waits for the n-th answer, from 1, at most some seconds. */
  answer(n?: number): Promise<SlackMessage>;
}

export interface Whence {
  readonly user?: string;
  readonly channel?: string;
}

/** What members of the workspace do. */
export interface SlackMembers {
  /** A slash command as typed behind /papers; @name and #name become ids, as should_escape does. */
  command(text: string, from?: Whence): Promise<Sent>;
  /** Presses the first button (or chooses the option) with that label or action_id; nth, from 1, picks another. */
  press(on: SlackMessage | SlackUnfurl, label: string, from?: { user?: string; nth?: number }): Promise<Sent>;
  /** A message shortcut, on a message that is there or on one that a member writes for it. */
  shortcut(
    callbackId: string,
    on: { text: string; channel?: string; user?: string; ts?: string },
    from?: { user?: string },
  ): Promise<Sent>;
  /** Submits a modal; values by block_id and action_id. */
  submit(
    view: SlackView,
    values?: Readonly<Record<string, Readonly<Record<string, string>>>>,
    from?: { user?: string },
  ): Promise<Sent>;
  /** Writes a message, or a reply in a thread; of both the app is told where it may know. */
  write(text: string, from?: Whence & { threadTs?: string }): SlackMessage;
  /** Writes one of their messages anew, which the app is told as `message_changed`. */
  rewrite(message: SlackMessage, text: string): SlackMessage;
  react(message: SlackMessage, name: string, from?: { user?: string }): Promise<Sent>;
  unreact(message: SlackMessage, name: string, from?: { user?: string }): Promise<Sent>;
  /** Without an event, as happens while the bot is away. */
  reactSilently(message: SlackMessage, name: string, user?: string): void;
  unreactSilently(message: SlackMessage, name: string, user?: string): void;
}

export interface SlackServer extends SlackMembers, PostServer {
  /** For SLACK_API_URL, ends in /api/. */
  readonly url: string;
  /** What the program needs from the environment; in HTTP mode its port is left to the caller. */
  readonly env: Readonly<Record<string, string>>;
  readonly signingSecret: string;
  readonly botUser: string;
  /** What stands in channels and direct messages now, in order; ephemeral ones too. */
  readonly messages: readonly SlackMessage[];
  readonly files: readonly SlackFile[];
  readonly unfurls: readonly SlackUnfurl[];
  readonly views: readonly SlackView[];
  readonly calls: readonly SlackCall[];
  /** A test that is about something refused empties it afterwards. */
  readonly refused: string[];
  /** Open sockets now. */
  readonly sockets: number;
  /** Sockets that there ever were. */
  readonly connections: number;
  /** Waits until n sockets have said hello. */
  connected(n?: number): Promise<void>;
  /** Any event, wrapped into an event_callback; the same eventId and a retry number make a repetition. */
  event(event: object, options?: { eventId?: string; retry?: number }): Promise<Sent>;
  /** Any frame, or body in HTTP mode; one with an envelope_id has to be acked. */
  sendRaw(frame: object | string): Promise<Sent>;
  /** The same envelope once more, as after a lost ack. */
  resend(sent: Sent): Promise<Sent>;
  /** HTTP mode: an event with a wrong or an old signature, or one from the future; the status that it is answered with. */
  forged(how?: "signature" | "age" | "future"): Promise<number>;
  /** HTTP mode: any body of this content type, well signed; the status that it is answered with. */
  signed(body: string, type: string): Promise<number>;
  /** HTTP mode: asks for the challenge as Slack does when the address is entered; what came back. */
  verifyUrl(): Promise<unknown>;
  /** What happens to the next calls of a method, one each. */
  next(method: string, ...fates: SlackFate[]): void;
  /** chat.postMessage answers 429 where a channel is written to more often than once a second, `burst` aside. */
  limitPosts(options: { readonly burst: number } | undefined): void;
  /** Abruptly, without a close frame. */
  dropSockets(): void;
  disconnect(reason: "refresh_requested" | "warning" | "too_many_websockets", which?: "all" | "one"): void;
  /** apps.connections.open answers 503 for so many milliseconds. */
  refuseConnections(ms: number): void;
  /** The Web API answers, and new sockets are refused in this way until it is called with nothing. */
  refuseSockets(how: SocketRefusal | undefined): void;
  /** How often a socket was asked for. */
  readonly tries: number;
  /** The app is removed: every token is refused from now on, sockets are closed. */
  revoke(): void;
  /** The app is installed again, with the tokens that it had. */
  install(): void;
}
