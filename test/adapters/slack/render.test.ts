import { describe, expect, it } from "vitest";
import { inert } from "../../../adapters/slack/escape.ts";
import { type Payload, renderMessage } from "../../../adapters/slack/render.ts";
import type { Card } from "../../../src/chat/message.ts";
import { papers } from "../../support/builders.ts";

const gap = "\u200B";
const types = ({ blocks }: Payload): string => blocks.map(({ type }) => type).join(" ");
const cards = (count: number, buttons: readonly string[]): Card[] =>
  papers(count).map(({ title }, i) => ({
    number: i + 1,
    title,
    url: "https://huggingface.co/papers/2611.00001",
    body: "What it is about.",
    facts: ["▲ 3"],
    buttons: buttons.map((label) => ({ label, action: `${label} ${i}` })),
  }));

describe("text from outside", () => {
  it.each([
    ["<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"],
    ["&lt;!here&gt;", "&amp;lt;!here&amp;gt;"],
    ["a *bold* _word_ ~gone~", `a *${gap}bold* _${gap}word_ ~${gap}gone~`],
    ["`code`", `\`${gap}code\`${gap}`],
    ["> a quote", `${gap}&gt; a quote`],
    ["one\n> two", `one\n${gap}&gt; two`],
    [":tada: and :+1:", `:${gap}tada: and :${gap}+1:`],
    ["snake_case, 2 * 3, x_{i}^{*}", `snake_case, 2 * 3, x_{i}^{*${gap}}`],
    ["at 10:30:45", "at 10:30:45"],
    ["$\\alpha < 1$ 模型", "$\\alpha &lt; 1$ 模型"],
    ["a\u202Eb\u0000c", "a b c"],
  ])("is shown and does nothing: %j", (text, shown) => {
    expect(inert(text)).toBe(shown);
  });
});

describe("cards", () => {
  it("with one button have it beside them, with more a row below; facts and authors stand small", () => {
    expect(types(renderMessage({ cards: cards(2, ["Save"]) }))).toBe("section context section context");
    expect(types(renderMessage({ cards: cards(1, ["Save", "Details"]) }))).toBe("section context actions");
  });

  it("stand closer where there are many, and closer still", () => {
    const some = renderMessage({ title: "t", cards: cards(20, ["Save", "Details", "Related"]) });
    expect(types(some)).toBe(`header ${"section ".repeat(20)}`.trim());
    expect(JSON.stringify(some.blocks).match(/"press-0"/g)).toHaveLength(20);
    const many = renderMessage({ title: "t", cards: cards(50, ["Save"]), note: "n" });
    expect(many.blocks.length).toBeLessThanOrEqual(50);
    for (const { title } of papers(50)) expect(JSON.stringify(many.blocks)).toContain(title);
  });

  it("keep a title that has an asterisk readable, without emphasis", () => {
    const [block] = renderMessage({ cards: [{ title: "A* search", url: "https://example.org/" }] }).blocks;
    expect(JSON.stringify(block)).toContain('"<https://example.org/|A* search>"');
  });

  it("link only to the web, whole or not at all", () => {
    const [block] = renderMessage({ cards: [{ title: "T", url: "javascript:alert(1)" }] }).blocks;
    expect(JSON.stringify(block)).toContain('"*T*"');
    const long = `https://example.org/${"x".repeat(4000)}`;
    expect(JSON.stringify(renderMessage({ cards: [{ title: "T", url: long }] }))).not.toContain(
      "example.org",
    );
  });

  it("share one row of buttons with the message where there is one card", () => {
    const message = { cards: cards(1, ["Save", "Cite"]), buttons: [{ label: "Share", action: "share 1" }] };
    expect(types(renderMessage(message))).toBe("section context actions");
  });
});

describe("a message", () => {
  it("that is one sentence is a section, and the note of a list is small", () => {
    expect(types(renderMessage({ note: "No." }))).toBe("section");
    const about = (id: string) => renderMessage({ about: id, note: "paused <#C2>" });
    expect(JSON.stringify(about("slack:T1/C1").blocks)).toContain("<#C1>: paused &lt;#C2&gt;");
    expect(about("slack:T1/C1").text).toBe("<#C1>: paused &lt;#C2&gt;");
    expect(about("slack:T1/D1").text).toBe("Your messages with me: paused &lt;#C2&gt;");
    expect(about("slack:T1/C1|x> <!here>").text).toBe("paused &lt;#C2&gt;");
    expect(types(renderMessage({ title: "t", note: "n" }))).toBe("header context");
  });

  it("names the emoji that saves as Slack does, in its own notes only", () => {
    const { blocks } = renderMessage({ cards: [{ title: "🔖" }], note: "React 🔖." }, ":star:");
    expect(JSON.stringify(blocks)).toContain("*🔖*");
    expect(JSON.stringify(blocks)).toContain("React :star:.");
  });

  it("with text to copy has it between fences that nothing closes", () => {
    const { blocks } = renderMessage({
      code: { name: "a.bib", content: "@misc{a,\n  title = {```<b>```}\n}" },
    });
    const text = JSON.stringify(blocks);
    expect(text.match(/```/g)).toHaveLength(2);
    expect(text).toContain("\\n  title");
    expect(text).toContain("&lt;b&gt;");
  });
});
