import { describe, expect, it } from "vitest";
import { type Payload, renderMessage } from "../../../adapters/discord/render.ts";
import type { Card } from "../../../src/chat/message.ts";
import { composeDigest } from "../../../src/digest/compose.ts";
import { papers } from "../../support/builders.ts";
import { nested } from "../../support/discord/components.ts";

const names: Readonly<Record<number, string>> = {
  ...{ 1: "row", 2: "button", 9: "section", 10: "text", 13: "file", 17: "container" },
};
const partsOf = ({ components }: Payload) => nested(components);
const types = (payload: Payload): string =>
  partsOf(payload)
    .map(({ type }) => names[Number(type)])
    .join(" ");
const shown = (payload: Payload): string[] =>
  partsOf(payload).flatMap(({ content }) => (content ? [String(content)] : []));
const letters = (payload: Payload): number => shown(payload).join("").length;
const cards = (count: number, buttons: readonly string[], over: Partial<Card> = {}): Card[] =>
  papers(count).map(({ title }, i) => ({
    number: i + 1,
    title,
    url: "https://huggingface.co/papers/2611.00001",
    body: "What it is about.",
    facts: ["▲ 3"],
    buttons: buttons.map((label) => ({ label, action: `${label} ${i}` })),
    ...over,
  }));
const crowded = { body: "word ".repeat(400), byline: "Name Surname, ".repeat(300) };

describe("text from outside", () => {
  it.each([
    ["<@1> <@&1> <#1> @everyone @here", String.raw`\<\@1\> \<\@&1\> \<\#1\> \@everyone \@here`],
    [
      "</papers:1> <t:1763629200:R> <:custom:1> <id:home>",
      String.raw`\</papers:1\> \<t:1763629200:R\> \<\:custom:1\> \<id:home\>`,
    ],
    [":tada: at 10:30:45", String.raw`\:tada: at 10:30:45`],
    ["**b** *i* __u__ _i_ ~~x~~ ||s||", String.raw`\*\*b\*\* \*i\* \_\_u\_\_ \_i\_ \~\~x\~\~ \|\|s\|\|`],
    ["`code` ```fence```", "\\`code\\` \\`\\`\\`fence\\`\\`\\`"],
    ["[x](https://evil.example)", String.raw`\[x\](https\://evil.example)`],
    ["> a quote", String.raw`\> a quote`],
    ["# head", String.raw`\# head`],
    ["one\n- two\n+ three\n-# four", "one\n\\- two\n\\+ three\n-\\# four"],
    ["1. one\n2) two", "1\\. one\n2\\) two"],
    [String.raw`\*a\*`, String.raw`\\\*a\\\*`],
    ["at 10:30, 2 - 1 = 1.5, A-B, C# & D", String.raw`at 10:30, 2 - 1 = 1.5, A-B, C\# & D`],
    ["$\\alpha_1$ 模型", String.raw`$\\alpha\_1$ 模型`],
    ["a\u202Eb\u0000c", "a b c"],
  ])("is shown and does nothing: %j", (note, text) => {
    expect(shown(renderMessage({ note }))).toEqual([text]);
  });

  it("calls nobody, whatever it is", () => {
    for (const message of [{}, { note: "@everyone" }, { title: "t", cards: cards(3, ["Save"]) }])
      expect(renderMessage(message)).toMatchObject({ allowed_mentions: { parse: [] }, flags: 32_768 });
  });
});

