import { describe, expect, it } from "vitest";
import { blocksOf } from "../../support/slack/blocks.ts";

type Json = Record<string, unknown>;
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const long = (length: number) => "x".repeat(length);
const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text, verbatim: true });
const web = (length: number) => `https://a.org/${long(length - 14)}`;

const section = (text: unknown, more: Json = {}) => ({ type: "section", text, ...more });
const divider = { type: "divider" };
const header = (text: unknown) => ({ type: "header", text });
const context = (...elements: unknown[]) => ({ type: "context", elements });
const button = (more: Json = {}) => ({ type: "button", text: plain("Save"), ...more });
const actions = (...elements: unknown[]) => ({ type: "actions", elements });
const option = (more: Json = {}) => ({ text: plain("Mute"), value: "mute", ...more });
const overflow = (options: unknown[], more: Json = {}) => actions({ type: "overflow", options, ...more });
const select = (options: unknown[], more: Json = {}) => actions({ type: "static_select", options, ...more });
const picture = (more: Json = {}) => ({ type: "image", image_url: web(20), alt_text: "a plot", ...more });
const rich = (...elements: unknown[]) => ({ type: "rich_text", elements });
const passage = (...elements: unknown[]) => ({ type: "rich_text_section", elements });
const confirm = (more: Json = {}) => actions(button({ confirm: { text: plain("Sure?"), ...more } }));
const entry = (more: Json = {}, element: Json = {}) => ({
  type: "input",
  label: plain("Words"),
  element: { type: "plain_text_input", ...element },
  ...more,
});

