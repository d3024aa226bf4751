import { type APIMessage, type APIUser, ReactionType, Routes } from "discord.js";
import type { ChatAdapter, Standing } from "../../src/chat/adapter.ts";
import type { Api } from "./api.ts";
import { addressOf, meaningOf, type SaveEmoji, variantOf } from "./emoji.ts";
import { codeOf, toDeliveryError } from "./errors.ts";
import { readPlace } from "./ids.ts";
import * as limits from "./limits.ts";
import { person } from "./listen.ts";

/** Unknown Channel, Unknown Message, Missing Access, Missing Permissions: nothing is told, so nothing is known. */
const untold = new Set([10003, 10008, 50001, 50013]);
const kinds = [ReactionType.Normal, ReactionType.Super];

/** Reads which reactions stand on a post; the client waits where Discord asks for it. */
export function createReactionReader(rest: Api, save: SaveEmoji): ChatAdapter["reactions"] {
  return async (post) => {
    const { team, id: channel, message = "" } = readPlace(post);
    try {
      const { reactions = [] } = (await rest.get(Routes.channelMessage(channel, message))) as APIMessage;
      const standing: Standing[] = [];
      for (const { emoji } of reactions) {
        const means = meaningOf(emoji, save);
        if (means === undefined) continue;
        const route = Routes.channelMessageReaction(channel, message, addressOf(emoji));
        for (const { type, user } of await everybody(rest, route)) {
          if (user.bot) continue;
          const variant = variantOf(emoji, type === ReactionType.Super);
          const who = person(team, user.id, user.global_name ?? user.username);
          standing.push({ user: who, means, ...(variant === "" ? {} : { variant }) });
        }
      }
      return standing;
    } catch (error) {
      if (untold.has(codeOf(error) ?? 0)) return undefined;
      throw toDeliveryError(error);
    }
  };
}

async function everybody(
  rest: Api,
  route: ReturnType<typeof Routes.channelMessageReaction>,
): Promise<{ readonly type: ReactionType; readonly user: APIUser }[]> {
  const found: { readonly type: ReactionType; readonly user: APIUser }[] = [];
  for (const type of kinds) {
    let after: string | undefined;
    for (let page = 0; page < limits.mostReactionPages; page++) {
      const limit = String(limits.reactionPage);
      const query = new URLSearchParams({ limit, type: String(type), ...(after ? { after } : {}) });
      const users = (await rest.get(route, { query })) as APIUser[];
      found.push(...users.map((user) => ({ type, user })));
      after = users.at(-1)?.id;
      if (users.length < limits.reactionPage) break;
    }
  }
  return found;
}
