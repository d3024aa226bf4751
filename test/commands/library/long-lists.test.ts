import { expect, it } from "vitest";
import { commandOrigin } from "../../../src/store/library.ts";
import { aScene, now, type Scene, titles, words } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";
import { channel } from "../../support/happenings.ts";
import { ana } from "../../support/people.ts";

const team = "test:team";
const many = papers(1203, (i) => ({ title: i === 3 ? "Rowing Boats" : `Part ${i + 1}` }));

/** Ana saved more than is kept of a list, the last one last. */
async function aLongList(): Promise<Scene> {
  const scene = await aScene({ papers: many });
  await scene.store.saves.changeAll(
    many.map(({ id }, i) => ({
      ...{ team, paper: id, user: ana.id, origin: commandOrigin, added: true, name: ana.name },
      at: new Date(now.getTime() - (many.length - i) * 1000),
    })),
  );
  return scene;
}

it("of a reading list the newest thousand are kept, and it says of how many", async () => {
  const scene = await aLongList();
  for (const line of ["saved", "saved team", "saved @ana"]) {
    const answer = await scene.ask(line);
    expect(words(answer)).toContain("the newest 1,000 of 1,203 papers");
    expect(titles(answer)[0]).toBe("Part 1203");
  }
  const stored = await scene.store.lists.latest({ team, channel, user: ana.id }, now);
  expect(stored?.papers).toHaveLength(1000);
  expect(Object.keys(stored?.marks ?? {})).toHaveLength(1000);
  expect(titles(await scene.ask("saved page:200"))).toEqual(
    [208, 207, 206, 205, 204].map((n) => `Part ${n}`),
  );
});

it("words look further than the list is kept", async () => {
  const answer = await (await aLongList()).ask("saved rowing");
  expect(titles(answer)).toEqual(["Rowing Boats"]);
  expect(words(answer)).toContain("1 of 1,203 papers");
});

it("any other list keeps its first thousand, and says so", async () => {
  const answer = await (await aLongList()).ask("hot 30d");
  expect(words(answer)).toContain("The first 1,000 of 1,203 are here.");
  expect(words(answer)).toContain("1/200");
});
