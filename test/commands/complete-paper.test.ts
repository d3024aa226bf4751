import { describe, expect, it } from "vitest";
import type { PartialValue } from "../../src/chat/adapter.ts";
import type { Paper } from "../../src/model/paper.ts";
import { aScene } from "../support/bot.ts";
import { aPaper, papers } from "../support/builders.ts";

const partial = (typed: string, over: Partial<PartialValue> = {}): PartialValue => ({
  command: "show",
  field: "paper",
  typed,
  channel: "test:team/general",
  user: { id: "test:team/ana", name: "Ana" },
  ...over,
});
const titled = (id: string, title: string, day = "2026-11-19"): Paper =>
  aPaper({ id, title, listDays: [day], keywords: [] });

const shelf = [
  titled("2612.10101", "Diffusion Policies for Tall Shelves"),
  titled("2612.10102", "Transformers that Fold Laundry"),
  titled("2611.20001", "Laundry without Diffusion: 2 Ways"),
  titled("hep-th/9901001", "Strings and What Holds Them"),
];

const offered = async (typed: string, stored: readonly Paper[] = shelf) => {
  const { bot } = await aScene({ papers: stored });
  return (await bot.complete(partial(typed))).map(({ value }) => value);
};

describe("a saved paper that is being typed", () => {
  it.each([
    ["schro", ["2612.10104"]],
    ["SCHRÖDINGER br", ["2612.10104"]],
    ["arXiv:2612.1", ["2612.10104", "2612.10101"]],
    ["https://arxiv.org/abs/2612.101", ["2612.10104", "2612.10101"]],
    ["olicies", []],
    ["%", []],
    ["fold", []],
    ["", ["2612.10104", "2612.10101"]],
  ])("is found by beginnings, as any other: %s", async (typed, ids) => {
    const stored = [...shelf, titled("2612.10104", "Schrödinger Bridges")];
    const { ask, bot } = await aScene({ papers: stored });
    for (const id of ["2612.10101", "2612.10104"]) await ask(`save ${id}`);
    for (const command of ["unsave", "done", "note"]) {
      const values = (await bot.complete(partial(typed, { command }))).map(({ value }) => value);
      expect(values.toSorted(), command).toEqual(ids.toSorted());
    }
  });
});

describe("a paper that is being typed", () => {
  it.each([
    ["diffu", ["2612.10101", "2611.20001"]],
    ["transf", ["2612.10102"]],
    ["TRANSFORMERS fo", ["2612.10102"]],
    ["lau", ["2612.10102", "2611.20001"]],
    ["pol sh", ["2612.10101"]],
    ["Laundry wi", ["2611.20001"]],
    ["shelves policies diff", ["2612.10101"]],
    ["2612.101", ["2612.10102", "2612.10101"]],
    ["2612", ["2612.10102", "2612.10101"]],
    ["arXiv:2611.2", ["2611.20001"]],
    ["https://arxiv.org/abs/2612.10102", ["2612.10102"]],
    ["https://arxiv.org/abs/2611.20", ["2611.20001"]],
    ["hep-th/99", ["hep-th/9901001"]],
    ["\u200Bdiffusion\u2060 pol", ["2612.10101"]],
    ["zebra", []],
  ])("is found by beginnings: %s", async (typed, ids) => {
    expect((await offered(typed)).toSorted()).toEqual(ids.toSorted());
  });

  it("whose title begins as typed comes first", async () => {
    expect((await offered("laundry"))[0]).toBe("2611.20001");
  });

  it("is found among all, not only among the newest", async () => {
    const newer = papers(1100, (i) => ({ id: `2611.${10_000 + i}`, title: `Something else ${i}` }));
    const old = titled("2301.00001", "Zeppelins over Ragusa", "2023-06-01");
    expect(await offered("zepp", [...newer, old])).toEqual(["2301.00001"]);
    expect(await offered("over rag", [...newer, old])).toEqual(["2301.00001"]);
  });
});

describe("a number that is being typed", () => {
  const scene = async () => {
    const room = await aScene({ papers: papers(12, (i) => ({ upvotes: 50 - i })) });
    await room.ask("today top:12");
    return room;
  };

  it("is that number of the last list, with its title, and then those that it begins", async () => {
    const { bot } = await scene();
    expect(await bot.complete(partial("#2"))).toEqual([
      { label: "#2 · Paper number 2 · 2611.00002", value: "2611.00002" },
    ]);
    expect((await bot.complete(partial("#1"))).map(({ value }) => value)).toEqual(
      ["01", "10", "11", "12"].map((end) => `2611.000${end}`),
    );
    expect(await bot.complete(partial("#"))).toHaveLength(12);
    expect(await bot.complete(partial("#13"))).toEqual([]);
  });

  it("is nothing where there is no list, whatever titles have that digit", async () => {
    const { bot } = await aScene({ papers: papers(30) });
    expect(await bot.complete(partial("#2"))).toEqual([]);
  });

  it("is one of the last list also where papers of one's own are offered", async () => {
    const { bot, ask } = await scene();
    await ask("save 2611.00009");
    const typed = partial("#2", { command: "done" });
    expect((await bot.complete(typed)).map(({ value }) => value)).toEqual(["2611.00002"]);
  });
});
