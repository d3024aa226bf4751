import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type Client, Events, Routes } from "discord.js";
import type { AdapterDeps, Bot, ChatAdapter, CommandSummary } from "../../src/chat/adapter.ts";
import { createHold } from "../../src/chat/hold.ts";
import type { Message } from "../../src/chat/message.ts";
import { readSettings } from "../../src/config.ts";
import type { DeliveryError } from "../../src/errors.ts";
import { createAnswerer } from "./answer.ts";
import { type Api, createApi } from "./api.ts";
import { createClient, refusalOf, refusedToken } from "./client.ts";
import { createContact } from "./contact.ts";
import { listenTo } from "./ears.ts";
import { createEditor } from "./edit.ts";
import { saveEmojiOf } from "./emoji.ts";
import { isRefused, toDeliveryError } from "./errors.ts";
import { watchGuilds } from "./guilds.ts";
import * as limits from "./limits.ts";
import { askCommandId, commandIdIn, createMentions } from "./mentions.ts";
import { inviteLink } from "./permissions.ts";
import { createPoster } from "./post.ts";
import { createReactionReader } from "./reactions.ts";
import { registration } from "./register-commands.ts";
import { type Payload, renderMessage } from "./render.ts";
import { settings as schema } from "./settings.ts";
import { createShield } from "./shield.ts";

export { checks } from "./checks.ts";
export { settings } from "./settings.ts";

/** The message as Discord would get it. */
export function preview(message: Message, env: AdapterDeps["env"] = {}): Payload {
  return renderMessage(message, saveEmojiOf(env.SAVE_EMOJI || undefined).shown);
}

/** What is registered with Discord for these commands. */
export function describeCommands(commands: readonly CommandSummary[]): readonly object[] {
  return registration(commands);
}

/** Milliseconds that answers under way get when Paperboy is stopped. */
const patienceAtStop = 3000;
/** Milliseconds until Discord has to have sent what the servers are. */
const longestSilence = 60_000;
/** Milliseconds that digests wait for a gateway that lets nobody in: they do not need it. */
const patienceWithGateway = 10_000;
const firstWait = 1000;
const longestWait = 60_000;

/** Discord, for all servers of one bot. @throws UsageError where a setting cannot be used */
export function create(deps: AdapterDeps, timeout: number = limits.requestTimeout): ChatAdapter {
  const { logger } = deps;
  const settings = readSettings(schema, deps.env);
  const { DISCORD_TOKEN: token, DISCORD_API_URL: url } = settings;
  const save = saveEmojiOf(settings.SAVE_EMOJI);
  const saveEmoji = save.shown;
  const closed = new AbortController();
  const stopping = new AbortController();
  const refused = (): void => deps.ended(new Error(refusedToken));
  const shield = createShield();
  const asking = { url, shield, signal: closed.signal, timeout, refused };
  const posting = createApi(token, { ...asking, waits: false });
  const answering = createApi(token, { ...asking, waits: true });
  const { mention, learn } = createMentions();
  const answerer = createAnswerer({ rest: answering, saveEmoji, mention });
  const poster = createPoster({ rest: posting, logger, saveEmoji, mention, timeout });
  const { hold, settled } = createHold(logger);
  const contact = createContact(deps);
  let client: Client | undefined;
  let starting: Promise<void> = Promise.resolve();

  const connect = async (bot: Bot): Promise<void> => {
    stopping.signal.throwIfAborted();
    const { changed } = contact;
    const fresh = createClient(settings, deps, { logger, stopped: stopping.signal, changed, shield });
    client = fresh;
    const ready = new Promise<void>((resolve) => fresh.once(Events.ClientReady, () => resolve()));
    listenTo(fresh, { bot, clock: deps.clock, answerer, saveEmoji: save, hold });
    watchGuilds(fresh, { ...deps, bot, hold });
    await fresh.login(token);
    await Promise.race([ready, wait(longestSilence, undefined, { ref: false, signal: stopping.signal })]);
    stopping.signal.throwIfAborted();
  };
  const start = async (bot: Bot): Promise<void> => {
    await untilConnected(
      () => connect(bot),
      () => client?.destroy(),
      contact.unreached,
      stopping.signal,
    );
    const application = client?.application?.id ?? "";
    // Without waiting for a limit, which may be a day's: digests begin behind it.
    learn(bot.commands, await register(posting, application, bot.commands, deps));
    logger.info(`connected to Discord; to invite Paperboy to a server: ${inviteLink(application)}`);
  };
  return {
    platform: "discord",
    start(bot) {
      const whole = start(bot);
      const late = contact.closedDoor.then(() =>
        wait(patienceWithGateway, undefined, { ref: false, signal: stopping.signal }),
      );
      starting = Promise.race([whole, late]);
      late.then(() => whole).catch((error) => stopping.signal.aborted || deps.ended(error));
      return starting;
    },
    post: poster.post,
    edit: createEditor({ rest: posting, saveEmoji, mention, timeout }),
    find: poster.find,
    reactions: createReactionReader(answering, save),
    async stop() {
      stopping.abort();
      contact.stop();
      await Promise.all([
        // It waits for Discord to close its side.
        Promise.race([client?.destroy(), wait(patienceAtStop, undefined, { ref: false })]),
        settled(patienceAtStop),
        Promise.race([starting.catch(() => {}), wait(patienceAtStop, undefined, { ref: false })]),
      ]);
      closed.abort();
    },
  };
}

/** Logs in until Discord answers. @param unreached told why it did not. @throws Error with a sentence where it refuses us */
async function untilConnected(
  connect: () => Promise<void>,
  giveUp: () => Promise<unknown> | undefined,
  unreached: (trouble: DeliveryError) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let pause = firstWait; ; pause = Math.min(2 * pause, longestWait)) {
    try {
      return await connect();
    } catch (error) {
      await giveUp();
      signal.throwIfAborted();
      const reason = refusalOf(error);
      if (reason !== undefined) throw new Error(reason);
      const trouble = toDeliveryError(error);
      unreached(trouble);
      await wait(Math.max(trouble.after ?? 0, pause), undefined, { signal });
    }
  }
}

/**
 * Registers the commands where they are not what they were: Discord allows only so many registrations a day.
 * @returns the id by which they may be mentioned, where it is known
 */
async function register(
  rest: Api,
  application: string,
  commands: readonly CommandSummary[],
  { memory, logger }: AdapterDeps,
): Promise<string | undefined> {
  const body = registration(commands);
  const idKey = `command ${application}`;
  const keep = async (id: string | undefined): Promise<string | undefined> => {
    if (id !== undefined) await memory.set(idKey, id);
    return id;
  };
  const known = createHash("sha256").update(JSON.stringify(body)).digest("base64url");
  if ((await memory.get(`registered ${application}`)) === known)
    return (await memory.get(idKey)) ?? keep(await askCommandId(rest, application));
  let answer: unknown;
  try {
    answer = await rest.put(Routes.applicationCommands(application), { body });
  } catch (error) {
    if (isRefused(error)) throw new Error(refusedToken);
    // Those of the last time still work; the next start tries again.
    logger.warn(
      { reason: toDeliveryError(error).message },
      "the commands could not be registered with Discord",
    );
    return memory.get(idKey);
  }
  await memory.set(`registered ${application}`, known);
  logger.info("commands are registered with Discord");
  return keep(commandIdIn(answer));
}
