import { describe, expect, it } from "vitest";
import { type Command, commandList } from "../../support/discord/commands.ts";
import { long, many, spoiled } from "../../support/discord/samples.ts";
import { halfTyped, typed } from "../../support/discord/typing.ts";

type Json = Record<string, unknown>;

const command = (more: Json = {}) => ({ name: "papers", description: "About papers", ...more });
const options = (...all: unknown[]) => [command({ options: all })];
const sub = (name = "search", more: Json = {}) => ({ type: 1, name, description: "Searches", ...more });
const group = (name: string, ...all: unknown[]) => ({ type: 2, name, description: "Several", options: all });
const word = (name = "term", more: Json = {}) => ({ type: 3, name, description: "A word", ...more });
const choice = (index: number, more: Json = {}) => ({ name: `${index}`, value: `${index}`, ...more });
const menu = (more: Json = {}) => ({ type: 3, name: "Save paper", ...more });
const big = (length: number) =>
  options(
    ...many(25, (i) =>
      word(`o${i}`, { choices: many(3, (j) => choice(j, { name: `${long(6)}${j}`, value: long(100) })) }),
    ).slice(0, 24),
    word("last", { description: long(length) }),
  );

const rules: readonly [string, unknown, unknown][] = [
  ["name 32", [command({ name: long(32) })], [command({ name: long(33) })]],
  ["name lower case", [command()], [command({ name: "Papers" })]],
  ["name one word", [command({ name: "a_b-ü1" })], [command({ name: "a b" })]],
  ["name without signs", [command({ name: "ab" })], [command({ name: "a'b" })]],
  ["description 100", [command({ description: long(100) })], [command({ description: long(101) })]],
  ["description not empty", [command()], [command({ description: "" })]],
  ["only known keys", [command()], [command({ colour: 1 })]],
  ["25 options", options(...many(25, (i) => word(`o${i}`))), options(...many(26, (i) => word(`o${i}`)))],
  ["25 subcommands", options(...many(25, (i) => sub(`s${i}`))), options(...many(26, (i) => sub(`s${i}`)))],
  [
    "25 in a group",
    options(group("g", ...many(25, (i) => sub(`s${i}`)))),
    options(group("g", ...many(26, (i) => sub(`s${i}`)))),
  ],
  ["one level of groups", options(group("g", sub())), options(group("g", group("h", sub())))],
  ["subcommands or options", options(sub(), sub("more")), options(sub(), word())],
  ["option names lower case", options(word("term")), options(word("Term"))],
  ["option names once", options(word("a"), word("b")), options(word("a"), word("a"))],
  ["subcommand names once", options(sub("a"), sub("b")), options(sub("a"), sub("a"))],
  [
    "25 choices",
    options(word("a", { choices: many(25, (i) => choice(i)) })),
    options(word("a", { choices: many(26, (i) => choice(i)) })),
  ],
  [
    "choice name 100",
    options(word("a", { choices: [choice(1, { name: long(100) })] })),
    options(word("a", { choices: [choice(1, { name: long(101) })] })),
  ],
  [
    "choice value 100",
    options(word("a", { choices: [choice(1, { value: long(100) })] })),
    options(word("a", { choices: [choice(1, { value: long(101) })] })),
  ],
  [
    "choices of their type",
    options({ ...word(), type: 4, choices: [{ name: "a", value: 1 }] }),
    options({ ...word(), type: 4, choices: [choice(1)] }),
  ],
  [
    "choices or autocomplete",
    options(word("a", { autocomplete: true })),
    options(word("a", { autocomplete: true, choices: [choice(1)] })),
  ],
  [
    "required first",
    options(word("a", { required: true }), word("b")),
    options(word("a"), word("b", { required: true })),
  ],
  [
    "required first in a subcommand",
    options(sub("s", { options: [word("a", { required: true }), word("b")] })),
    options(sub("s", { options: [word("a"), word("b", { required: true })] })),
  ],
  [
    "number choices or autocomplete",
    options({ ...word(), type: 4, autocomplete: true }),
    options({ ...word(), type: 4, autocomplete: true, choices: [{ name: "a", value: 1 }] }),
  ],
  ["least length", options(word("a", { min_length: 0 })), options(word("a", { min_length: -1 }))],
  ["least length 6000", options(word("a", { min_length: 6000 })), options(word("a", { min_length: 6001 }))],
  ["most length", options(word("a", { max_length: 1 })), options(word("a", { max_length: 0 }))],
  ["most length 6000", options(word("a", { max_length: 6000 })), options(word("a", { max_length: 6001 }))],
  ["group not empty", options(group("g", sub())), options(group("g"))],
  [
    "translated choice 100",
    options(word("a", { choices: [choice(1, { name_localizations: { fr: long(100) } })] })),
    options(word("a", { choices: [choice(1, { name_localizations: { fr: long(101) } })] })),
  ],
  [
    "translated menu name 32",
    [menu({ name_localizations: { fr: long(32) } })],
    [menu({ name_localizations: { fr: long(33) } })],
  ],
  [
    "translations count as the longest",
    [
      ...options(...many(25, (i) => word(`o${i}`))).map((it) => ({
        ...it,
        description_localizations: { fr: long(100) },
      })),
    ],
    [...big(68)].map((it) => ({ ...it, description_localizations: { fr: long(13) } })),
  ],
  ["UTF-16 units", [command({ name: "𐐨".repeat(16) })], [command({ name: "𐐨".repeat(17) })]],
  ["8000 characters", big(68), big(69)],
  ["names once", [command(), command({ name: "other" })], [command(), command()]],
  ["contexts", [command({ contexts: [0, 1] })], [command({ contexts: [3] })]],
  ["menu names", [menu({ name: long(32) })], [menu({ name: long(33) })]],
  ["menus without description", [menu()], [menu({ description: "a" })]],
  ["15 of a menu", many(15, (i) => menu({ name: `${i}` })), many(16, (i) => menu({ name: `${i}` }))],
  [
    "15 of the other menu",
    many(15, (i) => menu({ name: `${i}`, type: 2 })),
    many(16, (i) => menu({ name: `${i}`, type: 2 })),
  ],
  ["100 commands", many(100, (i) => command({ name: `${i}` })), many(101, (i) => command({ name: `${i}` }))],
];

