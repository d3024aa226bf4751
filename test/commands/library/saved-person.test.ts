import { describe, expect, it } from "vitest";
import type { Person } from "../../../src/chat/incoming.ts";
import { aScene, type Scene, titles, words } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";
import { ana, li, person } from "../../support/people.ts";

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

describe("a name that is written in another way", () => {
  it.each([
    ["saved @ana-maria number", "Saved by Ana Maria: number"],
    ["saved @jean luc number", "Saved by Jean-Luc: number"],
    ["saved @Zoe (she/her) number", "Saved by Zoe (she/her): number"],
    ["saved @zoe she her number", "Saved by Zoe (she/her): number"],
    ["saved @🦊 number", "Saved by 🦊: number"],
    ["saved @team number", "Saved by the team: number"],
    ["saved @me", "Your reading list"],
  ])("%s is understood, and the words behind it are looked for", async (line, title) => {
    const { ask } = await aTeam(
      person("Ana Maria", "U1"),
      person("Jean-Luc", "U2"),
      person("Zoe (she/her)", "U3"),
      person("🦊", "U4"),
    );
    expect((await ask(line, asker)).message.title).toBe(title);
  });

  it("of signs alone is nobody else", async () => {
    const { ask } = await aTeam(person("Ana Li", "U1"));
    expect((await ask("saved @🤖", asker)).error).toContain('Nobody called "@🤖"');
    expect((await ask("saved @*", asker)).error).toContain("There is @Ana Li;");
  });

  it("as an id is that person, whatever others call themselves", async () => {
    const { ask } = await aTeam(person("Ana", "7"), person("7", "8"), person("7 Up", "9"));
    expect((await ask("saved <@!7>", asker)).message.title).toBe("Saved by Ana");
    expect((await ask("saved @8", asker)).message.title).toBe("Saved by 7");
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

  it("is told apart by ids where people are called the same", async () => {
    const { ask } = await aTeam(person("Ana", "U1"), person("Ana", "U2"));
    expect((await ask("saved @ana", asker)).error).toBe(
      '"@ana" may be "@U1" or "@U2": they are called the same, so mention one of them.',
    );
    expect(titles(await ask("saved @U2", asker))).toEqual(["Paper number 2"]);
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

describe("a name that is being typed", () => {
  it("is completed from those of the team, the two words first", async () => {
    const { bot } = await four();
    const complete = async (typed: string) =>
      (
        await bot.complete({
          ...{ command: "saved", field: "whose", typed, channel: "test:team/general" },
          user: li,
        })
      ).map(({ value }) => value);
    expect(await complete("")).toEqual(["me", "team", "@Ana Li", "@Li Wei", "@Zoë Öst"]);
    expect(await complete("@l")).toEqual(["@Li Wei"]);
    expect(await complete("t")).toEqual(["team"]);
    expect(await complete("ana l")).toEqual(["@Ana Li"]);
    expect(await complete("xyzzy")).toEqual([]);
  });

  it("completes to what finds the person", async () => {
    const { bot, ask } = await four();
    const asked = { command: "saved", field: "whose", typed: "", channel: "test:team/general" } as const;
    const offered = await bot.complete({ ...asked, user: asker.user });
    expect(offered).toHaveLength(5);
    for (const { value } of offered) {
      expect((await ask(`saved ${value}`, asker)).error).toBeUndefined();
    }
  });
});
