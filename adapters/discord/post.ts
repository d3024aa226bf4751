import { type APIMessage, Routes } from "discord.js";
import type { PartKey } from "../../src/chat/adapter.ts";
import type { ChannelId, PostId, UserId } from "../../src/chat/incoming.ts";
import type { Message } from "../../src/chat/message.ts";
import { DeliveryError } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import type { Api } from "./api.ts";
import { codeOf, isRefusal, toDeliveryError } from "./errors.ts";
import { plainWithin } from "./escape.ts";
import { findMarked } from "./find.ts";
import { markerOf, nonceOf, type Place, postId, readPlace, teamId } from "./ids.ts";
import * as limits from "./limits.ts";
import type { Mention } from "./mentions.ts";
import { patiently } from "./patience.ts";
import { type Payload, renderMessage } from "./render.ts";

type Anywhere = ChannelId | PostId | UserId;

const unknownChannel = 10003;
const threadExists = 160004;
/** There can be no thread: in a direct message, in a thread, where the bot may not open one. */
const threadless = new Set([50003, 50013, 50024]);
/** Unknown User, Invalid Recipient, Invalid Form Body. */
const nobody = new Set([10013, 50033, 50035]);
const invalidForm = 50035;
/** Threads whose names are remembered until their first reply opens them. */
const mostNames = 500;

export interface PosterDeps {
  readonly rest: Api;
  readonly logger: Logger;
  readonly saveEmoji: string;
  readonly mention?: Mention;
  /** Milliseconds that a post may take, whatever it needs. */
  readonly timeout: number;
}

/** What the bot posts of its own accord, and looks for again. */
export function createPoster(deps: PosterDeps) {
  const { timeout } = deps;
  const memory: Memory = { names: new Map(), directMessages: new Map() };
  return {
    /** Everything that it takes ends in time: what came later would come as a surprise. @throws DeliveryError */
    async post(
      place: Anywhere,
      message: Message,
      key?: PartKey,
      ready?: () => Promise<void>,
    ): Promise<PostId> {
      const read = readPlace(place);
      const letter: Letter = { message, key, ready, signal: AbortSignal.timeout(timeout) };
      try {
        return await (read.message === undefined
          ? sendTo(read, letter, memory, deps)
          : sendReply(read, letter, memory, deps));
      } catch (error) {
        throw toDeliveryError(error);
      }
    },
    /** @throws DeliveryError where Discord did not answer */
    async find(place: Anywhere, key: PartKey, since: Date): Promise<PostId | "absent" | "unknown"> {
      const read = readPlace(place);
      try {
        return await lookFor(read, { key, since }, memory, deps);
      } catch (error) {
        // What Discord does not let us read, nobody can tell.
        const trouble = toDeliveryError(error);
        if (isRefusal(error) && trouble.after === undefined) return "unknown";
        throw trouble;
      }
    },
  };
}

/** What is posted, as which part, and how long that may take. */
interface Letter {
  readonly message: Message;
  readonly key: PartKey | undefined;
  /** Rejects where it is not to be posted any more. */
  readonly ready: (() => Promise<void>) | undefined;
  readonly signal: AbortSignal;
}

interface Memory {
  /** Titles of posts, which name their threads. */
  readonly names: Map<string, string>;
  /** The channels in which people are written to. */
  readonly directMessages: Map<string, string>;
}

async function send(
  channel: string,
  payload: Payload,
  { key, ready, signal }: Letter,
  rest: Api,
): Promise<string> {
  const known = key === undefined ? {} : { nonce: nonceOf(key), enforce_nonce: true };
  const body = { ...payload, ...known };
  const request = async (): Promise<unknown> => {
    await ready?.();
    return rest.post(Routes.channelMessages(channel), { body, signal });
  };
  const sent = await patiently(request, signal);
  const { id } = sent as Partial<APIMessage>;
  // Something in between answered, or Discord not as it should.
  if (id === undefined) throw new DeliveryError("no answer of Discord's", { retry: true, maybePosted: true });
  return id;
}

/** A message whose form Discord refuses is surely not there: better plain than not at all. */
async function sendOrPlain(
  channel: string,
  letter: Letter,
  { rest, logger, saveEmoji, mention }: PosterDeps,
): Promise<string> {
  const { message, key } = letter;
  const marker = key === undefined ? undefined : markerOf(key);
  try {
    return await send(channel, renderMessage(message, saveEmoji, marker, mention), letter, rest);
  } catch (error) {
    if (codeOf(error) !== invalidForm) throw error;
    const { message: reason } = toDeliveryError(error);
    logger.error({ reason }, "Discord refused a message's form; it is posted plain");
    return send(channel, renderMessage(plainOf(message), saveEmoji, marker, mention), letter, rest);
  }
}

