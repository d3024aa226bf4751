import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/sqlite/index.ts";
import { aScene } from "../support/bot.ts";
import { papers } from "../support/builders.ts";
import { fakeAdapter } from "../support/fake-adapter.ts";
import { reaction } from "../support/happenings.ts";
import { channel, elsewhere, first, second, team, third } from "../support/library.ts";
import { aNoticeboard, inSeconds, messageOf, start } from "../support/noticeboard.ts";
import { openForTest, tempFolder } from "../support/open-store.ts";

describe("a save is shown on the posts", () => {
  it("that show its paper, in its team, and no others are touched", async () => {
    const { post, save, runUntil, edits, errors } = await aNoticeboard();
    await post({ id: "slack:digest" });
    await post({ id: "slack:answer", kind: "answer", channel: "slack:T1/C2", papers: [third, first] });
    await post({ id: "slack:another paper", papers: [second] });
    await post({ id: "slack:another team", team: elsewhere, channel: "slack:T2/C1" });
    await post({ id: "slack:too old" }, inSeconds(-7 * 86_400 - 1));
    await post({ id: "discord:another platform" });
    await runUntil(1);
    expect(edits()).toEqual([]);
    await save("Ana");
    await runUntil(10);
    expect(edits().sort()).toEqual(["1 slack:answer: -; Ana", "1 slack:digest: Ana; -"]);
    expect(errors).toEqual([]);
  });

  it("whole: only the names change", async () => {
    const { post, save, runUntil, slack } = await aNoticeboard();
    await post({ papers: [second, first] });
    await save("Ana");
    await runUntil(1);
    const { title, cards = [] } = messageOf([second, first]);
    expect(slack.edits[0]?.message).toEqual({ title, cards: [cards[0], { ...cards[1], savedBy: "Ana" }] });
  });

  it("in short, where many saved it: two names, and how many more", async () => {
    const { post, save, runUntil, edits } = await aNoticeboard();
    const id = await post({ papers: [first] });
    for (const name of ["Ana", "Li", "Yoshi", "Zoë"]) await save(name);
    await runUntil(1);
    expect(edits()).toEqual([`0 ${id}: Ana, Li +2`]);
  });

  it("and not any more once it was taken back", async () => {
    const { post, save, unsave, runUntil, edits } = await aNoticeboard();
    const id = await post({ papers: [first] });
    await save("Ana");
    await runUntil(10);
    await unsave("Ana");
    await runUntil(20);
    expect(edits()).toEqual([`0 ${id}: Ana`, `10 ${id}: -`]);
  });

  it("and where nothing is different in the end, nothing is written", async () => {
    const { post, save, unsave, runUntil, slack, store } = await aNoticeboard();
    await post();
    await save("Ana");
    await unsave("Ana");
    await store.saves.keepPrivate({ team, user: "slack:T1/Li", paper: first }, "Li", start);
    await runUntil(60);
    expect(slack.edits).toEqual([]);
    expect(await store.posts.claimStale("slack", inSeconds(60), 5000)).toBeUndefined();
  });

  it("with the name that its owner has now", async () => {
    const { post, save, runUntil, store, edits } = await aNoticeboard();
    const id = await post({ papers: [first] });
    await save("Ana");
    await runUntil(10);
    await store.people.meet("slack:T1/Ana", "Ana Müller");
    await runUntil(20);
    expect(edits()).toEqual([`0 ${id}: Ana`, `10 ${id}: Ana Müller`]);
  });
});

