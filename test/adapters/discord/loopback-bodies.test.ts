import { describe, expect, it } from "vitest";
import { messageSchema } from "../../support/discord/bodies.ts";
import {
  button,
  container,
  gallery,
  item,
  laidOut,
  long,
  many,
  option,
  row,
  said,
  section,
  spoiled,
  text,
  thumbnail,
  web,
} from "../../support/discord/samples.ts";

type Json = Record<string, unknown>;
const embed = (more: Json) => said({ embeds: [{ title: "a", ...more }] });
const field = (more: Json) => embed({ fields: [{ name: "a", value: "b", ...more }] });
const attached = (more: Json) => said({ content: "a", attachments: [{ id: "0", ...more }] });

/** A rule, something that just keeps it and something that just breaks it. */
const rules: readonly [string, unknown, unknown][] = [
  ["content 2000", said({ content: long(2000) }), said({ content: long(2001) })],
  ["UTF-16 units", said({ content: "🙂".repeat(1000) }), said({ content: "🙂".repeat(1001) })],
  ["only known keys", said({ content: "a" }), said({ content: "a", colour: "red" })],
  ["nobody is mentioned", said({ content: "a" }), { content: "a" }],
  ["parse is empty", said({ content: "a" }), said({ content: "a", allowed_mentions: { parse: ["users"] } })],
  [
    "no one by id",
    said({ content: "a" }),
    said({ content: "a", allowed_mentions: { parse: [], users: ["1100000000000000000"] } }),
  ],
  [
    "not who is replied to",
    said({ content: "a", allowed_mentions: { parse: [], replied_user: false } }),
    said({ content: "a", allowed_mentions: { parse: [], replied_user: true } }),
  ],
  ["no speech", said({ content: "a", tts: false }), said({ content: "a", tts: true })],
  ["raw mentions in content", said({ content: "\\<@1>" }), said({ content: "<@1>" })],
  ["raw mentions in a title", embed({ title: "\\@here" }), embed({ title: "@here" })],
  ["raw mentions in a description", embed({ description: "\\@here" }), embed({ description: "@here" })],
  ["raw mentions in a field", field({ value: "\\<#1>" }), field({ value: "<#1>" })],
  ["raw mentions in a field's name", field({ name: "\\<#1>" }), field({ name: "<#1>" })],
  ["a footer shows what it is", embed({ footer: { text: "<@1>" } }), embed({ description: "<@1>" })],
  ["raw mentions in a layout", laidOut(text("\\</a:1>")), laidOut(text("</a:1>"))],
  [
    "10 embeds",
    said({ embeds: many(10, () => ({ title: "a" })) }),
    said({ embeds: many(11, () => ({ title: "a" })) }),
  ],
  ["title 256", embed({ title: long(256) }), embed({ title: long(257) })],
  ["description 4096", embed({ description: long(4096) }), embed({ description: long(4097) })],
  ["embed address", embed({ url: web(2048) }), embed({ url: web(2049) })],
  ["embed address on the web", embed({ url: web(20) }), embed({ url: "javascript:alert(1)" })],
  ["embed colour", embed({ color: 0xffffff }), embed({ color: 0x1000000 })],
  ["embed time", embed({ timestamp: "2026-01-01T00:00:00Z" }), embed({ timestamp: "today" })],
  ["embed keys", embed({}), embed({ colour: 1 })],
  [
    "25 fields",
    embed({ fields: many(25, () => ({ name: "a", value: "b" })) }),
    embed({ fields: many(26, () => ({ name: "a", value: "b" })) }),
  ],
  ["field name 256", field({ name: long(256) }), field({ name: long(257) })],
  ["field name not empty", field({ name: "a" }), field({ name: " " })],
  ["field value 1024", field({ value: long(1024) }), field({ value: long(1025) })],
  ["field value not empty", field({ value: "a" }), field({ value: "" })],
  ["footer 2048", embed({ footer: { text: long(2048) } }), embed({ footer: { text: long(2049) } })],
  ["author 256", embed({ author: { name: long(256) } }), embed({ author: { name: long(257) } })],
  ["an embed shows something", said({ embeds: [{ title: "a" }] }), said({ embeds: [{ color: 1 }] })],
  [
    "6000 in all embeds",
    said({ embeds: [{ description: long(4000) }, { description: long(2000) }] }),
    said({ embeds: [{ description: long(4000) }, { description: long(2000), footer: { text: "a" } }] }),
  ],
  [
    "fields and authors count",
    said({
      embeds: [
        { description: long(4000) },
        { fields: [{ name: "a", value: long(999) }], author: { name: long(200) } },
      ],
    }),
    said({ embeds: many(6, () => ({ fields: [{ name: "a", value: long(999) }], author: { name: "a" } })) }),
  ],
  [
    "picture sent along",
    embed({ image: { url: "attachment://a.png" } }),
    embed({ image: { url: "data:image/png;base64,AA" } }),
  ],
  ["embed colour's start", embed({ color: 0 }), embed({ color: -1 })],
  [
    "author's address",
    embed({ author: { name: "a", url: web(2048) } }),
    embed({ author: { name: "a", url: web(2049) } }),
  ],
  ["file name 1024", attached({ filename: long(1024) }), attached({ filename: long(1025) })],
  ["file number", attached({ id: 0 }), attached({ id: -1 })],
  ["file title 1024", attached({ title: long(1024) }), attached({ title: long(1025) })],
  ["file text 1024", attached({ description: long(1024) }), attached({ description: long(1025) })],
  ["flags of a message", said({ content: "a", flags: 4 | 4096 }), said({ content: "a", flags: 64 })],
  ["nonce 25", said({ content: "a", nonce: long(25) }), said({ content: "a", nonce: long(26) })],
  [
    "10 files",
    said({ content: "a", attachments: many(10, (id) => ({ id: `${id}` })) }),
    said({ content: "a", attachments: many(11, (id) => ({ id: `${id}` })) }),
  ],
];

