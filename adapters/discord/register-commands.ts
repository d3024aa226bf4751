import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionContextType,
  type RESTPutAPIApplicationCommandsJSONBody,
} from "discord.js";
import type { CommandField, CommandSummary } from "../../src/chat/adapter.ts";
import { plainWithin } from "./escape.ts";
import * as limits from "./limits.ts";

/** The one command, whose subcommands are ours. */
export const root = "papers";
/** The message menu's command. */
export const savePaper = "Save paper";

const everywhere = [InteractionContextType.Guild, InteractionContextType.BotDM];

/** What Discord is told of the commands: one root with a typed subcommand each, and the message menu's. */
export function registration(commands: readonly CommandSummary[]): RESTPutAPIApplicationCommandsJSONBody {
  return [
    {
      type: ApplicationCommandType.ChatInput,
      name: root,
      description: "Trending AI papers: today, search, show, save, subscribe",
      contexts: everywhere,
      options: commands.map(({ name, summary, fields }) => ({
        type: ApplicationCommandOptionType.Subcommand as const,
        name,
        description: plainWithin(summary, limits.description),
        // Discord wants what is required first.
        options: [...fields].sort((a, b) => Number(b.required) - Number(a.required)).map(toOption),
      })),
    },
    { type: ApplicationCommandType.Message, name: savePaper, contexts: everywhere },
  ];
}

function toOption(field: CommandField): APIApplicationCommandBasicOption {
  const { name, summary, required, most, choices, completes } = field;
  const shared = { name, description: plainWithin(summary, limits.description), required };
  if (most !== undefined) {
    return { ...shared, type: ApplicationCommandOptionType.Integer, min_value: 1, max_value: most };
  }
  const type = ApplicationCommandOptionType.String as const;
  if (completes) return { ...shared, type, autocomplete: true };
  if (!choices) return { ...shared, type };
  return { ...shared, type, choices: choices.map((value) => ({ name: value, value })) };
}
