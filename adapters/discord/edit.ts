import { Routes } from "discord.js";
import type { ChatAdapter } from "../../src/chat/adapter.ts";
import { DeliveryError } from "../../src/errors.ts";
import type { Api } from "./api.ts";
import { codeOf, isRefusal, isRefused, toDeliveryError } from "./errors.ts";
import { readPlace } from "./ids.ts";
import type { Mention } from "./mentions.ts";
import { patiently } from "./patience.ts";
import { renderMessage } from "./render.ts";

export interface EditorDeps {
  /** One that does not wait for limits. */
  readonly rest: Api;
  readonly saveEmoji: string;
  readonly mention?: Mention;
  /** Milliseconds that an edit may take, whatever it needs. */
  readonly timeout: number;
}

/** Writes the bot's posts anew. The unseen number of a post is not kept: only one that is not known yet is looked for by it. */
export function createEditor({ rest, saveEmoji, mention, timeout }: EditorDeps): ChatAdapter["edit"] {
  return async (post, message) => {
    const { id: channel, message: posted = "" } = readPlace(post);
    const signal = AbortSignal.timeout(timeout);
    const body = renderMessage(message, saveEmoji, undefined, mention);
    try {
      await patiently(() => rest.patch(Routes.channelMessage(channel, posted), { body, signal }), signal);
    } catch (error) {
      throw toEditError(error);
    }
  };
}

/** Of an edit, Discord's reasoned no is final: nothing is missed, and the post stays as it was. The token may be another tomorrow. */
function toEditError(error: unknown): DeliveryError {
  const { message, retry, maybePosted, after, mend } = toDeliveryError(error);
  const isFinal = after === undefined && isRefusal(error) && Boolean(codeOf(error));
  return new DeliveryError(message, {
    ...{ retry: isRefused(error) || (retry && !isFinal), maybePosted },
    ...(after === undefined ? {} : { after }),
    ...(mend === undefined ? {} : { mend }),
  });
}
