import { describe, expect, it } from "vitest";
import { readArxivId, splitPaper } from "../../../src/text/arxiv-id.ts";
import { aScene, words } from "../../support/bot.ts";
import { aPaper, papers } from "../../support/builders.ts";

const id = "2611.00002";
const link = `https://arxiv.org/abs/${id}`;
/** How a paper is written by arXiv, by pages, by chats and by people. */
const dresses = [
  `arXiv:${id}v1 [cs.CV]`,
  `arXiv:${id} [cs.CV]`,
  `arXiv: ${id}v3 [math.GT]`,
  `[${id}] Paper number 2`,
  `[${id}]`,
  `(${id})`,
  `"${id}"`,
  `'${id}'`,
  `“${id}”`,
  `\`${id}\``,
  `**${id}**`,
  `_${id}_`,
  `${id},`,
  `${id}.`,
  `(arXiv:${id}v2).`,
  `[Paper number 2](${link})`,
  `[Paper number 2](<${link}>)`,
  `\`${link}\``,
  `"${link}",`,
  `<${link}|Paper number 2>`,
  `Paper number 2, ${link}`,
  `arXiv.org > cs > arXiv:${id}`,
  `arXiv ${id}`,
];
const invisible = [
  "\u200B",
  "\u200C",
  "\u200D",
  "\u200E",
  "\u200F",
  "\u2060",
  "\u00AD",
  "\u202A",
  "\u202E",
  "\uFE0F",
];

const scene = () => aScene({ papers: papers(4, (i) => ({ upvotes: 9 - i })) });

describe("a paper as others write it", () => {
  it.each(dresses)("is that paper in every command that takes one, and by itself: %s", async (typed) => {
    const { ask } = await scene();
    for (const [line, said] of [
      [`show ${typed}`, `arXiv ${id}`],
      [typed, `arXiv ${id}`],
      [`related ${typed}`, "Related to Paper number 2"],
      [`save ${typed}`, 'Saved: "Paper number 2"'],
      [`save private ${typed}`, 'Saved for you alone: "Paper number 2"'],
      [`done ${typed}`, 'Done: "Paper number 2"'],
      [`undone ${typed}`, 'Not done any more: "Paper number 2"'],
      [`unsave ${typed}`, 'No longer saved: "Paper number 2"'],
      [`share show ${typed}`, `arXiv ${id}`],
    ] as const) {
      const reply = await ask(line);
      expect(`${reply.error ?? ""}${words(reply)}`, line).toContain(said);
    }
    expect((await ask(`cite ${typed}`)).message.code?.content).toContain(id);
  });

  it.each([
    `have a look at ${link} please`,
    `what about ${id}?`,
    `${id} is a good one`,
    `Paper number 2 (${link}) was presented yesterday`,
  ])("within a sentence is that paper: %s", async (typed) => {
    const { ask } = await scene();
    expect(words(await ask(typed))).toContain(`arXiv ${id}`);
    expect(words(await ask(`save ${typed}`))).toContain('Saved: "Paper number 2"');
  });

  it.each(invisible)("has %j anywhere around it", async (sign) => {
    const { ask } = await scene();
    for (const line of [
      `${link}${sign}`,
      `${sign}${link}`,
      `show ${id}${sign}`,
      `show 2611${sign}.00002`,
      `${sign}show ${id}`,
      `/papers${sign} show ${id}`,
      `done "${sign}${id}${sign}"`,
    ])
      expect((await ask(line)).error, line).toBeUndefined();
    expect(words(await ask(`${sign}today`))).toContain("Daily Papers, Thu 19 Nov 2026");
    expect(words(await ask(`show #${sign}2`))).toContain(`arXiv ${id}`);
  });

  it.each(["#2", "(#2)", '"#2"', "#2,", "`#2`"])("of the last list is written %s", async (typed) => {
    const { ask } = await scene();
    await ask("today");
    expect(words(await ask(`save ${typed}`))).toContain('Saved: "Paper number 2"');
    expect(words(await ask(typed))).toContain(`arXiv ${id}`);
  });
});

describe("what is not one paper", () => {
  it("is told so where two are named", async () => {
    const { ask } = await scene();
    for (const both of [`${id} 2611.00003`, `[${id}] and [2611.00003]`])
      expect((await ask(`save ${both}`)).error).toBe(`"${both}" names more than one paper: try ${id}`);
    expect((await ask(`look ${id} and 2611.00003`)).error).toBeUndefined();
  });

  it("is offered the command where one is misspelt in front of it", async () => {
    const { ask, store } = await scene();
    for (const typed of [id, `(${id})`, link])
      expect((await ask(`sav ${typed}`)).error).toContain(`Did you mean: /papers save ${typed}`);
    expect(await store.saves.saved({ team: "test:team" })).toEqual([]);
  });

  it.each(["", "maps", "#2", "2611.1", "v2611.00002", "$2611.00002", "https://evil.example/2611.00002"])(
    "%j has no id",
    (typed) => {
      expect(readArxivId(typed)).toBeUndefined();
    },
  );
});

describe("a note", () => {
  const emoji = "👩‍🔬 ❤️ नहीं می‌خواهم";

  it.each(
    dresses.filter((typed) => !/^(?:Paper|arXiv ?[.2])/.test(typed) && typed !== `[${id}] Paper number 2`),
  )("begins behind the paper, and keeps how it was written: %s", async (typed) => {
    const { ask, store } = await scene();
    expect(words(await ask(`note ${typed} compare ${emoji}`))).toContain('Noted on "Paper number 2"');
    const reader = { team: "test:team", user: "test:team/ana" };
    expect((await store.reading.of(reader, [id])).get(id)?.note).toBe(`compare ${emoji}`);
  });

  it("has its paper and its words told apart", () => {
    expect(splitPaper(`arXiv:${id}v1 [cs.CV] read it`)).toEqual([`arXiv:${id}v1 [cs.CV]`, "read it"]);
    expect(splitPaper(`[A title](${link}) read it`)).toEqual([`[A title](${link})`, "read it"]);
    expect(splitPaper(`${id} [important] read it`)).toEqual([id, "[important] read it"]);
    expect(splitPaper("#3 read it")).toEqual(["#3", "read it"]);
  });
});

it("a name with joined emoji is found as it is written", async () => {
  const { ask } = await aScene({ papers: [aPaper()] });
  await ask("save 2611.00001", { user: { id: "test:team/z", name: "👩‍🔬❤️" } });
  expect(words(await ask("saved @👩‍🔬❤️"))).toContain("Saved by 👩‍🔬❤️");
});
