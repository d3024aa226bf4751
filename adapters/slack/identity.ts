import { setTimeout as wait } from "node:timers/promises";
import type { DeliveryError } from "../../src/errors.ts";
import { type Client, codeOf, refusedToken, toDeliveryError } from "./client.ts";

export interface Identity {
  readonly team: string;
  /** The bot's user, by which its own messages and its joining are known. */
  readonly botUser: string;
  readonly botId: string;
  /** What people type to invite it. */
  readonly name: string;
}

/** Milliseconds between tries while Slack does not answer. */
const firstWait = 1000;
const longestWait = 30_000;

/** Who the token says we are, asked once. @param unreached told why Slack did not answer, at each try of `greet` */
export function createIdentity(client: Client, unreached: (trouble: DeliveryError) => void) {
  let known: Promise<Identity> | undefined;
  const ask = async (): Promise<Identity> => {
    const {
      team_id: team = "",
      user_id: botUser = "",
      bot_id: botId = "",
      user: name = "",
    } = await client.auth.test();
    return { team, botUser, botId, name };
  };
  const me = (): Promise<Identity> => {
    known ??= ask().catch((error) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    /** The bot's name, where Slack tells it. */
    name: (): Promise<string | undefined> =>
      me().then(
        ({ name }) => name,
        () => undefined,
      ),
    /** Asks until Slack answers. @throws Error where the token is refused, or `signal` is aborted */
    async greet(signal: AbortSignal): Promise<Identity> {
      for (let pause = firstWait; ; pause = Math.min(2 * pause, longestWait)) {
        try {
          return await me();
        } catch (error) {
          const code = codeOf(error);
          if (code !== undefined && refusedToken.has(code)) throw refusal(code, error);
          const trouble = toDeliveryError(error);
          unreached(trouble);
          await wait(Math.max(trouble.after ?? 0, pause), undefined, { signal });
        }
      }
    },
  };
}

function refusal(code: string, cause: unknown): Error {
  return new Error(
    `Slack refuses SLACK_BOT_TOKEN (${code}). At https://api.slack.com/apps, under OAuth & Permissions, copy the Bot User OAuth Token anew.`,
    { cause },
  );
}
