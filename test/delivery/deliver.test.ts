import { describe, expect, test } from "vitest";
import { papers } from "../support/builders.ts";
import type { FakePost } from "../support/fake-adapter.ts";
import { aNewsroom, type Newsroom } from "../support/newsroom.ts";
import { channel } from "../support/subscriptions.ts";

const thursday = "2026-11-19";
const fivePast = `${thursday}T08:05:00Z`;
const numbers = ({ message }: FakePost) => message.cards?.map(({ number }) => number) ?? [];
const titles = ({ message }: FakePost) => message.cards?.map(({ title }) => title) ?? [];

/** A newsroom with `n` papers on Thursday's list, the first with the most upvotes. */
async function withPapers(n: number): Promise<Newsroom> {
  const room = await aNewsroom();
  room.list(
    thursday,
    papers(n, (i) => ({ upvotes: 100 - i })),
  );
  return room;
}

describe("a digest", () => {
  test("comes at the channel's time, with the papers it has not seen, best first", async () => {
    const room = await withPapers(3);
    await room.subscribe();
    await room.runUntil(`${thursday}T07:59:59Z`);
    expect(room.slack.posts).toEqual([]);
    await room.runUntil(fivePast);
    const [post] = room.slack.posts;
    expect(post).toMatchObject({ place: channel, message: { title: "Daily Papers, Thu 19 Nov" } });
    expect(post && titles(post)).toEqual(["Paper number 1", "Paper number 2", "Paper number 3"]);
    expect(room.slack.posts).toHaveLength(1);
    expect(await room.outcome(thursday)).toBe("posted: 3 papers");
  });

  test("is one list with up to 10 papers", async () => {
    const room = await withPapers(35);
    await room.subscribe();
    await room.runUntil(fivePast);
    expect(room.slack.posts.map(numbers)).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]);
    expect(room.slack.posts[0]?.message.lead).toBe("35 new on the list, 10 shown");
  });

  test("has a second part from 11 papers on, numbered from 11, each with a key of its own", async () => {
    const room = await withPapers(12);
    await room.subscribe({ top: 20 });
    await room.runUntil(fivePast);
    expect(room.slack.posts.map(numbers)).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      [11, 12],
    ]);
    expect(room.slack.posts.map(({ place }) => place)).toEqual([channel, channel]);
    expect(room.slack.posts.map(({ key }) => key)).toEqual([
      `${channel} digest ${thursday} 0`,
      `${channel} digest ${thursday} 1`,
    ]);
  });

  test("in layout thread is a headline, and a reply under it for every paper", async () => {
    const room = await withPapers(3);
    await room.subscribe({ layout: "thread" });
    await room.runUntil(fivePast);
    const [headline, ...replies] = room.slack.posts;
    expect(headline).toMatchObject({ place: channel, message: { title: "Daily Papers, Thu 19 Nov" } });
    expect(replies.map(({ place }) => place)).toEqual([headline?.id, headline?.id, headline?.id]);
    expect(replies.map(titles)).toEqual([["Paper number 1"], ["Paper number 2"], ["Paper number 3"]]);
    expect(await room.outcome(thursday)).toBe("posted: 3 papers");
  });

  test("is known by its papers afterwards, so that a reaction and #3 find them", async () => {
    const room = await withPapers(3);
    await room.subscribe();
    await room.runUntil(fivePast);
    expect((await room.store.posts.latestDigest("slack:T1", channel))?.papers).toEqual([
      "2611.00001",
      "2611.00002",
      "2611.00003",
    ]);
  });

  test("leaves what is below the cut for the next one, unless something better comes", async () => {
    const room = await withPapers(3);
    await room.subscribe({ top: 2 });
    await room.runUntil(fivePast);
    room.list(
      "2026-11-20",
      papers(1, () => ({ id: "2611.00009", title: "New and great", upvotes: 500 })),
    );
    room.sleepUntil("2026-11-20T07:59:00Z");
    await room.runUntil("2026-11-20T08:05:00Z");
    expect(room.slack.posts.map(titles)).toEqual([
      ["Paper number 1", "Paper number 2"],
      ["New and great", "Paper number 3"],
    ]);
  });

  test("goes to each channel by its own wish", async () => {
    const room = await withPapers(3);
    await room.subscribe();
    await room.subscribe({ top: 1 }, { channel: "slack:T1/C2" });
    await room.subscribe({ min: 99 }, { channel: "discord:1/2", subscriber: "discord:1/9" });
    await room.runUntil(fivePast);
    const inSlack = room.slack.posts.map((post) => [post.place, titles(post).length]);
    expect(inSlack.toSorted()).toEqual([
      [channel, 3],
      ["slack:T1/C2", 1],
    ]);
    expect(room.discord.posts.map(titles)).toEqual([["Paper number 1", "Paper number 2"]]);
  });

  test("comes once a local date, whatever the time and the zone are changed to", async () => {
    const room = await withPapers(3);
    await room.subscribe();
    await room.runUntil(fivePast);
    await room.subscribe({ time: "10:00" });
    await room.runUntil(`${thursday}T09:05:00Z`);
    await room.subscribe({ time: "09:00", zone: "America/New_York" });
    room.list(thursday, papers(9));
    room.sleepUntil(`${thursday}T13:59:00Z`);
    await room.runUntil(`${thursday}T14:05:00Z`);
    expect(room.slack.posts).toHaveLength(1);
  });

  test("comes once a local date, also for who unsubscribes and subscribes anew", async () => {
    const room = await withPapers(3);
    await room.subscribe();
    await room.runUntil(fivePast);
    const change = { at: room.time.clock(), by: "Ana", what: "unsubscribed" };
    await room.store.subscriptions.remove("slack:T1", channel, change);
    await room.subscribe({ time: "09:30" });
    room.list(thursday, papers(9));
    await room.runUntil(`${thursday}T08:35:00Z`);
    expect(room.slack.posts).toHaveLength(1);
  });

  test("that was resumed comes on the same date after all, if its time is yet to come", async () => {
    const room = await withPapers(3);
    await room.subscribe({}, { pause: { by: "Ana" } });
    await room.runUntil(fivePast);
    expect(await room.outcome(thursday)).toBe("paused: paused");
    await room.subscribe({ time: "10:00" });
    await room.runUntil(`${thursday}T09:05:00Z`);
    expect(await room.outcome(thursday)).toBe("posted: 3 papers");
  });
});

