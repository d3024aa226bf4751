import { findEmoji } from "../../src/chat/emoji-names.ts";
import type { ReactionMeaning } from "../../src/chat/incoming.ts";

const bookmark = "bookmark";
const keycaps = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "keycap_ten"];

/**
 * Slack's names of the configured emoji, as configured first: ":thumbsup:" is "thumbsup" and "+1", "🔖" is "bookmark"; of two, the one
 * that is a name. A name of no list is the workspace's own emoji. @returns none where it is a character without a name
 */
export function namesOfSaveEmoji(configured: string): readonly string[] {
  const written = configured.split(/\s+/);
  const named = written.findLast((one) => /[\p{L}\p{N}]/u.test(one));
  const name = named?.replaceAll(":", "").toLowerCase();
  const known = findEmoji(named ?? written[0] ?? "")?.names ?? [];
  return [...new Set(name === undefined ? known : [name, ...known])];
}

/** How the emoji that saves is written in a message. */
export function saveEmojiIn(configured: string | undefined): string {
  const [name = bookmark] = namesOfSaveEmoji(configured || "🔖");
  return `:${name}:`;
}

/** A reaction's name and its skin tone, or its two: "wave::skin-tone-3" is "wave" and "skin-tone-3". One person may give several. */
export function splitTone(reaction: string): readonly [name: string, tone: string] {
  const [, name = reaction, tone = ""] = /^(.*)::(skin-tone-[\d-]+)$/.exec(reaction) ?? [];
  return [name, tone];
}

/** What a reaction means: a keycap its number, the emoji that saves all; a skin tone changes nothing. */
export function meaningOf(reaction: string, saveNames: readonly string[]): ReactionMeaning | undefined {
  const [name] = splitTone(reaction);
  if (saveNames.includes(name)) return "all";
  const at = keycaps.indexOf(name);
  return at < 0 ? undefined : at + 1;
}
