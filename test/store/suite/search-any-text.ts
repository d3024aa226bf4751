import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../../../src/errors.ts";
import type { Store } from "../../../src/store/store.ts";
import { parseQuery } from "../../../src/text/query.ts";
import { papers } from "../../support/builders.ts";
import { at, type Open, openForTest } from "../../support/open-store.ts";

const upTo2000 = (piece: string): string => piece.repeat(Math.floor(2000 / piece.length));

const table: readonly (readonly [name: string, text: string])[] = [
  ["nothing", ""],
  ["a lone quote", '"'],
  ["an unclosed phrase", '"walking robots'],
  ["quotes within words", 'wal"king ro"bots'],
  ["doubled quotes", '""""'],
  ["single quotes", "'; DROP TABLE paper; --"],
  ["stars", "robot* *robot **"],
  ["colons", "title:robots : :: title: {title authors}:robots"],
  ["NEAR", "NEAR(walking robots, 2) NEAR( NEAR)"],
  ["operators", "AND OR NOT robots AND AND OR NOT"],
  ["hyphens", "- -- --- -robots- self-playing -"],
  ["carets and plus signs", "^robots + robots + maps"],
  ["parentheses", "((robots) ) ( maps"],
  ["braces, brackets, backslashes", "{a b} [c] \\d \\"],
  ["place holders", "? ?1 :a @b $c %s"],
  ["emoji", "🤖 👩‍🔬 🇩🇪 🔖robots"],
  ["nothing but emoji", "🔖"],
  ["NUL", "walking\0robots \0"],
  ["lone surrogates", "\ud800 robots\udfff"],
  ["CJK", "机器人 地図を読む 로봇 지도"],
  ["Arabic, Hebrew, Hindi, Thai", "روبوت רובוט रोबोट หุ่นยนต์"],
  ["combining marks alone", "\u0301 \u0327"],
  ["letters that come apart into a space and a mark", "ͺ ﹰ"],
  ["such a letter as an author", "author:ﹰ"],
  ["such a letter as an exclusion", "-ͺ"],
  ["such a letter as a phrase", '"ͺ" "ﹰ"'],
  ["numbers in circles and brackets", "⓪ ⑴ 🄀 ½ Ⅷ"],
  ["letters newer than the index", "𞤀 ꟲ 𐵐 author:𐵐"],
  ["2,000 letters", "a".repeat(2000)],
  ["2,000 characters of words", upTo2000("a ")],
  ["2,000 characters of different words", Array.from({ length: 500 }, (_, i) => i + 500).join(" ")],
  ["2,000 characters of phrases", upTo2000('"a"')],
  ["2,000 characters of exclusions", upTo2000("-a ")],
  ["2,000 characters of authors", upTo2000("author:a ")],
  ["2,000 characters of quotes", '"'.repeat(2000)],
  ["2,000 hyphens", "-".repeat(2000)],
];

// Pieces of syntax, so that a run meets more of it than chance would.
const syntax = fc.constantFrom(
  ..."\" ' * : ^ + - ( ) { } , \0 \\ . ; % _ 🔖 机 ͺ".split(" "),
  ..."AND OR NOT NEAR( title: author: since: until: min: has:code robots maps a b".split(" "),
  " ",
);
const anyPart = fc
  .tuple(fc.constantFrom("", "-", "author:", "since:", "min:"), fc.string({ unit: "binary", maxLength: 3 }))
  .map(([before, value]) => `${before}"${value}"`);
const anyText = fc.oneof(
  anyPart,
  fc.array(syntax, { maxLength: 30 }).map((pieces) => pieces.join("")),
  fc.array(syntax, { maxLength: 30 }).map((pieces) => pieces.join(" ")),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ unit: "grapheme", maxLength: 200 }),
);

/** Searches as a command does. @returns undefined where the text is refused with a sentence */
async function search(store: Store, text: string) {
  let query: ReturnType<typeof parseQuery>;
  try {
    query = parseQuery(text, "2026-11-20");
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return undefined;
  }
  return store.search.find(query, 5);
}

export function describeAnyText(open: Open): void {
  describe("no text becomes syntax by accident", () => {
    test.each(table)("%s", async (_name, text) => {
      const store = await openForTest(open);
      await store.papers.upsert(papers(3), at(1));
      const found = await search(store, text);
      expect(found?.total ?? 0).toBeGreaterThanOrEqual(0);
      expect((await store.papers.reach()).papers).toBe(3);
    });

    test("any text is answered or refused with a sentence", async () => {
      const store = await openForTest(open);
      await store.papers.upsert(papers(10), at(1));
      await fc.assert(
        fc.asyncProperty(anyText, async (text) => {
          const found = await search(store, text);
          expect(found?.ids.length ?? 0).toBeLessThanOrEqual(5);
        }),
        { numRuns: 500 },
      );
    });
  });
}
