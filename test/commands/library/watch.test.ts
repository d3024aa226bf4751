import { describe, expect, it } from "vitest";
import { addDays } from "../../../src/calendar/days.ts";
import type { Reply } from "../../../src/chat/incoming.ts";
import { aScene, titles, words } from "../../support/bot.ts";
import { aPaper, papers } from "../../support/builders.ts";
import { person } from "../../support/people.ts";

const today = "2026-11-20";
const plain = { abstract: "Text.", summary: "Text.", keywords: [], authors: ["Bo Berg"] };

/** Forty papers, one a day back from today: every fifth about diffusion, every second of those with code and by Ana. */
const forty = papers(40, (i) => ({
  ...plain,
  title: i % 5 === 0 ? `Diffusion Policy ${i}` : `Something ${i}`,
  upvotes: i,
  listDays: [addDays(today, -i)],
  ...(i % 10 === 0 ? { authors: ["Ana Müller"] } : {}),
})).map(({ codeUrl, ...paper }, i) => (i % 10 === 0 && codeUrl ? { ...paper, codeUrl } : paper));
const scene = () => aScene({ papers: forty });

describe("the test of a watch", () => {
  it("says how many of the last 30 days match, with three examples, most upvotes first", async () => {
    const { message } = await (await scene()).ask("watch test diffusion policy");
    expect(message.title).toBe("Test of diffusion policy");
    expect(message.lead).toBe("6 of 30 in 30 days, for example:");
    expect(message.cards?.map(({ title }) => title)).toEqual([
      "Diffusion Policy 25",
      "Diffusion Policy 20",
      "Diffusion Policy 15",
    ]);
    expect(message.cards?.[0]?.facts?.[0]).toBe("▲ 25");
  });

  it.each([
    ["diffusion", "6 of 30 in 30 days, for example:"],
    ["diffusions", "6 of 30 in 30 days, for example:"],
    ["DIFFUSION min:20", "2 of 30 in 30 days, for example:"],
    ["diffusion -15", "5 of 30 in 30 days, for example:"],
    ['"policy diffusion"', "0 of 30 in 30 days"],
    ['"diffusion policy"', "6 of 30 in 30 days, for example:"],
    ["“diffusion policy” has:code", "3 of 30 in 30 days, for example:"],
    ["author:müller", "3 of 30 in 30 days, for example:"],
    ['author:"ana muller" -diffusion', "0 of 30 in 30 days"],
    ["has:code", "3 of 30 in 30 days, for example:"],
    ["min:29", "1 of 30 in 30 days, for example:"],
    ["-diffusion", "24 of 30 in 30 days, for example:"],
    ["xyzzy", "0 of 30 in 30 days"],
  ])("of %s finds %s", async (query, lead) => {
    const { ask } = await scene();
    expect((await ask(`watch test ${query}`)).message.lead).toBe(lead);
    expect((await ask(`watch add ${query}`)).message.lead).toBe(lead);
  });

  it("has no more examples than matches, and no cards without any", async () => {
    const { ask } = await scene();
    expect(titles(await ask("watch test diffusion min:20"))).toHaveLength(2);
    expect((await ask("watch test xyzzy")).message.cards).toBeUndefined();
  });

  it("says so where fewer days are stored, or no paper of these days", async () => {
    const lead = async (all: ReturnType<typeof papers>) =>
      (await (await aScene({ papers: all })).ask("watch test robots")).message.lead;
    expect(await lead([aPaper({ listDays: [today] })])).toBe("1 of 1 in 1 day, for example:");
    expect(await lead([aPaper({ listDays: ["2026-11-18"] })])).toBe("1 of 1 in 3 days, for example:");
    const none = "No paper of the last 30 days is stored yet, so there is nothing to test with";
    expect(await lead([])).toBe(none);
    expect(await lead([aPaper({ listDays: ["2026-10-21"] })])).toBe(none);
    expect(await lead([aPaper({ listDays: ["2026-10-22"] })])).toBe("1 of 1 in 30 days, for example:");
  });

  it("keeps nothing, and gives the line that would", async () => {
    const { ask, store } = await scene();
    await ask("watch add another");
    const { note = "" } = (await ask('watch test "diffusion policy" min:20 tell:digest')).message;
    expect(await store.watches.list({ team: "test:team", user: "test:team/ana" })).toHaveLength(1);
    expect(note).toContain("This was a test");
    const line = note.slice(note.indexOf("/papers watch add") + "/papers ".length);
    expect((await ask(line)).message.title).toBe('Watching "diffusion policy" min:20');
  });
});