describe("nothing new", () => {
  test("is no post, and the outcome says that all were seen", async () => {
    const room = await withPapers(3);
    await room.subscribe();
    await room.runUntil(fivePast);
    room.sleepUntil("2026-11-20T07:59:00Z");
    await room.runUntil("2026-11-20T08:05:00Z");
    expect(room.slack.posts).toHaveLength(1);
    expect(await room.outcome("2026-11-20")).toBe(
      "nothing new: all 3 papers of the newest list days were shown before",
    );
  });

  test("or how many the filters left out", async () => {
    const room = await withPapers(3);
    await room.subscribe({ min: 500 });
    await room.runUntil(fivePast);
    expect(room.slack.posts).toEqual([]);
    expect(await room.outcome(thursday)).toBe(
      "nothing new: none of 3 new papers fits this channel's filters",
    );
  });

  test("or that there was no list", async () => {
    const room = await aNewsroom();
    await room.subscribe();
    await room.runUntil(fivePast);
    expect(await room.outcome(thursday)).toBe("nothing new: no list was published");
  });

  test("or that it is the weekend, when there is none", async () => {
    const room = await withPapers(3);
    await room.subscribe({ days: [4, 6] });
    await room.runUntil(fivePast);
    room.sleepUntil("2026-11-21T07:59:00Z");
    await room.runUntil("2026-11-21T08:05:00Z");
    expect(await room.outcome("2026-11-21")).toMatch(/^nothing new: .*weekend/);
  });

  test("is one line where the channel wants it said", async () => {
    const room = await withPapers(3);
    await room.subscribe({ min: 500, sayEmpty: true });
    await room.runUntil(fivePast);
    expect(room.slack.posts.map(({ message }) => message)).toEqual([
      { note: "Daily Papers, Thu 19 Nov: 3 new papers on the list, none fits this channel's filters." },
    ]);
    expect(await room.outcome(thursday)).toMatch(/^nothing new/);
  });
});
