import { describe, expect, test } from "vitest";
import type { ListOwner, Post, StoredList } from "../../../src/store/store.ts";
import { at, type Open, openForTest } from "../../support/open-store.ts";

const ana: ListOwner = { team: "slack:T1", channel: "slack:T1/C1", user: "slack:T1/U1" };
const aList = (title: string): StoredList => ({
  title,
  lead: "3 papers",
  note: "From Hugging Face.",
  papers: ["2611.00003", "2611.00001", "2611.00002"],
  day: "2026-11-19",
  size: 5,
});
const aPost = (over: Partial<Post> = {}): Post => ({
  id: "slack:T1/C1/100.1",
  team: "slack:T1",
  channel: "slack:T1/C1",
  papers: ["2611.00002", "2611.00001"],
  kind: "digest",
  ...over,
});

export function describeLists(open: Open): void {
  describe("lists", () => {
    test("a list comes back as it was answered", async () => {
      const { lists } = await openForTest(open);
      const id = await lists.save(ana, aList("Today"), at(1));
      expect(await lists.get(ana, id)).toEqual(aList("Today"));
    });

    test("another team or person cannot find it, and an unknown id is no list", async () => {
      const { lists } = await openForTest(open);
      const id = await lists.save(ana, aList("Today"), at(1));
      expect(await lists.get({ ...ana, team: "slack:T2" }, id)).toBeUndefined();
      expect(await lists.get({ ...ana, user: "slack:T1/U2" }, id)).toBeUndefined();
      for (const unknown of ["0", "999", "", "abc", `${id}x`, "' OR 1=1 --"])
        expect(await lists.get(ana, unknown)).toBeUndefined();
    });

    test("two lists have two ids", async () => {
      const { lists } = await openForTest(open);
      expect(await lists.save(ana, aList("A"), at(1))).not.toBe(await lists.save(ana, aList("A"), at(1)));
    });

    test("the latest is the one this person last asked for in this channel", async () => {
      const { lists } = await openForTest(open);
      await lists.save(ana, aList("First"), at(1));
      await lists.save(ana, aList("Second"), at(2));
      await lists.save({ ...ana, user: "slack:T1/U2" }, aList("Another person's"), at(3));
      await lists.save({ ...ana, channel: "slack:T1/C2" }, aList("Another channel's"), at(3));
      await lists.save({ ...ana, team: "slack:T2" }, aList("Another team's"), at(3));
      expect((await lists.latest(ana, at(0)))?.title).toBe("Second");
    });

    test("a list from before the given time is not the latest", async () => {
      const { lists } = await openForTest(open);
      await lists.save(ana, aList("Yesterday's"), at(1));
      expect((await lists.latest(ana, at(1)))?.title).toBe("Yesterday's");
      expect(await lists.latest(ana, at(2))).toBeUndefined();
    });

    test("lists are forgotten after 30 days, and their ids are not used again", async () => {
      const { lists, thin } = await openForTest(open);
      const old = await lists.save(ana, aList("Old"), at(0));
      const young = await lists.save(ana, aList("Young"), at(1));
      await thin(at(30 * 24 + 1));
      const newest = await lists.save(ana, aList("Newest"), at(30 * 24 + 1));
      expect(await lists.get(ana, old)).toBeUndefined();
      expect((await lists.get(ana, young))?.title).toBe("Young");
      expect(new Set([old, young, newest]).size).toBe(3);
    });

    test("of one person the newest 20 are kept, and nobody else's go for them", async () => {
      const { lists } = await openForTest(open);
      const other = await lists.save({ ...ana, user: "slack:T1/U2" }, aList("Another's"), at(0));
      const ids: string[] = [];
      for (let i = 0; i < 60; i++) {
        const owner = { ...ana, channel: `slack:T1/C${i % 3}` };
        ids.push(await lists.save(owner, aList(`${i}`), at(1)));
      }
      const kept = await Promise.all(ids.map((id) => lists.get(ana, id)));
      expect(kept.map((list) => list?.title).filter(Boolean)).toEqual(
        ids.slice(40).map((_, i) => `${i + 40}`),
      );
      expect(await lists.get({ ...ana, user: "slack:T1/U2" }, other)).toBeDefined();
    });
  });
}

export function describePosts(open: Open): void {
  describe("posts", () => {
    test("a post comes back with its papers in the order of their numbers", async () => {
      const { posts } = await openForTest(open);
      await posts.record(aPost(), at(1));
      expect(await posts.get("slack:T1", "slack:T1/C1/100.1")).toEqual(aPost());
    });

    test("another team cannot find it", async () => {
      const { posts } = await openForTest(open);
      await posts.record(aPost(), at(1));
      expect(await posts.get("slack:T2", "slack:T1/C1/100.1")).toBeUndefined();
      expect(await posts.latestDigest("slack:T2", "slack:T1/C1")).toBeUndefined();
    });

    test("a post recorded again shows what it shows now", async () => {
      const { posts } = await openForTest(open);
      await posts.record(aPost(), at(1));
      await posts.record(aPost({ papers: ["2611.00003"] }), at(2));
      expect((await posts.get("slack:T1", "slack:T1/C1/100.1"))?.papers).toEqual(["2611.00003"]);
    });

    test("the latest digest is the channel's own, and no answer is one", async () => {
      const { posts } = await openForTest(open);
      expect(await posts.latestDigest("slack:T1", "slack:T1/C1")).toBeUndefined();
      await posts.record(aPost({ id: "b", papers: ["2611.00002"] }), at(2));
      await posts.record(aPost({ id: "a", papers: ["2611.00001"] }), at(1));
      await posts.record(aPost({ id: "c", kind: "answer" }), at(3));
      await posts.record(aPost({ id: "d", channel: "slack:T1/C2" }), at(3));
      expect((await posts.latestDigest("slack:T1", "slack:T1/C1"))?.id).toBe("b");
    });
  });
}