describe("/papers watch add", () => {
  it("says where matches will be told, when, and how to end it", async () => {
    const { ask } = await scene();
    expect(words(await ask("watch add diffusion"))).toContain(
      "New matches come in one direct message a day, at 09:00 (Europe/Berlin). To end it: /papers watch remove 1",
    );
    expect(words(await ask("watch add diffusion tell:DIGEST"))).toContain(
      "New matches are marked with your name in this team's digests. To end it: /papers watch remove 2",
    );
    const zoned = { user: { ...person("Zoe"), zone: "Asia/Tokyo" } };
    expect(words(await ask("watch add diffusion", zoned))).toContain("at 09:00 (Asia/Tokyo)");
    expect(words(await ask("watch add robots min:1200"))).toContain(
      "A paper has 14 days to reach ▲ 1,200. To end it: /papers watch remove 3",
    );
  });

  it("has a line to end it that ends it", async () => {
    const { ask } = await scene();
    await ask("watch add one");
    const said = words(await ask("watch add two"));
    await ask(said.slice(said.indexOf("watch remove")));
    expect(titles(await ask("watch list"))).toEqual(["one"]);
  });

  it("refuses the same again, but tells of it elsewhere where that is asked for", async () => {
    const { ask } = await scene();
    await ask("watch add diffusion  policy");
    expect((await ask("watch add diffusion policy")).error).toBe(
      'You watch "diffusion policy" already: /papers watch list',
    );
    expect((await ask("watch add diffusion policy tell:digest")).error).toBeUndefined();
    expect(titles(await ask("watch list"))).toEqual(["diffusion policy", "diffusion policy"]);
  });

  it("takes twenty of eighty that come at once, and one of eight that are the same", async () => {
    const { ask } = await scene();
    const same = await Promise.all(Array.from({ length: 8 }, () => ask("watch add robots")));
    expect(same.filter(({ error }) => error === undefined)).toHaveLength(1);
    expect(same.filter(({ error }) => error?.includes('watch "robots" already'))).toHaveLength(7);
    const replies = await Promise.all(Array.from({ length: 80 }, (_, i) => ask(`watch add topic ${i}`)));
    const added = replies.filter(({ error }) => error === undefined);
    expect(added).toHaveLength(19);
    expect(replies.filter(({ error }) => error?.includes("20 watches, which is the most"))).toHaveLength(61);
    expect(titles(await ask("watch list"))).toHaveLength(20);
    expect(words(added[18] as Reply)).toMatch(/watch remove 20$/);
  });

  it("takes twenty watches and no more, and says what makes room", async () => {
    const { ask } = await scene();
    for (let i = 1; i <= 20; i++) expect((await ask(`watch add topic ${i}`)).error).toBeUndefined();
    const { error = "" } = await ask("watch add topic 21");
    expect(error).toBe("You have 20 watches, which is the most: /papers watch remove 1 makes room.");
    await ask("watch remove 1");
    expect(words(await ask("watch add topic 21"))).toContain("To end it: /papers watch remove 20");
  });

  it("takes 300 characters and no more", async () => {
    const { ask } = await scene();
    expect((await ask(`watch add ${"x".repeat(300)}`)).error).toBeUndefined();
    expect((await ask(`watch add ${"x".repeat(301)}`)).error).toBe(
      "A watch has at most 300 characters; this one has 301.",
    );
    expect(titles(await ask("watch list"))).toHaveLength(1);
  });

  it.each([
    ["watch add", "What do you want to watch? /papers watch add"],
    ["watch test", "What do you want to watch? /papers watch add"],
    ["watch add ---", "What do you want to watch?"],
    ["watch add 🤖", "What do you want to watch?"],
    ["watch add agents since:30d", "names days; a watch looks at what is new. Leave out since: and until:"],
    ["watch test agents until:2026-12-01", "names days"],
    ["watch add agents since:never", '"since:never" is not a day'],
    ["watch add agents min:lots", '"min:lots" needs a number of upvotes'],
    ["watch add agents has:data", "has:code is the only one"],
    ["watch add author:", "needs a name right behind it"],
    ["watch add agents tell:mail", '"tell:mail" is not known: tell:dm, or tell:digest'],
    ["watch agents", '"agents" is nothing that watch does. To watch it: /papers watch add agents'],
    ["watch remvoe 1", '"remvoe" is nothing that watch does. Did you mean: /papers watch remove 1'],
    ["watch addd agents", '"addd" is nothing that watch does. Did you mean: /papers watch add agents'],
    ["watch tell:digest agents", '"agents" is nothing that watch does'],
  ])("%s is refused, with the mend", async (line, sentence) => {
    const { ask, store } = await scene();
    const { error = "" } = await ask(line);
    expect(error).toContain(sentence);
    expect(await store.watches.list({ team: "test:team", user: "test:team/ana" })).toEqual([]);
  });

  it.each([
    "<!channel> @everyone *b* [x](https://evil.example)",
    "'; DROP TABLE watch; --",
    '"unclosed phrase and more',
    "NEAR(a b) OR * {x}: ^y",
    "robots\u202E\u0007 maps",
    "__proto__ constructor toString",
  ])("of %j is a query of plain words", async (query) => {
    const { ask, errors } = await scene();
    expect((await ask(`watch add ${query}`)).error).toBeUndefined();
    expect(titles(await ask("watch list"))).toEqual([query.replace("\u202E\u0007 ", " ")]);
    expect(words(await ask(`watch remove ${query}`))).toContain("Not watched any more");
    expect(errors).toEqual([]);
  });
});
