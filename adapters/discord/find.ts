import { type APIMessage, PermissionFlagsBits, Routes } from "discord.js";
import type { Api } from "./api.ts";
import { instantOf } from "./ids.ts";
import * as limits from "./limits.ts";
import { lookAt } from "./permissions.ts";

/** Discord answers an empty list where the bot may not read the history, so an empty list has to be asked about. */
export async function findMarked(rest: Api, channel: string, marker: number, since: Date): Promise<string> {
  let before: string | undefined;
  for (let page = 0; page < limits.mostHistoryPages; page++) {
    const query = new URLSearchParams({ limit: String(limits.historyPage), ...(before ? { before } : {}) });
    const messages = (await rest.get(Routes.channelMessages(channel), { query })) as APIMessage[];
    const found = messages.find(({ components }) => components?.[0]?.id === marker);
    if (found) return found.id;
    const oldest = messages.at(-1);
    if (!oldest) return page > 0 || (await mayRead(rest, channel)) ? "absent" : "unknown";
    if (messages.length < limits.historyPage || instantOf(oldest.id) < since.getTime()) return "absent";
    before = oldest.id;
  }
  return "unknown";
}

async function mayRead(rest: Api, channel: string): Promise<boolean> {
  const { mine } = await lookAt(rest, channel);
  return !mine || mine.has([PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory]);
}
