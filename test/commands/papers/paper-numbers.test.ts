import { describe, expect, it } from "vitest";
import { aScene, words } from "../../support/bot.ts";
import { aPaper } from "../../support/builders.ts";

const shelf = [
  aPaper({ id: "2612.10101", title: "Robots that Fold Towels", upvotes: 9 }),
  aPaper({ id: "2612.10102", title: "Llama 1 and 99 Agents in 3 Steps", upvotes: 5 }),
];

const scene = () => aScene({ papers: shelf });

describe("a number where a paper is asked for", () => {
  it.each([
    "1",
    "#1",
    "1.",
    '"1"',
    "(1)",
    "no. 1",
    "No 1",
    "nr. 1",
    "number 1",
    "# 1",
    "＃1",
    "#１",
    "１",
    "1\u200B",
  ])("is that one of the last list: %s", async (typed) => {
    const { ask } = await scene();
    await ask("today");
    for (const line of [
      `show ${typed}`,
      typed,
      `save ${typed}`,
      `unsave ${typed}`,
      `done ${typed}`,
      `share ${typed}`,
    ]) {
      const reply = await ask(line);
      expect(`${reply.error ?? ""}${words(reply)}`, line).toContain("Robots that Fold Towels");
    }
  });

  it.each(["1", "99", "+1", "-1", "1 3", "1, 3", "0.1", "#3, agents", "#1 agents"])(
    "never is a paper whose title contains it: %s",
    async (typed) => {
      const { ask } = await scene();
      for (const command of ["save", "save private", "done", "unsave", "show"])
        expect((await ask(`${command} ${typed}`)).error, command).toMatch(/try (?:#\d|\/papers today)/);
      expect(words(await ask("saved"))).not.toContain("Llama");
    },
  );

  it.each(["all", "it", "this paper", "the first one", "a", "number one", "all 3"])(
    "and words that only point at papers are none of a title: %s",
    async (typed) => {
      const stored = aPaper({
        id: "2612.10103",
        title: "This Is All It Takes: The First Number One Paper, a 3",
      });
      const { ask } = await aScene({ papers: [stored] });
      await ask("save 2612.10103");
      for (const command of ["save", "unsave", "done", "show"])
        expect((await ask(`${command} ${typed}`)).error, command).toMatch(/names no single paper: try #\d/);
      expect(words(await ask("saved"))).toContain("This Is All");
    },
  );

  it("past the end says how many there are", async () => {
    const { ask } = await scene();
    await ask("today");
    expect((await ask("unsave 99")).error).toBe('"99" is past the end: the last list has #1 to #2.');
    expect((await ask("99")).error).toBe('"99" is past the end: the last list has #1 to #2.');
  });

  it("does not take the first word of a note for one, but says how", async () => {
    const { ask } = await scene();
    await ask("today");
    expect((await ask("note 1 hello")).error).toContain("/papers note #1 hello");
    expect((await ask("note ＃1 hello")).message.note).toContain(
      'Noted on "Robots that Fold Towels": hello.',
    );
  });

  it("is offered first while it is typed, as it will be read", async () => {
    const { ask, bot } = await scene();
    await ask("today");
    for (const command of ["show", "unsave"]) {
      const offered = await bot.complete({
        command,
        field: "paper",
        typed: "1",
        channel: "test:team/general",
        user: { id: "test:team/ana", name: "Ana" },
      });
      expect(offered[0], command).toMatchObject({ value: "2612.10101" });
    }
  });
});

describe("an id in full width", () => {
  it.each(["２６１２．１０１０１", "2612．10101", "（２６１２.１０１０１）"])(
    "is that paper: %s",
    async (typed) => {
      const { ask } = await scene();
      for (const line of [typed, `show ${typed}`, `ｓｈｏｗ ${typed}`])
        expect(words(await ask(line)), line).toContain("arXiv 2612.10101");
    },
  );
});

describe("signs that nobody sees", () => {
  it.each(["\u180E", "\u034F", "\u3164", "\u115F", "\u2066", "\uFFF9", "\u{E0001}", "\u{E0041}"])(
    "are dropped whatever they are: %j",
    async (sign) => {
      const { ask } = await scene();
      expect(words(await ask(`s${sign}how 2612${sign}.10101`))).toContain("arXiv 2612.10101");
    },
  );
});
