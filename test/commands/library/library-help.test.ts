import { describe, expect, it } from "vitest";
import type { PartialValue } from "../../../src/chat/adapter.ts";
import { commands } from "../../../src/commands/index.ts";
import { aScene, titles, words } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";
import { channel } from "../../support/happenings.ts";
import { ana, li } from "../../support/people.ts";

const library = ["save", "unsave", "saved", "done", "note", "hot", "export", "watch", "forget"];

describe("help", () => {
  it("lists the library's commands with what each takes", async () => {
    const { ask } = await aScene();
    expect(titles(await ask("help"))).toEqual(
      expect.arrayContaining([
        "/papers save [private] <paper>",
        "/papers unsave <paper>",
        "/papers saved [me|team|@person] [words] [page:N] [top:N]",
        "/papers done <paper>",
        "/papers note <paper> <text>",
        "/papers hot [7d|30d] [page:N] [top:N]",
        "/papers export <bibtex|ris|csv|json|markdown> [me|team] [since:30d|date]",
        "/papers watch <add|list|remove|test> [query|number] [tell:dm|digest]",
        "/papers forget <me>",
      ]),
    );
    expect(titles(await ask("help"))).not.toContain("/papers undone <paper>");
  });

  it.each(library)(
    "of %s says that only the asker sees the answer, and has a line to copy that works",
    async (name) => {
      const { ask } = await aScene({
        papers: papers(3, (i) => ({ id: `2606.1477${i + 7}` })),
        huggingFace: [],
      });
      const said = words(await ask(`help ${name}`));
      expect(said).toContain("Only you see the answer");
      const example = /Example: \/papers ([^|·]+)/.exec(said)?.[1] ?? "no example";
      const reply = await ask(example);
      expect([reply.to, reply.error]).toEqual(["user", undefined]);
    },
  );

  it.each([
    ["help bookmarks", "/papers saved"],
    ["help read", "/papers done"],
    ["help citations", "/papers export"],
    ["help alert", "/papers watch"],
    ["help popular", "/papers hot"],
    ["help annotate", "/papers note"],
    ["help expot", "/papers export"],
  ])("%s is about %s", async (line, title) => {
    expect((await (await aScene()).ask(line)).message.title).toContain(title);
  });

  it.each([
    ["saves team", "save team"],
    ["unsav #1", "unsave #1"],
    ["exprt csv", "export csv"],
    ["whatch add maps", "watch add maps"],
    ["forgt me", "forget me"],
  ])("%s is misspelt: did you mean %s", async (line, meant) => {
    expect((await (await aScene()).ask(line)).error).toContain(`Did you mean: /papers ${meant}`);
  });
});

describe("completion in the terminal", () => {
  it.each([
    ["sav", ["save ", "saved "]],
    ["ex", ["export "]],
    ["wa", ["watch "]],
    ["saved diffusion p", ["saved diffusion page:"]],
    ["export csv s", ["export csv since:"]],
    ["export m", ["export markdown"]],
    ["export csv since:30d ", ["export csv since:30d me", "export csv since:30d team"]],
    ["watch r", ["watch remove"]],
    ["hot ", ["hot 7d", "hot 30d", "hot page:", "hot top:"]],
    ["save p", ["save private"]],
    ["watch add maps t", ["watch add maps tell:"]],
    ["watch add maps tell:dm t", []],
    ["help exp", ["help export"]],
    ["undo", []],
  ])("of %j is %j", async (typed, lines) => {
    expect(await (await aScene()).bot.suggest(typed)).toEqual(lines);
  });
});

describe("completion of typed values", () => {
  const value = (over: Partial<PartialValue>): PartialValue => ({
    ...{ command: "done", field: "paper", typed: "", channel, user: ana },
    ...over,
  });

  it.each(["done", "note", "unsave"])(
    "of %s offers what the person saved, private too, newest first",
    async (command) => {
      const scene = await aScene({ papers: papers(9) });
      const values = async (over: Partial<PartialValue> = {}) =>
        (await scene.bot.complete(value({ command, ...over }))).map((one) => one.value);
      await scene.ask("save 2611.00004");
      scene.pass(1000);
      await scene.ask("save private 2611.00002");
      await scene.ask("save 2611.00007", { user: li });
      expect(await values()).toEqual(["2611.00002", "2611.00004"]);
      expect(await values({ typed: "number 4" })).toEqual(["2611.00004"]);
      expect(await values({ user: li })).toEqual(["2611.00007"]);
    },
  );

  it("of save offers any paper", async () => {
    const scene = await aScene({ papers: papers(9) });
    const found = await scene.bot.complete(value({ command: "save", typed: "number 3" }));
    expect(found.map((one) => one.value)).toEqual(["2611.00003"]);
  });

  it("of words, texts and queries is nothing", async () => {
    const { bot } = await aScene({ papers: papers(9) });
    for (const [command, field] of [
      ["saved", "words"],
      ["note", "text"],
      ["watch", "query"],
      ["export", "since"],
    ] as const)
      expect(await bot.complete(value({ command, field, typed: "p" }))).toEqual([]);
  });
});

it("a name stands for one command", () => {
  const names = commands.flatMap(({ name, synonyms = [] }) => [name, ...synonyms]);
  expect(names.filter((name, i) => names.indexOf(name) < i)).toEqual([]);
});
