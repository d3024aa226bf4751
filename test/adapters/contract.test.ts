import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adapters } from "../../adapters/index.ts";
import type { AdapterEntry } from "../../src/chat/adapter.ts";
import type { Card, Message } from "../../src/chat/message.ts";
import { composeDigest } from "../../src/digest/compose.ts";
import { papers } from "../support/builders.ts";
import type { Contract } from "./contract.ts";

const hostile = [
  "\u001B]0;owned\u0007\u001B[31mred \u202Egnp.exe\u0000",
  "<!channel> <!here> <!everyone> @everyone @here <@U1> <@&1> <#C1|x>",
  "[x](https://evil.example) <https://evil.example|arXiv> https://evil.example",
  "*b* _i_ ~s~ `c` ```d``` **bb** __u__ ~~x~~ ||spoiler||",
  "> quote\n>>> quote\n# head\n- list\n1. list",
  ":tada: :+1: <:custom:1> <t:1763629200:R> </papers:1>",
  "&lt;!channel&gt; &amp;lt; \\*a\\*",
].join(" ");

const hostileCard: Card = {
  number: 1,
  title: hostile,
  url: "https://huggingface.co/papers/2611.00001",
  byline: hostile,
  body: hostile,
  facts: [hostile, hostile],
  links: [
    { label: hostile, url: "https://example.org/\u001B[2J?a=<b>|c&d" },
    { label: "script", url: "javascript:alert(1)" },
  ],
  buttons: [{ label: hostile, action: "show 2611.00001" }],
};

const digest = (count: number) =>
  composeDigest(
    { chosen: papers(count), unseen: 35, wanted: 35 },
    { date: "2026-11-20", newest: "2026-11-20", layout: "list" },
  )[0]?.message ?? {};

const crowd: Message = {
  title: "Many",
  cards: papers(20).map((paper, i) => ({
    number: i + 1,
    title: `${paper.title} ${"of a long name ".repeat(20)}`,
    body: "word & <word> ".repeat(400),
    byline: "Name Surname, ".repeat(500),
    buttons: [
      { label: "Save", action: `save ${paper.id}` },
      { label: "Details", action: `show ${paper.id}` },
    ],
  })),
  note: "note ".repeat(2000),
};

const messages: Record<string, Message> = {
  "a sentence": { note: "Nothing found." },
  "nothing at all": {},
  "hostile text everywhere": {
    title: hostile,
    lead: hostile,
    cards: [hostileCard, { ...hostileCard, number: 2, links: [], facts: [] }],
    code: { name: "a.bib", content: hostile },
    note: hostile,
    buttons: [{ label: "Next", action: "page 1 2" }],
  },
  "twenty papers with long abstracts and 500 authors": crowd,
  "fifty papers": {
    title: "Many",
    lead: "50",
    cards: [...(crowd.cards ?? []), ...(crowd.cards ?? []), ...(crowd.cards ?? []).slice(10)],
    note: "x",
    buttons: [{ label: "Next", action: "page 1 2" }],
  },
  "a card of emoji and CJK": {
    cards: [{ title: "𝔄👩‍🔬".repeat(300), body: "模型".repeat(5000), byline: "🔬".repeat(900) }],
  },
  "text to copy": { code: { name: "a.bib", content: "@misc{a,\n  title = {{`B`}},\n}" } },
  "much text to copy": { code: { name: "a.bib", content: "author ".repeat(2000) } },
  "a file": { file: { name: "papers.csv", content: "id\n" } },
  "a digest": digest(10),
};

const entries = adapters.map((entry) => [entry.platform, entry] as const);

/** What holds for any platform: every message there can be has a form that the platform takes, and that says what the message says. */
describe.each(entries)("the adapter %s", (platform, entry) => {
  const form = async (message: Message): Promise<unknown> => (await entry.load()).preview(message);

  it.each(Object.keys(messages))("has a form for %s, within every limit and inert", async (name) => {
    const contract = await contractOf(entry);
    expect(contract.problems(await form(messages[name] ?? {}))).toEqual([]);
  });

  it("has one for any text", async () => {
    const contract = await contractOf(entry);
    const { preview } = await entry.load();
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.string({ unit: fc.constantFrom(...'<>&|*_~`:@#!"[]()\\\n aA1é模') }),
    );
    const card = fc.record({
      title: text,
      body: text,
      byline: text,
      facts: fc.array(text),
      url: fc.webUrl(),
    });
    fc.assert(
      fc.property(
        fc.record({ title: text, lead: text, cards: fc.array(card, { maxLength: 3 }), note: text }),
        (message) => {
          expect(contract.problems(preview(message))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("shows a digest's every title, number and figure", async () => {
    const shown = (await contractOf(entry)).texts(await form(digest(10))).join("\n");
    for (const [i, { title }] of papers(10).entries()) {
      expect(shown).toContain(title);
      expect(shown).toContain(`${i + 1}.`);
    }
    expect(shown).toContain("▲ 12");
  });

  it("keeps formulas, other scripts and signs as they are", async () => {
    const title = "$\\alpha_{t} < \\beta^{*}$ & P(x|y): 大模型 «Ünïcode» snake_case 2 * 3";
    const shown = (await contractOf(entry)).texts(
      await form({ cards: [{ title, url: "https://example.org/1" }] }),
    );
    expect(shown.join("\n")).toContain(title);
  });

  it("cuts what is too long at a word, with an ellipsis", async () => {
    const contract = await contractOf(entry);
    if (platform === "local") return;
    const shown = contract.texts(await form(crowd)).join("\n");
    expect(shown).toContain("…");
    expect(shown).not.toMatch(/\bwor…|\bwo…|Surna?m?…/);
  });

  it("carries every button's action, and gives it back unchanged", async () => {
    const { actions } = await contractOf(entry);
    const message = digest(10);
    const meant = [...(message.cards ?? []), message].flatMap(({ buttons = [] }) =>
      buttons.map(({ action }) => action),
    );
    if (actions) expect(actions(await form(message))).toEqual(meant);
    const odd: Message = {
      note: "x",
      buttons: [{ label: "Odd", action: `search "ünï" <b> & |c| ${"x".repeat(70)}` }],
    };
    if (actions) expect(actions(await form(odd))).toEqual(odd.buttons?.map(({ action }) => action));
  });

  it("says the same of the same message", async () => {
    for (const message of Object.values(messages))
      expect(await form(message)).toEqual(await form(structuredClone(message)));
  });

  it("acknowledges at once, though the core takes ten seconds", async () => {
    const { acknowledged } = await contractOf(entry);
    const slow = {
      commands: [],
      suggest: async () => [],
      complete: async () => [],
      handle: () => new Promise<never>(() => {}),
    };
    if (acknowledged) expect(await acknowledged(slow)).toBeLessThan(1000);
  });
});

async function contractOf({ platform }: AdapterEntry): Promise<Contract> {
  const { contract } = (await import(`./${platform}/contract.ts`)) as { readonly contract: Contract };
  return contract;
}