describe("a post is written anew at most once in 5 seconds", () => {
  it("however many save, and at last says what is so in the end", async () => {
    const { post, save, time, runUntil, edits, slack } = await aNoticeboard();
    const id = await post({ papers: [first] });
    const saving = (async () => {
      for (let n = 0; n < 60; n++) {
        await save(`Person ${n}`);
        await time.sleep(200);
      }
    })();
    await runUntil(30);
    await saving;
    const gaps = slack.edits.slice(1).map(({ at }, i) => at.getTime() - (slack.edits[i]?.at.getTime() ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5000);
    expect(slack.edits.length).toBeGreaterThan(1);
    expect(slack.edits.length).toBeLessThanOrEqual(4);
    expect(edits().at(-1)).toMatch(`${id}: Person 0, Person 1 +58`);
  });

  it("also by two programs on one file", async () => {
    const file = join(tempFolder(), "paperboy.db");
    const board = await aNoticeboard(file);
    const other = await openForTest(() => openStore(file));
    const theirs = fakeAdapter("slack", board.time);
    const id = await board.post({ papers: [first] });
    const saving = (async () => {
      for (let n = 0; n < 20; n++) {
        await board.save(`Person ${n}`);
        await board.time.sleep(700);
      }
    })();
    await Promise.all([board.runUntil(40), board.runUntil(40, theirs, other)]);
    await saving;
    const all = [...board.slack.edits, ...theirs.edits].map(({ at }) => at.getTime()).sort((a, b) => a - b);
    for (const [i, at] of all.entries()) expect(at - (all[i - 1] ?? 0)).toBeGreaterThanOrEqual(5000);
    const last = [...board.slack.edits, ...theirs.edits].toSorted((a, b) => +a.at - +b.at).at(-1);
    expect(last?.post).toBe(id);
    expect(last?.message.cards?.[0]?.savedBy).toBe("Person 0, Person 1 +18");
  });

  it("and each of several by itself", async () => {
    const { post, save, runUntil, edits } = await aNoticeboard();
    for (const id of ["slack:a", "slack:b", "slack:c"]) await post({ id, papers: [first] });
    await save("Ana");
    await runUntil(1);
    expect(edits().sort()).toEqual(["0 slack:a: Ana", "0 slack:b: Ana", "0 slack:c: Ana"]);
  });
});

describe("posts that were written otherwise", () => {
  it("by a delivery are looked at once: what was saved meanwhile is shown", async () => {
    const { store, save, runUntil, edits } = await aNoticeboard();
    const posts = [messageOf([first, second]), messageOf([third])];
    const key = { channel, kind: "digest", date: "2026-11-20" } as const;
    const ours = { key, owner: "we" };
    await store.deliveries.enter({ ...key, team, place: channel, dueAt: start });
    await store.deliveries.claim("we", "slack", start, 60_000);
    const parts = [
      { content: "{}", papers: [first, second] },
      { content: "{}", papers: [third] },
    ];
    await store.deliveries.freeze(ours, parts, { kind: "posted", reason: "" });
    await save("Ana");
    for (const [part, message] of posts.entries()) {
      const result = { post: `slack:T1/C1/${part}`, message: JSON.stringify(message) };
      await store.deliveries.settle(ours, part, result, start);
    }
    await runUntil(10);
    expect(edits()).toEqual(["0 slack:T1/C1/0: Ana; -"]);
  });

  it("by Share are looked at once too: what was saved while they were posted is shown", async () => {
    const { store, save, runUntil, edits } = await aNoticeboard();
    const post = async () => {
      await save("Li");
      return "slack:T1/C1/shared" as const;
    };
    const { bot } = await aScene({ store, papers: papers(2), post });
    const user = { id: "slack:T1/Ana", name: "Ana" } as const;
    await bot.handle({ ...reaction("slack:x"), channel, user, kind: "button", text: `share show ${first}` });
    await runUntil(10);
    expect(edits()).toEqual(["0 slack:T1/C1/shared: Li"]);
  });

  it("by Share show what is saved afterwards, and still who shared them", async () => {
    const board = await aNoticeboard();
    const { bot, ask, store } = await aScene({
      store: board.store,
      papers: papers(2),
      post: async () => "slack:T1/C1/shared",
    });
    const here = { channel, user: { id: "slack:T1/Ana", name: "Ana" } } as const;
    await ask("show 2611.00001", here);
    await bot.handle({ ...reaction("slack:x"), ...here, kind: "button", text: `share show ${first}` });
    expect((await store.posts.get(team, "slack:T1/C1/shared"))?.papers).toEqual([first]);
    await board.save("Li");
    await board.runUntil(10);
    expect(board.slack.edits.map(({ message }) => message.note)).toEqual(["Shared by Ana."]);
    expect(board.edits()).toEqual(["0 slack:T1/C1/shared: Li"]);
  });
});
