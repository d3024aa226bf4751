import { randomBytes } from "node:crypto";
import type { Bot, CommandSummary } from "../chat/adapter.ts";
import {
  type CommandIncoming,
  type Incoming,
  type JoinedIncoming,
  type PostId,
  platformOf,
  type Reply,
  teamOf,
} from "../chat/incoming.ts";
import { type Message, say } from "../chat/message.ts";
import { createOnce } from "../chat/once.ts";
import { announce, createInTurn, type Speaking } from "../commands/announce.ts";
import { type Command, type CommandContext, type CommandDeps, usageOf } from "../commands/command.ts";
import { completeField, fieldsOf } from "../commands/fields.ts";
import { commands } from "../commands/index.ts";
import { findCommand, type Parsed, parseLine } from "../commands/parse.ts";
import { suggestLines } from "../commands/suggest.ts";
import type { Shown } from "../digest/card.ts";
import { DeliveryError, StoreError, UserError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { createUnderWay, type UnderWay } from "./early-reactions.ts";
import { rememberInterest } from "./interest.ts";
import { rememberLinks } from "./links.ts";
import { takeBackReactions } from "./reactions-cleared.ts";
import { saveByEmoji } from "./save-by-reaction.ts";
import { saveFromMenu } from "./save-from-menu.ts";
import { pauseTeam } from "./team-removed.ts";
import { composeWelcome } from "./welcome.ts";

export interface BotDeps extends CommandDeps, Speaking {
  readonly logger: Logger;
  /** Gets the posts of which a reaction could not be counted, to be read again. */
  readonly missed?: Set<PostId>;
}

/** What the bot remembers of itself. */
interface Answering extends BotDeps {
  readonly inTurn: ReturnType<typeof createInTurn>;
  readonly underWay: UnderWay;
}

/** The bot: what happened in, what to say out. Platforms are translators at both ends. */
export function createBot(given: BotDeps): Bot {
  const deps: Answering = { ...given, inTurn: createInTurn(), underWay: createUnderWay() };
  const isNew = createOnce(mostRemembered);
  return {
    commands: summaries,
    async handle(incoming) {
      if (!isNew(incoming.id)) return undefined;
      try {
        await meet(incoming, deps);
        return await answer(incoming, deps);
      } catch (error) {
        if (incoming.kind === "reaction" || incoming.kind === "cleared") deps.missed?.add(incoming.post);
        return excuse(error, incoming, deps.logger);
      }
    },
    async suggest(partial) {
      return suggestLines(partial, commands);
    },
    async complete({ command: name, field, typed, channel, user }) {
      const command = findCommand(name, commands);
      try {
        return command ? await completeField(command, field, typed, contextOf({ channel, user }, deps)) : [];
      } catch (error) {
        deps.logger.debug({ err: error }, "a value could not be completed");
        return [];
      }
    },
  };
}

/** Events whose ids are remembered: platforms tell twice within minutes. */
const mostRemembered = 10_000;

/** What platforms, help and the README show of the commands. */
export const summaries: readonly CommandSummary[] = commands.filter(isPublic).map((command) => ({
  name: command.name,
  summary: command.summary,
  usage: usageOf(command),
  visibility: command.visibility === "channel" ? "channel" : "user",
  fields: fieldsOf(command),
}));

function isPublic(command: Command): boolean {
  return !command.hidden;
}

/** A person is called what the platform calls them now, and a team in which something is done has the bot. */
async function meet(incoming: Incoming, { store: { people } }: BotDeps): Promise<void> {
  const { kind } = incoming;
  if (kind === "removed") return;
  await people.markReturned(teamOf(incoming.channel), incoming.at);
  if (kind === "joined" || kind === "cleared") return;
  // Of these there may be thousands that mean nothing.
  if (kind === "emoji" || kind === "replied") return;
  await people.meet(incoming.user.id, incoming.user.name);
}

async function answer(incoming: Incoming, deps: Answering): Promise<Reply | undefined> {
  switch (incoming.kind) {
    case "reaction":
      return asReply("user", (await saveByEmoji(incoming, deps))?.message);
    case "menu":
      return asReply("user", (await saveFromMenu(incoming, contextOf(incoming, deps))).message);
    case "links":
      return asReply("links", await rememberLinks(incoming, deps));
    case "emoji":
    case "replied":
      await rememberInterest(incoming, deps);
      return undefined;
    case "cleared":
      await takeBackReactions(incoming, deps);
      return undefined;
    case "named":
      return undefined;
    case "joined":
      return welcome(incoming, deps);
    case "removed":
      await pauseTeam(incoming, deps);
      return undefined;
    default:
      return obey(incoming, deps);
  }
}

function asReply(to: Reply["to"], message: Message | undefined): Reply | undefined {
  return message && { to, message };
}

async function obey(incoming: CommandIncoming, deps: Answering): Promise<Reply | undefined> {
  const parsed = parseLine(incoming.text, commands);
  const run = (): Promise<Reply | undefined> => runCommand(parsed, incoming, deps);
  return parsed.command.configures ? deps.inTurn(incoming.channel, run) : run();
}

async function runCommand(
  { command, args }: Parsed,
  incoming: CommandIncoming,
  deps: Answering,
): Promise<Reply | undefined> {
  if (command.configures && !incoming.mayConfigure) {
    throw new UserError(
      `Only those who may change this channel's settings can /papers ${command.name} here.`,
    );
  }
  const shown = await command.run(args, contextOf(incoming, deps));
  // People may react before the platform has answered.
  if (command.visibility === "channel" && !shown.isPrivate)
    return deps.underWay.during(incoming.channel, () =>
      announce(shown, incoming, deps, (post) => record(post, shown, incoming, deps)),
    );
  if (incoming.answer) await record(incoming.answer, shown, incoming, deps, "once");
  return { to: shown.isPrivate ? "user" : command.visibility, message: shown.message };
}

/** One welcome a channel, whatever is told twice; where it cannot be posted there is nobody to tell. */
async function welcome(incoming: JoinedIncoming, deps: Answering): Promise<undefined> {
  const { channel, at } = incoming;
  const isFirst = await deps.store.memories.claim(
    platformOf(channel),
    `welcome ${channel}`,
    at.toISOString(),
  );
  const { post, underWay } = deps;
  if (!isFirst || !post) return;
  const shown = await composeWelcome(deps);
  try {
    await underWay.during(channel, async () =>
      record(await post(channel, shown.message), shown, incoming, deps),
    );
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    deps.logger.warn({ channel, reason: error.message }, "a welcome could not be posted");
  }
}

/** What a post shows, so that reactions to it mean something. @param said "once" where it cannot be written anew */
async function record(
  id: PostId,
  { papers, message }: Shown,
  { channel, at }: Pick<CommandIncoming, "channel" | "at">,
  { store }: BotDeps,
  said?: "once",
): Promise<void> {
  if (!papers) return;
  const content = said ? undefined : JSON.stringify(message);
  await store.posts.record({ id, team: teamOf(channel), channel, papers, kind: "answer" }, at, content);
}

function contextOf(
  { channel, user }: Pick<CommandIncoming, "channel" | "user">,
  deps: BotDeps,
): CommandContext {
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
