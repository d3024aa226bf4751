import { describe, expect, it } from "vitest";
import { blocksOf } from "../../support/slack/blocks.ts";
import { textProblems } from "../../support/slack/text.ts";

type Json = Record<string, unknown>;
const plain = { type: "plain_text", text: "a" };
const mrkdwn = { type: "mrkdwn", text: "a", verbatim: true };
const option = { text: plain, value: "a" };
const button = { type: "button", text: plain, confirm: { text: mrkdwn } };
const image = { type: "image", image_url: "https://a.org/", alt_text: "a" };
const words = { type: "text", text: "a", style: { bold: true } };
const passage = { type: "rich_text_section", elements: [words] };
const rich = (...elements: unknown[]) => [{ type: "rich_text", elements }];
const quote = (...elements: unknown[]) => rich({ type: "rich_text_quote", elements });
const list = (more: Json) => rich({ type: "rich_text_list", style: "ordered", elements: [passage], ...more });
const link = { type: "link", url: "https://a.org/" };
const long = (length: number) => "x".repeat(length);

/** Every kind of block and everything that can stand in one. */
const everything: readonly unknown[] = [
  { type: "header", text: plain },
  { type: "section", text: mrkdwn, fields: [plain], accessory: { type: "overflow", options: [option] } },
  { type: "context", elements: [image, plain, mrkdwn] },
  { type: "actions", elements: [button, { type: "static_select", options: [option] }] },
  { type: "divider" },
  { ...image, title: plain },
  ...rich(passage, { type: "rich_text_preformatted", elements: [words] }),
  ...quote(link, { type: "emoji", name: "tada" }),
  ...list({}),
  { type: "input", label: plain, element: { type: "plain_text_input" } },
];

/** Copies of a value, each with one more key in one of its objects. */
function strangers(value: unknown): unknown[] {
  if (Array.isArray(value))
    return value.flatMap((inner, at) => strangers(inner).map((other) => value.with(at, other)));
  if (!(value instanceof Object)) return [];
  const deeper = Object.entries(value).flatMap(([key, inner]) =>
    strangers(inner).map((other) => ({ ...value, [key]: other })),
  );
  return [{ ...value, stranger: 1 }, ...deeper];
}

describe("the loopback Slack's blocks", () => {
  it("know every key, wherever it stands", () => {
    expect(blocksOf(100).safeParse(everything).error).toBeUndefined();
    const copies = strangers(everything);
    expect(copies.length).toBeGreaterThan(40);
    for (const copy of copies) expect(blocksOf(100).safeParse(copy).success).toBe(false);
  });

  it.each<[string, unknown, unknown]>([
    ["text 3000", quote({ ...words, text: long(3000) }), quote({ ...words, text: long(3001) })],
    ["link text 3000", quote({ ...link, text: long(3000) }), quote({ ...link, text: long(3001) })],
    ["emoji 100", quote({ type: "emoji", name: long(100) }), quote({ type: "emoji", name: long(101) })],
    ["something in a passage", quote(words), quote()],
    ["something in a list", list({}), list({ elements: [] })],
    ["8 steps of indent", list({ indent: 8 }), list({ indent: 9 })],
  ])("keep in rich_text to: %s", (_, good, bad) => {
    expect(blocksOf(50).safeParse(good).error).toBeUndefined();
    expect(blocksOf(50).safeParse(bad).success).toBe(false);
  });
});

describe("the loopback Slack's text", () => {
  it.each([
    "a &amp; b &lt;c&gt;",
    "*bold* `code`",
    "<https://arxiv.org/abs/1706.03762>",
    "<http://a.org/?x=1&amp;y=2|A &amp; B>",
    "> a quotation\n> of two lines",
    "&amp;amp;",
  ])("takes %s", (text) => {
    expect(textProblems(text)).toEqual([]);
  });

  it.each([
    ["<!channel>", /speaks to everyone/],
    ["<!subteam^S1|all>", /speaks to everyone/],
    ["<@U1>", /mentions/],
    ["<#C1|general>", /mentions/],
    ["<https://a.org|a <!here>>", /speaks to everyone/],
    ["<javascript:alert(1)|x>", /no link/],
    ["<mailto:a@b.org|x>", /no link/],
    ["<https://a.org|a|b>", /no link/],
    ["a < b", /no link/],
    ["a > b", /no link/],
    ["a & b", /unescaped &/],
    ["&nbsp;", /unescaped &/],
    ["<https://a.org/?x=1&y=2>", /unescaped &/],
  ])("refuses %s", (text, problem) => {
    expect(textProblems(text)).toEqual([expect.stringMatching(problem)]);
  });
});
