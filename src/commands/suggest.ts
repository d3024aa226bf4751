import type { Command } from "./command.ts";
import { findCommand } from "./parse.ts";

const mostSuggestions = 25;

/** Lines that a line still being typed behind `/papers` could become: commands first, then what a command takes. */
export function suggestLines(partial: string, commands: readonly Command[]): readonly string[] {
  const [, name = "", rest] = /^\s*(\S*)(\s.*)?$/su.exec(partial) ?? [];
  const open = commands.filter((command) => !command.hidden);
  if (rest === undefined) {
    const begun = open.filter((command) => command.name.startsWith(name.toLowerCase()));
    return begun.map((command) => (Object.keys(command.args).length > 0 ? `${command.name} ` : command.name));
  }
  const command = findCommand(name, open);
  if (!command) return [];
  const last = rest.slice(rest.lastIndexOf(" ") + 1);
  const before = rest.slice(0, rest.length - last.length).match(/(?<=\s)(?![a-z]+:)\S+/g) ?? [];
  const head = partial.slice(0, partial.length - last.length);
  const words =
    command.name === "help"
      ? open.map((other) => other.name)
      : [
          ...choicesAt(command, before.length),
          ...namedArgs(command).filter((word) => !rest.includes(` ${word}`)),
        ];
  return words
    .filter((word) => word.startsWith(last.toLowerCase()) && word !== last)
    .map((word) => head + word)
    .slice(0, mostSuggestions);
}

/** "author:", "has:code". */
function namedArgs(command: Command): string[] {
  return Object.entries(command.args).flatMap(([name, { form }]) =>
    form === "text" ? [] : [name === "has" ? "has:code" : `${name}:`],
  );
}

/** Where the `at`th word of a command's text is one of a few, these: "bibtex", "ris". */
function choicesAt({ args }: Command, at: number): readonly string[] {
  const text = Object.values(args).find(({ form }) => form === "text");
  const fields = text?.fields ? Object.values(text.fields) : text ? [text] : [];
  return fields[at]?.choices ?? [];
}
