import { cleanLines, cleanText, showWithin } from "../../src/text/clean.ts";
import { linkUrl } from "./limits.ts";

// Nothing outside has one of these: cleanText takes them out. Slack has no backslash; a mark that this follows, or that follows it, marks
// nothing. https://docs.slack.dev/messaging/formatting-message-text
const breaker = "\u200B";

/**
 * Text as mrkdwn that shows just this text: no mention, link, emphasis, code, quote or emoji comes out of it. Marks that could not open
 * anything, as in x_i or 2 * 3, stay untouched.
 */
export function inert(text: string): string {
  return text
    .split("\n")
    .map((line) => escape3(disarm(cleanText(line))))
    .join("\n");
}

/** The longest beginning of `text`, cut at a word, that is at most `max` UTF-16 units long when it is inert. */
export function inertWithin(text: string, max: number): string {
  return showWithin(text, max, inert);
}

/** A link, or its label alone where the address is none that may be followed. @param label inert already */
export function linkTo(url: string | undefined, label: string): string {
  const address = addressOf(url);
  const shown = label.replaceAll("|", "∣") || "…";
  return address === undefined ? label : `<${address}|${shown}>`;
}

/** `text` within `max` UTF-16 units, where nothing is parsed: headers and buttons. */
export function plainWithin(text: string, max: number): string {
  return showWithin(text, max, cleanText);
}

/** Text to be copied, between two fences that nothing in it can close. */
export function fenced(text: string): string {
  return `\`\`\`\n${escape3(cleanLines(text).replace(/`(?=`)/g, `\`${breaker}`))}\n\`\`\``;
}

function disarm(line: string): string {
  return line
    .replace(/`/g, `\`${breaker}`)
    .replace(/(?<![\p{L}\p{N}])[*_~](?=\S)/gu, `$&${breaker}`)
    .replace(/:(?=(?:[\p{L}\p{M}\p{N}_'+-]*[\p{L}+-][\p{L}\p{M}\p{N}_'+-]*|100|1234):)/gu, `:${breaker}`)
    .replace(/^>/, `${breaker}>`);
}

/** https://docs.slack.dev/messaging/formatting-message-text#escaping: these three, and no others. */
function escape3(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function addressOf(url: string | undefined): string | undefined {
  const parsed = url === undefined ? null : URL.parse(cleanText(url));
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return undefined;
  const address = escape3(parsed.href.replaceAll("|", "%7C").replaceAll("<", "%3C").replaceAll(">", "%3E"));
  return address.length <= linkUrl ? address : undefined;
}
