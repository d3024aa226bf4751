import { Routes } from "discord.js";
import { z } from "zod";
import type { CommandSummary } from "../../src/chat/adapter.ts";
import type { Api } from "./api.ts";
import { root } from "./register-commands.ts";

/** A subcommand as text that a click enters; undefined where there is no such, or Discord has not said its id yet. */
export type Mention = (subcommand: string) => string | undefined;

/** Commands in text. https://docs.discord.com/developers/reference#message-formatting */
export function createMentions() {
  let id: string | undefined;
  let names: ReadonlySet<string> = new Set();
  const mention: Mention = (name) =>
    id !== undefined && names.has(name) ? `</${root} ${name}:${id}>` : undefined;
  return {
    mention,
    /** From now on these are known by the id of their root. */
    learn(commands: readonly CommandSummary[], command: string | undefined): void {
      id = command;
      names = new Set(commands.map(({ name }) => name));
    },
  };
}

/** Advice such as "/papers today", in a text that is inert, as mentions: a line that is pasted on Discord is no command. */
export function withMentions(shown: string, mention: Mention | undefined, room: number): string {
  if (!mention) return shown;
  const mentioned = shown.replace(
    new RegExp(`/${root} ([a-z]+)(?![\\w-])`, "g"),
    (whole, name: string) => mention(name) ?? whole,
  );
  return mentioned.length <= room ? mentioned : shown;
}

const registered = z.array(z.object({ id: z.string().regex(/^\d+$/), name: z.string() }).loose());

/** The id of our command among those that Discord has. */
export function commandIdIn(answer: unknown): string | undefined {
  return registered.safeParse(answer).data?.find(({ name }) => name === root)?.id;
}

/** The same, where it was registered by another run. Without it text shows commands as text. */
export async function askCommandId(rest: Api, application: string): Promise<string | undefined> {
  try {
    return commandIdIn(await rest.get(Routes.applicationCommands(application)));
  } catch {
    return undefined;
  }
}
