import { App } from "@slack/bolt";
import type { AdapterDeps, Bot, ChatAdapter } from "../../src/chat/adapter.ts";
import { createHold } from "../../src/chat/hold.ts";
import type { Message } from "../../src/chat/message.ts";
import { createOutages, type Outages } from "../../src/chat/outages.ts";
import { readSettings } from "../../src/config.ts";
import { brokenRequest } from "../../src/errors.ts";
import { createAnswerer } from "./answer.ts";
import { createClient, quietLogger } from "./client.ts";
import type { Connection } from "./connection.ts";
import { type EarsDeps, listenTo } from "./ears.ts";
import { createEditor } from "./edit.ts";
import { namesOfSaveEmoji, saveEmojiIn } from "./emoji.ts";
import { createHttp } from "./http.ts";
import { createIdentity } from "./identity.ts";
import * as limits from "./limits.ts";
import { createPeople } from "./people.ts";
import { createPoster } from "./post.ts";
import { createReactionReader } from "./reactions.ts";
import { type Payload, renderMessage } from "./render.ts";
import { type SlackSettings, settings as schema } from "./settings.ts";
import { createSockets } from "./sockets.ts";
import type { Pace } from "./turns.ts";

export { checks } from "./checks.ts";
export { settings } from "./settings.ts";

/** The message as Slack would get it. */
export function preview(message: Message, env: AdapterDeps["env"] = {}): Payload {
  return renderMessage(message, saveEmojiIn(env.SAVE_EMOJI));
}

const usualPace: Pace = {
  channel: limits.channelSpacing,
  workspace: limits.workspaceSpacing,
  edit: limits.tier3Spacing,
  patience: limits.turnPatience,
  request: limits.requestTimeout,
};
/** Milliseconds between notes that events of a type come. */
const noteEvery = 3_600_000;
/** Milliseconds that answers under way get when Paperboy is stopped; then the connection is closed. */
const patienceAtStop = 3000;

/** Slack, for one workspace. @throws UsageError where a setting cannot be used */
export function create(given: AdapterDeps, pace = usualPace): ChatAdapter {
  const deps = { ...given, ended: once(given.ended) };
  const { logger } = deps;
  const settings = readSettings(schema, deps.env);
  const url = settings.SLACK_API_URL;
  const closed = new AbortController();
  const client = createClient(settings.SLACK_BOT_TOKEN, {
    url,
    logger,
    timeout: pace.request,
    signal: closed.signal,
  });
  const saveNames = namesOfSaveEmoji(settings.SAVE_EMOJI);
  const saveEmoji = saveEmojiIn(settings.SAVE_EMOJI);
  const outages = createOutages(deps);
  const identity = createIdentity(client, ({ message, cause }) =>
    outages.lost({ reason: message, code: brokenRequest(cause).code }),
  );
  const who = createPeople(client, logger);
  const poster = createPoster({ client, logger, saveEmoji, pace, name: identity.name });
  const answerer = createAnswerer({
    client,
    logger,
    saveEmoji,
    apiHost: new URL(url).host,
    closed: closed.signal,
  });
  const connection = connectionFor(settings, deps, outages);
  const { hold, settled } = createHold(logger);
  const stopping = new AbortController();

  return {
    platform: "slack",
    async start(bot) {
      const { team, botUser, botId } = await identity.greet(stopping.signal);
      const app = new App({
        receiver: connection.receiver,
        token: settings.SLACK_BOT_TOKEN,
        botId,
        botUserId: botUser,
        tokenVerificationEnabled: false,
        convoStore: false,
        logger: quietLogger(logger),
        clientOptions: { slackApiUrl: url, retryConfig: { retries: 0 } },
      });
      app.error(async (error) => logger.error({ err: error }, "an event of Slack's could not be handled"));
      listenTo(app, {
        clock: deps.clock,
        team,
        botUser,
        saveNames,
        adminsOnly: settings.CONFIGURE === "admins",
        who,
        hold,
        answer: answering(bot, answerer),
        heard: noteEvents(deps, hold),
        removed: leaving(bot, deps, outages),
      });
      const opened = connection.open(app).then(() => logger.info({ team }, "connected to Slack"));
      // Where it fails later on, `ended` says so.
      opened.catch(() => {});
      await Promise.race(connection.late ? [opened, connection.late] : [opened]);
    },
    post: poster.post,
    edit: createEditor({ client, logger, saveEmoji, pace }),
    find: poster.find,
    reactions: createReactionReader({ client, who, saveNames, spacing: pace.edit ?? pace.channel }),
    async stop() {
      stopping.abort();
      outages.stop();
      await connection.close();
      await settled(patienceAtStop);
      closed.abort();
    },
  };
}

/** Two sockets and two events may all tell that it is over. */
function once(ended: AdapterDeps["ended"]): AdapterDeps["ended"] {
  let isOver = false;
  return (reason) => {
    if (isOver) return;
    isOver = true;
    ended(reason);
  };
}

function connectionFor(
  settings: SlackSettings,
  { clock, logger, ended }: AdapterDeps,
  outages: Outages,
): Connection {
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: secret = "", PORT = "" } = settings;
  if (appToken === undefined) return createHttp(secret, PORT, { clock, logger, outages });
  return createSockets({ appToken, url: settings.SLACK_API_URL, logger, ended, outages });
}

function answering(bot: Bot, answerer: ReturnType<typeof createAnswerer>): EarsDeps["answer"] {
  return async (incoming, { asked, shared }) => {
    const reply = await bot.handle(incoming);
    if (!reply) return;
    if (shared) await answerer.unfurl(reply, shared);
    else if (asked && incoming.kind === "reaction") await answerer.confirm(reply, asked);
    else if (asked) await answerer.reply(reply, asked);
  };
}

/** Notes now and then that events of a type come, for doctor: Slack does not tell what an app is subscribed to. */
function noteEvents({ clock, memory }: AdapterDeps, hold: EarsDeps["hold"]): EarsDeps["heard"] {
  const notedAt = new Map<string, number>();
  return (type) => {
    const now = clock();
    if (now.getTime() - (notedAt.get(type) ?? 0) < noteEvery) return;
    notedAt.set(type, now.getTime());
    hold(() => memory.set(`heard ${type}`, now.toISOString()));
  };
}

function leaving(bot: Bot, { memory, ended }: AdapterDeps, outages: Outages): EarsDeps["removed"] {
  return async (incoming) => {
    // Slack closes the sockets behind it.
    outages.stop();
    await bot.handle(incoming);
    await memory.clear();
    ended(
      new Error(
        `${incoming.reason}. Its digests are paused; after a new installation /papers resume brings each back.`,
      ),
    );
  };
}
