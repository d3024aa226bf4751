import type { PartKey } from "../../src/chat/adapter.ts";
import type { ChannelId, PostId, UserId } from "../../src/chat/incoming.ts";
import type { Message } from "../../src/chat/message.ts";
import { DeliveryError } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import { type Client, codeOf, isFormRefused, isNotLetIn, toDeliveryError } from "./client.ts";
import { postId, readPlace } from "./ids.ts";
import * as limits from "./limits.ts";
import { type Payload, renderMessage } from "./render.ts";
import { createTurns, type Pace } from "./turns.ts";

type Anywhere = ChannelId | PostId | UserId;

/** How a part is known again: any app of the workspace may read it. https://docs.slack.dev/messaging/message-metadata */
const eventType = "paperboy_part";

/** Whatever came of a question before the post, nothing was posted. @throws DeliveryError */
function notPosted(cause: unknown): never {
  // Without im:write nobody can be written to, and all channels can.
  const isForbidden = codeOf(cause) === "missing_scope";
  const { message, after, mend, ...trouble } = toDeliveryError(cause);
  const retry = trouble.retry && !isForbidden;
  const installation = trouble.installation && !isForbidden;
  const more = { ...(after === undefined ? {} : { after }), ...(mend === undefined ? {} : { mend }) };
  throw new DeliveryError(message, { retry, maybePosted: false, installation, cause, ...more });
}

interface Outgoing extends Payload {
  readonly thread: string | undefined;
  readonly key: PartKey | undefined;
  /** Rejects where it is not to be posted any more. */
  readonly ready: (() => Promise<void>) | undefined;
}

const slow = (): DeliveryError => new DeliveryError("Slack is slow", { retry: true, maybePosted: false });

export interface PosterDeps {
  readonly client: Client;
  readonly logger: Logger;
  readonly saveEmoji: string;
  readonly pace: Pace;
  /** The bot's name, for whoever has to invite it. */
  name(): Promise<string | undefined>;
}

/** What the bot posts of its own accord, and looks for again. */
export function createPoster({ client, logger, saveEmoji, pace, name }: PosterDeps) {
  const turns = createTurns(pace);
  const { margin = limits.turnMargin } = pace;
  const directMessages = new Map<string, string>();

  /** The channel behind a place; a person's is the direct message with the bot. */
  const channelOf = async (place: Anywhere): Promise<string> => {
    const { channel, isPerson } = readPlace(place);
    if (!isPerson) return channel;
    const known = directMessages.get(channel);
    if (known !== undefined) return known;
    const opened = (await client.conversations.open({ users: channel }).catch(notPosted)).channel?.id ?? "";
    if (opened) directMessages.set(channel, opened);
    return opened;
  };
  const send = async (channel: string, { thread, key, ready, ...payload }: Outgoing): Promise<string> => {
    await ready?.();
    const { ts = "" } = await client.chat.postMessage({
      ...payload,
      channel,
      ...(thread === undefined ? {} : { thread_ts: thread }),
      ...(key === undefined ? {} : { metadata: { event_type: eventType, event_payload: { part: key } } }),
    });
    return ts;
  };
  /** A message whose form Slack refuses is surely not there: better plain than not at all. */
  const sendOrPlain = async (channel: string, { blocks, ...plain }: Outgoing): Promise<string> => {
    try {
      return await send(channel, { blocks, ...plain });
    } catch (error) {
      if (!isFormRefused(error)) throw error;
      logger.error({ err: error, channel }, "Slack refused a message's form; it is posted as plain text");
      return send(channel, { ...plain, blocks: [] });
    }
  };
  /** Where Slack asks for a pause, what waits behind is not begun. A post that was not begun pauses nobody. */
  const sendInTurn = async (channel: string, outgoing: Outgoing): Promise<string> => {
    try {
      return await sendOrPlain(channel, outgoing);
    } catch (error) {
      const { after } = toDeliveryError(error);
      if (after !== undefined) turns.pause(channel, after);
      throw error;
    }
  };

  return {
    /** Posts, at the channel's turn. @throws DeliveryError */
    async post(
      place: Anywhere,
      message: Message,
      key?: PartKey,
      ready?: () => Promise<void>,
    ): Promise<PostId> {
      const { team, ts: thread } = readPlace(place);
      const begun = performance.now();
      try {
        const channel = await channelOf(place);
        const payload = renderMessage(message, saveEmoji);
        const ts = await turns.inTurn(channel, async () => {
          // Whoever asked gives up in a moment: a post behind that would come as a surprise.
          if (performance.now() - begun > pace.patience + margin) throw slow();
          return sendInTurn(channel, { ...payload, key, thread, ready });
        });
        return postId(team, channel, ts);
      } catch (error) {
        // Only an invitation needs the name, and Slack has answered just now.
        const about = {
          channel: readPlace(place).channel,
          name: isNotLetIn(error) ? await name() : undefined,
        };
        throw toDeliveryError(error, about);
      }
    },
    /** Looks for a part in the history of its place. @throws DeliveryError where Slack did not answer */
    async find(place: Anywhere, key: PartKey, since: Date): Promise<PostId | "absent" | "unknown"> {
      const { team, ts: thread } = readPlace(place);
      try {
        const channel = await channelOf(place);
        const ts = await findPart(client, channel, thread, key, since);
        return ts === "absent" || ts === "unknown" ? ts : postId(team, channel, ts);
      } catch (error) {
        const code = codeOf(error);
        // What Slack does not let us read, nobody can tell; the scope is an optional one.
        const isAnswer =
          code !== undefined && (code === "missing_scope" || toDeliveryError(error).retry === false);
        if (isAnswer || code === "thread_not_found") return "unknown";
        throw toDeliveryError(error);
      }
    },
  };
}

async function findPart(
  client: Client,
  channel: string,
  thread: string | undefined,
  key: PartKey,
  since: Date,
): Promise<string> {
  let cursor: string | undefined;
  const oldest = (since.getTime() / 1000).toFixed(6);
  for (let page = 0; page < limits.mostHistoryPages; page++) {
    const options = {
      channel,
      oldest,
      limit: limits.historyPage,
      include_all_metadata: true,
      ...(cursor ? { cursor } : {}),
    };
    const { messages = [], response_metadata: more } =
      thread === undefined
        ? await client.conversations.history(options)
        : await client.conversations.replies({ ...options, ts: thread });
    const found = messages.find(
      ({ metadata }) =>
        metadata?.event_type === eventType &&
        (metadata.event_payload as { part?: string } | undefined)?.part === key,
    );
    if (found?.ts !== undefined) return found.ts;
    cursor = more?.next_cursor;
    if (!cursor) return "absent";
  }
  return "unknown";
}
