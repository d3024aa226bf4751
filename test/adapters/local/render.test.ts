import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { keysOf } from "../../../adapters/local/keys.ts";
import { type Look, renderMessage } from "../../../adapters/local/render.ts";
import type { Message } from "../../../src/chat/message.ts";

const plain: Look = { width: 60, colors: false, hyperlinks: false };
const terminal: Look = { width: 60, colors: true, hyperlinks: true };

const message: Message = {
  title: "Daily Papers, Fri 20 Nov",
  lead: "35 new on the list, 1 shown",
  cards: [
    {
      number: 1,
      title: "Walking Robots That Read Maps",
      url: "https://huggingface.co/papers/2611.00001",
      facts: ["▲ 12", "2 comments"],
      byline: "Ana Müller et al. (3 authors)",
      body: "A robot corrects its map while walking, and arrives more often than one with the old map.",
      links: [{ label: "Code", url: "https://github.com/example/maps" }],
      buttons: [{ label: "Save", action: "save 2611.00001" }],
    },
  ],
  note: "React 1️⃣ to 🔟 to save one, 🔖 for all.",
};

describe("a message as text", () => {
  it("has numbers in a margin, wrapped bodies, and addresses that can be copied", () => {
    expect(renderMessage(message, plain)).toBe(
      `Daily Papers, Fri 20 Nov
35 new on the list, 1 shown

1. Walking Robots That Read Maps
   ▲ 12 · 2 comments
   Ana Müller et al. (3 authors)
   A robot corrects its map while walking, and arrives more
   often than one with the old map.
   https://huggingface.co/papers/2611.00001
   Code: https://github.com/example/maps

React 1️⃣ to 🔟 to save one, 🔖 for all.`,
    );
  });

  it("has titles that are hyperlinks in a terminal, and the same words", () => {
    const text = renderMessage(message, terminal);
    expect(text).toContain("\u001B]8;;https://huggingface.co/papers/2611.00001\u001B\\");
    expect(stripVTControlCharacters(text)).toContain("1. Walking Robots That Read Maps");
  });

  it("has no colours where none are wanted", () => {
    expect(renderMessage(message, { ...terminal, colors: false, hyperlinks: false })).not.toContain("\u001B");
  });

  it("keeps every line within the width, wide characters counted twice", () => {
    const wide: Message = { cards: [{ number: 1, title: "模型".repeat(40), body: "x".repeat(300) }] };
    expect(renderMessage({ about: "local:me/terminal", note: "paused" }, plain)).toBe("terminal: paused");
    for (const line of renderMessage(wide, plain).split("\n")) {
      const columns = [...line].reduce((sum, letter) => sum + (/\p{Script=Han}/u.test(letter) ? 2 : 1), 0);
      expect(columns).toBeLessThanOrEqual(60);
    }
  });

  it.each(["\u001B[2J", "\u001B]0;title\u0007", "\u009B31m", "\u0008\u0008", "\u202Etxt", "\r\n", "\u0000"])(
    "lets no control character of a text reach the terminal: %j",
    (evil) => {
      const text = `a${evil}b`;
      const link = { label: text, url: `https://example.org/${evil}` };
      const hostile: Message = {
        title: text,
        lead: text,
        cards: [{ title: text, byline: text, body: text, facts: [text], links: [link], url: link.url }],
        note: text,
      };
      const shown = renderMessage(hostile, plain);
      expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202E]/u);
      const inTerminal = stripOurs(renderMessage(hostile, terminal));
      expect(inTerminal.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202E]/u);
    },
  );
});

/** Takes out exactly what the renderer itself puts in: colours and hyperlinks. */
function stripOurs(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return text.replace(/\u001B\[\d{1,2}m|\u001B\]8;;[!-~]*\u001B\\/g, "");
}

describe("buttons as keys", () => {
  it("are the first letter of their label, with the card's number", () => {
    const keys = keysOf({
      cards: [1, 2].map((number) => ({
        number,
        title: "x",
        buttons: [
          { label: "Save", action: `save ${number}` },
          { label: "Show", action: `show ${number}` },
        ],
      })),
      buttons: [
        { label: "Prev", action: "page 1 1" },
        { label: "Next", action: "page 1 3" },
      ],
    });
    expect(keys.map(({ key, label }) => `${key} ${label}`)).toEqual([
      "s1…s2 save",
      "h1…h2 show",
      "p prev",
      "n next",
    ]);
    expect(keys[1]?.actions.get("h2")).toBe("show 2");
  });
});
