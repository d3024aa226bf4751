import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DeliveryError } from "../../src/errors.ts";
import { keepSaversShown } from "../../src/jobs/show-savers.ts";
import type { Logger } from "../../src/logger.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import { busy, fakeAdapter, refused } from "../support/fake-adapter.ts";
import { first } from "../support/library.ts";
import { aNoticeboard, inSeconds } from "../support/noticeboard.ts";
import { openForTest, tempFolder } from "../support/open-store.ts";

/** A post of one paper that Ana saved a moment ago. */
async function aSavedPost(file?: string) {
  const board = await aNoticeboard(file);
  const id = await board.post({ papers: [first] });
  await board.save("Ana");
  return { ...board, id };
}

describe("a post that could not be written", () => {
  it("is tried again when the platform says so, and not before", async () => {
    const { slack, runUntil, edits, id } = await aSavedPost();
    slack.refusedEdits.push(busy(20_000));
    await runUntil(19);
    expect(edits()).toEqual([`0 ${id}: Ana`]);
    await runUntil(30);
    expect(edits()).toEqual([`0 ${id}: Ana`, `20 ${id}: Ana`]);
  });

  it("is tried again in a minute where the platform says nothing, and then shows what came meanwhile", async () => {
    const { slack, save, runUntil, edits, id } = await aSavedPost();
    slack.refusedEdits.push(busy());
    await runUntil(10);
    await save("Li");
    await runUntil(180);
    expect(edits()).toEqual([`0 ${id}: Ana`, `60 ${id}: Ana, Li`]);
  });

  it("where the platform wants more than an hour is not asked for all the time, and in the end written", async () => {
    const { slack, runUntil, edits, id } = await aSavedPost();
    slack.refusedEdits.push(busy(3 * 3_600_000), busy(2 * 3_600_000), busy(3_600_000));
    await runUntil(2000);
    expect(edits()).toEqual([`0 ${id}: Ana`]);
    await runUntil(4 * 3600);
    expect(edits()).toHaveLength(4);
  });

  it("and is gone is never written again, whatever is saved", async () => {
    const { slack, save, runUntil, edits, id, store } = await aSavedPost();
    slack.refusedEdits.push(refused("message_not_found"));
    await runUntil(10);
    await save("Li");
    await store.people.meet("slack:T1/Ana", "Ana Müller");
    await runUntil(7200);
    expect(edits()).toEqual([`0 ${id}: Ana`]);
  });

  it("by an accident of ours is logged once a try, and tried again in a minute", async () => {
    const { slack, runUntil, edits, id, errors } = await aSavedPost();
    slack.refusedEdits.push(new TypeError("not a function") as unknown as DeliveryError);
    await runUntil(70);
    expect(edits()).toEqual([`0 ${id}: Ana`, `60 ${id}: Ana`]);
    expect(errors).toHaveLength(1);
  });

  it("keeps no other from being written", async () => {
    const { slack, post, save, runUntil, edits } = await aNoticeboard();
    for (const id of ["slack:a", "slack:b", "slack:c"]) await post({ id, papers: [first] });
    await save("Ana");
    slack.refusedEdits.push(busy(30_000), refused());
    await runUntil(5);
    expect(new Set(edits().map((edit) => edit.split(" ")[1]))).toEqual(
      new Set(["slack:a:", "slack:b:", "slack:c:"]),
    );
    expect(edits()).toHaveLength(3);
  });
});

describe("a save that happens while its post is written", () => {
  it("leads to another edit, 5 seconds later", async () => {
    const { slack, save, time, runUntil, edits, id } = await aSavedPost();
    slack.delay = 2000;
    const saving = time.sleep(1000).then(() => save("Li"));
    await runUntil(20);
    await saving;
    const [one, other, ...more] = edits();
    expect(one).toBe(`2 ${id}: Ana`);
    expect(other).toMatch(/: Ana, Li$/);
    expect(Number.parseFloat(other ?? "")).toBeGreaterThanOrEqual(7);
    expect(more).toEqual([]);
  });

  it("also where the edit takes longer than that", async () => {
    const { slack, save, time, runUntil, edits, id } = await aSavedPost();
    slack.delay = 8000;
    const saving = time.sleep(7000).then(() => save("Li"));
    const running = runUntil(60);
    await saving;
    slack.delay = 0;
    await running;
    expect(edits()[0]).toBe(`8 ${id}: Ana`);
    expect(edits()[1]).toMatch(/: Ana, Li$/);
    expect(Number.parseFloat(edits()[1] ?? "")).toBeGreaterThanOrEqual(13);
    expect(edits()).toHaveLength(2);
  });
});

