import { findEmoji, plainSign } from "../../src/chat/emoji-names.ts";
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

/** What a server may call an emoji of its own. https://docs.discord.com/developers/resources/emoji */
const ownName = /^\w{2,32}$/;

/** How the emoji that saves is shown, and which ones are it. */
export interface SaveEmoji {
  readonly shown: string;
  /** The character, where it is one. */
  readonly sign?: string;
  /** The name of a server's own, where it may be one. */
  readonly name?: string;
}

/**
 * What Discord has for the configured emoji: of two, the one that is an emoji itself. A name is that of a common emoji, or else of a
 * server's own. @returns nothing where it can be neither
 */
export function readSaveEmoji(configured = "🔖"): SaveEmoji | undefined {
  const [first = "", second] = configured.split(/\s+/);
  const isTyped = (one: string): boolean => /^\p{ASCII}+$/u.test(one);
  const written = second !== undefined && isTyped(first) ? second : first;
  const name = written.replaceAll(":", "");
  const own = ownName.test(name) ? { name } : {};
  const isSign = !/[\p{L}\p{N}]/u.test(written);
  const sign = findEmoji(written)?.sign ?? (isSign ? plainSign(written) : undefined);
  if (sign !== undefined) return { shown: isTyped(written) ? sign : written, sign, ...own };
  return own.name === undefined ? undefined : { shown: written, ...own };
}

/** The same, of what was checked already. */
export function saveEmojiOf(configured: string | undefined): SaveEmoji {
  return readSaveEmoji(configured) ?? { shown: "🔖", sign: "🔖" };
}

/** What a reaction means: a keycap its number, the emoji that saves all. */
export function meaningOf({ id, name }: Emoji, save: SaveEmoji): ReactionMeaning | undefined {
  if (name === null) return undefined;
  if (id) return name === save.name ? "all" : undefined;
  const sign = plainSign(name);
  if (sign === save.sign) return "all";
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
export function signOf(emoji: Emoji, isSuper: boolean, save: SaveEmoji): Sign | undefined {
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
