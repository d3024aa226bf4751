import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summaries } from "../../src/bot/bot.ts";
import type { CommandSummary, PartialValue } from "../../src/chat/adapter.ts";
import { composeLine } from "../../src/chat/line.ts";
import { commands } from "../../src/commands/index.ts";
import { parseLine } from "../../src/commands/parse.ts";
import { aScene } from "../support/bot.ts";
import { papers } from "../support/builders.ts";

const summaryOf = (name: string): CommandSummary => {
  const found = summaries.find((one) => one.name === name);
  if (!found) throw new Error(`no command ${name}`);
  return found;
};
const partial = (over: Partial<PartialValue>): PartialValue => ({
  command: "show",
  field: "paper",
  typed: "",
  channel: "test:team/general",
  user: { id: "test:team/ana", name: "Ana" },
  ...over,
});

describe("typed values", () => {
  it.each([
    [
      "search",
      { words: "world model", since: "30d", author: "Yoshua Bengio" },
      'search world model author:"Yoshua Bengio" since:30d',
    ],
    ["today", { top: "10", page: "2" }, "today page:2 top:10"],
    [
      "subscribe",
      { zone: "Europe/Berlin", time: "09:00", topic: 'a, "b"' },
      'subscribe 09:00 Europe/Berlin topic:"a, b"',
    ],
    ["show", { paper: " #3 " }, "show #3"],
    ["status", {}, "status"],
  ])("of %s become a line that the parser reads", (name, values, line) => {
    expect(composeLine(summaryOf(name), values)).toBe(line);
    expect(parseLine(line, commands).command.name).toBe(name);
  });

  it("of any form are read as the command they belong to", () => {
    fc.assert(
      fc.property(fc.constantFrom(...summaries), fc.array(fc.string({ maxLength: 40 })), (summary, texts) => {
        const values = Object.fromEntries(summary.fields.map(({ name }, i) => [name, texts[i] ?? ""]));
        let read: string | undefined;
        try {
          read = parseLine(composeLine(summary, values), commands).command.name;
        } catch {
          // A value that does not fit is told to whoever typed it.
          return;
        }
        expect(read).toBe(summary.name);
      }),
    );
  });
});

describe("a value that is being typed", () => {
  it("of a paper is found by words of its title, by its id, and without any in the last list", async () => {
    const scene = await aScene({ papers: papers(12) });
    const values = async (over: Partial<PartialValue>) =>
      (await scene.bot.complete(partial(over))).map(({ value }) => value);
    expect(await values({ typed: "" })).toEqual([]);
    await scene.ask("today");
    expect((await values({ typed: "" })).slice(0, 2)).toEqual(["2611.00001", "2611.00002"]);
    expect(await values({ typed: "number 7" })).toContain("2611.00007");
    expect(await values({ typed: "2611.00003" })).toEqual(["2611.00003"]);
    expect(await values({ typed: 'xyzzy" OR (' })).toEqual([]);
  });

  it("of a paper to unsave is found among those that the person saved", async () => {
    const scene = await aScene({ papers: papers(12) });
    for (const n of [3, 7]) await scene.ask(`save 2611.0000${n}`);
    scene.pass(1000);
    await scene.ask("save 2611.00011");
    await scene.ask("unsave 2611.00003");
    const values = async (typed: string) =>
      (await scene.bot.complete(partial({ command: "unsave", typed }))).map(({ value }) => value);
    expect(await values("")).toEqual(["2611.00011", "2611.00007"]);
    expect(await values("number 7")).toEqual(["2611.00007"]);
    expect(await values("quantum")).toEqual([]);
    const li = { id: "test:team/li", name: "Li" } as const;
    expect(await scene.bot.complete(partial({ command: "unsave", user: li }))).toEqual([]);
  });

  it("of a time zone is found by any part of its name", async () => {
    const { bot } = await aScene();
    const zones = await bot.complete(partial({ command: "subscribe", field: "zone", typed: "new york" }));
    expect(zones).toEqual([{ label: "America/New_York", value: "America/New_York" }]);
    expect(await bot.complete(partial({ command: "subscribe", field: "zone", typed: "" }))).toHaveLength(25);
  });

  it("that nobody knows, of a command that is none, is nothing", async () => {
    const { bot } = await aScene();
    expect(await bot.complete(partial({ command: "nonsense" }))).toEqual([]);
    expect(await bot.complete(partial({ field: "constructor" }))).toEqual([]);
  });
});
