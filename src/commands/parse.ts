import leven from "leven";
import { UserError } from "../errors.ts";
import { parseArxivId, readArxivId, splitPaper } from "../text/arxiv-id.ts";
import { cleanText, count, cutAtWord, plainQuotes, plainSigns, quote } from "../text/clean.ts";
import { longestQuery } from "../text/query.ts";
import { type Command, usageOf } from "./command.ts";
import { numberOf } from "./paper-argument.ts";

export interface Parsed {
  readonly command: Command;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Options may stand around a query of full length. */
const longestLine = longestQuery + 200;

/**
 * Reads a line as people type it behind `/papers` (which may be there too): any case, smart quotes, synonyms; a bare id or link
 * means `show`, `#3` too, an empty line `today`.
 * @throws UserError that quotes what was typed and gives a command that would work
 */
export function parseLine(line: string, commands: readonly Command[]): Parsed {
  const written = plainQuotes(line.toWellFormed().replace(/\s+/gu, " "))
    .trim()
    .replace(/^(?:(?:\/papers?|papers)\b\s*)+/i, "");
  const typed = plainSigns(written).trim();
  const [, word = "", plain = ""] = /^(\S*) ?(.*)$/u.exec(typed) ?? [];
  if (word === "") return read(named("today", commands), "");
  if (parseArxivId(typed) !== undefined || numberOf(typed) !== undefined)
    return read(named("show", commands), typed);
  const command = findCommand(word, commands);
  if (!command) {
    if (isPaper(typed, word, plain, commands)) return read(named("show", commands), typed);
    throw new UserError(unknownCommand(word, typed, plain, commands));
  }
  const isKept = Object.values(command.args).some(({ asWritten }) => asWritten);
  const rest = isKept ? behindFirstWord(written) : plain;
  // Help answers anything.
  if (rest.length > longestLine && command.name !== "help") {
    throw new UserError(
      `That line has ${count(line.length, "character")}; the most is ${longestLine.toLocaleString("en-US")}, and ${longestQuery.toLocaleString("en-US")} for a query.`,
    );
  }
  return read(command, rest);
}

/** The rest of a line as it was written, whatever nobody sees in front of its first word. */
function behindFirstWord(written: string): string {
  const words = written.split(" ");
  return words.slice(words.findIndex((word) => plainSigns(word) !== "") + 1).join(" ");
}

/**
 * Whether a line without a command names a paper, in arXiv's own form or within a sentence: "have a look at https://arxiv.org/abs/…".
 * A misspelt command in front of a paper is no sentence.
 */
function isPaper(typed: string, word: string, rest: string, commands: readonly Command[]): boolean {
  if (readArxivId(typed) === undefined) return false;
  const [paper, more] = splitPaper(rest);
  const isAlone = more === "" && readArxivId(paper) !== undefined;
  return !isAlone || nearestCommand(word, commands) === undefined;
}

/** The command of that name or synonym, in any case. */
export function findCommand(word: string, commands: readonly Command[]): Command | undefined {
  const name = word.toLowerCase().replace(/^\//, "");
  return commands.find((command) => command.name === name || command.synonyms?.includes(name));
}

/** The command whose name or synonym is nearest by spelling, where one is near. */
export function nearestCommand(word: string, commands: readonly Command[]): Command | undefined {
  const open = commands.filter((command) => !command.hidden);
  const near = nearestWord(
    word,
    open.flatMap((command) => [command.name, ...(command.synonyms ?? [])]),
  );
  return near === undefined ? undefined : findCommand(near, open);
}

/** Of some words the one that is nearest by spelling, where one is near. */
export function nearestWord(typed: string, words: readonly string[]): string | undefined {
  const name = typed.toLowerCase().slice(0, 40);
  const near = words
    .map((word) => ({ word, distance: errors(name, word) }))
    .toSorted((a, b) => a.distance - b.distance)[0];
  // Of one or two letters anything is near.
  const most = name.length < 3 ? 0 : Math.max(1, Math.floor(name.length / 3));
  return near && near.distance <= most ? near.word : undefined;
}

/** How many errors make one word of another. Two letters that changed places are one (Damerau, 1964). */
function errors(typed: string, meant: string): number {
  const distance = leven(typed, meant);
  const at = [...typed].findIndex((letter, i) => letter !== meant[i]);
  const swapped = `${typed.slice(0, at)}${typed[at + 1] ?? ""}${typed[at] ?? ""}${typed.slice(at + 2)}`;
  return distance === 2 && swapped === meant ? 1 : distance;
}

function unknownCommand(word: string, typed: string, rest: string, commands: readonly Command[]): string {
  const near = nearestCommand(word, commands);
  const short = (text: string): string => cutAtWord(cleanText(text), 100);
  const instead = near
    ? `Did you mean: /papers ${[near.name, short(rest)].filter(Boolean).join(" ")}`
    : `To look for it: /papers search ${short(typed)} – for all commands: /papers help`;
  return `${quote(word)} is not a command. ${instead}`;
}

function named(name: string, commands: readonly Command[]): Command {
  const command = commands.find((one) => one.name === name);
  if (!command) throw new Error(`no command ${name}`);
  return command;
}

function read(command: Command, rest: string): Parsed {
  const { text, options } = split(command, rest);
  const typed: Record<string, string | undefined> = { ...options };
  const textArg = Object.keys(command.args).find((name) => command.args[name]?.form === "text");
  if (textArg !== undefined) typed[textArg] = text || undefined;
  else if (text) {
    const takes = Object.values(command.args).map(({ usage }) => usage.replace(/[[\]]/g, ""));
    throw new UserError(
      `/papers ${command.name} takes ${takes.length > 0 ? `only ${takes.join(" and ")}` : "nothing more"}, not ${quote(text)}. For example: /papers ${command.example}`,
    );
  }
  const args = Object.entries(command.args).map(([name, arg]) => {
    const value = arg.schema.safeParse(typed[name]);
    if (value.success) return [name, value.data];
    throw new UserError(
      value.error.issues[0]?.message ?? `That is not how it is written: /papers ${usageOf(command)}`,
    );
  });
  return { command, args: Object.fromEntries(args) };
}

/** Takes the command's options, name:value, out of a text. @throws UserError where one has two values */
function split(command: Command, rest: string): { text: string; options: Record<string, string> } {
  const options: Record<string, string> = {};
  const text = rest.replace(/(?<=^|\s)([a-z]+):("[^"]*"|\S*)/giu, (whole, name: string, value: string) => {
    const key = name.toLowerCase();
    if (!Object.hasOwn(command.args, key) || command.args[key]?.form !== "option") return whole;
    const given = value.replace(/^"|"$/g, "");
    const before = options[key];
    if (before !== undefined && before !== given)
      throw new UserError(
        `${quote(`${key}:${before}`)} and ${quote(`${key}:${given}`)} cannot both hold: leave one of them out.`,
      );
    options[key] = given;
    return "";
  });
  return { text: text.replace(/ +/g, " ").trim(), options };
}
