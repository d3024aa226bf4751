import { describe, expect, it } from "vitest";
import { aScene, type Scene, titles, words } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";
import { li } from "../../support/people.ts";

/** Ana watches three things, Li one. */
async function aWatchlist(): Promise<Scene> {
  const scene = await aScene({ papers: papers(3) });
  await scene.ask("watch add world model");
  await scene.ask("watch add diffusion policy -survey min:20 tell:digest");
  await scene.ask('watch add "chain of thought"');
  await scene.ask("watch add maps", { user: li });
  return scene;
}
const listed = async ({ ask }: Scene, of = {}) => titles(await ask("watch list", of));

describe("/papers watch list", () => {
  it("numbers a person's watches in the order in which they were added, and says where each is told", async () => {
    const { ask } = await aWatchlist();
    const { message } = await ask("watch list");
    expect(message.title).toBe("Your watches");
    expect(message.cards?.map(({ number, title, facts }) => [number, title, facts?.join()])).toEqual([
      [1, "world model", "in a direct message a day"],
      [2, "diffusion policy -survey min:20", "marked in the digest"],
      [3, '"chain of thought"', "in a direct message a day"],
    ]);
  });

  it.each(["watch", "watches", "WATCH LIST", "watch ls", "follow", "alert list"])(
    "is what %s shows",
    async (line) => {
      const { ask } = await aWatchlist();
      expect((await ask(line)).message.title).toBe("Your watches");
    },
  );

  it("of nothing gives an example that works", async () => {
    const { ask } = await aScene({ papers: papers(3) });
    const said = words(await ask("watch"));
    expect(said).toBe("You watch nothing yet. For example: /papers watch add diffusion policy min:20");
    expect((await ask(said.slice(said.indexOf("/papers")))).error).toBeUndefined();
  });

  it("is not shared", async () => {
    const { ask } = await aWatchlist();
    expect((await ask("watch list")).message.buttons).toBeUndefined();
    expect((await ask("share watch list")).error).toBe("The answer of watch cannot be shared.");
  });

  it("is of one person in one team", async () => {
    const room = await aWatchlist();
    expect(await listed(room, { user: li })).toEqual(["maps"]);
    expect(await listed(room, { channel: "test:other/general" })).toEqual([]);
  });
});

describe("/papers watch remove", () => {
  it.each([
    ["watch remove 2", "diffusion policy -survey min:20"],
    ["watch remove #2", "diffusion policy -survey min:20"],
    ["watch rm 1", "world model"],
    ["WATCH DELETE 3", '"chain of thought"'],
    ["watch remove world model", "world model"],
    ["watch remove  “chain of  thought”", '"chain of thought"'],
    ["watch remove diffusion policy -survey min:20", "diffusion policy -survey min:20"],
  ])("%s ends %s and nothing else", async (line, query) => {
    const room = await aWatchlist();
    const before = await listed(room);
    expect(words(await room.ask(line))).toBe(`Not watched any more: ${query}`);
    expect(await listed(room)).toEqual(before.filter((one) => one !== query));
    expect(await listed(room, { user: li })).toEqual(["maps"]);
  });

  it("numbers what is left anew", async () => {
    const room = await aWatchlist();
    await room.ask("watch remove 1");
    const { cards = [] } = (await room.ask("watch list")).message;
    expect(cards.map(({ number }) => number)).toEqual([1, 2]);
    expect(words(await room.ask("watch remove 1"))).toContain("diffusion policy");
    expect(await listed(room)).toEqual(['"chain of thought"']);
    await room.ask("watch add another");
    expect(await listed(room)).toEqual(['"chain of thought"', "another"]);
  });

  it("is what the button of a watch presses", async () => {
    const room = await aWatchlist();
    const { cards = [] } = (await room.ask("watch list")).message;
    expect(cards[1]?.buttons?.map(({ label }) => label)).toEqual(["Remove"]);
    await room.ask(cards[1]?.buttons?.[0]?.action ?? "", { kind: "button" });
    expect(await listed(room)).toEqual(["world model", '"chain of thought"']);
  });

  it("goes on meaning the same watch once others are removed, and is harmless twice", async () => {
    const room = await aWatchlist();
    const { cards = [] } = (await room.ask("watch list")).message;
    const press = (i: number, of = {}) =>
      room.ask(cards[i]?.buttons?.[0]?.action ?? "", { kind: "button", ...of });
    await press(0);
    expect((await press(0)).error).toContain("That is not watched any more");
    expect((await press(1, { user: li })).error).toContain("That is not watched any more");
    expect(await listed(room, { user: li })).toEqual(["maps"]);
    await press(1);
    expect(await listed(room)).toEqual(['"chain of thought"']);
  });

  it.each([
    ["watch remove 4", 'There is no watch "4": you have numbers 1 to 3. /papers watch list shows them.'],
    [
      "watch remove",
      "Which watch? Its number is in /papers watch list; for the first: /papers watch remove 1",
    ],
    ["watch remove id:999", "That is not watched any more. /papers watch list shows what is."],
    ["watch remove 0", 'There is no watch "0": you have numbers 1 to 3.'],
    ["watch remove -1", 'There is no watch "-1"'],
    ["watch remove maps", 'There is no watch "maps"'],
    ["watch remove World", 'There is no watch "World"'],
    ["watch remove 99999999999999999999", "There is no watch"],
  ])("%s ends nothing and says what there is", async (line, sentence) => {
    const room = await aWatchlist();
    expect((await room.ask(line)).error).toContain(sentence);
    expect(await listed(room)).toHaveLength(3);
  });

  it("says so where there is one, or none", async () => {
    const { ask } = await aWatchlist();
    expect((await ask("watch remove 2", { user: li })).error).toContain("you have only number 1.");
    await ask("watch remove 1", { user: li });
    for (const line of ["watch remove 1", "watch remove"])
      expect((await ask(line, { user: li })).error).toBe("You watch nothing, so there is nothing to remove.");
  });
});
