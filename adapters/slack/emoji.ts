import type { ReactionMeaning } from "../../src/chat/incoming.ts";

/** Slack's name of the emoji that saves, where nothing else is set. */
const bookmark = "bookmark";
const keycaps = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "keycap_ten"];

/** Slack's name of the configured emoji: ":star:" is "star", "🔖" is "bookmark"; of two, the one that is a name. */
export function nameOfSaveEmoji(configured: string): string | undefined {
  const names = configured.split(/\s+/).flatMap((one) => {
    if (one.startsWith("🔖")) return [bookmark];
    return /[\p{L}\p{N}]/u.test(one) ? [one.replaceAll(":", "").toLowerCase()] : [];
  });
  return names.at(-1);
}

/** How the emoji that saves is written in a message. */
export function saveEmojiIn(configured: string | undefined): string {
  return `:${nameOfSaveEmoji(configured || "🔖") ?? bookmark}:`;
}

/** A reaction's name whatever its skin tone, or its two: "wave::skin-tone-3" is "wave". */
export function withoutTone(reaction: string): string {
  return reaction.replace(/::skin-tone-[\d-]+$/, "");
}

/** What a reaction means: a keycap its number, the emoji that saves all; a skin tone changes nothing. */
export function meaningOf(reaction: string, saveName: string): ReactionMeaning | undefined {
  const name = withoutTone(reaction);
  if (name === saveName) return "all";
  const at = keycaps.indexOf(name);
  return at < 0 ? undefined : at + 1;
}
