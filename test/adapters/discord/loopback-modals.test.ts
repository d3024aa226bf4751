import { describe, expect, it } from "vitest";
import { modal } from "../../support/discord/modals.ts";
import { button, long, many, row } from "../../support/discord/samples.ts";

type Json = Record<string, unknown>;
let count = 0;

const input = (more: Json = {}) => ({
  type: 4,
  custom_id: `in ${++count}`,
  style: 1,
  label: "Words",
  ...more,
});
const asking = (more: Json, ...components: unknown[]) => ({
  ...{ custom_id: "a", title: "Topics", components: components.length > 0 ? components : [row(input())] },
  ...more,
});
const modals: readonly [string, unknown, unknown][] = [
  ["title 45", asking({ title: long(45) }), asking({ title: long(46) })],
  ["custom_id 100", asking({ custom_id: long(100) }), asking({ custom_id: long(101) })],
  ["5 rows", asking({}, ...many(5, () => row(input()))), asking({}, ...many(6, () => row(input())))],
  ["label 45", asking({}, row(input({ label: long(45) }))), asking({}, row(input({ label: long(46) })))],
  [
    "placeholder 100",
    asking({}, row(input({ placeholder: long(100) }))),
    asking({}, row(input({ placeholder: long(101) }))),
  ],
  [
    "value 4000",
    asking({}, row(input({ value: long(4000) }))),
    asking({}, row(input({ value: long(4001) }))),
  ],
  ["no button", asking({}, row(input())), asking({}, row(button()))],
  [
    "custom_id once",
    asking({}, row(input())),
    asking({}, row(input({ custom_id: "a" })), row(input({ custom_id: "a" }))),
  ],
];

describe("the loopback Discord's modals", () => {
  it.each(modals)("keep to: %s", (_, good, bad) => {
    expect(modal.safeParse(good).error?.message).toBeUndefined();
    expect(modal.safeParse(bad).success).toBe(false);
  });
});
