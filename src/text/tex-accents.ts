import { accents } from "./tex-commands.ts";

/** What a command is as text, and where the rest begins. */
export interface Reading {
  readonly text: string;
  readonly next: number;
  /** Whether the space before it goes with it. */
  readonly joins?: boolean;
}

/** "today\'s", "don\'t". */
export function isApostrophe(text: string, at: number): boolean {
  return /[a-z\d]/i.test(text[at - 1] ?? "") && /^[sdtm](?![a-z])/i.test(text.slice(at + 2, at + 4));
}

const base = /([a-zA-Z])|\{([a-zA-Z])\}|\\([ij])(?![a-zA-Z]) ?|\{\\([ij])\}/y;

/** The letter behind an accent with it, where Unicode has the two as one. */
export function setAccent(text: string, at: number, accent: string): Reading | undefined {
  base.lastIndex = at;
  const found = base.exec(text);
  const letter = found?.slice(1).find((one) => one !== undefined);
  if (!found || letter === undefined) return undefined;
  const composed = (letter + accent).normalize("NFC");
  return composed.length === 1 ? { text: composed, next: base.lastIndex } : undefined;
}

/** Signs that stand somewhere where they cannot be an accent: before a space, a comma, a letter that never has one. */
export function findQuotes(text: string): ReadonlySet<string> {
  const quotes = new Set<string>();
  for (const { 0: token, index } of text.matchAll(/\\[\s\S]?/g)) {
    const sign = token[1] ?? "";
    if (!`"'\``.includes(sign) || sign === "" || quotes.has(sign)) continue;
    const isLetter = setAccent(text, index + 2, accents[sign] ?? "") !== undefined;
    const isOther =
      /[{}\\]/.test(text[index + 2] ?? "") || isApostrophe(text, index) || isSpaced(text, index);
    if (!isLetter && !isOther) quotes.add(sign);
  }
  return quotes;
}

/** {\c c}, Fran\c cois and \v Skoda; in a path or a pattern a letter behind a backslash is no accent. */
export function takesNextLetter(text: string, at: number, name: string): boolean {
  const next = at + 1 + name.length;
  if (text[next] !== " ") return false;
  if (text[at - 1] === "{") return text[next + 2] === "}";
  const before = /\S*$/.exec(text.slice(Math.max(0, at - 60), at))?.[0] ?? "";
  if (/[/:]|\\[a-zA-Z]{2}/.test(before)) return false;
  const isInWord = /\p{L}$/u.test(before) && /^[cvHku]$/.test(name);
  const beginsName =
    before === "" && /^[cv]$/.test(name) && /^[A-Z]\p{Ll}/u.test(text.slice(next + 1, next + 3));
  return isInWord || beginsName;
}

/** {\' a}. */
export function isSpaced(text: string, at: number): boolean {
  return text[at - 1] === "{" && text[at + 2] === " ";
}
