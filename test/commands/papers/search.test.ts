import { describe, expect, it } from "vitest";
import { aScene, titles, words } from "../../support/bot.ts";
import { aPaper, papers } from "../../support/builders.ts";

const maps = aPaper({ id: "2611.00001", title: "Robots That Read Maps" });
const boats = aPaper({
  id: "2611.00002",
  title: "Boats on Graphs",
  abstract: "Boats plan routes.",
  summary: "Boats plan.",
  keywords: ["planning"],
  listDays: ["2026-10-01"],
});

describe("/papers search", () => {
  it("says how many there are and up to which day the store reaches", async () => {
    const scene = await aScene({ papers: papers(7, (i) => ({ title: `Robot ${i}` })), huggingFace: [] });
    const reply = await scene.ask("search robot");
    expect(reply.message.title).toBe("Search: robot · 1/2");
    expect(reply.message.lead).toBe("7 papers");
    expect(reply.message.note).toContain("up to Thu 19 Nov 2026");
    expect(scene.asked).toEqual([]);
  });

  it("asks Hugging Face where the store knows too little, keeps what comes back and says where it came from", async () => {
    const scene = await aScene({ papers: [maps], huggingFace: [boats] });
    const reply = await scene.ask("search boats");
    expect(titles(reply)).toEqual(["Boats on Graphs"]);
    expect(reply.message.note).toContain("1 paper came from Hugging Face just now");
    expect(await scene.store.papers.get(boats.id)).toBeDefined();
  });

  it("asks too where papers have some of the words, but few have every one", async () => {
    const known = papers(9, (i) => ({ title: `Agent ${i}` }));
    const scene = await aScene({ papers: known, huggingFace: [] });
    const reply = await scene.ask("search agent zebrafish");
    expect(reply.message.lead).toBe("0 papers with every word, 9 with some of them");
    expect(scene.asked).toEqual(["Hugging Face search agent zebrafish"]);
  });

  it("says where papers came from on the first page only", async () => {
    const scene = await aScene({ papers: [maps], huggingFace: papers(9, (i) => ({ title: `Boat ${i}` })) });
    const reply = await scene.ask("search boat");
    expect(reply.message.note).toContain("from Hugging Face just now");
    const next = await scene.ask(reply.message.buttons?.[0]?.action ?? "", { kind: "button" });
    expect(next.message.note).toBe("The store reaches up to Thu 19 Nov 2026.");
  });

  it("holds what Hugging Face sends to the same filters", async () => {
    const scene = await aScene({ papers: [maps], huggingFace: [boats] });
    expect(titles(await scene.ask("search boats since:2026-11-01"))).toEqual([]);
  });

  it("answers from the store where Hugging Face fails, and says so", async () => {
    const reply = await (await aScene({ papers: [maps] })).ask("search maps");
    expect(titles(reply)).toEqual(["Robots That Read Maps"]);
    expect(reply.message.note).toContain(
      "Only the store was asked: Hugging Face could not be reached (connection refused).",
    );
    expect(reply.error).toBeUndefined();
  });

  it("leaves a source that failed alone for a minute", async () => {
    const scene = await aScene();
    for (const line of ["search one", "search two", "show 2601.00001"]) await scene.ask(line);
    expect(scene.asked).toEqual(["Hugging Face search one", "arXiv paper 2601.00001"]);
    scene.pass(61_000);
    await scene.ask("search three");
    expect(scene.asked.at(-1)).toBe("Hugging Face search three");
  });

  it("finds by the query language", async () => {
    const scene = await aScene({ papers: [maps, boats] });
    expect(titles(await scene.ask('search author:"Müller Ana" since:30d'))).toEqual([
      "Robots That Read Maps",
    ]);
    expect(titles(await scene.ask("search “boats plan”"))).toEqual(["Boats on Graphs"]);
    expect(titles(await scene.ask("search plan robots -boats"))).toEqual(["Robots That Read Maps"]);
    expect(titles(await scene.ask("search has:code until:2026-10-30"))).toEqual(["Boats on Graphs"]);
  });

  it("takes an unknown word: as plain text", async () => {
    const reply = await (await aScene({ papers: [maps, boats], huggingFace: [] })).ask("search topic:graphs");
    expect(titles(reply)).toEqual(["Boats on Graphs"]);
  });

  it.each([
    ["search since:someday", '"since:someday" is not a day', "since:30d"],
    ["search x min:many", '"min:many"', "min:10"],
    ["search x has:cake", '"has:cake"', "has:code"],
    ["search x author:", "author: needs a name", "author:bengio"],
    ["search", "What are you looking for?", "/papers search"],
    [`search ${"x".repeat(2001)}`, "2,001 characters", "2,000"],
    [`search ${"x".repeat(10_000)}`, "characters", "2,000"],
  ])("%.40s: an error that quotes it and names the mend", async (line, quoted, mend) => {
    const reply = await (await aScene()).ask(line);
    expect(reply.error).toContain(quoted);
    expect(reply.error).toContain(mend);
  });

  it.each([
    '"',
    '""',
    "*",
    "a*",
    "NEAR(a b)",
    "title:x",
    "^x",
    "a AND OR NOT",
    "(((",
    "self-attention",
    "C++",
    "🤖",
    "--",
    "'; DROP TABLE paper; --",
    "模型",
    "модель",
    "\u0000x",
    "x".repeat(2000),
    "a b ".repeat(500),
  ])("takes %.30s as text, never as syntax", async (text) => {
    const scene = await aScene({ papers: [maps] });
    const reply = await scene.ask(`search ${text}`);
    expect(words(reply)).not.toContain("Something went wrong");
    expect(scene.errors).toEqual([]);
  });
});

describe("/papers related", () => {
  it("shows the nearest papers, not the paper itself", async () => {
    const near = aPaper({ id: "2611.00003", title: "Maps for Robots" });
    const scene = await aScene({ papers: [maps, boats, near] });
    expect(titles(await scene.ask("related 2611.00001"))[0]).toBe("Maps for Robots");
  });

  it("says so where there is none", async () => {
    expect(words(await (await aScene({ papers: [maps] })).ask("related 2611.00001"))).toContain(
      "knows nothing near it",
    );
  });
});
