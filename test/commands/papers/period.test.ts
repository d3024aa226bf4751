import { describe, expect, it } from "vitest";
import { aScene, titles, words } from "../../support/bot.ts";
import { aPaper, papers } from "../../support/builders.ts";

const byVotes = (day: string) => (i: number) => ({ upvotes: 100 - i, listDays: [day] });

describe("/papers today", () => {
  it("shows the newest list day that has papers, by upvotes, and says which day that is", async () => {
    const scene = await aScene({ papers: papers(12, byVotes("2026-11-19")) });
    const reply = await scene.ask("today");
    expect(reply.to).toBe("user");
    expect(reply.message.title).toBe("Daily Papers, Thu 19 Nov 2026 · 1/3");
    expect(reply.message.lead).toBe("12 papers so far");
    expect(titles(reply)).toEqual([
      "Paper number 1",
      "Paper number 2",
      "Paper number 3",
      "Paper number 4",
      "Paper number 5",
    ]);
  });

  it("is what an empty line means", async () => {
    const scene = await aScene({ papers: papers(3, byVotes("2026-11-20")) });
    expect(titles(await scene.ask(""))).toEqual(titles(await scene.ask("/papers today")));
  });

  it("adds the day before below where the day has fewer than five papers", async () => {
    const young = papers(2, () => ({ upvotes: 1, listDays: ["2026-11-20"] }));
    const old = papers(9, (i) => ({
      id: `2610.1000${i}`,
      title: `Old ${i}`,
      upvotes: 50 - i,
      listDays: ["2026-11-19"],
    }));
    const scene = await aScene({ papers: [...young, ...old] });
    const reply = await scene.ask("today top:4");
    expect(titles(reply)).toEqual(["Paper number 1", "Paper number 2", "Old 0", "Old 1"]);
    expect(reply.message.lead).toContain("below them 9 of Thu 19 Nov");
    expect(reply.message.cards?.[2]?.facts).toContain("listed Thu 19 Nov");
  });

  it("does not show a paper twice that is on both days", async () => {
    const scene = await aScene({
      papers: [aPaper({ listDays: ["2026-11-19"] }), aPaper({ listDays: ["2026-11-20"] })],
    });
    expect(titles(await scene.ask("today"))).toHaveLength(1);
  });

  it("says how papers get in where the store is empty", async () => {
    const reply = await (await aScene()).ask("today");
    expect(words(reply)).toContain("paperboy sync");
    expect(reply.error).toBeUndefined();
  });

  it("is not moved by a list day that lies in the future", async () => {
    const scene = await aScene({
      papers: [aPaper(), aPaper({ id: "2611.00009", listDays: ["2031-01-01"] })],
    });
    expect((await scene.ask("today")).message.title).toContain("Thu 19 Nov 2026");
  });
});

describe("/papers week and month", () => {
  it("take the newest week and month that have papers, by upvotes", async () => {
    const scene = await aScene({
      papers: [
        aPaper({ id: "2611.00001", title: "Monday", upvotes: 5, listDays: ["2026-11-16"] }),
        aPaper({ id: "2611.00002", title: "Thursday", upvotes: 9, listDays: ["2026-11-19"] }),
        aPaper({ id: "2611.00003", title: "Last week", upvotes: 50, listDays: ["2026-11-13"] }),
        aPaper({ id: "2611.00004", title: "Last month", upvotes: 70, listDays: ["2026-10-30"] }),
      ],
    });
    const week = await scene.ask("week");
    expect(week.message.title).toBe("Week of Mon 16 Nov to Sun 22 Nov 2026");
    expect(titles(week)).toEqual(["Thursday", "Monday"]);
    const month = await scene.ask("month");
    expect(month.message.title).toBe("November 2026");
    expect(titles(month)).toEqual(["Last week", "Thursday", "Monday"]);
  });
});

