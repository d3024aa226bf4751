import type { ReactionMeaning } from "../../src/chat/incoming.ts";

/** An emoji of a reaction: a character, or a server's own with an id. */
export interface Emoji {
  readonly id?: string | null;
  readonly name: string | null;
}

/** A reaction: how Discord calls its emoji, and what it means, where it saves. */
export interface Sign {
  readonly emoji: string;
  readonly means: ReactionMeaning | undefined;
  /** As `ReactionIncoming` has it; "" for the usual one. */
  readonly variant: string;
}

const keycaps = [..."123456789"].map((digit) => `${digit}\u20E3`);

/** How Discord is told the configured emoji: of two, the one that is an emoji itself. */
export function signOfSaveEmoji(configured = "🔖"): string {
  const [first = "", second] = configured.split(/\s+/);
  return second !== undefined && /^[:\p{ASCII}]+$/u.test(first) ? second : first;
}

/** What a reaction means: a keycap its number, the emoji that saves all. @param save as configured: "🔖", ":our-own:" */
export function meaningOf({ id, name }: Emoji, save: string): ReactionMeaning | undefined {
  if (name === null) return undefined;
  const sign = withoutVariation(name);
  if (id ? name === save.replaceAll(":", "") : sign === withoutVariation(save)) return "all";
  if (id) return undefined;
  if (sign === "🔟") return 10;
  const at = keycaps.indexOf(sign);
  return at < 0 ? undefined : at + 1;
}

/** A reaction that people may give beside a usual one with the same emoji. */
const aSuper = "super";

/** Tells a reaction from others that mean the same and that one person may give beside it: its skin tone, and whether it is a super one. */
export function variantOf({ name }: Emoji, isSuper: boolean): string {
  const [tone] = /[\u{1F3FB}-\u{1F3FF}]/u.exec(name ?? "") ?? [];
  return [tone, isSuper ? aSuper : undefined].filter(Boolean).join(" ");
}

/** What Discord calls an emoji: the character, or "name:id"; nothing where it was deleted meanwhile. */
function nameOf({ id, name }: Emoji): string | undefined {
  if (name === null) return undefined;
  return id ? `${name}:${id}` : name;
}

/** What a reaction is to the core; nothing where its emoji was deleted meanwhile. */
export function signOf(emoji: Emoji, isSuper: boolean, save: string): Sign | undefined {
  const called = nameOf(emoji);
  if (called === undefined) return undefined;
  return {
    emoji: isSuper ? `${called} ${aSuper}` : called,
    means: meaningOf(emoji, save),
    variant: variantOf(emoji, isSuper),
  };
}

/** How an emoji stands in an address of Discord's API. */
export function addressOf(emoji: Emoji): string {
  return encodeURIComponent(nameOf(emoji) ?? "");
}

/** A keycap is written with a variation selector or without, and people have skin tones. */
function withoutVariation(name: string): string {
  return name.replace(/[\uFE0F\u{1F3FB}-\u{1F3FF}]/gu, "");
}
