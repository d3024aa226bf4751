import { setTimeout as wait } from "node:timers/promises";
import { type APIMessage, Routes } from "discord.js";
import type { PartKey } from "../../src/chat/adapter.ts";
import type { ChannelId, PostId, UserId } from "../../src/chat/incoming.ts";
import type { Message } from "../../src/chat/message.ts";
import { DeliveryError } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import type { Api } from "./api.ts";
import { codeOf, toDeliveryError } from "./errors.ts";
import { plainWithin } from "./escape.ts";
import { instantOf, markerOf, nonceOf, type Place, postId, readPlace } from "./ids.ts";
import * as limits from "./limits.ts";
import { type Payload, renderMessage } from "./render.ts";

type Anywhere = ChannelId | PostId | UserId;

const unknownChannel = 10003;
const unknownMessage = 10008;
const threadExists = 160004;
const invalidForm = 50035;
const unreadable = new Set([50001, 50013]);
/** Threads whose names are remembered until their first reply opens them. */
const mostNames = 500;

export interface PosterDeps {
  readonly rest: Api;
  readonly logger: Logger;
  readonly saveEmoji: string;
}

/** What the bot posts of its own accord, and looks for again. */
export function createPoster({ rest, logger, saveEmoji }: PosterDeps) {
  const names = new Map<string, string>();
  const directMessages = new Map<string, string>();

  const send = async (channel: string, payload: Payload, key?: PartKey): Promise<string> => {
    const known = key === undefined ? {} : { nonce: nonceOf(key), enforce_nonce: true };
    const sent = (await patiently(() =>
      rest.post(Routes.channelMessages(channel), { body: { ...payload, ...known } }),
    )) as APIMessage;
    return sent.id;
  };
  /** A message whose form Discord refuses is surely not there: better plain than not at all. */
  const sendOrPlain = async (channel: string, message: Message, key?: PartKey): Promise<string> => {
    const marker = key === undefined ? undefined : markerOf(key);
    try {
      return await send(channel, renderMessage(message, saveEmoji, marker), key);
    } catch (error) {
      if (codeOf(error) !== invalidForm) throw error;
      logger.error(
        { reason: toDeliveryError(error).message },
        "Discord refused a message's form; it is posted plain",
      );
      return send(channel, renderMessage(plainOf(message), saveEmoji, marker), key);
    }
  };
  /** The thread of a post has its id. It is opened by the first reply. */
  const openThread = async ({ id, message = "" }: Place): Promise<void> => {
    const body = {
      name: names.get(message) ?? "Daily Papers",
      auto_archive_duration: limits.threadArchiveMinutes,
    };
    try {
      await patiently(() => rest.post(Routes.threads(id, message), { body }));
    } catch (error) {
      if (codeOf(error) !== threadExists) throw error;
    }
  };
  const sendReply = async (place: Place, message: Message, key?: PartKey): Promise<PostId> => {
    const thread = place.message ?? "";
    try {
      return postId(place.team, thread, await sendOrPlain(thread, message, key));
    } catch (error) {
      if (codeOf(error) !== unknownChannel) throw error;
      await openThread(place);
      return postId(place.team, thread, await sendOrPlain(thread, message, key));
    }
  };
  /** A person is written to by a channel of their own; ids do not tell which of the two they are. */
  const sendTo = async ({ team, id }: Place, message: Message, key?: PartKey): Promise<PostId> => {
    const channel = directMessages.get(id) ?? id;
    try {
      const sent = await sendOrPlain(channel, message, key);
      rememberName(sent, message);
      return postId(team, channel, sent);
    } catch (error) {
      if (codeOf(error) !== unknownChannel || channel !== id) throw error;
      const direct = await directMessageWith(id, error);
      directMessages.set(id, direct);
      return postId(team, direct, await sendOrPlain(direct, message, key));
    }
  };
  const directMessageWith = async (user: string, cause: unknown): Promise<string> => {
    try {
      const { id } = (await rest.post(Routes.userChannels(), { body: { recipient_id: user } })) as {
        id: string;
      };
      return id;
    } catch (error) {
      // Neither a channel nor a person: what was said of the channel holds.
      const { retry, message } = toDeliveryError(error);
      throw retry ? new DeliveryError(message, { retry, maybePosted: false }) : cause;
    }
  };
  const rememberName = (post: string, { title }: Message): void => {
    if (!title) return;
    names.set(post, plainWithin(title, limits.threadName));
    const [oldest] = names.keys();
    if (names.size > mostNames && oldest !== undefined) names.delete(oldest);
  };

  return {
    /** @throws DeliveryError */
    async post(place: Anywhere, message: Message, key?: PartKey): Promise<PostId> {
      const read = readPlace(place);
      try {
        return await (read.message === undefined
          ? sendTo(read, message, key)
          : sendReply(read, message, key));
      } catch (error) {
        throw toDeliveryError(error);
      }
    },
    /** @throws DeliveryError where Discord did not answer */
    async find(place: Anywhere, key: PartKey, since: Date): Promise<PostId | "absent" | "unknown"> {
      const { team, id, message } = readPlace(place);
      const channel = message ?? directMessages.get(id) ?? id;
      try {
        const found = await findMarked(rest, channel, markerOf(key), since);
        return found === "absent" || found === "unknown" ? found : postId(team, channel, found);
      } catch (error) {
        const code = codeOf(error) ?? 0;
        // A thread that nobody has opened has no replies.
        if (message !== undefined && (code === unknownChannel || code === unknownMessage)) return "absent";
        if (unreadable.has(code) || code === unknownChannel) return "unknown";
        throw toDeliveryError(error);
      }
    },
  };
}

/** Waits for a limit that is over in a moment; longer ones are the ledger's to wait for. */
async function patiently<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const { after, maybePosted } = toDeliveryError(error);
    if (maybePosted || after === undefined || after > limits.shortLimit) throw error;
    await wait(after);
    return request();
  }
}

/** Discord answers an empty list where the bot may not read the history; a channel that we post to is not empty for ever. */
async function findMarked(rest: Api, channel: string, marker: number, since: Date): Promise<string> {
  let before: string | undefined;
  for (let page = 0; page < limits.mostHistoryPages; page++) {
    const query = new URLSearchParams({ limit: String(limits.historyPage), ...(before ? { before } : {}) });
    const messages = (await rest.get(Routes.channelMessages(channel), { query })) as APIMessage[];
    const found = messages.find(({ components }) => components?.[0]?.id === marker);
    if (found) return found.id;
    const oldest = messages.at(-1);
    if (!oldest) return page === 0 ? "unknown" : "absent";
    if (messages.length < limits.historyPage || instantOf(oldest.id) < since.getTime()) return "absent";
    before = oldest.id;
  }
  return "unknown";
}

/** A message as one text. */
function plainOf({ title, lead, cards = [], note }: Message): Message {
  const lines = cards.map((card) => `${card.number === undefined ? "" : `${card.number}. `}${card.title}`);
  return { note: [title, lead, ...lines, note].filter(Boolean).join("\n") };
}