/** A rule, something that just keeps it and something that just breaks it. */
const rules: readonly [string, unknown, unknown][] = [
  ["50 blocks", many(50, () => divider), many(51, () => divider)],
  ["only known blocks", [divider], [{ type: "markdown", text: "x" }]],
  ["only known keys", [divider], [{ ...divider, colour: "red" }]],
  ["block_id 255", [{ ...divider, block_id: long(255) }], [{ ...divider, block_id: long(256) }]],
  ["block_id not empty", [{ ...divider, block_id: "a" }], [{ ...divider, block_id: "" }]],
  [
    "block_id unique in a message",
    [
      { ...divider, block_id: "a" },
      { ...divider, block_id: "b" },
    ],
    [
      { ...divider, block_id: "a" },
      { ...divider, block_id: "a" },
    ],
  ],
  [
    "13,000 characters in all blocks",
    [...many(4, () => section(plain(long(3000)))), section(plain(long(1000)))],
    [...many(4, () => section(plain(long(3000)))), section(plain(long(1001)))],
  ],
  ["section text 3000", [section(mrkdwn(long(3000)))], [section(mrkdwn(long(3001)))]],
  [
    "a text counts as it is sent",
    [section(mrkdwn("&amp;".repeat(600)))],
    [section(mrkdwn("&amp;".repeat(601)))],
  ],
  ["a text counts in UTF-16 units", [section(plain("🙂".repeat(1500)))], [section(plain("🙂".repeat(1501)))]],
  ["section with text or fields", [{ type: "section", fields: [plain("a")] }], [{ type: "section" }]],
  ["no empty text", [section(plain("a"))], [section(plain(" "))]],
  ["no empty mrkdwn", [section(mrkdwn("a"))], [section(mrkdwn(""))]],
  [
    "10 fields",
    [section(plain("a"), { fields: many(10, () => plain("b")) })],
    [section(plain("a"), { fields: many(11, () => plain("b")) })],
  ],
  [
    "field 2000",
    [section(plain("a"), { fields: [plain(long(2000))] })],
    [section(plain("a"), { fields: [plain(long(2001))] })],
  ],
  [
    "accessory that a section takes",
    [section(plain("a"), { accessory: picture() })],
    [section(plain("a"), { accessory: { type: "datepicker" } })],
  ],
  ["header 150", [header(plain(long(150)))], [header(plain(long(151)))]],
  ["header plain_text", [header(plain("a"))], [header(mrkdwn("a"))]],
  ["context 10 elements", [context(...many(10, () => plain("a")))], [context(...many(11, () => plain("a")))]],
  ["context not empty", [context(plain("a"))], [context()]],
  ["context text 3000", [context(mrkdwn(long(3000)))], [context(mrkdwn(long(3001)))]],
  ["context plain text 3000", [context(plain(long(3000)))], [context(plain(long(3001)))]],
  ["no button in a context", [context(picture())], [context(button())]],
  ["actions 25 elements", [actions(...many(25, () => button()))], [actions(...many(26, () => button()))]],
  ["actions not empty", [actions(button())], [actions()]],
  ["no image in actions", [actions(button())], [actions(picture())]],
  [
    "button text 75",
    [actions(button({ text: plain(long(75)) }))],
    [actions(button({ text: plain(long(76)) }))],
  ],
  ["button plain_text", [actions(button())], [actions(button({ text: mrkdwn("Save") }))]],
  ["button value 2000", [actions(button({ value: long(2000) }))], [actions(button({ value: long(2001) }))]],
  ["button url 3000", [actions(button({ url: web(3000) }))], [actions(button({ url: web(3001) }))]],
  ["button url http", [actions(button({ url: web(20) }))], [actions(button({ url: "javascript:alert(1)" }))]],
  ["button style", [actions(button({ style: "danger" }))], [actions(button({ style: "default" }))]],
  ["button keys", [actions(button())], [actions(button({ tooltip: "x" }))]],
  [
    "accessibility label 75",
    [actions(button({ accessibility_label: long(75) }))],
    [actions(button({ accessibility_label: long(76) }))],
  ],
  ["action_id 255", [actions(button({ action_id: long(255) }))], [actions(button({ action_id: long(256) }))]],
  [
    "action_id unique in a block",
    [actions(button({ action_id: "a" })), actions(button({ action_id: "a" }))],
    [actions(button({ action_id: "a" }), button({ action_id: "a" }))],
  ],
  ["confirm title 100", [confirm({ title: plain(long(100)) })], [confirm({ title: plain(long(101)) })]],
  ["confirm text 300", [confirm({ text: plain(long(300)) })], [confirm({ text: plain(long(301)) })]],
  ["confirm button 30", [confirm({ confirm: plain(long(30)) })], [confirm({ confirm: plain(long(31)) })]],
  ["confirm deny 30", [confirm({ deny: plain(long(30)) })], [confirm({ deny: plain(long(31)) })]],
  ["confirm style", [confirm({ style: "primary" })], [confirm({ style: "red" })]],
  ["overflow 5 options", [overflow(many(5, () => option()))], [overflow(many(6, () => option()))]],
  ["overflow not empty", [overflow([option()])], [overflow([])]],
  ["overflow url", [overflow([option({ url: web(20) })])], [overflow([option({ url: "x" })])]],
  ["select 100 options", [select(many(100, () => option()))], [select(many(101, () => option()))]],
  ["select not empty", [select([option()])], [select([])]],
  ["select option without url", [select([option()])], [select([option({ url: web(20) })])]],
  [
    "placeholder 150",
    [select([option()], { placeholder: plain(long(150)) })],
    [select([option()], { placeholder: plain(long(151)) })],
  ],
  [
    "option text 75",
    [select([option({ text: plain(long(75)) })])],
    [select([option({ text: plain(long(76)) })])],
  ],
  ["option value 75", [select([option({ value: long(75) })])], [select([option({ value: long(76) })])]],
  [
    "option description 75",
    [select([option({ description: plain(long(75)) })])],
    [select([option({ description: plain(long(76)) })])],
  ],
  ["image url http", [picture()], [picture({ image_url: "data:image/png;base64,AAAA" })]],
  ["image alt 2000", [picture({ alt_text: long(2000) })], [picture({ alt_text: long(2001) })]],
  ["image title 2000", [picture({ title: plain(long(2000)) })], [picture({ title: plain(long(2001)) })]],
  ["rich_text not empty", [rich(passage({ type: "text", text: "a" }))], [rich()]],
  [
    "rich_text without mentions",
    [rich(passage({ type: "link", url: web(20) }))],
    [rich(passage({ type: "broadcast", range: "channel" }))],
  ],
  [
    "rich_text link http",
    [rich(passage({ type: "link", url: web(20) }))],
    [rich(passage({ type: "link", url: "ftp://a.org" }))],
  ],
  [
    "rich_text list style",
    [rich({ type: "rich_text_list", style: "bullet", elements: [passage({ type: "text", text: "a" })] })],
    [rich({ type: "rich_text_list", style: "square", elements: [passage({ type: "text", text: "a" })] })],
  ],
  ["input label 2000", [entry({ label: plain(long(2000)) })], [entry({ label: plain(long(2001)) })]],
  ["input hint 2000", [entry({ hint: plain(long(2000)) })], [entry({ hint: plain(long(2001)) })]],
  ["input length 3000", [entry({}, { max_length: 3000 })], [entry({}, { max_length: 3001 })]],
  ["input length above 0", [entry({}, { max_length: 1 })], [entry({}, { max_length: 0 })]],
  ["input least length 3000", [entry({}, { min_length: 3000 })], [entry({}, { min_length: 3001 })]],
  [
    "input value 3000",
    [entry({}, { initial_value: long(3000) })],
    [entry({}, { initial_value: long(3001) })],
  ],
  [
    "input placeholder 150",
    [entry({}, { placeholder: plain(long(150)) })],
    [entry({}, { placeholder: plain(long(151)) })],
  ],
  ["fields not empty", [{ type: "section", fields: [plain("a")] }], [{ type: "section", fields: [] }]],
  ["verbatim mrkdwn", [section(mrkdwn("a"))], [section({ type: "mrkdwn", text: "a" })]],
  ["verbatim is true", [section(mrkdwn("a"))], [section({ ...mrkdwn("a"), verbatim: false })]],
  ["no hostile mrkdwn", [section(mrkdwn("&lt;!channel&gt;"))], [section(mrkdwn("<!channel>"))]],
  ["no hostile context", [context(mrkdwn("a"))], [context(mrkdwn("<@U1>"))]],
  ["plain text needs no escape", [section(plain("<!channel> & co"))], [section(mrkdwn("<!channel> & co"))]],
];

describe("the loopback Slack's blocks", () => {
  it.each(rules)("keep to: %s", (_, good, bad) => {
    expect(blocksOf(50).safeParse(wrapped(good)).error?.message).toBeUndefined();
    expect(blocksOf(50).safeParse(wrapped(bad)).success).toBe(false);
  });

  it("are at most 100 in a modal", () => {
    expect(blocksOf(100).safeParse(many(100, () => divider)).success).toBe(true);
    expect(blocksOf(100).safeParse(many(101, () => divider)).success).toBe(false);
  });
});

/** Tables above give lists of blocks or one block alone. */
function wrapped(blocks: unknown): unknown {
  return Array.isArray(blocks) ? blocks : [blocks];
}
