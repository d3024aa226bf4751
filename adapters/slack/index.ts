import { setTimeout as wait } from "node:timers/promises";
import { App } from "@slack/bolt";
import type { AdapterDeps, Bot, ChatAdapter } from "../../src/chat/adapter.ts";
import type { Message } from "../../src/chat/message.ts";
import { readSettings } from "../../src/config.ts";
import { reasonOf } from "../../src/errors.ts";
import { createAnswerer } from "./answer.ts";
import { codeOf, createClient, quietLogger, refusedToken, toDeliveryError } from "./client.ts";
import { type EarsDeps, listenTo } from "./ears.ts";
import { nameOfSaveEmoji } from "./emoji.ts";
import { createHttp } from "./http.ts";
import * as limits from "./limits.ts";
import { createPeople } from "./people.ts";
import { createPoster } from "./post.ts";
import { createReactionReader } from "./reactions.ts";
import { type Payload, renderMessage } from "./render.ts";
import { readSchema, type SlackSettings } from "./settings.ts";
import { createSockets } from "./sockets.ts";
import type { Pace } from "./turns.ts";

export { checks } from "./checks.ts";
export { settings } from "./settings.ts";

/** The message as Slack would get it. */
export function preview(message: Message): Payload {
  return renderMessage(message);
}

const usualPace: Pace = {
  channel: limits.channelSpacing,
  workspace: limits.workspaceSpacing,
  patience: limits.turnPatience,
};
/** Milliseconds that answers under way get when Paperboy is stopped; then the connection is closed. */
const patienceAtStop = 3000;

/** Slack, for one workspace. @throws UsageError where a setting cannot be used */
export function create(deps: AdapterDeps, pace = usualPace): ChatAdapter {
  const { logger, memory, clock } = deps;
  const settings = readSettings(readSchema, deps.env);
  const client = createClient(settings.SLACK_BOT_TOKEN, settings.SLACK_API_URL, logger);
  const saveName = nameOfSaveEmoji(settings.SAVE_EMOJI);
  const saveEmoji = `:${saveName}:`;
  const who = createPeople(client, logger);
  const answerer = createAnswerer({
    client,
    logger,
    saveEmoji,
    apiHost: new URL(settings.SLACK_API_URL).host,
  });
  const held = new Set<Promise<void>>();
  const stopping = new AbortController();
  const me = rememberSuccess(() => client.auth.test());
  const poster = createPoster({
    client,
    logger,
    saveEmoji,
    pace,
    name: () =>
      me().then(
        ({ user }) => user,
        () => undefined,
      ),
  });
  const connection = connectionFor(settings, deps);

  const hold: EarsDeps["hold"] = (work) => {
    const done = work()
      .catch((error) => logger.warn({ reason: reasonOf(error) }, "an answer did not reach Slack"))
      .finally(() => held.delete(done));
    held.add(done);
  };
  const heardAt = new Map<string, number>();
  const earsFor = (bot: Bot, team: string, botUser: string): EarsDeps => ({
    clock,
    team,
    botUser,
    saveName,
    adminsOnly: settings.CONFIGURE === "admins",
    who,
    hold,
    async answer(incoming, { asked, shared }) {
      const reply = await bot.handle(incoming);
      if (reply && shared) await answerer.unfurl(reply, shared);
      else if (reply && asked) await answerer.reply(reply, asked);
    },
    heard(type) {
      const now = clock().getTime();
      if (now - (heardAt.get(type) ?? 0) < noteEvery) return;
      heardAt.set(type, now);
      hold(() => memory.set(`heard ${type}`, clock().toISOString()));
    },
    async removed(incoming) {
      await bot.handle(incoming);
      await memory.clear();
      deps.ended(
        new Error(
          `${incoming.reason}. Its digests are paused; after a new installation /papers resume brings each back.`,
        ),
      );
    },
  });

  return {
    platform: "slack",
    async start(bot) {
      const {
        team_id: team = "",
        user_id: botUser = "",
        bot_id: botId = "",
      } = await greet(me, deps, stopping.signal);
      const app = new App({
        receiver: connection.receiver,
        token: settings.SLACK_BOT_TOKEN,
        botId,
        botUserId: botUser,
        tokenVerificationEnabled: false,
        convoStore: false,
        logger: quietLogger(logger),
        clientOptions: {
          slackApiUrl: settings.SLACK_API_URL,
          retryConfig: { retries: 0 },
          timeout: limits.requestTimeout,
        },
      });
      app.error(async (error) => logger.error({ err: error }, "an event of Slack's could not be handled"));
      listenTo(app, earsFor(bot, team, botUser));
      await connection.open(app);
      logger.info({ team }, "connected to Slack");
    },
    post: poster.post,
    find: poster.find,
    reactions: createReactionReader({ client, who, saveName }),
    async stop() {
      stopping.abort();
      await connection.close();
      await Promise.race([Promise.allSettled(held), wait(patienceAtStop, undefined, { ref: false })]);
    },
  };
}

/** Milliseconds between notes that events of a type come. */
const noteEvery = 3_600_000;

function connectionFor(
  { SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, PORT, SLACK_API_URL }: SlackSettings,
  deps: AdapterDeps,
) {
  const { logger, ended } = deps;
  if (SLACK_APP_TOKEN !== undefined)
    return createSockets({ appToken: SLACK_APP_TOKEN, url: SLACK_API_URL, logger, ended });
  return createHttp(SLACK_SIGNING_SECRET ?? "", PORT ?? "", logger);
}

/** Asks who we are until Slack answers. @throws Error where the token is refused */
async function greet<T>(me: () => Promise<T>, { logger }: AdapterDeps, signal: AbortSignal): Promise<T> {
  for (let wait_ = 1000; ; wait_ = Math.min(2 * wait_, 30_000)) {
    try {
      return await me();
    } catch (error) {
      const code = codeOf(error);
      if (code !== undefined && refusedToken.has(code)) {
        throw new Error(
          `Slack refuses SLACK_BOT_TOKEN (${code}). At https://api.slack.com/apps, under OAuth & Permissions, copy the Bot User OAuth Token anew.`,
          { cause: error },
        );
      }
      const { message, after = 0 } = toDeliveryError(error);
      logger.warn(`${message}; it is tried again`);
      await wait(Math.max(after, wait_), undefined, { signal });
    }
  }
}

/** Asks once and keeps the answer; a failure is asked anew. */
function rememberSuccess<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask().catch((error) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
}
