import { cleanText, cutAtWord } from "./clean.ts";
import { readCommands } from "./tex-read.ts";
import { findSpans } from "./tex-spans.ts";

/** What most texts have none of. */
const uncertain = /\\|``|--|[a-z.,;:)]~/i;
/** What a command gives may make a command with what stands beside it. Nobody's text is changed more often. */
const mostPasses = 4;
/** Times that a text with commands may be longer than what they stand for. */
const mostShrink = 8;

/**
 * A text of a paper as one line of characters: `Schr\"odinger` is Schrödinger, `\&` is &, `\textbf{word}` is word. Formulas and
 * commands that nobody knows stay as they are typed. A text that is clean stays the same.
 * @param max code points
 */
export function cleanTex(text: string, max = Number.POSITIVE_INFINITY): string {
  // What is far behind the cut need not be read.
  const typed = cleanText(text.slice(0, max * mostShrink));
  return cutAtWord(uncertain.test(typed) ? settle(typed) : typed, max);
}

function settle(typed: string): string {
  let text = typed;
  for (let pass = 0; pass < mostPasses; pass++) {
    const next = cleanText(readOnce(text));
    if (next === text) return text;
    text = next;
  }
  return typed;
}

function readOnce(text: string): string {
  return setSigns(text.includes("\\") ? readCommands(text) : text);
}

/** ``Quotes'' and dashes between words, outside formulas. What begins with dashes is an option of some program. */
function setSigns(text: string): string {
  if (!/``|--|~/.test(text)) return text;
  const pieces: string[] = [];
  let from = 0;
  for (const [start, end] of findSpans(text).formulas) {
    pieces.push(setOutside(text.slice(from, start)), text.slice(start, end));
    from = end;
  }
  return [...pieces, setOutside(text.slice(from))].join("");
}

function setOutside(text: string): string {
  return text
    .replace(/\S+/g, (word) => (isAddress.test(word) ? word : setDashes(word)))
    .replace(/``([^`]{1,300}?)''/g, "“$1”")
    .replace(tie, " ");
}

/** Table~1, but neither ~500 nor 5~10 nor an address. */
const tie = /(?<=[a-z.,;:)\]])~(?=[\p{L}\d([])/giu;
const isAddress = /[/\\@=<>_]|\.[a-z]/i;

function setDashes(word: string): string {
  if (word === "--" || word === "---") return word === "--" ? "–" : "—";
  return word.replace(/(?<=[\p{L}\p{N})\]”’,%])---?(?=[\p{L}\p{N}([“‘])/gu, (dashes) =>
    dashes === "--" ? "–" : "—",
  );
}
