import type { DiscordEmoji, DiscordMessage, DiscordThread, Sent } from "./types.ts";

export interface Whence {
  readonly user?: string;
  readonly channel?: string;
  /** In a direct message with the bot. */
  readonly dm?: boolean;
}

export type Options = Readonly<Record<string, string | number | boolean>>;

export interface CommandLine {
  readonly subcommand?: string;
  readonly group?: string;
  readonly options?: Options;
  /** "papers" where absent. */
  readonly command?: string;
}

export interface Choices {
  readonly choices: readonly { readonly name: string; readonly value: string | number }[];
  /** Milliseconds. */
  readonly after: number;
}

type By = { readonly user?: string };

/** What a message is beside its text. */
interface Beside {
  readonly mentionsBot?: boolean;
  readonly replyTo?: DiscordMessage;
  /** Whether whoever is replied to is called; the members' own programs propose it. */
  readonly pings?: boolean;
  readonly forwards?: DiscordMessage;
  /** The number of a message that nobody wrote: 6 that one was pinned, the one that it replies to. */
  readonly type?: number;
}

/** What members of the guilds do. */
export interface DiscordMembers {
  /** A slash command, typed after what was registered: what Discord would not let a member send throws. */
  command(line: CommandLine, from?: Whence): Promise<Sent>;
  /** `subcommand` with its group in front where it has one. */
  autocomplete(
    subcommand: string,
    option: string,
    partial: string,
    from?: Whence & { options?: Options },
  ): Promise<Choices>;
  /** A command of a message's menu. */
  menu(name: string, message: DiscordMessage, from?: By): Promise<Sent>;
  /** Presses the first button with that label or custom_id; nth, from 1, picks another. */
  press(message: DiscordMessage, label: string, from?: By & { nth?: number }): Promise<Sent>;
  /** Chooses from the first select that has such an option, by label or value. */
  choose(message: DiscordMessage, option: string, from?: By): Promise<Sent>;
  /** Submits the modal that something opened; values by custom_id. */
  submit(opened: Sent, values: Readonly<Record<string, string>>): Promise<Sent>;
  /** Into an archived thread too, which it takes out of the archive. */
  write(text: string, from?: Whence & Beside): Promise<DiscordMessage>;
  startThread(message: DiscordMessage, name: string, from?: By): Promise<DiscordThread>;
  /** As a moderator does, and Discord with a thread in which nothing is said. */
  changeThread(thread: DiscordThread, to: Partial<Pick<DiscordThread, "archived" | "locked">>): void;
  /** A moderator deletes a message. */
  erase(message: DiscordMessage): void;
  react(
    message: DiscordMessage,
    emoji: string | DiscordEmoji,
    from?: By & { isSuper?: boolean },
  ): Promise<void>;
  unreact(
    message: DiscordMessage,
    emoji: string | DiscordEmoji,
    from?: By & { isSuper?: boolean },
  ): Promise<void>;
  /** A moderator takes away everybody's reactions, or those with one emoji. */
  clearReactions(message: DiscordMessage, emoji?: string | DiscordEmoji): void;
  /** Without an event, as happens while the bot is away. */
  reactSilently(
    message: DiscordMessage,
    emoji: string | DiscordEmoji,
    user?: string,
    isSuper?: boolean,
  ): void;
  unreactSilently(
    message: DiscordMessage,
    emoji: string | DiscordEmoji,
    user?: string,
    isSuper?: boolean,
  ): void;
}
