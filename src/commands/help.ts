import { z } from "zod";
import type { Card } from "../chat/message.ts";
import type { Shown } from "../digest/card.ts";
import { quote } from "../text/clean.ts";
import { type Arg, type Command, defineCommand, usageOf } from "./command.ts";
import { findCommand, nearestCommand } from "./parse.ts";

const about: Arg<string | undefined> = {
  form: "text",
  usage: "[command]",
  summary: "one command in full",
  schema: z.string().optional(),
};

export const help = defineCommand({
  name: "help",
  synonyms: ["?", "h", "commands", "usage", "--help", "-h"],
  summary: "Lists the commands, or explains one with an example.",
  args: { about },
  example: "help search",
  visibility: "user",
  async run({ about: typed }, { commands }) {
    const word = typed?.replace(/^\/papers?\s+/i, "").split(" ")[0] ?? "";
    if (word === "") return overview(commands);
    const command = findCommand(word, commands) ?? nearestCommand(word, commands);
    if (command && !command.hidden) return inFull(command);
    const all = overview(commands);
    return {
      message: { ...all.message, lead: `There is no command ${quote(word)}. These are the commands:` },
    };
  },
});

function overview(commands: readonly Command[]): Shown {
  return {
    message: {
      title: "Paperboy's commands",
      cards: commands.filter((command) => !command.hidden).map(shortCard),
      note: "An arXiv id or a link alone shows that paper; #3 is number 3 of your last list. More about one: /papers help search",
    },
  };
}

function shortCard(command: Command): Card {
  return { title: `/papers ${usageOf(command)}`, body: command.summary };
}

function inFull(command: Command): Shown {
  const args = Object.values(command.args).map(
    ({ usage, summary }) => `${usage.replace(/[[\]]/g, "")}: ${summary}`,
  );
  return {
    message: {
      title: `/papers ${usageOf(command)}`,
      cards: [
        {
          title: command.summary,
          ...(args.length > 0 ? { body: args.join("\n") } : {}),
          facts: [
            `Example: /papers ${command.example}`,
            ...(command.synonyms ? [`Aliases: ${command.synonyms.join(", ")}`] : []),
            command.visibility === "channel" ? "Everyone sees the answer" : "Only you see the answer",
          ],
        },
      ],
    },
  };
}
