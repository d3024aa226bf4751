import { describe, expect, it } from "vitest";
import { aScene, titles, words } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";
import { li } from "../../support/people.ts";

const scene = () => aScene({ papers: papers(12, (i) => ({ upvotes: 90 - i })) });
const paper = "2611.00001";
const link = "https://huggingface.co/papers/2611.00002";

describe("/papers done", () => {
  it("marks a paper of the reading list, by its number or a link, and says what is done already", async () => {
    const { ask } = await scene();
    await ask(`save ${paper}`);
    await ask("save 2611.00002");
    await ask("today");
    expect(words(await ask("done #1"))).toBe('Done: "Paper number 1".');
    expect(words(await ask(`read ${link}`))).toBe('Done: "Paper number 2".');
    expect(words(await ask(`done ${paper}`))).toBe('Already done: "Paper number 1".');
    const { cards = [] } = (await ask("today")).message;
    expect(cards.map(({ facts }) => facts?.at(-1) === "done ✓")).toEqual([true, true, false, false, false]);
  });

  it("of a paper that is not saved says where the mark would be looked for", async () => {
    const { ask } = await scene();
    const said = words(await ask(`done ${paper}`));
    expect(said).toContain(`It is not on your reading list: /papers save ${paper} puts it there.`);
    await ask(`save private ${paper}`);
    expect(words(await ask(`done ${paper}`))).toBe('Already done: "Paper number 1".');
    expect(words(await ask(`done ${paper}`, { user: li }))).toContain("Done:");
  });

  it("has a button that takes it back", async () => {
    const { ask } = await scene();
    const { message } = await ask(`done ${paper}`);
    expect(message.buttons?.map(({ label }) => label)).toEqual(["Not done"]);
    const action = message.buttons?.[0]?.action ?? "";
    expect(words(await ask(action, { kind: "button" }))).toBe('Not done any more: "Paper number 1".');
    expect(words(await ask(action, { kind: "button" }))).toBe('It was not done: "Paper number 1".');
    expect(words(await ask("show 2611.00001"))).not.toContain("done ✓");
    expect(words(await ask(`done ${paper}`))).toMatch(/^Done:/);
  });

  it("is each person's own, also where it is taken back", async () => {
    const { ask } = await scene();
    await ask(`done ${paper}`);
    await ask(`undone ${paper}`, { user: li });
    expect(words(await ask(`show ${paper}`))).toContain("done ✓");
    expect(words(await ask(`show ${paper}`, { user: li }))).not.toContain("done ✓");
  });

  it("keeps the note, and the note keeps the mark", async () => {
    const { ask } = await scene();
    await ask(`note ${paper} remember me`);
    await ask(`done ${paper}`);
    await ask(`note ${paper} none`);
    await ask(`note ${paper} another`);
    await ask(`undone ${paper}`);
    const shown = words(await ask(`show ${paper}`));
    expect(shown).toContain("Your note: another");
    expect(shown).not.toContain("done ✓");
  });
});

