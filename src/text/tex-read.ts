import {
  findQuotes,
  isApostrophe,
  isSpaced,
  type Reading,
  setAccent,
  takesNextLetter,
} from "./tex-accents.ts";
import {
  accents,
  citations,
  formulaSigns,
  letterAccents,
  letters,
  own,
  placeFigures,
  silent,
  switches,
  words,
  wrappers,
} from "./tex-commands.ts";
import { findSpans, type Spans } from "./tex-spans.ts";

/** Groups within groups that are looked into. */
const deepest = 40;

interface Scan extends Spans {
  readonly text: string;
  /** Signs whose backslash only escapes them in this text: \"quoted\" is no umlaut. */
  readonly quotes: ReadonlySet<string>;
}

/** A text whose known commands are characters; formulas and unknown commands stay as they are typed. */
export function readCommands(text: string): string {
  const scan = { text, ...findSpans(text), quotes: findQuotes(text) };
  return readPart(scan, 0, text.length, 0).text;
}

/** @returns the text, and whether it began with a command: then the braces around it were part of how it is written */
function readPart(scan: Scan, from: number, to: number, depth: number): { text: string; isCommand: boolean } {
  const { text, formulas } = scan;
  const pieces: string[] = [];
  let isCommand = false;
  for (let at = from; at < to; ) {
    const formula = formulas.get(at);
    const reading =
      formula === undefined
        ? text[at] === "\\"
          ? readCommand(scan, at, to, depth)
          : text[at] === "{"
            ? readGroup(scan, at, depth)
            : undefined
        : undefined;
    if (reading) {
      if (reading.joins) pieces.push((pieces.pop() ?? "").replace(/[ ~]$/, ""));
      pieces.push(reading.text);
      isCommand ||= at === from;
      at = reading.next;
      continue;
    }
    const next = Math.min(to, formula ?? afterToken(text, at));
    pieces.push(text.slice(at, next));
    at = next;
  }
  return { text: pieces.join(""), isCommand };
}

