import { describe, expect, it } from "vitest";
import { aScene, type Scene, titles, words } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";
import { li } from "../../support/people.ts";

const minute = 60_000;

/** Ana saved the first three a minute apart, the first alone for herself; Li saved the third and the fourth. */
async function aLibrary(): Promise<Scene> {
  const scene = await aScene({
    papers: papers(12, (i) => ({
      upvotes: i,
      title: `${i % 2 === 0 ? "Flying" : "Swimming"} Robots, Part ${i + 1}`,
      authors: [i === 1 ? "Yoshi Tanaka" : "Ana Müller"],
    })).map(({ codeUrl, ...paper }, i) => (i === 2 && codeUrl ? { ...paper, codeUrl } : paper)),
  });
  for (const [line, user] of [
    ["save private 2611.00001"],
    ["save 2611.00002"],
    ["save 2611.00003"],
    ["save 2611.00003", li],
    ["save 2611.00004", li],
  ] as const) {
    await scene.ask(line, user ? { user } : {});
    scene.pass(minute);
  }
  return scene;
}
const parts = (found: readonly string[]): string =>
  found.map((title) => /Part (\d+)/.exec(title)?.[1]).join(" ");

describe("/papers saved", () => {
  it.each([
    ["saved", "3 2 1"],
    ["saved me", "3 2 1"],
    ["LIST mine", "3 2 1"],
    ["saved team", "4 3 2"],
    ["saved us", "4 3 2"],
    ["saved @li", "4 3"],
    ["saved @Ana", "3 2 1"],
  ])("%s is there, newest first: parts %s", async (line, expected) => {
    expect(parts(titles(await (await aLibrary()).ask(line)))).toBe(expected);
  });

  it.each([
    ["saved flying", "3 1"],
    ["saved me robot -flying", "2"],
    ["saved team author:müller", "4 3"],
    ["saved author:tanaka", "2"],
    ["saved has:code", "3"],
    ['saved team "swimming robots"', "4 2"],
    ["saved min:2", "3"],
    ["saved @li -swimming", "3"],
    ["saved team since:2d flying", "3"],
  ])("%s looks through it: parts %s", async (line, expected) => {
    expect(parts(titles(await (await aLibrary()).ask(line)))).toBe(expected);
  });

  it("says how many, of how many, and how many of one's own are done", async () => {
    const { ask } = await aLibrary();
    const lead = async (line: string) => (await ask(line)).message.lead;
    expect(await lead("saved")).toBe("3 papers");
    expect(await lead("saved swimming")).toBe("1 of 3 papers");
    await ask("done 2611.00002");
    expect(words(await ask("saved"))).toMatch(/^Your reading list \| 3 papers \|.* \| 1 of them is done\.$/);
    await ask("done 2611.00001");
    expect((await ask("saved me")).message.note).toBe("2 of them are done.");
    expect(await lead("saved flying")).toBe("2 of 3 papers");
    expect(await lead("saved team")).toBe("3 papers");
    expect((await ask("saved", { user: li })).message.lead).toBe("2 papers");
    await ask("done 2611.00003");
    expect(await lead("saved @li")).toBe("2 papers");
    await ask("unsave 2611.00003", { user: li });
    expect((await ask("saved", { user: li })).message.lead).toBe("1 paper");
  });

  it("marks each with its day, what is the person's alone, and what is done", async () => {
    const { ask } = await aLibrary();
    await ask("done 2611.00002");
    const { cards = [] } = (await ask("saved")).message;
    expect(cards.map(({ facts }) => facts?.at(-1))).toEqual([
      "listed Thu 19 Nov · saved Fri 20 Nov",
      "listed Thu 19 Nov · saved Fri 20 Nov · done ✓",
      "listed Thu 19 Nov · saved Fri 20 Nov, for you alone",
    ]);
    expect(cards.map(({ savedBy }) => savedBy)).toEqual(["Ana, Li", "Ana", undefined]);
  });

  it("finds what a note of one's own says, and shows the note", async () => {
    const { ask } = await aLibrary();
    await ask("note 2611.00002 Baseline for the grant");
    const found = await ask("saved baselines");
    expect(parts(titles(found))).toBe("2");
    expect(words(found)).toContain("Your note: Baseline for the grant");
    expect(titles(await ask("saved -grant"))).toHaveLength(3);
  });

  it("goes by when a paper was last saved", async () => {
    const { ask } = await aLibrary();
    await ask("unsave 2611.00002");
    await ask("save 2611.00002");
    expect(parts(titles(await ask("saved")))).toBe("2 3 1");
  });

  it("says what it means where nothing is there, or nothing of it is meant", async () => {
    const empty = await aScene({ papers: papers(2) });
    expect(words(await empty.ask("saved"))).toContain("React 🔖 to a digest, or try /papers save");
    expect(words(await empty.ask("saved team"))).toContain("Nobody has saved anything yet");
    const { ask } = await aLibrary();
    expect(words(await ask("saved xyzzy"))).toBe(
      "Your reading list: xyzzy | None of the 3 papers here matches.",
    );
    await ask("unsave 2611.00003", { user: li });
    await ask("unsave 2611.00004", { user: li });
    expect(words(await ask("saved", { user: li }))).toContain("Nothing saved yet");
  });

  it.each([
    ["saved team 🤖", '"🤖" has no word to look for. The whole list: /papers saved team'],
    ["saved ---", "The whole list: /papers saved me"],
    ["saved min:many", '"min:many" needs a number of upvotes'],
    ["saved team has:data", "has:code is the only one"],
    ["saved author:", "needs a name right behind it"],
    ["saved page:0", '"page:0" needs a whole number'],
    ["saved top:51", "from 1 to 50"],
  ])("%s names what is wrong", async (line, sentence) => {
    expect((await (await aLibrary()).ask(line)).error).toContain(sentence);
  });
});

