import { expect, test } from "vitest";
import { eachHash } from "../../src/search/rank/hashes.ts";
import { eachTerm } from "../../src/text/terms.ts";
import { hashOf } from "../../src/text/words.ts";
import { oneOf, seeded } from "../support/random.ts";

/** What a text is stored by. */
function stored(text: string): readonly unknown[] {
  const found: unknown[] = [];
  eachHash(text, (one, other, isForm) => found.push([one, other, isForm]));
  return found;
}

/** What it is asked for by. */
function asked(text: string): readonly unknown[] {
  const found: unknown[] = [];
  eachTerm(text, (term, _, isForm) => {
    const { one, other } = hashOf(term);
    found.push([one, other, isForm]);
  });
  return found;
}

const pieces: readonly [string, ...string[]] = [
  "LoRA",
  ...["lora", "training", "state-of-the-art", "the", "İlker", "Ölbäume", "拡散モデル", "Диффузия"],
  ...["𝒳", "🤗", "\ud83e", "\udd17", "e\u0301", "ﬁne", "\u2011", "-", "--", "‘quoted’", "2611.00001", "a\0b"],
  ...["GPT-4o", "x".repeat(300), "\u00ad", "ß", "constructor", "__proto__"],
];

test("any text is stored by the terms that it is asked for by", () => {
  const random = seeded(7);
  for (let round = 0; round < 500; round++) {
    const words = Array.from({ length: 1 + Math.floor(random() * 20) }, () => oneOf(pieces, random));
    const text = words.reduce((all, word) => `${all}${oneOf([" ", "-", "", ", "], random)}${word}`);
    expect(stored(text), JSON.stringify(text)).toEqual(asked(text));
  }
});

test("it is so too once more words were met than are kept", () => {
  const words = Array.from({ length: 150_000 }, (_, i) => `word${i}`);
  for (let at = 0; at < words.length; at += 1000) {
    const text = words.slice(at, at + 1000).join(" ");
    expect(stored(text)).toEqual(asked(text));
  }
});