describe("/papers note", () => {
  it("keeps a note, shows it where the paper is shown, and says that only its writer sees it", async () => {
    const { ask } = await scene();
    await ask(`save ${paper}`);
    expect(words(await ask(`note ${paper} compare with our baseline`))).toBe(
      'Noted on "Paper number 1": compare with our baseline. Only you see it.',
    );
    for (const line of ["today", "saved", `show ${paper}`, "search number 1", "hot"])
      expect(words(await ask(line))).toContain("Your note: compare with our baseline");
    expect(words(await ask(`note ${paper}`))).toBe(
      'Your note on "Paper number 1": compare with our baseline',
    );
  });

  it("puts no second mark behind one that ends the note", async () => {
    const { ask } = await scene();
    expect(words(await ask(`note ${paper} Why?`))).toContain("Why? Only you see it.");
    expect(words(await ask(`note ${paper} good 🤖`))).toContain("good 🤖. Only you see it.");
  });

  it("replaces the one before, and deletes it with none or by its button", async () => {
    const { ask } = await scene();
    await ask(`note ${paper} first`);
    const { message } = await ask(`note ${paper} second`);
    expect(words(await ask(`show ${paper}`))).not.toContain("first");
    expect(message.buttons?.map(({ label }) => label)).toEqual(["Delete note"]);
    expect(words(await ask(message.buttons?.[0]?.action ?? "", { kind: "button" }))).toBe(
      'No note on "Paper number 1" any more.',
    );
    expect(words(await ask(`note ${paper} none`))).toBe('There was no note on "Paper number 1".');
    await ask(`note ${paper} third`);
    await ask(`note ${paper} NONE`);
    expect(words(await ask(`note ${paper}`))).toContain('You have no note on "Paper number 1". To keep one:');
    await ask(`note ${paper} none of this is new`);
    expect(words(await ask(`note ${paper}`))).toContain("none of this is new");
  });

  it("knows the paper by its number or a link", async () => {
    const { ask } = await scene();
    await ask("today");
    expect(words(await ask("note #2 by number"))).toContain('Noted on "Paper number 2": by number.');
    expect(words(await ask(`annotate ${link} by link`))).toContain('Noted on "Paper number 2": by link.');
    expect((await ask("note #99 x")).error).toBe('"#99" is past the end: the last list has #1 to #12.');
  });

  it("has at most 1,000 characters, emoji counted as people count them", async () => {
    const { ask } = await scene();
    const most = "🤖".repeat(1000);
    expect(words(await ask(`note ${paper} ${most}`))).toContain(most);
    expect((await ask(`note ${paper} ${most}x`)).error).toBe(
      "A note has at most 1,000 characters; this one has 1,001.",
    );
    expect(words(await ask(`note ${paper}`))).toContain(most);
    expect((await ask(`note ${paper} ${most.repeat(2)}`)).error).toMatch(
      /^That line has 4,\d+ characters; the most is 2,200,/,
    );
  });

  it.each([
    ["<!channel> @everyone *b* `c` [x](javascript:1)", "<!channel> @everyone *b* `c` [x](javascript:1)"],
    ["a\u202Eb\u0007c\u200Bd", "a b c d"],
    ["two\nlines\r\n\tthree", "two lines three"],
    ["page:2 top:3 since:1d tell:dm", "page:2 top:3 since:1d tell:dm"],
    ["'; DROP TABLE reading; --", "'; DROP TABLE reading; --"],
    ["“smart” – quotes", '"smart" – quotes'],
    ["👩‍👩‍👧 e\u0301", "👩‍👩‍👧 é"],
    ["lone \uD800 half", "lone \uFFFD half"],
  ])("of %j is kept as one line of plain text", async (typed, kept) => {
    const { ask, errors } = await scene();
    await ask(`note ${paper} ${typed}`);
    expect(words(await ask(`note ${paper}`))).toBe(`Your note on "Paper number 1": ${kept}`);
    expect(errors).toEqual([]);
  });

  it("without a paper, or of one that nobody knows, says how", async () => {
    const { ask } = await scene();
    expect((await ask("note")).error).toContain("/papers note 2606.14777 compare with our baseline");
    expect((await ask("note #1 x")).error).toContain("try /papers today");
    expect((await ask("note 2611.99999 x")).error).toContain("2611.99999");
    for (const line of ["note number 3 x", "note xyzzy x", "note paper"])
      expect((await ask(line)).error).toMatch(/^A note begins with an arXiv id, a link or #3, not with "/);
    expect(words(await ask("note 2611.00003"))).toContain("You have no note");
  });

  it("on a paper that is looked up and not saved is kept all the same", async () => {
    const { ask } = await aScene({ huggingFace: papers(1) });
    expect(words(await ask(`note ${paper} found`))).toContain("It is not on your reading list");
    await ask(`save ${paper}`);
    expect(titles(await ask("saved found"))).toEqual(["Paper number 1"]);
  });
});
