import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cleanLines,
  cleanText,
  count,
  cutAtWord,
  firstSentence,
  plainQuotes,
  quote,
} from "../../src/text/clean.ts";

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        "\u001b[31m",
        "\0",
        "\r\n",
        "\u202e",
        "\u0301",
        "\ud800",
        " ",
        "maps",
        "🤖",
        "한",
        "\u2028",
      ),
      {
        maxLength: 40,
      },
    )
    .map((pieces) => pieces.join("")),
);
const length = (text: string): number => [...text].length;

describe("cleanText", () => {
  test("leaves no control character, line break, direction override or half a character", () =>
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text);
        expect(clean).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFEFF]/u);
        expect(clean.isWellFormed()).toBe(true);
      }),
    ));

  test("leaves one line without spaces at its ends or two in a row", () =>
    fc.assert(
      fc.property(anyText, (text) => {
        expect(cleanText(text)).not.toMatch(/^\s|\s$|\s\s|[^\S ]/u);
      }),
    ));

  test("changes nothing in a text that is clean", () =>
    fc.assert(
      fc.property(anyText, (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
    ));

  test("is never longer than allowed", () =>
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 50 }), (text, max) => {
        expect(length(cleanText(text, max))).toBeLessThanOrEqual(max);
      }),
    ));

  test.each([
    ["a terminal's colour", "red \u001b[31malert\u001b[0m", "red [31malert [0m"],
    ["line breaks", "one\r\n  two\n\nthree\t", "one two three"],
    ["a direction override", "maps\u202etxt.exe", "maps txt.exe"],
    ["invisible letters", "ma\u200bps \u{e0041}\u{e0042}", "ma ps"],
    ["accents in two pieces", "Mu\u0308ller", "Müller"],
    ["half an emoji", "maps \ud83e", "maps \ufffd"],
    ["emoji of several parts stay", "👩‍🔬 🇩🇪", "👩‍🔬 🇩🇪"],
    ["nothing at all", "\u0000 \n", ""],
  ])("%s", (_name, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });
});

describe("cutAtWord", () => {
  test("never exceeds its limit in characters", () =>
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 60 }), (text, max) => {
        expect(length(cutAtWord(text, max))).toBeLessThanOrEqual(max);
      }),
    ));

  test("leaves a text that fits as it is, and marks one that does not", () =>
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 60 }), (text, max) => {
        const cut = cutAtWord(text, max);
        if (length(text) <= max) expect(cut).toBe(text);
        else expect(cut.endsWith("…")).toBe(true);
      }),
    ));

  test.each([
    ["at a word", "Robots walk over the hills", 20, "Robots walk over…"],
    ["without the comma before the cut", "Robots walk, over hills", 15, "Robots walk…"],
    ["within a word that has no end in reach", "Donaudampfschifffahrt", 10, "Donaudamp…"],
    ["never within an emoji's one character", "🤖🤖🤖🤖", 3, "🤖🤖…"],
    ["not at all where it fits", "🤖🤖🤖🤖", 4, "🤖🤖🤖🤖"],
  ])("%s", (_name, text, max, cut) => {
    expect(cutAtWord(text, max)).toBe(cut);
  });
});

describe("plainQuotes", () => {
  test.each([
    ["quotes of phones and word processors", "“maps” „maps‟ «maps»", '"maps" "maps" "maps"'],
    ["single ones", "O’Brien ‘maps’", "O'Brien 'maps'"],
    ["a long dash before a word excludes it", "maps –rain —snow −hail", "maps -rain -snow -hail"],
    ["a dash between words or within one stays", "maps – rain, 3–5", "maps – rain, 3–5"],
  ])("%s", (_name, text, plain) => {
    expect(plainQuotes(text)).toBe(plain);
  });
});

describe("small phrases", () => {
  test.each([
    [0, "0 papers"],
    [1, "1 paper"],
    [2, "2 papers"],
    [1204, "1,204 papers"],
  ])("count %i", (n, text) => {
    expect(count(n, "paper")).toBe(text);
  });

  test("another plural", () => {
    expect(count(2, "reply", "replies")).toBe("2 replies");
    expect(count(1, "reply", "replies")).toBe("1 reply");
  });

  test("a quote is one short line", () => {
    expect(quote("serach\u001b[31m\nmaps")).toBe('"serach [31m maps"');
    expect(length(quote("a".repeat(10_000)))).toBeLessThanOrEqual(62);
  });

  test.each([
    ["Robots walk. They arrive.", "Robots walk."],
    ["Do robots walk? They do.", "Do robots walk?"],
    ["Robots walk 3.5 metres. They stop.", "Robots walk 3.5 metres."],
    ["No full stop", "No full stop"],
    ["", ""],
  ])("the first sentence of %j", (text, first) => {
    expect(firstSentence(text)).toBe(first);
  });
});

describe("text to be copied", () => {
  test("keeps its lines and its spaces, which formats count", () => {
    expect(cleanLines("TY  - UNPB\r\nER  - \r\n\n  eprint = {1},")).toBe(
      "TY  - UNPB\nER  - \n\n  eprint = {1},",
    );
  });

  test("has nothing in it but text", () => {
    expect(cleanLines("a\u001B[31mb\u202E\tc")).toBe("a [31mb c");
  });
});
