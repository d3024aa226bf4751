import type { Reply } from "../../src/chat/incoming.ts";
import { type Card, type Message, say, type TextFile } from "../../src/chat/message.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import { findArxivIds } from "../../src/text/arxiv-id.ts";
import { type Client, toDeliveryError } from "./client.ts";
import * as limits from "./limits.ts";
import { fitsInline, type Payload, renderCards, renderMessage } from "./render.ts";

/** Where an answer goes. */
export interface Asked {
  readonly channel: string;
  readonly user: string;
  /** Takes five answers within half an hour; absent where an event asked. */
  readonly responseUrl?: string;
}

/** What `chat.unfurl` needs to know of the message with the links. */
export interface Shared {
  readonly links: readonly string[];
  readonly at:
    | { readonly channel: string; readonly ts: string }
    | { readonly unfurl_id: string; readonly source: "composer" | "conversations_history" };
}

export interface AnswererDeps {
  readonly client: Client;
  readonly logger: Logger;
  readonly saveEmoji: string;
  /** The host of SLACK_API_URL: answers go nowhere else but there and to Slack's own hooks. */
  readonly apiHost: string;
  /** Ends every answer under way. */
  readonly closed: AbortSignal;
}

/** Says what the core answered, to whom it is meant. */
export function createAnswerer({ client, logger, saveEmoji, apiHost, closed }: AnswererDeps) {
  const respond = async (url: string, body: object): Promise<void> => {
    const { host, hostname } = new URL(url);
    const isSlacks = hostname === "hooks.slack.com" || host === apiHost || host === `hooks.${apiHost}`;
    if (!isSlacks) throw new Error("the address to answer to is not Slack's");
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.any([AbortSignal.timeout(limits.requestTimeout), closed]),
    });
    // A refusal may come with a good status, as {"ok":false,"error":"invalid_blocks"}.
    const [, code] = /"error"\s*:\s*"(\w+)"/.exec((await response.text()).slice(0, 1000)) ?? [];
    if (!response.ok || code !== undefined) throw new Error(`Slack answered ${code ?? response.status}`);
  };
  const sendFile = async ({ user }: Asked, { name, content }: TextFile): Promise<void> => {
    const { channel } = await client.conversations.open({ users: user });
    await client.filesUploadV2({ channel_id: channel?.id ?? "", filename: name, content });
  };

  /** @returns the message, or what went wrong with its files */
  const sendFiles = async (message: Message, asked: Asked): Promise<Message> => {
    try {
      for (const file of filesOf(message)) await sendFile(asked, file);
      return message;
    } catch (error) {
      const { message: reason } = toDeliveryError(error);
      logger.warn({ reason }, "a file could not be sent");
      return say(`The file could not be sent to you (${reason}). Try again, or ask whoever runs Paperboy.`);
    }
  };
  const whisper = async (payload: Payload, { channel, user }: Asked): Promise<void> => {
    const { unfurl_links: _, unfurl_media: __, ...shown } = payload;
    await client.chat.postEphemeral({ ...shown, channel, user });
  };
  const confirmedAt: number[] = [];

  return {
    /** The answer to a command or a button. Where its time is over, the person gets it as if by an event. */
    async reply({ to, message }: Reply, asked: Asked): Promise<void> {
      const payload = renderMessage(await sendFiles(message, asked), saveEmoji);
      if (asked.responseUrl === undefined) return whisper(payload, asked);
      try {
        await respond(asked.responseUrl, {
          ...payload,
          response_type: to === "channel" ? "in_channel" : "ephemeral",
          replace_original: to === "original",
        });
      } catch (error) {
        logger.debug({ reason: reasonOf(error) }, "an answer took another way");
        await whisper(payload, asked);
      }
    },

    /** The answer to a reaction. Of a storm of them not everyone is confirmed: the emoji itself shows that it counts. */
    async confirm({ message }: Reply, asked: Asked): Promise<void> {
      const now = performance.now();
      while ((confirmedAt[0] ?? now) <= now - 60_000) confirmedAt.shift();
      if (confirmedAt.length >= limits.confirmationsAMinute) return;
      confirmedAt.push(now);
      try {
        await whisper(renderMessage(message, saveEmoji), asked);
      } catch (error) {
        logger.debug({ reason: reasonOf(error) }, "a reaction was not confirmed");
      }
    },

    /** Cards beside the links that they are about. */
    async unfurl({ message: { cards = [] } }: Reply, { links, at }: Shared): Promise<void> {
      const unfurls = Object.fromEntries(
        links.flatMap((link) => {
          const card = cards.find((one) => isAbout(one, link));
          return card ? [[link, { blocks: renderCards([card], limits.mostBlocks) }]] : [];
        }),
      );
      if (Object.keys(unfurls).length > 0) await client.chat.unfurl({ ...at, unfurls });
    },
  };
}

function filesOf({ code, file }: Reply["message"]): readonly TextFile[] {
  return [...(code && !fitsInline(code) ? [code] : []), ...(file ? [file] : [])];
}

function isAbout({ url = "" }: Card, link: string): boolean {
  const [id] = findArxivIds(link);
  return id !== undefined && findArxivIds(url)[0] === id;
}