describe("the loopback Discord's commands", () => {
  it("take no unknown key anywhere", () => {
    const good = [
      command({
        options: [
          sub("s", { options: [word("a", { choices: [choice(1)] }), { ...word("b"), type: 5 }] }),
          group("g", sub()),
        ],
      }),
      menu(),
      command({
        name: "more",
        options: [
          { ...word("c"), type: 7 },
          { ...word("d"), type: 4 },
        ],
      }),
    ];
    expect(commandList.safeParse(good).error?.message).toBeUndefined();
    const bad = spoiled(good);
    expect(bad.length).toBeGreaterThan(8);
    for (const each of bad) expect(commandList.safeParse(each).success).toBe(false);
  });

  it.each(rules)("keep to: %s", (_, good, bad) => {
    expect(commandList.safeParse(good).error?.message).toBeUndefined();
    expect(commandList.safeParse(bad).success).toBe(false);
  });
});

const known = [
  ...options(
    sub("search", {
      options: [
        word("term", { required: true, autocomplete: true, min_length: 2, max_length: 5 }),
        word("order", { choices: [choice(1)] }),
        { type: 4, name: "limit", description: "How many", min_value: 1, max_value: 9 },
        { type: 5, name: "all", description: "All of them" },
      ],
    }),
    group("topic", sub("add")),
  ),
] as Command[];
const search = (given: Record<string, string | number | boolean>) => () =>
  typed(known, { subcommand: "search", options: given });

describe("a member who types a command", () => {
  it("sends what was registered, in its order and with its types", () => {
    expect(search({ limit: 3, all: true, term: "llm", order: "1" })().options).toEqual([
      {
        ...{ name: "search", type: 1 },
        options: [
          { name: "term", type: 3, value: "llm" },
          { name: "order", type: 3, value: "1" },
          { name: "limit", type: 4, value: 3 },
          { name: "all", type: 5, value: true },
        ],
      },
    ]);
    const inGroup = typed(known, { group: "topic", subcommand: "add" });
    expect(inGroup.options).toEqual([
      { name: "topic", type: 2, options: [{ name: "add", type: 1, options: [] }] },
    ]);
  });

  it.each([
    ["no such option", search({ term: "llm", colour: "red" }), /no option colour/],
    ["a missing one", search({}), /term has to be given/],
    ["a wrong type", search({ term: 5 }), /is no string/],
    ["no choice", search({ term: "llm", order: "2" }), /is no choice/],
    ["too short", search({ term: "a" }), /too short/],
    ["too long", search({ term: "abcdef" }), /too long/],
    ["too small", search({ term: "llm", limit: 0 }), /too small/],
    ["too large", search({ term: "llm", limit: 10 }), /too large/],
    ["no whole number", search({ term: "llm", limit: 1.5 }), /no whole number/],
    ["no such subcommand", () => typed(known, { subcommand: "find" }), /has no find/],
    ["no such group", () => typed(known, { group: "paper", subcommand: "add" }), /has no paper add/],
    ["no subcommand", () => typed(known, {}), /wants a subcommand/],
    ["no such command", () => typed(known, { command: "news" }), /not registered/],
    [
      "no option to complete",
      () => halfTyped(known, { subcommand: "search" }, "colour", "1"),
      /no option colour/,
    ],
    ["no autocomplete", () => halfTyped(known, { subcommand: "search" }, "order", "1"), /no autocomplete/],
  ])("cannot send: %s", (_, type, problem) => {
    expect(type).toThrow(problem);
  });
});
