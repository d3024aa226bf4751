import { describe, expect, it } from "vitest";
import type { Standing } from "../../src/chat/adapter.ts";
import type { PostId, ReactionMeaning, UserId } from "../../src/chat/incoming.ts";
import { StoreError } from "../../src/errors.ts";
import { type CatchUpDeps, readMissedReactions, readNewPosts } from "../../src/jobs/missed-reactions.ts";
import type { Logger } from "../../src/logger.ts";
import { reactionOrigin, type SaveByPost } from "../../src/store/library.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import type { Post } from "../../src/store/store.ts";
import { aScene } from "../support/bot.ts";
import { papers } from "../support/builders.ts";
import { busy, fakeAdapter } from "../support/fake-adapter.ts";
import { reaction } from "../support/happenings.ts";
import { openForTest } from "../support/open-store.ts";
import { createTime } from "../support/time.ts";

const team = "slack:T1";
const start = new Date("2026-11-20T08:00:00Z");
const ago = (ms: number): Date => new Date(start.getTime() - ms);
const hour = 3_600_000;
const day = 24 * hour;
const [first, second] = ["2611.00001", "2611.00002"] as const;
const aPost = (over: Partial<Post> = {}): Post => ({
  id: "slack:T1/C1/1",
  team,
  channel: "slack:T1/C1",
  papers: [first, second],
  kind: "digest",
  ...over,
});
const ana = "slack:T1/U1";
const stands = (means: ReactionMeaning, id: UserId = ana, name = "Ana"): Standing => ({
  user: { id, name },
  means,
});
const aSave = (means: ReactionMeaning, paper: string = first, user: string = ana) => ({
  team,
  user,
  paper,
  origin: reactionOrigin("slack:T1/C1/1", means),
});

/** A bot that was away: a real store with one post of an hour ago, and a platform that says what stands. */
async function anAbsence(posts: readonly (readonly [Post, Date])[] = [[aPost(), ago(hour)]]) {
  const time = createTime(start);
  const store = await openForTest(() => openStore(":memory:"));
  await store.papers.upsert(papers(3), ago(day));
  for (const [post, at] of posts) await store.posts.record(post, at);
  const slack = fakeAdapter("slack", time);
  const errors: unknown[] = [];
  const silent = (): void => {};
  const log = (entry: unknown): void => void errors.push(entry);
  const logger = { debug: silent, info: silent, warn: silent, error: log } as unknown as Logger;
  const stop = new AbortController();
  return {
    store,
    time,
    slack,
    errors,
    stop,
    savers: (paper: string = first) => store.saves.savers(team, paper),
    readNew: (more: Partial<CatchUpDeps> = {}) =>
      readNewPosts(slack, { store, clock: time.clock, logger, ...more }, stop.signal),
    read: (adapter = slack) =>
      readMissedReactions(adapter, { store, clock: time.clock, logger }, stop.signal),
  };
}

