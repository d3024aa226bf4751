import { describe, expect, it } from "vitest";
import { aScene, titles, words } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";
import { li } from "../../support/people.ts";

const scene = () => aScene({ papers: papers(12, (i) => ({ upvotes: 90 - i })) });
const team = "test:team";
const paper = "2611.00001";

describe("/papers save", () => {
  it("says at somebody's first save, and at no other, that the team sees it and how it would not", async () => {
    const { ask } = await scene();
    const first = words(await ask(`save ${paper}`));
    expect(first).toBe(
      'Saved: "Paper number 1" (saved by Ana).\nYour team sees what you save, and who did; /papers save private keeps a paper to yourself.',
    );
    expect(words(await ask("save 2611.00002"))).toBe('Saved: "Paper number 2" (saved by Ana).');
    expect(words(await ask(`save ${paper}`, { user: li }))).toContain("(saved by Ana, Li).\nYour team sees");
  });

  it("says so at the first save that the team sees, whatever was kept private before", async () => {
    const { ask } = await scene();
    expect(words(await ask("save private 2611.00002"))).not.toContain("Your team sees");
    expect(words(await ask(`save ${paper}`))).toContain("Your team sees what you save");
  });

  it("does not say it where nothing could be saved", async () => {
    const { ask } = await scene();
    expect((await ask("save xyzzy")).error).not.toContain("Your team sees");
    expect(words(await ask(`save ${paper}`))).toContain("Your team sees");
  });

  it("is what the buttons of cards press, and twice is once", async () => {
    const { ask, store } = await scene();
    const { message } = await ask("today");
    const action = message.cards?.[1]?.buttons?.find(({ label }) => label === "Save")?.action ?? "";
    await ask(action, { kind: "button", mayConfigure: false });
    expect(words(await ask(action, { kind: "button" }))).toBe(
      'Already saved: "Paper number 2" (saved by Ana).',
    );
    expect(await store.saves.savers(team, "2611.00002")).toEqual(["Ana"]);
  });

  it.each(["save", "save private", "save  PRIVATE ", "unsave", "done", "undone"])(
    "%s alone asks which paper, with a line that would work",
    async (line) => {
      const { ask } = await scene();
      await ask("today");
      const { error = "" } = await ask(line);
      const [, example = ""] = /or \/papers (.+ #1) for the first of the last list$/.exec(error) ?? [];
      expect(example).toContain(line.trim().toLowerCase().replace(/\s+/, " "));
      expect((await ask(example)).error).toBeUndefined();
    },
  );
});

it("a save in the moment of being forgotten is not said to be one", async () => {
  const { ask, pass } = await scene();
  await ask("forget me now");
  expect((await ask(`save ${paper}`)).error).toContain("try again in a minute");
  pass(1);
  expect(words(await ask(`save ${paper}`))).toContain("(saved by Ana)");
});

describe("/papers save private", () => {
  it("saves for the person alone, and says that it counts nowhere", async () => {
    const { ask, store } = await scene();
    expect(words(await ask(`save private ${paper}`))).toBe(
      'Saved for you alone: "Paper number 1". It counts nowhere in your team.',
    );
    expect(words(await ask(`save private ${paper}`))).toMatch(/^Already saved for you alone: /);
    expect(await store.saves.savers(team, paper)).toEqual([]);
    expect(titles(await ask("saved"))).toEqual(["Paper number 1"]);
    expect(titles(await ask("saved", { user: li }))).toEqual([]);
  });

  it.each(["save private #2", "save PRIVATE #2", "bookmark private 2611.00002", "save private number 2"])(
    "understands %s",
    async (line) => {
      const { ask } = await scene();
      await ask("today");
      expect(words(await ask(line))).toContain('Saved for you alone: "Paper number 2"');
    },
  );

  it("takes from the team's sight what the person had saved, and nobody else's save", async () => {
    const { ask, store } = await scene();
    await ask(`save ${paper}`);
    await ask(`save ${paper}`, { user: li });
    await ask(`save private ${paper}`);
    expect(await store.saves.savers(team, paper)).toEqual(["Li"]);
  });

  it("ends when the person saves the paper for the team", async () => {
    const { ask, store } = await scene();
    await ask(`save private ${paper}`);
    expect(words(await ask(`save ${paper}`))).toMatch(
      /^Saved for your team too: "Paper number 1" \(saved by Ana\)\.\nYour team sees/,
    );
    expect(words(await ask(`save ${paper}`))).toMatch(/^Already saved: /);
    expect(await store.saves.savers(team, paper)).toEqual(["Ana"]);
    expect(words(await ask("saved"))).not.toContain("for you alone");
  });
});

describe("/papers unsave", () => {
  it("takes a private save back, and says so where there was none", async () => {
    const { ask, store } = await scene();
    await ask(`save private ${paper}`);
    expect(words(await ask(`unsave ${paper}`))).toBe('No longer saved: "Paper number 1".');
    expect(words(await ask(`unsave ${paper}`))).toBe('It was not saved: "Paper number 1".');
    expect(
      await store.saves.saved({ team, user: "test:team/ana" }, { withPrivate: "test:team/ana" }),
    ).toEqual([]);
  });

  it("takes back nobody else's", async () => {
    const { ask, store } = await scene();
    await ask(`save ${paper}`, { user: li });
    expect(words(await ask(`unsave ${paper}`))).toContain("It was not saved");
    expect(await store.saves.savers(team, paper)).toEqual(["Li"]);
  });
});
