import { describe, expect, it } from "vitest";
import { libraries, type Sight } from "./library.ts";
import { type Room, useRooms } from "./library-room.ts";

const [first, second, third, fourth] = ["2611.00001", "2611.00002", "2611.00003", "2611.00004"] as const;
const savers = ({ store, team }: Room, paper: string) => store.saves.savers(team, paper);

describe.each(libraries)("saving on %s without a reaction", (_, library) => {
  const open = useRooms(library);

  it("is a button on a digest's card, which says so to whoever pressed it and to everyone on the card", async () => {
    const room = await open();
    const [post] = (await room.digest()) as [Sight];
    const answer = await (await room.press(post, "Save", "Li", 3)).answer();
    expect(answer.text).toContain('Saved: "Paper number 3" (saved by Li).');
    expect(answer.text).toContain("Your team sees what you save");
    expect(room.seenBy("Ana")).not.toContainEqual(answer);
    await room.says(post, 3).toContain("saved by Li");
    const again = await (await room.press(post, "Save", "Li", 3)).answer();
    expect(again.text).toContain("Already saved");
    expect(await savers(room, third)).toEqual(["Li"]);
  });

  it("is a command; another takes back the save with all its reasons, a reaction that stands among them", async () => {
    const room = await open();
    const [post] = (await room.digest()) as [Sight];
    await room.react(post, "1️⃣", "Ana");
    await room.says(post, 1).toContain("saved by Ana");
    expect((await room.ask("save", { paper: first }, "Ana")).text).toContain("Already saved");
    expect((await room.ask("save", { paper: "#2" }, "Ana")).text).toContain("Paper number 2");
    await room.says(post, 2).toContain("saved by Ana");
    expect((await room.ask("unsave", { paper: first }, "Ana")).text).toContain("No longer saved");
    await room.says(post, 1).not.toContain("saved by");
    expect((await room.ask("unsave", { paper: first }, "Ana")).text).toContain("It was not saved");
  });

  it("is private where somebody says so: nobody else sees it anywhere, until it is saved for all", async () => {
    const room = await open();
    const [post] = (await room.digest()) as [Sight];
    const private4 = { private: "private", paper: fourth };
    expect((await room.ask("save", private4, "Li")).text).toContain("Saved for you alone");
    expect((await room.ask("saved", {}, "Li")).text).toContain("for you alone");
    await room.show();
    expect(room.edits()).toEqual([]);
    await room.ask("show", { paper: fourth }, "Ana");
    for (const whose of ["team", "@Li"]) await room.ask("saved", { whose }, "Ana");
    await room.ask("hot", {}, "Ana");
    await room.ask("export", { format: "csv", whose: "team" }, "Ana");
    await room.ask("related", { paper: third }, "Ana");
    for (const { text } of room.seenBy("Ana")) expect(text).not.toMatch(/saved by|for you alone|1 save\b/);
    expect(room.files("Ana")).toEqual([]);

    await room.ask("save", { paper: fourth }, "Li");
    await room.says(post, 4).toContain("saved by Li");
    expect((await room.ask("saved", { whose: "@Li" }, "Ana")).text).toContain("Paper number 4");
    await room.ask("save", private4, "Li");
    await room.says(post, 4).not.toContain("saved by");
    expect((await room.ask("saved", { whose: "team" }, "Ana")).text).toContain("Nobody has saved");
  });

  it("is in the menu of anybody's message: every paper that it links", async () => {
    const room = await open();
    const message = await room.write(
      `compare https://arxiv.org/abs/${third}v2 and https://huggingface.co/papers/${fourth}`,
      "Noor",
    );
    const answer = await (await room.menu(message, "Li")).answer();
    expect(answer.text).toContain('Saved: "Paper number 3"');
    expect(answer.text).toContain('Saved: "Paper number 4"');
    expect(room.seenBy("Noor")).not.toContainEqual(answer);
    for (const paper of [third, fourth]) expect(await savers(room, paper)).toEqual(["Li"]);
  });
});