describe("reactions read again", () => {
  it("save what was added meanwhile: a keycap one paper, 🔖 all of them", async () => {
    const { slack, read, savers, errors } = await anAbsence();
    slack.stands = () => [stands(2), stands("all", "slack:T1/U2", "Li")];
    await read();
    expect(await savers(first)).toEqual(["Li"]);
    expect([...(await savers(second))].sort()).toEqual(["Ana", "Li"]);
    expect(slack.readings).toEqual(["slack:T1/C1/1"]);
    expect(errors).toEqual([]);
  });

  it("take back what was removed meanwhile, and nothing that was saved otherwise", async () => {
    const { slack, read, savers, store } = await anAbsence();
    await store.saves.add(aSave(1), "Ana", ago(hour));
    await store.saves.add(aSave("all", second), "Ana", ago(hour));
    await store.saves.add({ ...aSave(1, second), origin: "command" }, "Ana", ago(hour));
    slack.stands = () => [];
    await read();
    expect(await savers(first)).toEqual([]);
    expect(await savers(second)).toEqual(["Ana"]);
  });

  it("leave what stands and was known, first saver first", async () => {
    const { slack, read, savers, store } = await anAbsence();
    await store.saves.add(aSave(1, first, "slack:T1/U2"), "Li", ago(hour));
    slack.stands = () => [stands(1), stands(1, "slack:T1/U2", "Li")];
    await read();
    await read();
    expect(await savers()).toEqual(["Li", "Ana"]);
  });

  it("do not save anew what was withdrawn while the reaction stands, until it was taken away", async () => {
    const { slack, read, savers, store, time } = await anAbsence();
    await store.saves.add(aSave(1), "Ana", ago(hour));
    await store.saves.removeAll(aSave(1), ago(hour / 2));
    slack.stands = () => [stands(1)];
    await read();
    expect(await savers()).toEqual([]);
    slack.stands = () => [];
    await read();
    time.set(new Date(start.getTime() + hour));
    slack.stands = () => [stands(1)];
    await read();
    expect(await savers()).toEqual(["Ana"]);
  });

  it("change nothing where the platform does not let us see", async () => {
    const { slack, read, savers, store } = await anAbsence();
    await store.saves.add(aSave(1), "Ana", ago(hour));
    slack.stands = () => undefined;
    await read();
    expect(await savers()).toEqual(["Ana"]);
  });

  it("mean nothing past the last paper, or by somebody of another team", async () => {
    const { slack, read, store } = await anAbsence();
    slack.stands = () => [stands(3), stands(1, "slack:T2/U9", "Bo")];
    await read();
    expect(await store.saves.byPost(team, "slack:T1/C1/1")).toEqual([]);
  });

  it("are older than whatever came while they were read", async () => {
    const { slack, read, savers, store, time } = await anAbsence();
    await store.saves.add(aSave(1), "Ana", ago(hour));
    slack.stands = async () => {
      time.set(new Date(start.getTime() + 1000));
      await store.saves.remove(aSave(1), "Ana", time.clock());
      await store.saves.add(aSave("all", second), "Ana", time.clock());
      return [stands(1)];
    };
    await read();
    expect(await savers(first)).toEqual([]);
    expect(await savers(second)).toEqual(["Ana"]);
  });

  it("take back nothing that came while they were read, by a platform whose clock is behind", async () => {
    const { slack, read, savers, store } = await anAbsence();
    slack.stands = async () => {
      await store.saves.add(aSave(1), "Ana", ago(2000));
      return [];
    };
    await read();
    expect(await savers()).toEqual(["Ana"]);
  });

  it("count until the next event, by a platform whose clock is behind", async () => {
    const { slack, read, savers, store } = await anAbsence();
    await store.saves.add(aSave(1), "Ana", ago(5000));
    slack.stands = () => [];
    await read();
    expect(await savers()).toEqual([]);
    await store.saves.add(aSave(1), "Ana", ago(2000));
    expect(await savers()).toEqual(["Ana"]);
  });

  it("count from when they were read: an event told late does not undo them", async () => {
    const { slack, read, savers, store } = await anAbsence();
    slack.stands = () => [stands(1)];
    await read();
    await store.saves.remove(aSave(1), "Ana", ago(1000));
    expect(await savers()).toEqual(["Ana"]);
    const [save] = (await store.saves.byPost(team, "slack:T1/C1/1")) as [SaveByPost];
    expect(save.origin).toBe("slack:T1/C1/1 1");
  });
});

describe("new posts", () => {
  it("are read once each, the newest first, and again after a while where the platform failed", async () => {
    const { slack, readNew, time } = await anAbsence([
      [aPost({ id: "slack:T1/C1/2" }), ago(hour)],
      [aPost(), ago(hour / 2)],
      [aPost({ id: "slack:T1/C1/0", kind: "link" }), ago(0)],
    ]);
    slack.stands = (post) => {
      if (post === "slack:T1/C1/1") throw busy();
      return [];
    };
    // One that cannot be read keeps no other waiting.
    expect(await readNew()).toBe(false);
    expect(slack.readings).toEqual(["slack:T1/C1/1", "slack:T1/C1/2"]);
    slack.stands = () => [stands(1)];
    expect(await readNew()).toBe(true);
    expect(slack.readings).toHaveLength(2);
    time.set(new Date(start.getTime() + 60_000));
    await readNew();
    await readNew();
    expect(slack.readings).toEqual(["slack:T1/C1/1", "slack:T1/C1/2", "slack:T1/C1/1"]);
  });

  it("are left alone for a while where the platform asks for it, or never answers", async () => {
    const posts = Array.from(
      { length: 8 },
      (_, n) => [aPost({ id: `slack:T1/C1/${n}` }), ago(hour + n)] as const,
    );
    const { slack, readNew } = await anAbsence(posts);
    slack.stands = () => {
      throw busy(30_000);
    };
    expect(await readNew()).toBe(false);
    expect(slack.readings).toHaveLength(1);
    slack.stands = () => {
      throw busy();
    };
    expect(await readNew()).toBe(false);
    expect(slack.readings).toHaveLength(6);
  });

  it("count once they are read", async () => {
    const { slack, readNew, savers } = await anAbsence([[aPost(), ago(hour)]]);
    slack.stands = () => [stands(1)];
    await readNew();
    expect(await savers()).toEqual(["Ana"]);
  });

  it("are read again where a reaction could not be written", async () => {
    const { slack, readNew, savers, store } = await anAbsence();
    slack.stands = () => [stands(1)];
    const missed = new Set<PostId>(["discord:1/2/3"]);
    const full = (): Promise<never> => Promise.reject(new StoreError("the disk is full"));
    const broken = { ...store, saves: { ...store.saves, changeAll: full } };
    const { bot } = await aScene({ store: broken, missed });
    await store.posts.markRead("slack:T1/C1/1");
    const reacted = { channel: "slack:T1/C1", user: { id: ana, name: "Ana" }, means: 1 } as const;
    expect(await bot.handle(reaction("slack:T1/C1/1", reacted))).toMatchObject({ error: "the disk is full" });
    await readNew({ missed });
    expect(await savers()).toEqual(["Ana"]);
    expect([...missed]).toEqual(["discord:1/2/3"]);
    await readNew({ missed });
    expect(slack.readings).toHaveLength(1);
  });

  it("are read again where a reaction does not stand that was told just before", async () => {
    const { slack, readNew, time, savers, store } = await anAbsence();
    await store.saves.add(aSave(1), "Ana", ago(1000));
    slack.stands = () => [];
    await readNew();
    expect(await savers()).toEqual(["Ana"]);
    time.set(new Date(start.getTime() + 60_000));
    await readNew();
    expect(await savers()).toEqual([]);
    await readNew();
    expect(slack.readings).toHaveLength(2);
  });
});

