import { setTimeout as wait } from "node:timers/promises";
import type { ChatAdapter, Standing } from "../../src/chat/adapter.ts";
import { type Client, codeOf, toDeliveryError } from "./client.ts";
import { meaningOf, splitTone } from "./emoji.ts";
import { readPlace } from "./ids.ts";
import type { Member } from "./people.ts";

/** Milliseconds that everybody's names are waited for. */
const patienceWithNames = 20_000;

export interface ReactionReaderDeps {
  readonly client: Client;
  readonly saveNames: readonly string[];
  /** Milliseconds between two calls. */
  readonly spacing: number;
  who(team: string, user: string, name: undefined, within: number): Promise<Member>;
}

/** Reads which reactions stand on a post, as often as Slack allows and no more. */
export function createReactionReader({
  client,
  who,
  saveNames,
  spacing,
}: ReactionReaderDeps): ChatAdapter["reactions"] {
  let nextAt = 0;
  return async (post) => {
    const { team, channel, ts = "" } = readPlace(post);
    const now = performance.now();
    nextAt = Math.max(now, nextAt) + spacing;
    // Sums of fractions may come out below nothing.
    await wait(Math.max(0, nextAt - spacing - now), undefined, { ref: false });
    try {
      // Without `full` Slack leaves out people where there are many.
      const { message } = await client.reactions.get({ channel, timestamp: ts, full: true });
      const standing = (message?.reactions ?? []).flatMap(({ name = "", users = [] }) => {
        const means = meaningOf(name, saveNames);
        const [, tone] = splitTone(name);
        const sign = { means, ...(tone ? { variant: tone } : {}) };
        return means === undefined ? [] : users.map((user) => ({ ...sign, user, means }));
      });
      return await Promise.all(
        standing.map(
          async ({ user, ...sign }): Promise<Standing> => ({
            ...sign,
            user: await who(team, user, undefined, patienceWithNames),
          }),
        ),
      );
    } catch (error) {
      const code = codeOf(error);
      // A message that was deleted has no reactions that anybody could still take back.
      if (code === "message_not_found" || code === "channel_not_found" || code === "missing_scope")
        return undefined;
      const trouble = toDeliveryError(error);
      if (trouble.after !== undefined) nextAt = performance.now() + trouble.after;
      throw trouble;
    }
  };
}
