import { describe, expect, it } from "vitest";
import type { Person } from "../../src/chat/incoming.ts";
import { aScene, type Scene, titles, words } from "../support/bot.ts";
import { papers } from "../support/builders.ts";
import { ana, person } from "../support/people.ts";

const stranger: Person = { id: "test:other/U9", name: "Ana Other" };

/** Each of these people saved one paper, the first the first. */
async function aTeam(...people: readonly Person[]): Promise<Scene> {
  const scene = await aScene({ papers: papers(12) });
  for (const [i, user] of people.entries()) {
    await scene.ask(`save 2611.${String(i + 1).padStart(5, "0")}`, {
      user,
      channel: user.id.startsWith("test:other/") ? "test:other/general" : "test:team/general",
    });
  }
  return scene;
}
const four = () => aTeam(person("Li Wei", "U1"), person("Ana Li", "U7"), person("Zoë Öst", "U3"), stranger);
const asker = { user: person("Bo") };

describe("a person whose list is asked for", () => {
  it.each([
    ["saved @Li", "Saved by Li Wei"],
    ["saved @li wei", "Saved by Li Wei"],
    ["saved @LI WEI number", "Saved by Li Wei: number"],
    ["saved @ana li number", "Saved by Ana Li: number"],
    ["saved @an number", "Saved by Ana Li: number"],
    ["saved @zoe ost", "Saved by Zoë Öst"],
    ["saved @Zoë Öst has:code", "Saved by Zoë Öst: has:code"],
    ['saved @"Ana Li" number', "Saved by Ana Li: number"],
    ["saved @“Ana Li” number", "Saved by Ana Li: number"],
    ["saved @U7", "Saved by Ana Li"],
    ["saved @u7 number", "Saved by Ana Li: number"],
    ["saved <@U7>", "Saved by Ana Li"],
    ["saved <@!U7> number", "Saved by Ana Li: number"],
  ])("%s is found by name or by id", async (line, title) => {
    const reply = await (await four()).ask(line, asker);
    expect(reply.message.title).toBe(title);
    expect(titles(reply)).toHaveLength(1);
  });

  it("whose name is the beginning of another's is the one whose name is typed", async () => {
    const { ask } = await aTeam(person("Ana", "U1"), person("Ana Li", "U2"), person("Ana Li Berg", "U3"));
    expect((await ask("saved @ana", asker)).message.title).toBe("Saved by Ana");
    expect((await ask("saved @ana number", asker)).message.title).toBe("Saved by Ana: number");
    expect((await ask("saved @ana li", asker)).message.title).toBe("Saved by Ana Li");
    expect((await ask("saved @ana li berg 3", asker)).message.title).toBe("Saved by Ana Li Berg: 3");
  });

  it("who is the asker sees their own list, with what is theirs alone", async () => {
    const { ask } = await aTeam(ana);
    await ask("save private 2611.00009");
    expect((await ask("saved @ana")).message.title).toBe("Your reading list");
    expect(titles(await ask("saved @ana"))).toHaveLength(2);
    expect(titles(await ask("saved @ana", asker))).toHaveLength(1);
  });

  it("has the name that the platform now says", async () => {
    const { ask } = await aTeam(person("Li Wei", "U1"));
    await ask("today", { user: person("Li Berg", "U1") });
    expect((await ask("saved @li", asker)).message.title).toBe("Saved by Li Berg");
    expect((await ask("saved @li wei", asker)).message.title).toBe("Saved by Li Berg: wei");
  });

  it("whose name is meant to disturb is text", async () => {
    const name = '<!channel> *b* [x](https://evil.example) "q" \u202E';
    const { ask } = await aTeam(person(name, "U5"));
    const { message } = await ask("saved @U5", asker);
    expect(message.title).toContain("Saved by <!channel> *b* [x](https://evil.example)");
    expect((await ask("saved @U5 xyzzy", asker)).error).toBeUndefined();
  });
});

describe("a name that could be several people's, or nobody's", () => {
  it("names those whom it may mean, and the mend", async () => {
    const { ask } = await aTeam(person("Ana Li", "U1"), person("Ana Berg", "U2"));
    expect((await ask("saved @ana", asker)).error).toBe(
      '"@ana" may be "@Ana Berg" or "@Ana Li": type the name in full.',
    );
    expect((await ask("saved @ana berg", asker)).message.title).toBe("Saved by Ana Berg");
  });

  it("of nobody here says who there is, five at most, and none of another team", async () => {
    const { ask } = await four();
    const { error = "" } = await ask("saved @xyzzy words", asker);
    expect(error).toBe(
      'Nobody called "@xyzzy" has saved anything in this team. There is @Ana Li, @Li Wei, @Zoë Öst; or try /papers saved team',
    );
    expect((await ask("saved @U9", asker)).error).toContain('Nobody called "@U9"');
    const crowd = await aTeam(...Array.from({ length: 7 }, (_, i) => person(`Person ${i}`)));
    expect((await crowd.ask("saved @xyzzy", asker)).error?.match(/@Person/g)).toHaveLength(5);
  });

  it("where nobody has saved anything, leads to the team's list", async () => {
    const { ask } = await aTeam();
    expect((await ask("saved @ana", asker)).error).toMatch(/in this team\. Try \/papers saved team$/);
  });

  it.each(["saved @", "saved <@>", "saved @!", "saved <@!>", "saved @*", "saved @%_", "saved @';--"])(
    "%s does not fail",
    async (line) => {
      const { ask, errors } = await aTeam(person("Ana Li"), person("Zoe"));
      expect(words(await ask(line, asker))).not.toBe("");
      expect(errors).toEqual([]);
    },
  );
});
