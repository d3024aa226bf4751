import { describe, expect, it } from "vitest";
import type { Paper } from "../../../src/model/paper.ts";
import { aScene, titles, words } from "../../support/bot.ts";
import { aPaper, papers } from "../../support/builders.ts";

const maps = aPaper({
  id: "2611.00001",
  title: "Robots That Read Maps",
  listDays: ["2026-11-10", "2026-11-19"],
  projectUrl: "https://example.org/maps",
});

describe("/papers show", () => {
  it("gives the full card: abstract, all links, authors, dates, figures and keywords", async () => {
    const reply = await (await aScene({ papers: [maps] })).ask("show 2611.00001");
    const [card] = reply.message.cards ?? [];
    expect(card?.body).toContain("Robots get lost where maps are old.");
    expect(card?.body).toContain("Keywords: robotics, mapping");
    expect(card?.links?.map(({ label }) => label)).toEqual([
      "Hugging Face",
      "arXiv",
      "PDF",
      "Code",
      "Project",
    ]);
    expect(card?.byline).toBe("Ana Müller, Li Wei, Yoshi Tanaka · Institute of Maps");
    expect(card?.facts).toEqual([
      "▲ 12",
      "2 comments",
      "code ★ 34",
      "published Tue 17 Nov 2026",
      "listed Tue 10 Nov 2026 and Thu 19 Nov 2026",
      "arXiv 2611.00001",
    ]);
  });

  it("leads to arXiv alone where only arXiv knows the paper, and says that it was withdrawn", async () => {
    const { id, title, authors, abstract, publishedAt } = aPaper({ id: "2601.00013" });
    const paper = {
      id,
      title,
      authors,
      abstract,
      publishedAt,
      keywords: [],
      listDays: [],
      withdrawn: true,
    } as Paper;
    const scene = await aScene({ papers: [], arxiv: [paper] });
    for (const time of ["first", "again"]) {
      const [card] = (await scene.ask("show 2601.00013")).message.cards ?? [];
      expect(card?.url, time).toBe("https://arxiv.org/abs/2601.00013");
      expect(card?.links?.map(({ label }) => label)).toEqual(["arXiv", "PDF"]);
      expect(card?.facts?.[0]).toBe("Withdrawn");
    }
  });

  it.each([
    "2611.00001",
    "2611.00001v3",
    "show arXiv:2611.00001",
    "https://arxiv.org/pdf/2611.00001v2",
    "<https://huggingface.co/papers/2611.00001>",
    "https://www.alphaxiv.org/abs/2611.00001",
    "SHOW reading maps",
    "show “robots that read maps”",
  ])("knows the paper by %s", async (line) => {
    expect(titles(await (await aScene({ papers: [maps] })).ask(line))).toEqual(["Robots That Read Maps"]);
  });

  it("counts #3 in the list this person last asked for in this channel", async () => {
    const scene = await aScene({ papers: papers(8, (i) => ({ upvotes: 50 - i })) });
    await scene.ask("today");
    expect(titles(await scene.ask("show #3"))).toEqual(["Paper number 3"]);
    expect(titles(await scene.ask("#7"))).toEqual(["Paper number 7"]);
    const other = { user: { id: "test:team/li", name: "Li" } } as const;
    expect((await scene.ask("show #3", other)).error).toContain("there is none here yet");
    expect((await scene.ask("show #9")).error).toContain("#1 to #8");
  });

  it("counts #3 in the channel's last digest where nobody asked within a day", async () => {
    const scene = await aScene({ papers: papers(8) });
    await scene.ask("today");
    scene.pass(25 * 3_600_000);
    const digest = {
      id: "test:post-1",
      team: "test:team",
      channel: "test:team/general",
      papers: ["2611.00005", "2611.00006"],
      kind: "digest",
    } as const;
    await scene.store.posts.record(digest, new Date("2026-11-20T09:00:00Z"));
    expect(titles(await scene.ask("show #2"))).toEqual(["Paper number 6"]);
  });

  it("asks Hugging Face, then arXiv, for a paper that the store does not know, keeps it and says who knew it", async () => {
    const scene = await aScene({
      huggingFace: [],
      arxiv: [aPaper({ id: "2601.01234", title: "From arXiv", listDays: [] })],
    });
    const reply = await scene.ask("show 2601.01234");
    expect(titles(reply)).toEqual(["From arXiv"]);
    expect(reply.message.note).toContain("this came from arXiv");
    expect(scene.asked).toEqual(["Hugging Face paper 2601.01234", "arXiv paper 2601.01234"]);
    await scene.ask("show 2601.01234");
    expect(scene.asked).toHaveLength(2);
  });

  it("tells an id that nobody knows from sources that do not answer", async () => {
    expect((await (await aScene({ huggingFace: [], arxiv: [] })).ask("show 2601.01234")).error).toContain(
      "neither on Hugging Face nor on arXiv",
    );
    expect((await (await aScene()).ask("show 2601.01234")).error).toContain(
      "could not be looked up (Hugging Face could not be reached",
    );
  });

  it("gives a sentence for what is nothing", async () => {
    const scene = await aScene({ papers: [maps] });
    expect((await scene.ask("show")).error).toContain("Which paper?");
    expect((await scene.ask("show zebras and lions")).error).toContain("/papers search zebras and lions");
    expect((await scene.ask("show ???")).error).toContain('"???"');
    expect((await scene.ask("show robots on mars")).error).toContain("/papers show 2611.00001");
  });

  it("wants one paper at a time", async () => {
    const scene = await aScene({ papers: [maps] });
    await scene.ask("today");
    expect((await scene.ask("show #1 #2")).error).toBe('"#1 #2" names more than one paper: try #1');
    expect((await scene.ask("show 2611.00001 2611.00002")).error).toContain("try 2611.00001");
  });

  it("says how the upvotes rose", async () => {
    const scene = await aScene({ papers: [aPaper({ upvotes: 50 })] });
    await scene.store.papers.upsert([aPaper({ upvotes: 4 })], new Date("2026-11-17T10:00:00Z"));
    expect(words(await scene.ask("show 2611.00001"))).toContain("▲ 50");
    expect(words(await scene.ask("show 2611.00001"))).toContain("up from 4 on Tue 17 Nov 2026");
  });

  it("names twenty authors and counts the rest", async () => {
    const authors = Array.from({ length: 573 }, (_, i) => `Author ${i + 1}`);
    const reply = await (await aScene({ papers: [aPaper({ authors })] })).ask("show 2611.00001");
    expect(reply.message.cards?.[0]?.byline).toContain("Author 20 and 553 more");
  });
});
