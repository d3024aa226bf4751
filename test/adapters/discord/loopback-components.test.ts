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
  rows,
  section,
  text,
  thumbnail,
  web,
} from "../../support/discord/samples.ts";

type Json = Record<string, unknown>;
const link = (more: Json = {}) => ({ type: 2, style: 5, label: "Paper", url: web(20), ...more });
const press = (more: Json) => rows(row(button(more)));
const select = (options: unknown[], more: Json = {}) =>
  rows(row({ type: 3, custom_id: "choose", options, ...more }));
const pictured = (more: Json) => laidOut({ type: 9, components: [text()], accessory: thumbnail(more) });

/** A rule, something that just keeps it and something that just breaks it. */
const rules: readonly [string, unknown, unknown][] = [
  ["button label 80", press({ label: long(80) }), press({ label: long(81) })],
  ["custom_id 100", press({ custom_id: long(100) }), press({ custom_id: long(101) })],
  ["custom_id not empty", press({ custom_id: "a" }), press({ custom_id: "" })],
  ["button with a label", press({ label: "a" }), press({ label: undefined })],
  ["button style", press({ style: 4 }), press({ style: 6 })],
  ["button keys", press({}), press({ tooltip: "a" })],
  ["button emoji", press({ emoji: { name: "🔖" } }), press({ emoji: "🔖" })],
  ["a button acts", press({}), press({ custom_id: undefined })],
  ["a button leads nowhere", press({}), press({ url: web(20) })],
  ["link 512", rows(row(link({ url: web(512) }))), rows(row(link({ url: web(513) })))],
  ["link to the web", rows(row(link())), rows(row(link({ url: "discord://x" })))],
  ["a link does not act", rows(row(link())), rows(row(link({ custom_id: "a" })))],
  ["5 buttons a row", rows(row(...many(5, () => button()))), rows(row(...many(6, () => button())))],
  ["no empty row", rows(row(button())), rows(row())],
  ["5 rows", rows(...many(5, () => row(button()))), rows(...many(6, () => row(button())))],
  ["rows alone without the flag", rows(row(button())), rows(text())],
  [
    "custom_id once",
    rows(row(button({ custom_id: "a" })), row(button({ custom_id: "b" }))),
    rows(row(button({ custom_id: "a" })), row(button({ custom_id: "a" }))),
  ],
  ["25 options", select(many(25, (i) => option(i))), select(many(26, (i) => option(i)))],
  ["no empty select", select([option(1)]), select([])],
  ["option label 100", select([option(1, { label: long(100) })]), select([option(1, { label: long(101) })])],
  ["option value 100", select([option(1, { value: long(100) })]), select([option(1, { value: long(101) })])],
  ["option value once", select([option(1), option(2)]), select([option(1), option(1)])],
  [
    "option description 100",
    select([option(1, { description: long(100) })]),
    select([option(1, { description: long(101) })]),
  ],
  [
    "placeholder 150",
    select([option(1)], { placeholder: long(150) }),
    select([option(1)], { placeholder: long(151) }),
  ],
  ["no more than there is", select([option(1)], { max_values: 1 }), select([option(1)], { max_values: 2 })],
  [
    "a select fills its row",
    select([option(1)]),
    rows(row({ type: 3, custom_id: "a", options: [option(1)] }, button())),
  ],
  ["layout without content", laidOut(text()), { ...laidOut(text()), content: "a" }],
  ["layout without embeds", laidOut(text()), { ...laidOut(text()), embeds: [{ title: "a" }] }],
  ["layout not empty", laidOut(text()), laidOut()],
  [
    "40 components",
    laidOut(...many(20, () => row(button()))),
    laidOut(...many(20, () => row(button())), text()),
  ],
  [
    "40 components, however deep",
    laidOut(container(...many(13, () => section(text())))),
    laidOut(container(...many(13, () => section(text())), text())),
  ],
  [
    "4000 characters",
    laidOut(text(long(3000)), text(long(1000))),
    laidOut(text(long(3000)), text(long(1001))),
  ],
  ["text not empty", laidOut(text("a")), laidOut(text(" "))],
  [
    "3 texts a section",
    laidOut(section(...many(3, () => text()))),
    laidOut(section(...many(4, () => text()))),
  ],
  ["a section has an accessory", laidOut(section(text())), laidOut({ type: 9, components: [text()] })],
  ["no section in a section", laidOut(section(text())), laidOut(section(section(text())))],
  ["no container in a container", laidOut(container(text())), laidOut(container(container(text())))],
  [
    "custom_id once, however deep",
    laidOut(container(row(button())), row(button())),
    laidOut(container(row(button({ custom_id: "a" }))), {
      ...section(text()),
      accessory: button({ custom_id: "a" }),
    }),
  ],
  ["10 pictures", laidOut(gallery(many(10, () => item))), laidOut(gallery(many(11, () => item)))],
  [
    "file sent along",
    laidOut({ type: 13, file: { url: "attachment://a.txt" } }),
    laidOut({ type: 13, file: { url: web(20) } }),
  ],
  ["separator", laidOut(text(), { type: 14, spacing: 2 }), laidOut(text(), { type: 14, spacing: 3 })],
  ["component id", press({ id: 0 }), press({ id: -1 })],
  ["lowest button style", press({ style: 1 }), press({ style: 0 })],
  ["least of a select", select([option(1)], { min_values: 0 }), select([option(1)], { min_values: -1 })],
  ["least of a select 25", select([option(1)], { min_values: 25 }), select([option(1)], { min_values: 26 })],
  ["most of a select", select([option(1)], { max_values: 1 }), select([option(1)], { max_values: 0 })],
  [
    "most of a select 25",
    rows(row({ type: 5, custom_id: "who", max_values: 25 })),
    rows(row({ type: 5, custom_id: "who", max_values: 26 })),
  ],
  ["section not empty", laidOut(section(text())), laidOut(section())],
  ["container not empty", laidOut(container(text())), laidOut(container())],
  ["gallery not empty", laidOut(gallery([item])), laidOut(gallery([]))],
  ["thumbnail text 1024", pictured({ description: long(1024) }), pictured({ description: long(1025) })],
  [
    "picture text 1024",
    laidOut(gallery([{ ...item, description: long(1024) }])),
    laidOut(gallery([{ ...item, description: long(1025) }])),
  ],
  [
    "accent colour",
    laidOut({ ...container(text()), accent_color: 0 }),
    laidOut({ ...container(text()), accent_color: -1 }),
  ],
  [
    "accent colour's end",
    laidOut({ ...container(text()), accent_color: 0xffffff }),
    laidOut({ ...container(text()), accent_color: 0x1000000 }),
  ],
];

describe("the loopback Discord's components", () => {
  it.each(rules)("keep to: %s", (_, good, bad) => {
    expect(messageSchema("create", good).safeParse(good).error?.message).toBeUndefined();
    expect(messageSchema("create", bad).safeParse(bad).success).toBe(false);
  });
});
