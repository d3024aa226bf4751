import { styleText } from "node:util";
import wrapAnsi from "wrap-ansi";
import { type Card, factsOf, type Link, type Message } from "../../src/chat/message.ts";
import { cleanLines, cleanText } from "../../src/text/clean.ts";
import type { Key } from "./keys.ts";

export interface Look {
  /** Columns. */
  readonly width: number;
  readonly colors: boolean;
  /** Whether titles are terminal hyperlinks; else addresses are written out. */
  readonly hyperlinks: boolean;
}

type Style = Parameters<typeof styleText>[0];

/** A message as lines of text, numbers in a margin. Nothing but what stands here puts control characters into it. */
export function renderMessage(message: Message, look: Look, keys: readonly Key[] = []): string {
  const { title, lead, cards = [], code, file, about } = message;
  const note = [about?.slice(about.indexOf("/") + 1), message.note].filter(Boolean).join(": ");
  const margin = Math.max(
    0,
    ...cards.map(({ number }) => (number === undefined ? 0 : String(number).length + 2)),
  );
  const blocks = [
    [title && paint(look, "bold", wrap(title, look)), lead && paint(look, "dim", wrap(lead, look))],
    ...cards.map((card) => [renderCard(card, margin, look)]),
    [code && cleanLines(code.content)],
    [file && [`${file.name}:`, cleanLines(file.content)].join("\n")],
    [note && wrap(note, look)],
    [
      keys.length > 0 &&
        paint(
          look,
          "dim",
          wrap(`Keys: ${keys.map(({ key, label }) => `${key} ${label}`).join(" · ")}`, look),
        ),
    ],
  ];
  return blocks
    .map((lines) => lines.filter(Boolean).join("\n"))
    .filter(Boolean)
    .join("\n\n");
}

function renderCard(card: Card, margin: number, look: Look): string {
  const inner = { ...look, width: look.width - margin };
  const title = paint(look, "bold", wrap(card.title, inner));
  const facts = factsOf(card).join(" · ");
  const lines = [
    look.hyperlinks && card.url ? eachLine(title, (line) => hyperlink(line, card.url ?? "")) : title,
    facts ? paint(look, "cyan", wrap(facts, inner)) : "",
    card.byline ? paint(look, "dim", wrap(card.byline, inner)) : "",
    card.body
      ? card.body
          .split("\n")
          .map((paragraph) => wrap(paragraph, inner))
          .join("\n")
      : "",
    renderLinks(card, look),
  ].filter(Boolean);
  const number = card.number === undefined ? "" : `${card.number}.`;
  return eachLine(lines.join("\n"), (line, i) =>
    `${(i === 0 ? number : "").padEnd(margin)}${line}`.trimEnd(),
  );
}

/** Without hyperlinks an address has a line of its own: wrapped, nobody could copy it. */
function renderLinks({ url, links = [] }: Card, look: Look): string {
  if (look.hyperlinks)
    return links.map(({ label, url: to }) => hyperlink(paint(look, "blue", cleanText(label)), to)).join("  ");
  const named: Link[] = links.filter((link) => link.url !== url);
  return [
    ...(url ? [cleanText(url)] : []),
    ...named.map((link) => `${cleanText(link.label)}: ${cleanText(link.url)}`),
  ].join("\n");
}

function wrap(text: string, { width }: Pick<Look, "width">): string {
  return text
    .split("\n")
    .map((line) => wrapAnsi(cleanText(line), Math.max(20, width), { hard: true }))
    .join("\n");
}

function paint({ colors }: Look, style: Style, text: string): string {
  return colors ? eachLine(text, (line) => styleText(style, line, { validateStream: false })) : text;
}

/** OSC 8, https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda: terminals that do not know it show the text alone. */
function hyperlink(text: string, url: string): string {
  const address = encodeURI(decodeSafely(cleanText(url)));
  return `\u001B]8;;${address}\u001B\\${text}\u001B]8;;\u001B\\`;
}

function decodeSafely(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

function eachLine(text: string, change: (line: string, i: number) => string): string {
  return text.split("\n").map(change).join("\n");
}