describe.each(libraries)("reading lists on %s", (_, library) => {
  const open = useRooms(library);

  it("are one's own, the team's and those of people by name, in pages", async () => {
    const room = await open();
    const [post] = (await room.digest()) as [Sight];
    await room.react(post, "🔖", "Li");
    await room.react(post, "1️⃣", "Ana");
    await room.says(post, 1).toContain("saved by Li, Ana");
    const mine = await room.ask("saved", {}, "Ana");
    expect(mine.text).toContain("Your reading list");
    expect(mine.text).toContain("Paper number 1");
    expect(mine.text).not.toContain("Paper number 2");
    expect((await room.ask("saved", { whose: "team" }, "Noor")).text).toContain("10 papers");

    const list = await room.ask("saved", { whose: "@Li" }, "Ana");
    expect(list.text).toContain("Saved by Li · 1/2");
    expect(list.text.match(/Paper number/g)).toHaveLength(5);
    const next = await (await room.press(list, "Next", "Ana")).answer();
    expect(next.id).toBe(list.id);
    expect(next.text).toContain("Saved by Li · 2/2");
    expect(next.text.match(/Paper number/g)).toHaveLength(5);
    expect((await room.ask("saved", { whose: "@Li", words: '"number 7"' }, "Ana")).text).toContain(
      "1 of 10 papers",
    );
    expect((await room.ask("saved", { whose: "@Kim" }, "Ana")).text).toContain("has saved anything");
  });

  it("carry what is done and noted for their owner alone", async () => {
    const room = await open();
    for (const paper of [second, third]) await room.ask("save", { paper }, "Ana");
    expect((await room.ask("done", { paper: second }, "Ana")).text).toContain("Done: ");
    const noted = await room.ask("note", { paper: second, text: "compare with our baseline" }, "Ana");
    expect(noted.text).toContain("Only you see it.");
    const mine = await room.ask("saved", {}, "Ana");
    expect(mine.text).toContain("done ✓");
    expect(mine.text).toContain("Your note: compare with our baseline");
    expect((await room.ask("saved", { words: "baseline" }, "Ana")).text).toContain("1 of 2 papers");
    expect((await room.ask("show", { paper: second }, "Ana")).text).toContain("Your note");

    for (const whose of ["@Ana", "team"])
      expect((await room.ask("saved", { whose }, "Li")).text).toContain("Paper number 2");
    expect((await room.ask("saved", { whose: "team", words: "baseline" }, "Li")).text).toContain("None of");
    await room.ask("show", { paper: second }, "Li");
    await room.ask("export", { format: "markdown", whose: "team" }, "Li");
    const seen = [
      ...room.seenBy("Li").map(({ text }) => text),
      ...room.files("Li").map((one) => one.content),
    ];
    expect(seen.length).toBeGreaterThanOrEqual(6);
    for (const text of seen) expect(text).not.toMatch(/compare with our|done ✓|Your note/);
  });

  it("come as a file, and a citation as text to copy", async () => {
    const room = await open();
    for (const paper of [second, third]) await room.ask("save", { paper }, "Ana");
    const answer = await room.ask("export", { format: "bibtex" }, "Ana");
    expect(answer.text).toContain("2 papers in ");
    const [file, ...others] = room.files("Ana");
    expect(others).toEqual([]);
    expect(file?.name).toMatch(/\.bib$/);
    expect(file?.content.match(/^@misc\{/gm)).toHaveLength(2);
    expect(file?.content).toContain("Paper number 3");
    expect(room.files("Li")).toEqual([]);
    expect(room.seenBy("Li")).toEqual([]);
    const cited = await (
      await room.press(await room.ask("show", { paper: third }, "Ana"), "Cite", "Ana")
    ).answer();
    expect(cited.text).toContain("@misc{");
  });
});