describe("/papers date", () => {
  it("shows one list day, a paper listed twice on each of its days", async () => {
    const scene = await aScene({
      papers: [aPaper({ listDays: ["2026-11-10"] }), aPaper({ listDays: ["2026-11-19"] })],
    });
    expect(titles(await scene.ask("date 2026-11-10"))).toHaveLength(1);
    expect(titles(await scene.ask("date 2026/11/19"))).toHaveLength(1);
    expect(titles(await scene.ask("date yesterday"))).toHaveLength(1);
  });

  it("asks Hugging Face for a day that the store does not have, and keeps it", async () => {
    const scene = await aScene({ huggingFace: papers(6, byVotes("2026-11-12")) });
    expect(titles(await scene.ask("date 2026-11-12"))).toHaveLength(5);
    expect(titles(await scene.ask("date 2026-11-12 page:2"))).toHaveLength(1);
    expect(scene.asked).toEqual(["Hugging Face day 2026-11-12"]);
  });

  it("asks for the rest of a day of which single papers are known", async () => {
    const day = papers(6, byVotes("2026-11-12"));
    const scene = await aScene({ papers: day.slice(0, 1), huggingFace: day });
    expect((await scene.ask("date 2026-11-12")).message.lead).toBe("6 papers");
  });

  it("says so where that fails", async () => {
    const reply = await (await aScene()).ask("date 2026-11-12");
    expect(words(reply)).toContain("Hugging Face could not be reached");
  });

  it.each([
    ["date 2026-02-30", `I can't read "2026-02-30" as a date`, "/papers date 2026-11-20"],
    ["date soon", `I can't read "soon" as a date`, "/papers date 2026-11-20"],
    ["date 2026-11-21", '"2026-11-21" is still to come', "/papers date 2026-11-20"],
    ["date tomorrow", '"tomorrow" is still to come', "/papers date 2026-11-20"],
    ["date 2022-01-01", "before the first Daily Papers", "/papers date 2023-05-04"],
    ["date", "Which day?", "/papers date 2026-11-20"],
  ])("%s: quotes it and gives a command that would work", async (line, quoted, mend) => {
    const reply = await (await aScene()).ask(line);
    expect(reply.error).toContain(quoted);
    expect(reply.error).toContain(mend);
  });

  it("knows that there is no list on Saturdays and Sundays", async () => {
    const scene = await aScene();
    expect(words(await scene.ask("date 2026-11-15"))).toContain("/papers date 2026-11-13");
    expect(scene.asked).toEqual([]);
  });
});

describe("pages", () => {
  it("go on with the numbers, and carry the list's id in Prev and Next", async () => {
    const scene = await aScene({ papers: papers(12, byVotes("2026-11-20")) });
    const second = await scene.ask("today page:2");
    expect(second.message.cards?.map(({ number }) => number)).toEqual([6, 7, 8, 9, 10]);
    expect(second.message.buttons?.map(({ label }) => label)).toEqual(["Prev", "Next", "Share"]);
    const next = second.message.buttons?.[1]?.action ?? "";
    const third = await scene.ask(next, { kind: "button" });
    expect(third.to).toBe("original");
    expect(third.message.cards?.map(({ number }) => number)).toEqual([11, 12]);
    expect(third.message.buttons?.map(({ label }) => label)).toEqual(["Prev", "Share"]);
  });

  it("do not shift when papers arrive or rise in between", async () => {
    const scene = await aScene({ papers: papers(10, byVotes("2026-11-20")) });
    const next = (await scene.ask("today")).message.buttons?.[0]?.action ?? "";
    await scene.store.papers.upsert(
      papers(10, (i) => ({ upvotes: i * 10, listDays: ["2026-11-20"] })),
      new Date("2026-11-20T09:00:00Z"),
    );
    expect(titles(await scene.ask(next, { kind: "button" }))[0]).toBe("Paper number 6");
  });

  it("have as many cards as top: says", async () => {
    const scene = await aScene({ papers: papers(60, byVotes("2026-11-20")) });
    expect(titles(await scene.ask("today top:50"))).toHaveLength(50);
    expect((await scene.ask("today top:51")).error).toContain("1 to 50");
  });

  it("past the end are an error that names the last one", async () => {
    const scene = await aScene({ papers: papers(12, byVotes("2026-11-20")) });
    expect((await scene.ask("today page:9")).error).toBe(
      "There is no page 9: this list has 3 pages. The last one: /papers today page:3",
    );
    expect((await scene.ask("today page:0")).error).toContain('"page:0"');
    expect((await scene.ask("today page:two")).error).toContain('"page:two"');
  });

  it("of another team's list are not found", async () => {
    const scene = await aScene({ papers: papers(12, byVotes("2026-11-20")) });
    const next = (await scene.ask("today")).message.buttons?.[0]?.action ?? "";
    const reply = await scene.ask(next, { channel: "test:other/general" });
    expect(reply.error).toContain("no longer kept");
  });
});