describe("cards", () => {
  it("with one button have it beside them, with more a row below; facts and authors stand small", () => {
    const one = renderMessage({ cards: cards(2, ["Save"], { byline: "Ana Müller" }) });
    expect(types(one)).toBe("container section text button section text button");
    expect(shown(one)[0]).toBe(
      "**[1. Paper number 1](https://huggingface.co/papers/2611.00001)**\nWhat it is about.\n-# ▲ 3 · Ana Müller",
    );
    expect(types(renderMessage({ cards: cards(1, ["Save", "Details"]) }))).toBe(
      "container text row button button",
    );
  });

  it("of a digest, ten of them, have a Save button each", () => {
    const given = { chosen: papers(10), unseen: 35, wanted: 35 };
    const options = { date: "2026-11-20", newest: "2026-11-20", layout: "list" } as const;
    const payload = renderMessage(composeDigest(given, options)[0]?.message ?? {});
    const beside = partsOf(payload).flatMap(({ accessory }) => (accessory ? [accessory] : []));
    expect(beside).toMatchObject(papers(10).map(({ id }) => ({ label: "Save", custom_id: `save ${id}` })));
    expect(partsOf(payload).length).toBeLessThanOrEqual(40);
    expect(letters(payload)).toBeLessThanOrEqual(4000);
  });

  it.each([
    [12, ["Save"], 12],
    [9, ["Save", "Details", "Related"], 9],
    [20, ["Save"], 0],
    [50, ["Save"], 0],
  ])("%i of them with %j stand as close as they have to, and none is left out", (count, buttons, kept) => {
    for (const over of [{}, crowded]) {
      const payload = renderMessage({ title: "Many", cards: cards(count, buttons, over), note: "n" });
      expect(partsOf(payload).length).toBeLessThanOrEqual(40);
      expect(letters(payload)).toBeLessThanOrEqual(4000);
      expect(partsOf(payload).filter(({ label }) => label === "Save")).toHaveLength(kept);
      for (const { title } of papers(count))
        expect(shown(payload).join("\n")).toMatch(new RegExp(`${title}[\\]*]`));
    }
  });

  it("that are long give way to those that are short", () => {
    const [first, ...others] = cards(10, ["Save"]);
    const payload = renderMessage({ cards: [{ ...first, title: "Long", ...crowded }, ...others] });
    expect(shown(payload)[0]?.length).toBeGreaterThan(1000);
    for (const text of shown(payload).slice(1)) expect(text).toContain("What it is about.");
  });

  it("link only to the web, whole or not at all", () => {
    const linked = (url: string) => shown(renderMessage({ cards: [{ title: "T", url }] }))[0];
    expect(linked("https://example.org/a_b?c=(d)")).toBe("**[T](https://example.org/a_b?c=%28d%29)**");
    expect(linked("javascript:alert(1)")).toBe("**T**");
    expect(linked(`https://example.org/${"x".repeat(600)}`)).toBe("**T**");
  });
});

describe("a message", () => {
  it("that is one sentence is a text, and the note of a list is small", () => {
    expect(types(renderMessage({ note: "No." }))).toBe("text");
    expect(shown(renderMessage({ about: "discord:1/11", note: "paused <#12>" }))).toEqual([
      "<#11>: paused \\<\\#12\\>",
    ]);
    expect(shown(renderMessage({ about: "discord:1/11> @everyone", note: "paused" }))).toEqual(["paused"]);
    expect(shown(renderMessage({ title: "t", lead: "l", note: "one\ntwo" }))).toEqual([
      "## t\nl",
      "-# one\n-# two",
    ]);
    expect(types(renderMessage({}))).toBe("container text");
  });

  it("names the emoji that saves as it is configured, in its own notes only", () => {
    const payload = renderMessage({ cards: [{ title: "🔖" }], note: "React 🔖." }, "⭐");
    expect(shown(payload)).toEqual(["**🔖**", "-# React ⭐."]);
  });

  it("has its buttons in rows of five, each action once, and labels that fit", () => {
    const buttons = Array.from({ length: 7 }, (_, i) => ({ label: "b".repeat(90), action: `do ${i}` }));
    const payload = renderMessage({ note: "n", buttons: [...buttons, ...buttons] });
    expect(types(payload)).toBe(`container text row ${"button ".repeat(5)}row button button`);
    for (const { label } of partsOf(payload).filter(({ type }) => type === 2))
      expect(String(label)).toMatch(/^b{79}…$/);
  });

  it("with text to copy has it between fences that nothing closes", () => {
    const content = "@misc{a,\n  title = {```<b>```}\n}";
    const [text = ""] = shown(renderMessage({ code: { name: "a.bib", content } }));
    expect(text.match(/```/g)).toHaveLength(2);
    expect(text.replaceAll("\u200B", "")).toBe(`\`\`\`\n${content}\n\`\`\``);
  });

  it("with much text to copy, or a file, brings it along", () => {
    const code = { name: "a b.bib", content: "author ".repeat(1000) };
    const payload = renderMessage({ code, file: { name: "papers.csv", content: "id\n" } });
    expect(types(payload)).toBe("container file file");
    expect(payload.attachments).toMatchObject([{ filename: "a_b.bib" }, { filename: "papers.csv" }]);
  });

  it("carries its marker at the top, whatever its form", () => {
    for (const message of [{ note: "No." }, { cards: cards(10, ["Save"]) }, {}])
      expect(renderMessage(message, "🔖", 4711).components[0]).toHaveProperty("id", 4711);
  });
});
