import type { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Logger } from "../logger.ts";
import type { ChannelId, Incoming, Person, PostId, ReactionMeaning, Reply, UserId } from "./incoming.ts";
import type { Message } from "./message.ts";

/** The bot, as an adapter sees it. */
export interface Bot {
  readonly commands: readonly CommandSummary[];
  /** Answers what happened; undefined where there is nothing to say. Never rejects. */
  handle(incoming: Incoming): Promise<Reply | undefined>;
  /** What could be meant by a line that is still being typed, best first: whole lines behind `/papers`. */
  suggest(partial: string): Promise<readonly string[]>;
  /** What could be meant by a value that is still being typed, best first, at most 25. Never rejects. */
  complete(partial: PartialValue): Promise<readonly Completion[]>;
}

/** A value of a command that somebody is typing, on a platform that asks for each by itself. */
export interface PartialValue {
  readonly command: string;
  readonly field: string;
  readonly typed: string;
  readonly channel: ChannelId;
  readonly user: Person;
}

export interface Completion {
  /** What is shown, at most 100 characters. */
  readonly label: string;
  readonly value: string;
}

/** What platforms, help and the README need to know of a command. */
export interface CommandSummary {
  readonly name: string;
  readonly summary: string;
  /** How it is written: "search <words> [author:name] ..." */
  readonly usage: string;
  readonly visibility: "user" | "channel";
  /** What it takes, for platforms that ask for each value by itself; `composeLine` makes a line of them. */
  readonly fields: readonly CommandField[];
}

export interface CommandField {
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
  /** Whether its name stands before its value, as in "top:5". */
  readonly named: boolean;
  /** The largest number, where it is a whole number from 1. */
  readonly most?: number;
  /** The only words it takes. */
  readonly choices?: readonly string[];
  /** Whether `complete` knows values for it. */
  readonly completes: boolean;
}

/** A platform, as the program sees it. */
export interface ChatAdapter {
  /** Prefix of every id it owns. */
  readonly platform: string;
  /** Connects and begins to pass on what happens; rejects with a sentence where that is impossible. */
  start(bot: Bot): Promise<void>;
  /**
   * Posts to a channel, as a reply to a post (in its thread), or to a person. Works before `start`.
   * @param key travels with the post, so that `find` recognises it
   * @param ready is awaited behind every wait of the adapter's own, right before the request; where it rejects, nothing is posted
   * @throws DeliveryError, within the request timeout; or what `ready` rejects with
   */
  post(
    place: ChannelId | PostId | UserId,
    message: Message,
    key?: PartKey,
    ready?: () => Promise<void>,
  ): Promise<PostId>;
  /**
   * Writes one of the bot's posts anew, at the platform's own pace; where what was posted cannot be changed, nothing happens.
   * @throws DeliveryError; without `retry` the post is gone, or can never be written again
   */
  edit(post: PostId, message: Message): Promise<void>;
  /** Whether a part was posted after `since`, as far as the platform lets us see: "unknown" where it does not. */
  find(place: ChannelId | PostId | UserId, key: PartKey, since: Date): Promise<PostId | "absent" | "unknown">;
  /**
   * The reactions that stand on a post now and mean something, at the platform's own pace; undefined where it does not let us see.
   * @throws DeliveryError where it did not answer
   */
  reactions(post: PostId): Promise<readonly Standing[] | undefined>;
  /** Ends within seconds; what is being answered is still answered. */
  stop(): Promise<void>;
}

/** A reaction that stands on a post. */
export interface Standing {
  readonly user: Person;
  readonly means: ReactionMeaning;
  /** As `ReactionIncoming` has it. */
  readonly variant?: string;
}

/** A few texts that an adapter keeps for itself: what it registered, what was typed. */
export interface AdapterMemory {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  /** Forgets all of them. */
  clear(): Promise<void>;
}

/** The platform reaches us, or does not. */
export interface ContactChange {
  readonly at: Date;
  /** Why it does not, fit to be shown: "connection broke off". */
  readonly lost?: string;
  /** What the system calls that, for the log: "ECONNRESET". */
  readonly code?: string | undefined;
}

export interface AdapterDeps {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly memory: AdapterMemory;
  /** Told when the platform cannot reach us any more, and when it can. */
  contact?(change: ContactChange): void;
  /** Called when the adapter cannot or need not go on: its user left, or its account was refused. Again, it does nothing. */
  ended(reason?: Error): void;
}

/** Names one part of one delivery for ever: "slack:T1/C1 digest 2026-11-20 0". */
export type PartKey = string;

/** What an adapter's folder exports from index.ts. */
export interface AdapterModule {
  /** The platform's own settings, read from the environment; their descriptions become the README's table. */
  readonly settings?: z.ZodObject;
  create(deps: AdapterDeps): ChatAdapter;
  /**
   * The message as the platform would get it, without tokens or network: text, or the bare payload.
   * @param env settings that show in it, such as the emoji that saves
   */
  preview(message: Message, env?: AdapterDeps["env"]): string | object;
  /** What the platform is told of the commands, where it wants to know them ahead. */
  describeCommands?(commands: readonly CommandSummary[]): readonly object[];
  /**
   * What doctor asks of the platform, by name: each answers with a sentence, or rejects with one that says where to mend it.
   * @param channels the subscribed ones
   */
  checks?(deps: AdapterDeps, channels: readonly ChannelId[]): Readonly<Record<string, () => Promise<string>>>;
}

/** One platform's line in the registry. */
export interface AdapterEntry {
  readonly platform: string;
  /** The settings that switch it on, all of one line; no lines: it runs where nothing else does. */
  readonly needs: readonly (readonly string[])[];
  /** The channel that gets a digest at every start, where the platform has just one. */
  readonly home?: ChannelId;
  /** Its settings, without what is loaded to run it. */
  loadSettings?(): Promise<{ readonly settings: z.ZodObject }>;
  load(): Promise<AdapterModule>;
}
