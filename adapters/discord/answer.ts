import { type Interaction, InteractionResponseType, MessageFlags, Routes } from "discord.js";
import type { Completion } from "../../src/chat/adapter.ts";
import type { Reply } from "../../src/chat/incoming.ts";
import { type Message, say } from "../../src/chat/message.ts";
import type { Api } from "./api.ts";
import { codeOf, toDeliveryError } from "./errors.ts";
import type { Mention } from "./mentions.ts";
import { filesOf, type Payload, renderMessage } from "./render.ts";

const acknowledged = 40060;
const invalidForm = 50035;

/** How an interaction is acknowledged: with an answer to come that only one person sees, or with nothing to be seen yet. */
export type Acknowledged = "thinking" | "quietly";

export interface AnswererDeps {
  readonly rest: Api;
  readonly saveEmoji: string;
  readonly mention?: Mention;
}

/** Answers interactions: acknowledged at once, they may be answered for fifteen minutes. */
export function createAnswerer({ rest, saveEmoji, mention }: AnswererDeps) {
  const callback = async ({ id, token }: Interaction, body: object): Promise<void> => {
    const send = () => rest.post(Routes.interactionCallback(id, token), { body, auth: false });
    try {
      await send();
    } catch (error) {
      if (!toDeliveryError(error).maybePosted) throw error;
      // Discord takes an acknowledgement once, however often it is sent.
      await send().catch((again) => {
        if (codeOf(again) !== acknowledged) throw again;
      });
    }
  };
  /** An edit may be sent twice. Where its form is refused, whoever waits is told so. */
  const edit = async (route: ReturnType<typeof Routes.webhookMessage>, message: Message): Promise<void> => {
    try {
      await rest.patch(route, bodyOf(message));
    } catch (error) {
      const isRefused = codeOf(error) === invalidForm;
      if (!isRefused && !toDeliveryError(error).maybePosted) throw error;
      await rest.patch(route, bodyOf(isRefused ? say("Discord does not show this answer.") : message));
      if (isRefused) throw error;
    }
  };
  const bodyOf = (message: Message, flags = 0) => {
    const payload: Payload = renderMessage(message, saveEmoji, undefined, mention);
    const files = filesOf(message).map(({ name, content }) => ({ name, data: content }));
    return { body: { ...payload, flags: payload.flags | flags }, files, auth: false };
  };
  return {
    async acknowledge(interaction: Interaction, how: Acknowledged): Promise<void> {
      if (how === "quietly") {
        return callback(interaction, { type: InteractionResponseType.DeferredMessageUpdate });
      }
      const type = InteractionResponseType.DeferredChannelMessageWithSource;
      return callback(interaction, { type, data: { flags: MessageFlags.Ephemeral } });
    },

    /** @param reply nothing where the core has spoken for itself */
    async reply(interaction: Interaction, how: Acknowledged, reply: Reply | undefined): Promise<void> {
      const { applicationId, token } = interaction;
      const original = Routes.webhookMessage(applicationId, token, "@original");
      if (how === "thinking") {
        if (!reply) await rest.delete(original, { auth: false });
        else if (reply.to !== "channel") await edit(original, reply.message);
        else {
          await rest.post(Routes.webhook(applicationId, token), bodyOf(reply.message));
          await rest.delete(original, { auth: false });
        }
      } else if (reply?.to === "original") {
        await edit(original, reply.message);
      } else if (reply) {
        const flags = reply.to === "channel" ? 0 : MessageFlags.Ephemeral;
        await rest.post(Routes.webhook(applicationId, token), bodyOf(reply.message, flags));
      }
    },

    async choices(interaction: Interaction, found: readonly Completion[]): Promise<void> {
      const choices = found.map(({ label, value }) => ({ name: label || value, value }));
      const type = InteractionResponseType.ApplicationCommandAutocompleteResult;
      await callback(interaction, { type, data: { choices } });
    },

    /** A reply to somebody's message, where everybody sees it. */
    async comment(channel: string, message: string, shown: Message): Promise<void> {
      const { body, files } = bodyOf(shown);
      const message_reference = { message_id: message, fail_if_not_exists: false };
      await rest.post(Routes.channelMessages(channel), { body: { ...body, message_reference }, files });
    },
  };
}