/** The thread of a post has its id. It is opened by the first reply. @returns whether there is one now */
async function openThread(
  { id, message = "" }: Place,
  { signal }: Letter,
  memory: Memory,
  rest: Api,
): Promise<boolean> {
  const name = memory.names.get(message) ?? "Daily Papers";
  const body = { name, auto_archive_duration: limits.threadArchiveMinutes };
  try {
    await patiently(() => rest.post(Routes.threads(id, message), { body, signal }), signal);
    return true;
  } catch (error) {
    const code = codeOf(error) ?? 0;
    if (code !== threadExists && !threadless.has(code)) throw error;
    return code === threadExists;
  }
}

/** Into the thread of a post; where it cannot have one, below the post. */
async function sendReply(place: Place, letter: Letter, memory: Memory, deps: PosterDeps): Promise<PostId> {
  const thread = place.message ?? "";
  try {
    return postId(place.team, thread, await sendOrPlain(thread, letter, deps));
  } catch (error) {
    if (codeOf(error) !== unknownChannel) throw error;
    const channel = (await openThread(place, letter, memory, deps.rest)) ? thread : place.id;
    return postId(place.team, channel, await sendOrPlain(channel, letter, deps));
  }
}

/**
 * A person is written to by a channel of their own, in which they are the team: so say the reactions there. Ids do not tell whether
 * they are a channel's or a person's.
 */
async function sendTo(
  { team, id }: Place,
  letter: Letter,
  memory: Memory,
  deps: PosterDeps,
): Promise<PostId> {
  const known = memory.directMessages.get(id);
  if (known !== undefined) return postId(teamId(null, id), known, await sendOrPlain(known, letter, deps));
  try {
    const sent = await sendOrPlain(id, letter, deps);
    rememberName(sent, letter.message, memory);
    return postId(team, id, sent);
  } catch (error) {
    if (codeOf(error) !== unknownChannel) throw error;
    const direct = await directMessageWith(id, error, letter.signal, memory, deps.rest);
    return postId(teamId(null, id), direct, await sendOrPlain(direct, letter, deps));
  }
}

/** In the channel, in the thread of the post, or at the person's: whichever it is. */
async function lookFor(
  { team, id, message }: Place,
  { key, since }: { readonly key: PartKey; readonly since: Date },
  memory: Memory,
  { rest, timeout }: PosterDeps,
): Promise<PostId | "absent" | "unknown"> {
  const lookIn = async (channel: string, owner = team): Promise<PostId | "absent" | "unknown"> => {
    const found = await findMarked(rest, channel, markerOf(key), since);
    return found === "absent" || found === "unknown" ? found : postId(owner, channel, found);
  };
  const known = message === undefined ? memory.directMessages.get(id) : undefined;
  if (known !== undefined) return lookIn(known, teamId(null, id));
  try {
    return await lookIn(message ?? id);
  } catch (error) {
    if (codeOf(error) !== unknownChannel) throw error;
    // Where no thread was opened, or none can be, replies stand below the post.
    if (message !== undefined) return lookIn(id);
    const signal = AbortSignal.timeout(timeout);
    return lookIn(await directMessageWith(id, error, signal, memory, rest), teamId(null, id));
  }
}

async function directMessageWith(
  user: string,
  cause: unknown,
  signal: AbortSignal,
  { directMessages }: Memory,
  rest: Api,
): Promise<string> {
  try {
    const body = { recipient_id: user };
    const { id } = (await rest.post(Routes.userChannels(), { body, signal })) as { readonly id: string };
    directMessages.set(user, id);
    return id;
  } catch (error) {
    // Neither a channel nor a person: what was said of the channel holds.
    if (nobody.has(codeOf(error) ?? 0)) throw cause;
    // Whatever else went wrong, nothing was posted.
    const { message, retry, after, installation } = toDeliveryError(error);
    throw new DeliveryError(message, {
      ...{ retry, maybePosted: false, installation },
      ...(after === undefined ? {} : { after }),
    });
  }
}

function rememberName(post: string, { title }: Message, { names }: Memory): void {
  if (!title) return;
  names.set(post, plainWithin(title, limits.threadName));
  const [oldest] = names.keys();
  if (names.size > mostNames && oldest !== undefined) names.delete(oldest);
}

/** A message as one text. */
function plainOf({ title, lead, cards = [], about, note }: Message): Message {
  const lines = cards.map((card) => `${card.number === undefined ? "" : `${card.number}. `}${card.title}`);
  const named = about === undefined ? {} : { about };
  return { ...named, note: [title, lead, ...lines, note].filter(Boolean).join("\n") };
}