describe("the posts that are asked for", () => {
  it("are the platform's of the last 7 days, newest first", async () => {
    const { slack, read } = await anAbsence([
      [aPost({ id: "slack:a" }), ago(7 * day + 1)],
      [aPost({ id: "slack:b" }), ago(7 * day)],
      [aPost({ id: "slack:c", kind: "answer" }), ago(day)],
      [aPost({ id: "discord:d" }), ago(day)],
      [aPost({ id: "slack:e", papers: [] }), ago(day)],
    ]);
    await read();
    expect(slack.readings).toEqual(["slack:c", "slack:b"]);
  });

  it("are the newest 200", async () => {
    const { slack, read } = await anAbsence(
      Array.from({ length: 201 }, (_, i) => [aPost({ id: `slack:${i}` }), ago(day - i * 1000)] as const),
    );
    await read();
    expect(slack.readings).toHaveLength(200);
    expect(slack.readings).not.toContain("slack:0");
  });
});

describe("a platform that fails", () => {
  const tenPosts = () =>
    anAbsence(Array.from({ length: 10 }, (_, i) => [aPost({ id: `slack:${i}` }), ago(hour + i)] as const));

  it("is left alone after five failures in a row", async () => {
    const { slack, read, errors } = await tenPosts();
    slack.stands = () => {
      throw busy();
    };
    await read();
    expect(slack.readings).toHaveLength(5);
    expect(errors).toEqual([]);
  });

  it("is asked again later for all that it did not tell, and not only at the next start", async () => {
    const { slack, read, readNew, time, store } = await tenPosts();
    for (let i = 0; i < 10; i++) await store.posts.markRead(`slack:${i}`);
    slack.stands = () => {
      throw busy();
    };
    await read();
    expect(await readNew()).toBe(true);
    expect(slack.readings).toHaveLength(5);
    slack.stands = () => [];
    time.set(new Date(start.getTime() + 60_000));
    await readNew();
    expect(new Set(slack.readings.slice(5)).size).toBe(10);
  });

  it("is asked on where an answer comes in between", async () => {
    const { slack, read } = await tenPosts();
    slack.stands = () => {
      if (slack.readings.length === 5) return [];
      throw busy();
    };
    await read();
    expect(slack.readings).toHaveLength(10);
  });

  it("by an accident of ours is logged, and nothing is thrown", async () => {
    const { slack, read, errors } = await tenPosts();
    slack.stands = () => {
      throw new TypeError("not a function");
    };
    await read();
    expect(slack.readings).toHaveLength(1);
    expect(errors).toHaveLength(1);
  });
});

describe("when the bot is stopped", () => {
  it("no other post is asked for, and what was being read changes nothing", async () => {
    const { slack, read, stop, savers } = await anAbsence([
      [aPost(), ago(hour)],
      [aPost({ id: "slack:T1/C1/2" }), ago(hour + 1)],
    ]);
    slack.stands = () => {
      stop.abort();
      return [stands(1)];
    };
    await read();
    expect(slack.readings).toHaveLength(1);
    expect(await savers()).toEqual([]);
  });

  it("in the middle of a request that then fails, or before the first, nothing more is asked", async () => {
    const { slack, read, stop } = await anAbsence([
      [aPost(), ago(hour)],
      [aPost({ id: "slack:T1/C1/2" }), ago(hour + 1)],
    ]);
    slack.stands = () => {
      stop.abort();
      throw busy();
    };
    await read();
    await read();
    expect(slack.readings).toHaveLength(1);
  });
});