describe("an edit that takes longer than the pause between two", () => {
  it("is nobody else's to make, and the last one shows the final state", async () => {
    const file = join(tempFolder(), "paperboy.db");
    const { slack, store, time, save, runUntil, edits, id } = await aSavedPost(file);
    const theirs = fakeAdapter("slack", time);
    const other = await openForTest(() => openStore(file));
    slack.delay = 8000;
    const saving = time.sleep(3000).then(() => save("Li"));
    await Promise.all([runUntil(60), runUntil(60, theirs, other)]);
    await saving;
    const all = [...slack.edits, ...theirs.edits].toSorted((a, b) => +a.at - +b.at);
    expect(edits()[0]).toBe(`8 ${id}: Ana`);
    expect(all.at(-1)?.message.cards?.[0]?.savedBy).toBe("Ana, Li");
    expect(all).toHaveLength(2);
    expect(await store.posts.claimStale("slack", inSeconds(600), 1)).toBeUndefined();
  });
});

describe("a restart", () => {
  it("loses no save that was not shown yet", async () => {
    const file = join(tempFolder(), "paperboy.db");
    const { store, runUntil, slack, edits, id } = await aSavedPost(file);
    await store.close();
    const again = await openForTest(() => openStore(file));
    await runUntil(5, slack, again);
    expect(edits()).toEqual([`0 ${id}: Ana`]);
  });

  it("writes nothing twice that was written", async () => {
    const { runUntil, edits } = await aSavedPost();
    await runUntil(5);
    await runUntil(60);
    expect(edits()).toHaveLength(1);
  });

  it("in the middle of an edit has it made again", async () => {
    const { slack, runUntil, edits, id } = await aSavedPost();
    slack.edit = () => new Promise(() => {});
    await runUntil(1);
    slack.edit = async (post, message) => void slack.edits.push({ post, message, at: inSeconds(9) });
    await runUntil(10);
    expect(edits()).toEqual([`9 ${id}: Ana`]);
  });
});

describe("a clock that is set back", () => {
  it("does not stop posts from being written", async () => {
    const { save, time, runUntil, edits, id } = await aSavedPost();
    await runUntil(1);
    time.set(inSeconds(-2 * 3600));
    await save("Li");
    await runUntil(-2 * 3600 + 10);
    expect(edits()).toEqual([`0 ${id}: Ana`, `-7200 ${id}: Li, Ana`]);
  });

  it("by less than an hour at most puts them off for as long", async () => {
    const { save, time, runUntil, edits } = await aSavedPost();
    await runUntil(1);
    time.set(inSeconds(-600));
    await save("Li");
    await runUntil(60);
    expect(edits()).toHaveLength(2);
    expect(edits()[1]).toMatch(/: Li, Ana$/);
  });
});

describe("keeping savers shown", () => {
  const silent = (): void => {};

  it("ends when it is aborted: before the first look, in between, and in an edit that hangs", async () => {
    const { slack, store, time, errors } = await aSavedPost();
    slack.edit = () => new Promise(() => {});
    const logger = { debug: silent, error: (entry: unknown) => errors.push(entry) } as unknown as Logger;
    const deps = { store, clock: time.clock, sleep: time.sleep, logger };
    await keepSaversShown(slack, deps, AbortSignal.abort());
    for (const moment of [0, 1500, 8000]) {
      const stop = new AbortController();
      const running = keepSaversShown(slack, deps, stop.signal);
      await time.until(new Date(time.clock().getTime() + moment));
      stop.abort();
      await expect(running).resolves.toBeUndefined();
    }
    expect(errors).toEqual([]);
  });

  it("never rejects, and goes on once the store can be used again", async () => {
    const { slack, store, time, errors, edits, id } = await aSavedPost();
    const logger = { debug: silent, error: (entry: unknown) => errors.push(entry) } as unknown as Logger;
    let isBroken = true;
    const posts = {
      ...store.posts,
      claimStale: (...about: Parameters<typeof store.posts.claimStale>) =>
        isBroken ? Promise.reject(new Error("the disk is full")) : store.posts.claimStale(...about),
    };
    const stop = new AbortController();
    const deps = { store: { ...store, posts }, clock: time.clock, sleep: time.sleep, logger };
    const running = keepSaversShown(slack, deps, stop.signal);
    await time.until(inSeconds(12));
    isBroken = false;
    await time.until(inSeconds(20));
    stop.abort();
    await expect(running).resolves.toBeUndefined();
    expect(errors.length).toBeGreaterThanOrEqual(2);
    expect(edits()).toEqual([`15 ${id}: Ana`]);
  });
});
