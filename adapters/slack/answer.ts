import { findArxivIds } from "../../src/arxiv-id.ts";
import type { Reply } from "../../src/chat/incoming.ts";
import type { Card, TextFile } from "../../src/chat/message.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import type { Client } from "./client.ts";
import * as limits from "./limits.ts";
import { fitsInline, renderCards, renderMessage } from "./render.ts";

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
}

/** Says what the core answered, to whom it is meant. */
export function createAnswerer({ client, logger, saveEmoji, apiHost }: AnswererDeps) {
  const respond = async (url: string, body: object): Promise<void> => {
    const { host, hostname } = new URL(url);
    const isSlacks = hostname === "hooks.slack.com" || host === apiHost || host === `hooks.${apiHost}`;
    if (!isSlacks) throw new Error("the address to answer to is not Slack's");
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(limits.requestTimeout),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`Slack answered ${response.status}`);
  };
  const sendFile = async ({ user }: Asked, { name, content }: TextFile): Promise<void> => {
    const { channel } = await client.conversations.open({ users: user });
    await client.filesUploadV2({ channel_id: channel?.id ?? "", filename: name, content });
  };

  return {
    /** The answer to a command or a button. Where its time is over, the person gets it as if by an event. */
    async reply({ to, message }: Reply, asked: Asked): Promise<void> {
      for (const file of filesOf(message)) await sendFile(asked, file);
      const payload = renderMessage(message, saveEmoji);
      if (asked.responseUrl !== undefined) {
        try {
          return await respond(asked.responseUrl, {
            ...payload,
            response_type: to === "channel" ? "in_channel" : "ephemeral",
            replace_original: to === "original",
          });
        } catch (error) {
          logger.debug({ reason: reasonOf(error) }, "an answer took another way");
        }
      }
      const { channel, user } = asked;
      const { unfurl_links: _, unfurl_media: __, ...shown } = payload;
      await client.chat.postEphemeral({ ...shown, channel, user });
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
