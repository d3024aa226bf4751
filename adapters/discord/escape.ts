import { cleanLines, cleanText, showWithin } from "../../src/text/clean.ts";
import { linkUrl } from "./limits.ts";

/**
 * Text as Discord's markdown that shows just this text: no mention, link, emphasis, code, spoiler, list or heading comes out of it.
 * https://support.discord.com/hc/en-us/articles/210298617
 */
function inert(text: string): string {
  return text
    .split("\n")
    .map((line) =>
      cleanText(line)
        .replace(/[\\`*_~|[\]<>@#]/g, "\\$&")
        .replace(/:(?=\/\/|(?:\w*[a-z+-][\w+-]*|100|1234):)/gi, "\\:")
        .replace(/^([-+]|\d+[.)])(?=\s)/, (mark) => `${mark.slice(0, -1)}\\${mark.at(-1)}`),
    )
    .join("\n");
}

/** The longest beginning of `text`, cut at a word, that is at most `max` UTF-16 units long when it is inert. */
export function inertWithin(text: string, max: number): string {
  return showWithin(text, max, inert);
}

/** A link, or its label alone where the address is none that may be followed. @param label inert already */
export function linkTo(url: string | undefined, label: string): string {
  const address = addressOf(url);
  return address === undefined ? label : `[${label || "…"}](${address})`;
}

/** `text` within `max` UTF-16 units, where nothing is parsed: labels and names. */
export function plainWithin(text: string, max: number): string {
  return showWithin(text, max, cleanText);
}

/** Text to be copied, between two fences that nothing in it can close. */
export function fenced(text: string): string {
  return `\`\`\`\n${cleanLines(text).replace(/``(?=`)/g, "``\u200B")}\n\`\`\``;
}

function addressOf(url: string | undefined): string | undefined {
  const parsed = url === undefined ? null : URL.parse(cleanText(url));
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return undefined;
  const address = parsed.href.replace(
    /[()<>|\\"`]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return address.length <= linkUrl ? address : undefined;
}
