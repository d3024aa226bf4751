import { adapters } from "../../adapters/index.ts";
import type { AdapterMemory, Bot, ChatAdapter } from "../../src/chat/adapter.ts";
import type { ChannelId, TeamId, UserId } from "../../src/chat/incoming.ts";
import type { Clock } from "../../src/clock.ts";

/**
 * What a platform's tests know of how its people act and of what they see, so that one suite covers every platform:
 * test/adapters/PLATFORM/library.ts exports it as `library`.
 */
export interface Library {
  readonly platform: string;
  /** Scenes for a test file, closed behind each test: nothing may have been refused or logged. */
  use(): (core: Core) => Promise<Stage>;
}

/** What the platform's real adapter is put on. */
export interface Core {
  readonly bot: Bot;
  readonly clock: Clock;
  readonly memory: AdapterMemory;
  /** People beside Ana, who may change settings, Li, Noor and Kim. */
  readonly crowd: readonly string[];
  /** Whether the bot is told that it came into the channel, which it then greets. */
  readonly isNew: boolean;
  /** Whether the adapter waits its turn as it does in the program. */
  readonly atItsPace: boolean;
}

/** A message as somebody sees it at a moment. */
export interface Sight {
  readonly id: string;
  /** Everything that it says. */
  readonly text: string;
}

export interface Asked {
  /** What comes of it, for whoever asked. */
  answer(): Promise<Sight>;
}

/** 1️⃣ to 🔟, 🔖 and 👍. */
type Emoji = string;

/** A team's place with the bot in it, and what its people, called by their names, do there and see. */
export interface Stage {
  readonly adapter: ChatAdapter;
  readonly team: TeamId;
  readonly channel: ChannelId;
  idOf(who: string): UserId;
  /** The team that counts in somebody's direct messages. */
  directTeam(who: string): TeamId;

  /** Types a command with its values, as the platform asks for them; "@Li" as it is when her name is picked. */
  type(
    command: string,
    values: Readonly<Record<string, string>>,
    who: string,
    direct?: "in a direct message",
  ): Promise<Asked>;
  /** @param nth from 1, of buttons with that label */
  press(on: Sight, label: string, who: string, nth?: number): Promise<Asked>;
  /** Chooses "Save paper" in the message's menu. */
  menu(on: Sight, who: string): Promise<Asked>;
  /** A message in the channel; where it takes that on this platform, the bot is called in it. */
  write(text: string, who: string): Promise<Sight>;
  /** Answers below a message. */
  reply(on: Sight, text: string, who: string): Promise<void>;
  /** Takes a moment, so that who did it first is certain. */
  react(on: Sight, emoji: Emoji, who: string): Promise<Told>;
  unreact(on: Sight, emoji: Emoji, who: string): Promise<Told>;
  /** While the bot is away. */
  reactUnseen(on: Sight, emoji: Emoji, who: string): void;
  unreactUnseen(on: Sight, emoji: Emoji, who: string): void;

  /** A message as it is now. */
  see(message: Pick<Sight, "id">): Sight;
  /** What the bot wrote in the channel and its threads, for everyone. */
  inChannel(): readonly Sight[];
  /** Everything of the bot's that somebody can see: that, and what is for them alone. */
  seenBy(who: string): readonly Sight[];
  directMessages(who: string): readonly Sight[];
  /** What the bot shows beside the links of a message. */
  besideLinks(of: Sight): readonly Sight[];
  /** Files that only this person got. */
  files(who: string): readonly { readonly name: string; readonly content: string }[];
  /** Every time that the bot wrote one of its messages anew, and when, in milliseconds. */
  edits(): readonly { readonly id: string; readonly at: number }[];

  /** The next post is taken, and answered only then; or its answer is lost. */
  nextPost(fate: { readonly until: Promise<unknown> } | "lose answer"): void;
  /** The next edit is answered with a limit, of a second or a few. */
  limitEdit(): void;
  /** The adapter stops where it has not, and starts again. */
  startAgain(): Promise<void>;
  /** The bot is taken out of the team, and later let in again. */
  takeOut(): Promise<void>;
  bringBack(): Promise<void>;
}

interface Told {
  /** The platform tells the same once more, right behind it. */
  again(): Promise<void>;
}

/** Every platform that brings people together; who is alone in a terminal has no team. */
export const libraries: readonly (readonly [platform: string, library: Library])[] = await Promise.all(
  adapters
    .filter(({ needs }) => needs.length > 0)
    .map(async ({ platform }) => {
      const { library } = (await import(`./${platform}/library.ts`)) as { readonly library: Library };
      return [platform, library] as const;
    }),
);
