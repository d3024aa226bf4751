import type { ChatAdapter } from "../../src/chat/adapter.ts";
import { DeliveryError } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import { type Client, codeOf, isFormRefused, isTokenRefused, toDeliveryError } from "./client.ts";
import { readPlace } from "./ids.ts";
import { renderMessage } from "./render.ts";
import { createTurns, type Pace } from "./turns.ts";

/** The post is gone, or Slack lets nobody change it any more. https://docs.slack.dev/reference/methods/chat.update#errors */
const standsForEver = /^(?:message_not_found|edit_window_closed|is_inactive|block_mismatch|team_not_found)$/;
/** Milliseconds until a token that was refused may be another one, or have its scope back. */
const untilMended = 3_600_000;

export interface EditorDeps {
  readonly client: Client;
  readonly logger: Logger;
  readonly saveEmoji: string;
  readonly pace: Pace;
}

/** Writes posts anew, as often as Slack allows and no more: it counts the calls of a whole workspace. */
export function createEditor({ client, logger, saveEmoji, pace }: EditorDeps): ChatAdapter["edit"] {
  const everywhere = "chat.update";
  const turns = createTurns({ ...pace, channel: pace.edit ?? pace.channel, workspace: 0 });
  return async (post, message) => {
    const { channel, ts = "" } = readPlace(post);
    // Metadata that is left out stays; whether links unfurl was said when it was posted.
    const { text, blocks, parse } = renderMessage(message, saveEmoji);
    await turns.inTurn(everywhere, async () => {
      try {
        await client.chat.update({ channel, ts, text, blocks, parse });
      } catch (error) {
        const trouble = toTrouble(error);
        if (trouble.after !== undefined) turns.pause(everywhere, trouble.after);
        if (isFormRefused(error))
          logger.error({ err: error, post }, "Slack refused a message's new form; it stays as it was");
        throw trouble;
      }
    });
  };
}

/** A new form that Slack refuses is not made plain: what stands there says more. A refused token may be mended, and the post still be there. */
function toTrouble(error: unknown): DeliveryError {
  const code = codeOf(error);
  if (code === undefined) return toDeliveryError(error);
  const certain = { maybePosted: false, cause: error } as const;
  if (isTokenRefused(error)) return new DeliveryError(code, { ...certain, retry: true, after: untilMended });
  if (isFormRefused(error) || standsForEver.test(code))
    return new DeliveryError(code, { ...certain, retry: false });
  return toDeliveryError(error);
}