/** Every object that a message can be made of, at least once. */
const whole = {
  classic: said({
    content: "a",
    embeds: [
      {
        ...{ title: "a", image: { url: web(20) }, footer: { text: "a" }, author: { name: "a" } },
        fields: [{ name: "a", value: "b" }],
      },
    ],
    components: [
      row(button({ emoji: { name: "🔖" } })),
      row({ type: 3, custom_id: "choose", options: [option(1)] }),
      row({ type: 5, custom_id: "who" }),
      row({ type: 8, custom_id: "where" }),
    ],
    attachments: [{ id: "0" }],
  }),
  laidOut: laidOut(
    text(),
    section(text()),
    { type: 9, components: [text()], accessory: thumbnail() },
    gallery([item]),
    { type: 13, file: { url: "attachment://a.txt" } },
    { type: 14 },
    container(row(button())),
  ),
};
const reply = { message_reference: { message_id: "1100000000000000000" } };

describe("the loopback Discord's messages", () => {
  it.each(rules)("keep to: %s", (_, good, bad) => {
    expect(messageSchema("create", good).safeParse(good).error?.message).toBeUndefined();
    expect(messageSchema("create", bad).safeParse(bad).success).toBe(false);
  });

  it.each(["create", "answer", "edit"] as const)("take no unknown key anywhere (%s)", (kind) => {
    for (const body of Object.values(whole)) {
      const good = kind === "create" ? { ...body, ...reply } : body;
      expect(messageSchema(kind, good).safeParse(good).error?.message).toBeUndefined();
      for (const bad of spoiled(good)) expect(messageSchema(kind, bad).safeParse(bad).success).toBe(false);
    }
  });

  it("are ephemeral only where they answer", () => {
    const hidden = said({ content: "a", flags: 64 });
    expect(messageSchema("answer", hidden).safeParse(hidden).success).toBe(true);
    expect(messageSchema("edit", hidden).safeParse(hidden).success).toBe(false);
  });

  it("name no one in edits and answers either", () => {
    for (const kind of ["answer", "edit"] as const)
      expect(messageSchema(kind, { content: "a" }).safeParse({ content: "a" }).success).toBe(false);
  });

  it("never leave components v2", () => {
    expect(messageSchema("edit", {}, true).safeParse(said({ content: "a" })).success).toBe(false);
    expect(messageSchema("edit", {}, true).safeParse(said({ components: [text()] })).success).toBe(true);
  });
});
