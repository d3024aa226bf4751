import fc from "fast-check";
import { expect, it } from "vitest";
import { adapters } from "../../adapters/index.ts";
import type { Reply } from "../../src/chat/incoming.ts";
import { commands } from "../../src/commands/index.ts";
import { contract as discord } from "../adapters/discord/contract.ts";
import { contract as slack } from "../adapters/slack/contract.ts";
import { aScene, type Scene, words } from "../support/bot.ts";
import { papers } from "../support/builders.ts";
import { ana, li, person } from "../support/people.ts";

const people = [ana, li, person("Ana Li", "U7"), person("🦊", "9"), person("<!channel> *b*", "U8")];
const library = ["save", "unsave", "saved", "done", "undone", "note", "hot", "export", "watch", "forget"];
const verbs = commands.flatMap(({ name, synonyms = [] }) => [name, ...synonyms]);

/** Every word that the grammar knows, and what people put beside it. */
const word = fc.oneof(
  fc.constantFrom(
    ..."me team us mine private now add list remove test none - 7d 30d 0 1 2 #1 #2 #99".split(" "),
  ),
  fc.constantFrom(
    "bibtex",
    "ris",
    "csv",
    "json",
    "markdown",
    "bib",
    "md",
    "me now",
    "2611.00001",
    "2611.00002",
  ),
  fc.constantFrom(
    "@ana",
    "@Ana Li",
    "@",
    "<@U7>",
    "<@!9>",
    "@🦊",
    "@me",
    "@team",
    "<@",
    '@"Ana',
    "@U7",
    "@%_",
  ),
  fc.constantFrom("page:1", "page:2", "page:0", "top:50", "top:", "since:30d", "since:2026-11-20", "since:x"),
  fc.constantFrom(
    "tell:dm",
    "tell:digest",
    "tell:",
    "min:2",
    "min:-1",
    "has:code",
    "has:",
    "until:1d",
    "-map",
  ),
  fc.constantFrom(
    "author:müller",
    "author:",
    '"walking robots"',
    '"',
    "“open",
    "-",
    "--",
    "paper",
    "number",
    "3",
  ),
  fc.constantFrom(
    "https://arxiv.org/abs/2611.00003v2",
    "hf.co/papers/2611.00004",
    "<!channel>",
    "`x`",
    "*",
    "\n",
  ),
  fc.constantFrom(
    "\u0000",
    "__proto__",
    "constructor",
    "\uD800",
    "'; DROP TABLE save_origin; --",
    "x".repeat(400),
  ),
  fc.string({ unit: "grapheme", maxLength: 5 }),
);
const line = fc
  .tuple(fc.oneof(fc.constantFrom(...library), fc.constantFrom(...verbs)), fc.array(word, { maxLength: 5 }))
  .map(([verb, rest]) => [verb, ...rest].join(" "));

async function aLibrary(): Promise<Scene> {
  const scene = await aScene({ papers: papers(12, () => ({ listDays: ["2026-11-20"] })), huggingFace: [] });
  for (const [i, user] of people.entries()) {
    await scene.ask(`save 2611.0000${i + 1}`, { user });
    await scene.ask(`save private 2611.0000${i + 2}`, { user });
  }
  return scene;
}

/** What is wrong with an answer, whatever was asked. */
function problemsOf({ to, message, error }: Reply): readonly string[] {
  const buttons = [
    ...(message.buttons ?? []),
    ...(message.cards ?? []).flatMap((card) => card.buttons ?? []),
  ];
  return [
    ...(["user", "channel", "original"].includes(to) ? [] : [`to ${to}`]),
    ...(message.note === undefined && !message.title && !message.cards && !message.code
      ? ["nothing said"]
      : []),
    ...(error !== undefined && message.note !== error ? ["an error that is not said"] : []),
    ...(error?.includes("Something went wrong here") ? [error] : []),
    ...(/undefined|NaN|\[object|null/.test(words({ to, message })) ? ["a value that is none"] : []),
    ...buttons.filter(({ action }) => action.length > 100).map(({ action }) => `too long: ${action}`),
    ...(message.file && message.file.content === "" ? ["an empty file"] : []),
  ];
}

it("a thousand lines of the grammar's words are answered with words, and never with an accident", async () => {
  const { ask, errors, pass } = await aLibrary();
  await fc.assert(
    fc.asyncProperty(line, fc.constantFrom(...people), async (typed, user) => {
      pass(1000);
      expect(problemsOf(await ask(typed, { user })), typed).toEqual([]);
    }),
    { numRuns: 1000 },
  );
  expect(errors).toEqual([]);
});

it("whatever is answered, Slack and Discord take it", async () => {
  const { ask } = await aLibrary();
  const forms = adapters
    .filter(({ home }) => !home)
    .map(async ({ platform, load }) => ({
      contract: platform === "slack" ? slack : discord,
      preview: (await load()).preview,
    }));
  const platforms = await Promise.all(forms);
  expect(platforms).toHaveLength(2);
  await fc.assert(
    fc.asyncProperty(line, fc.constantFrom(...people), async (typed, user) => {
      const { message } = await ask(typed, { user });
      for (const { contract, preview } of platforms)
        expect(contract.problems(preview(message)), typed).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
