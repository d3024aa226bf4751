import { describe, expect, it } from "vitest";
import { summaries } from "../../src/bot/bot.ts";
import type { Reply } from "../../src/chat/incoming.ts";
import { composeLine } from "../../src/chat/line.ts";
import { aScene, type Scene, titles, words } from "../support/bot.ts";
import { papers } from "../support/builders.ts";
import { li, person } from "../support/people.ts";

/** What a platform with a field for each value sends. */
async function fill(
  { ask }: Pick<Scene, "ask">,
  command: string,
  values: Readonly<Record<string, string>>,
): Promise<Reply> {
  const summary = summaries.find(({ name }) => name === command);
  if (!summary) throw new Error(`no command ${command}`);
  const unknown = Object.keys(values).filter((name) => !summary.fields.some((field) => field.name === name));
  expect(unknown, `fields that ${command} does not have`).toEqual([]);
  return ask(composeLine(summary, values));
}
const scene = () => aScene({ papers: papers(8, (i) => ({ upvotes: 9 - i })) });

describe("fields of their own", () => {
  it("saved: whose and words, page and top", async () => {
    const room = await scene();
    const ben = { user: person("Ben Berg", "7") };
    for (const n of [1, 2, 3]) {
      await room.ask(`save 2611.0000${n}`, ben);
      room.pass(1000);
    }
    const found = async (values: Record<string, string>) => titles(await fill(room, "saved", values));
    expect(await found({ whose: "@Ben Berg", words: "number 2" })).toEqual(["Paper number 2"]);
    expect(await found({ words: "number 2", whose: "<@7>" })).toEqual(["Paper number 2"]);
    expect(await found({ whose: "<@!7>", page: "2", top: "2" })).toEqual(["Paper number 1"]);
    expect(await found({ whose: "team", words: " -2 " })).toEqual(["Paper number 3", "Paper number 1"]);
    expect(await found({ words: "number" })).toEqual([]);
    expect(await found({ whose: "team", words: "" })).toHaveLength(3);
  });

  it("save: private and paper", async () => {
    const room = await scene();
    expect(words(await fill(room, "save", { paper: "2611.00001", private: "private" }))).toContain(
      "Saved for you alone",
    );
    expect(words(await fill(room, "save", { paper: "2611.00002", private: "" }))).toContain("(saved by Ana)");
    expect((await fill(room, "save", { private: "private", paper: " " })).error).toContain("Which paper?");
    expect(words(await fill(room, "unsave", { paper: "2611.00001" }))).toContain("No longer saved");
  });

  it("note: paper and text; done and undone marks: paper", async () => {
    const room = await scene();
    const text = '  page:2 top:1 "quoted" – and ends  ';
    expect((await fill(room, "note", { text, paper: "#3" })).error).toContain("none here yet");
    expect(words(await fill(room, "note", { text, paper: "2611.00003" }))).toContain(
      'Noted on "Paper number 3": page:2 top:1 "quoted" – and ends. Only you see it.',
    );
    expect(words(await fill(room, "note", { paper: "2611.00003" }))).toContain("Your note on");
    expect(words(await fill(room, "note", { paper: "2611.00003", text: "none" }))).toContain("any more");
    expect(words(await fill(room, "done", { paper: "https://arxiv.org/abs/2611.00004v3" }))).toContain(
      'Done: "Paper number 4"',
    );
  });

  it("watch: action, query and tell", async () => {
    const room = await scene();
    const query = '"paper number" -7 min:3';
    expect((await fill(room, "watch", { tell: "digest", query, action: "add" })).message.title).toBe(
      `Watching ${query}`,
    );
    expect((await fill(room, "watch", { action: "test", query: "paper" })).message.title).toBe(
      "Test of paper",
    );
    const listed = await fill(room, "watch", { action: "list" });
    expect(listed.message.cards?.[0]).toMatchObject({ title: query, facts: ["marked in the digest"] });
    expect((await fill(room, "watch", { action: "list", query: "ignored" })).error).toBeUndefined();
    expect(words(await fill(room, "watch", { action: "remove", query: "1" }))).toContain("Not watched");
    expect(words(await fill(room, "watch", {}))).toContain("You watch nothing yet");
  });

  it("export: format, whose and since", async () => {
    const room = await scene();
    await room.ask("save 2611.00001");
    await room.ask("save 2611.00002", { user: li });
    const exported = async (values: Record<string, string>) => (await fill(room, "export", values)).message;
    expect((await exported({ format: "json" })).note).toBe("1 paper in papers.json.");
    expect((await exported({ whose: "team", format: "ris" })).note).toBe("2 papers in papers.ris.");
    expect((await exported({ format: "csv", whose: "me", since: "30d" })).note).toBe(
      "1 paper in papers.csv.",
    );
    expect((await exported({ format: "csv", since: "2026-11-21" })).note).toContain("saved nothing since");
    expect((await fill(room, "export", { whose: "team" })).error).toContain("bibtex, ris, csv");
  });

  it("hot: period; forget: whom", async () => {
    const room = await scene();
    expect((await fill(room, "hot", {})).message.title).toBe("Hot with us, 7 days");
    expect((await fill(room, "hot", { period: "30d", top: "3" })).message.title).toBe("Hot with us, 30 days");
    expect((await fill(room, "forget", { whom: "me" })).message.title).toContain("Delete everything");
  });
});

it("offers for every new command the words that it takes, and completes what can be known", () => {
  const fieldsOf = (command: string) =>
    summaries
      .find(({ name }) => name === command)
      ?.fields.map(({ name, required, choices, completes }) =>
        [name + (required ? "" : "?"), choices?.join("|"), completes ? "completes" : undefined]
          .filter(Boolean)
          .join(" "),
      );
  expect(
    Object.fromEntries(["save", "saved", "done", "note", "hot"].map((name) => [name, fieldsOf(name)])),
  ).toEqual({
    save: ["private? private", "paper completes"],
    saved: ["whose? completes", "words?", "page?", "top?"],
    done: ["paper completes"],
    note: ["paper completes", "text?"],
    hot: ["period? 7d|30d", "page?", "top?"],
  });
  expect(Object.fromEntries(["export", "watch", "forget"].map((name) => [name, fieldsOf(name)]))).toEqual({
    export: ["format bibtex|ris|csv|json|markdown", "whose? me|team", "since?"],
    watch: ["action add|list|remove|test", "query?", "tell? dm|digest"],
    forget: ["whom me"],
  });
});