describe("pages of a reading list", () => {
  async function manySaves(): Promise<Scene> {
    const scene = await aScene({ papers: papers(12) });
    for (let i = 1; i <= 12; i++) await scene.ask(`save 2611.${String(i).padStart(5, "0")}`);
    return scene;
  }

  it("have as many as are asked for, numbered on, with buttons to turn", async () => {
    const { ask } = await manySaves();
    const second = await ask("saved page:2");
    expect(second.message.title).toBe("Your reading list · 2/3");
    expect(second.message.cards?.map(({ number }) => number)).toEqual([6, 7, 8, 9, 10]);
    const next = second.message.buttons?.find(({ label }) => label === "Next")?.action ?? "";
    const third = await ask(next, { kind: "button" });
    expect(third.to).toBe("original");
    expect(titles(third)).toHaveLength(2);
    expect(titles(await ask("saved top:50"))).toHaveLength(12);
    expect(titles(await ask("saved team top:4 page:3 number"))).toHaveLength(4);
  });

  it("do not shift while they are turned, and #7 is the seventh of them", async () => {
    const { ask } = await manySaves();
    const { message } = await ask("saved");
    const seventh = titles(await ask("saved page:2"))[1];
    await ask("unsave #1");
    const next = message.buttons?.find(({ label }) => label === "Next")?.action ?? "";
    expect(titles(await ask(next))[1]).toBe(seventh);
    expect(titles(await ask("show #7"))).toEqual([seventh]);
  });

  it.each([
    ["saved page:9", "/papers saved me page:3"],
    ["saved team number page:9", "/papers saved team number page:3"],
    ["saved @ana top:50 page:2", "/papers saved me page:1"],
  ])("%s is past the end, and the line it offers works", async (line, offered) => {
    const { ask } = await manySaves();
    const { error = "" } = await ask(line);
    expect(error).toMatch(/^There is no page \d: this list has /);
    expect(error.endsWith(`The last one: ${offered}`)).toBe(true);
    expect((await ask(offered)).error).toBeUndefined();
  });
});
