import { describe, expect, it } from "vitest";
import { adapters } from "../../adapters/index.ts";
import type { Message } from "../../src/chat/message.ts";
import { composeDigest } from "../../src/digest/compose.ts";
import { papers } from "../support/builders.ts";

const hostile =
  "\u001B]0;owned\u0007\u001B[31mred <!channel> @everyone [x](https://evil.example) *b* \u202Egnp.exe\u0000";

const messages: Record<string, Message> = {
  "a sentence": { note: "Nothing found." },
  "nothing at all": {},
  "hostile text everywhere": {
    title: hostile,
    lead: hostile,
    cards: [
      {
        number: 1,
        title: hostile,
        url: "https://huggingface.co/papers/2611.00001",
        byline: hostile,
        body: hostile,
        facts: [hostile],
        links: [{ label: hostile, url: "https://example.org/\u001B[2J" }],
        buttons: [{ label: hostile, action: "show 2611.00001" }],
      },
    ],
    note: hostile,
    buttons: [{ label: "Next", action: "page 1 2" }],
  },
  "twenty papers with long abstracts and 500 authors": {
    title: "Many",
    cards: papers(20).map((paper, i) => ({
      number: i + 1,
      title: paper.title,
      body: "word ".repeat(1000),
      byline: "Name, ".repeat(500),
    })),
  },
  "a digest":
    composeDigest(
      { chosen: papers(10), unseen: 35, wanted: 35 },
      { date: "2026-11-20", newest: "2026-11-20", layout: "list" },
    )[0]?.message ?? {},
};

/** What holds for any platform: every message there can be has a form, and the platform's own tests say which. */
describe.each(adapters.map((entry) => [entry.platform, entry] as const))("the adapter %s", (_, entry) => {
  it.each(Object.keys(messages))("has a form for %s", async (name) => {
    const { preview } = await entry.load();
    const form = preview(messages[name] ?? {});
    expect(["string", "object"]).toContain(typeof form);
    if (name !== "nothing at all") expect(JSON.stringify(form).length).toBeGreaterThan(10);
  });

  it("shows a digest's every title, and its numbers", async () => {
    const { preview } = await entry.load();
    const form = JSON.stringify(preview(messages["a digest"] ?? {}));
    for (const { title } of papers(10)) expect(form).toContain(title);
  });

  it("says the same of the same message", async () => {
    const { preview } = await entry.load();
    for (const message of Object.values(messages))
      expect(preview(message)).toEqual(preview(structuredClone(message)));
  });
});
