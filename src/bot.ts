import { randomBytes } from "node:crypto";
import type { Bot, CommandSummary } from "./chat/adapter.ts";
import { type ChannelId, type CommandIncoming, type Incoming, type Reply, teamOf } from "./chat/incoming.ts";
import { type Message, say } from "./chat/message.ts";
import {
  type Answer,
  type Command,
  type CommandContext,
  type CommandDeps,
  usageOf,
} from "./commands/command.ts";
import { commands } from "./commands/index.ts";
import { parseLine } from "./commands/parse.ts";
import { suggestLines } from "./commands/suggest.ts";
import { DeliveryError, StoreError, UserError } from "./errors.ts";
import type { Logger } from "./logger.ts";
import { saveByEmoji } from "./reactions/save-by-emoji.ts";

export interface BotDeps extends CommandDeps {
  readonly logger: Logger;
  /** Posts on the platform that a channel belongs to; absent where none is connected, as on the command line. */
  readonly post?: (channel: ChannelId, message: Message) => Promise<unknown>;
}

/** The bot: what happened in, what to say out. Platforms are translators at both ends. */
export function createBot(deps: BotDeps): Bot {
  return {
    commands: summaries,
    async handle(incoming) {
      try {
        return await answer(incoming, deps);
      } catch (error) {
        return excuse(error, incoming, deps.logger);
      }
    },
    async suggest(partial) {
      return suggestLines(partial, commands);
    },
  };
}

/** What platforms, help and the README show of the commands. */
export const summaries: readonly CommandSummary[] = commands.filter(isPublic).map((command) => ({
  name: command.name,
  summary: command.summary,
  usage: usageOf(command),
  visibility: command.visibility === "channel" ? "channel" : "user",
}));

function isPublic(command: Command): boolean {
  return !command.hidden;
}

async function answer(incoming: Incoming, deps: BotDeps): Promise<Reply | undefined> {
  if (incoming.kind === "reaction") {
    const shown = await saveByEmoji(incoming, deps);
    return shown && { to: "user", message: shown.message };
  }
  const { command, args } = parseLine(incoming.text, commands);
  if (command.configures && !incoming.mayConfigure) {
    throw new UserError(
      `Only those who may change this channel's settings can /papers ${command.name} here.`,
    );
  }
  const shown = await command.run(args, contextOf(incoming, deps));
  if (command.visibility === "channel") return announce(shown, incoming, deps);
  if (incoming.answer && shown.papers) {
    const { channel, answer: id } = incoming;
    await deps.store.posts.record(
      { id, team: teamOf(channel), channel, papers: shown.papers, kind: "answer" },
      incoming.at,
    );
  }
  return { to: command.visibility, message: shown.message };
}

/**
 * Posts an answer to the channel and then makes the change it tells of: a subscription has proved by then that posting works.
 * @returns the answer where no platform is connected, or where the channel cannot be posted to but nothing depends on it
 */
async function announce(
  { message, proves, commit }: Answer,
  { channel }: CommandIncoming,
  { post }: BotDeps,
): Promise<Reply | undefined> {
  try {
    await post?.(channel, message);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    if (proves)
      throw new UserError(
        `I cannot post here (${error.message}), so nothing was changed. ${error.mend ?? "Let me in, and try again."}`,
      );
    await commit?.();
    return { to: "user", message };
  }
  await commit?.();
  return post ? undefined : { to: "channel", message };
}

function contextOf({ channel, user }: CommandIncoming, deps: BotDeps): CommandContext {
  return { ...deps, commands, caller: { team: teamOf(channel), channel, user } };
}

/** Only a UserError's own words reach a person; of anything else they get a reference that finds it in the log. */
function excuse(error: unknown, incoming: Incoming, logger: Logger): Reply {
  const sentence =
    error instanceof UserError || error instanceof StoreError
      ? error.message
      : refer(error, incoming, logger);
  return { to: "user", message: say(sentence), error: sentence };
}

function refer(error: unknown, incoming: Incoming, logger: Logger): string {
  const reference = randomBytes(3).toString("hex");
  logger.error({ err: error, reference, kind: incoming.kind, incoming: incoming.id }, "an answer failed");
  return `Something went wrong here. Whoever runs Paperboy finds the reason in its log under ${reference}.`;
}