const plainRun = /[^\\{$]+/y;
const commandName = /[a-zA-Z]+/y;

/** Behind what stays as it is typed: a run of plain signs, or an unknown command with its name. */
function afterToken(text: string, at: number): number {
  if (text[at] !== "\\") return at + (match(plainRun, text, at)?.length ?? 1);
  return at + 1 + (match(commandName, text, at + 1)?.length ?? 1);
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** {\em this}, {\deg}, {\"o}: braces that a command stands behind go with it. All others stay. */
function readGroup(scan: Scan, at: number, depth: number): Reading | undefined {
  const { text, groups } = scan;
  const close = groups.get(at);
  if (close === undefined || depth >= deepest) return undefined;
  const name = text[at + 1] === "\\" ? (match(commandName, text, at + 2) ?? "") : "";
  const behind = at + 2 + name.length;
  const sign = own(formulaSigns, name);
  if (sign !== undefined && behind === close) return { text: sign, next: close + 1 };
  if (switches.has(name))
    return { text: readPart(scan, behind, close, depth + 1).text.trimStart(), next: close + 1 };
  const inner = readPart(scan, at + 1, close, depth + 1);
  return { text: inner.isCommand ? inner.text : `{${inner.text}}`, next: close + 1 };
}

function readCommand(scan: Scan, at: number, to: number, depth: number): Reading | undefined {
  const name = match(commandName, scan.text, at + 1);
  return name === undefined ? readSign(scan, at, to) : readName(scan, at, name, to, depth);
}

/** \%, \"o and the other commands of one sign. */
function readSign({ text, groups, quotes }: Scan, at: number, to: number): Reading | undefined {
  const sign = text[at + 1] ?? "";
  const next = at + 2;
  const before = text[at - 1] ?? "";
  const after = text[next] ?? "";
  if (next > to || sign === "") return undefined;
  if (/[%&#_${}]/.test(sign)) return { text: sign, next };
  if (sign === " " || sign === ",") return { text: " ", next };
  if (sign === "/" && after === "}") return { text: "", next };
  if (sign === "@") return { text: /\d/.test(after) ? "@" : "", next };
  if (sign === "-") return { text: after === "-" || /^[a-z]{2}$/i.test(before + after) ? "" : "-", next };
  if (sign === "\\") return readBreak(before, after, next);
  const accent = own(accents, sign);
  if (accent === undefined || quotes.has(sign)) return undefined;
  if (sign === "'" && isApostrophe(text, at)) return { text: "'", next };
  if (sign === "~" && /[/\d]/.test(before === "/" ? before : after)) return { text: "~", next };
  if ((sign === "^" || sign === "~") && after === "{" && groups.get(next) === next + 1)
    return { text: sign, next: next + 2 };
  // In addresses and patterns a backslash before a dot means the dot.
  if (sign === "." && /[a-y]/.test(after)) return undefined;
  return setAccent(text, next + Number(isSpaced(text, at)), accent);
}

/** A line's end is a space; "\\%" is a "\%" that was escaped once more. */
function readBreak(before: string, after: string, next: number): Reading | undefined {
  if (after !== "" && "%&#_$".includes(after)) return { text: after, next: next + 1 };
  return /^\s?$/.test(before) && /^\s?$/.test(after) ? { text: " ", next } : undefined;
}

function readName(scan: Scan, at: number, name: string, to: number, depth: number): Reading | undefined {
  const { text } = scan;
  const next = at + 1 + name.length;
  const sign = own(letters, name) ?? own(words, name);
  if (sign !== undefined) return readWord(scan, at, name, sign);
  if (own(letterAccents, name) !== undefined) return readLetterAccent(scan, at, name);
  if (silent.has(name)) return { text: " ", next };
  const start = next + (match(option, text, next)?.length ?? 0);
  const first = argument(scan, start, to, depth);
  if (!first) return undefined;
  if (name === "color") return { text: "", next: first.next };
  if (citations.has(name) && isBeside(text, at)) return { text: "", next: first.next, joins: true };
  const inside = (): string => readPart(scan, start + 1, first.next - 1, depth + 1).text;
  if (wrappers.has(name)) return { text: placeFigures(name, inside()), next: first.next };
  if (name === "footnote") return { text: ` (${inside()})`, next: first.next };
  if (name !== "href" && name !== "textcolor") return undefined;
  const second = argument(scan, first.next, to, depth);
  if (!second) return undefined;
  const shown = readPart(scan, first.next + 1, second.next - 1, depth + 1).text;
  return { text: name === "href" ? withAddress(shown, inside()) : shown, next: second.next };
}

/** "maps~\cite{x}": a reference beside what is said. In "by \cite{x}" it is part of the sentence. */
function isBeside(text: string, at: number): boolean {
  return !/\b(?:by|in|of|from|and|or|with|to|see|on|at|for|as|like|than|following)[ ~]$/i.test(
    text.slice(Math.max(0, at - 12), at),
  );
}

const option = /\[[^[\]{}]{0,80}\]/y;

/** A group that a command takes. */
function argument(
  { text, groups }: Scan,
  at: number,
  to: number,
  depth: number,
): { next: number } | undefined {
  const close = text[at] === "{" && depth < deepest ? groups.get(at) : undefined;
  return close === undefined || close >= to ? undefined : { next: close + 1 };
}

/** A link's words, and its address where they do not say it. */
function withAddress(shown: string, address: string): string {
  const bare = address.replace(/^https?:\/\//, "");
  return shown.trim() === "" || bare.includes(shown.trim())
    ? address
    : shown.includes(bare)
      ? shown
      : `${shown} (${address})`;
}

/** \ss, \LaTeX{}, {\o}. By themselves names of one letter are somebody's own. */
function readWord({ text, groups }: Scan, at: number, name: string, sign: string): Reading | undefined {
  const next = at + 1 + name.length;
  const isEmptyGroup = groups.get(next) === next + 1;
  if (isEmptyGroup) return { text: sign, next: next + 2 };
  const before = text[at - 1] ?? "";
  const goesOn = /^ [a-z]/.test(text.slice(next, next + 2));
  const isLetter = Object.hasOwn(letters, name);
  const isInWord = /[\p{L}{]/u.test(before) || (goesOn && /^[OL]$/.test(name));
  if (name.length === 1 && !isInWord) return undefined;
  const swallows = isLetter && goesOn && isInWord && name !== "AA";
  return { text: sign, next: next + (swallows ? 1 : 0) };
}

/** \c{c}, Fran\c cois. arXiv reads \beta as \b{eta}, which is β again. */
function readLetterAccent({ text, groups }: Scan, at: number, name: string): Reading | undefined {
  const start = at + 1 + name.length;
  const close = groups.get(start);
  if (close === undefined && takesNextLetter(text, at, name))
    return setAccent(text, start + 1, letterAccents[name] ?? "");
  if (close === undefined || close - start > 12) return undefined;
  const inside = text.slice(start + 1, close);
  const sign =
    inside.length > 1 ? (own(formulaSigns, name + inside) ?? own(words, name + inside)) : undefined;
  if (sign !== undefined) return { text: sign, next: close + 1 };
  return setAccent(text, start, letterAccents[name] ?? "");
}
