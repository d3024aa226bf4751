import names from "emojibase-data/en/shortcodes/iamcal.json" with { type: "json" };

/** An emoji of Unicode. */
export interface KnownEmoji {
  /** The character, without variation selectors. */
  readonly sign: string;
  /** As Slack calls it, and whoever took over its names: the usual one first. */
  readonly names: readonly string[];
}

/** The emoji that is meant by a name, in colons or not, or by the character itself, whatever its skin tone. */
export function findEmoji(written: string): KnownEmoji | undefined {
  const name = written.replaceAll(":", "").toLowerCase();
  const sign = plainSign(written);
  for (const [code, called] of Object.entries(names)) {
    const known = { sign: signOf(code), names: typeof called === "string" ? [called] : called };
    if (known.sign === sign || known.names.includes(name)) return known;
  }
  return undefined;
}

/** An emoji without what only varies it: people write it with a variation selector or without, and have skin tones. */
export function plainSign(sign: string): string {
  return sign.replace(/[\uFE0F\u{1F3FB}-\u{1F3FF}]/gu, "");
}

/** @param code as in Unicode's lists: "1F1E9-1F1EA" */
function signOf(code: string): string {
  return plainSign(String.fromCodePoint(...code.split("-").map((point) => Number.parseInt(point, 16))));
}
