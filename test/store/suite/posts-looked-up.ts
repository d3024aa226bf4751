import { describe, expect, test } from "vitest";
import type { Post } from "../../../src/store/store.ts";
import { at, type Open, openForTest } from "../../support/open-store.ts";

const team = "slack:T1";
const channel = "slack:T1/C1";
const paper = "2611.00001";
const aPost = (over: Partial<Post> = {}): Post => ({
  id: "slack:T1/C1/100.1",
  team,
  channel,
  papers: ["2611.00002", paper],
  kind: "digest",
  ...over,
});

export function describePostsLookedUp(open: Open): void {
  describe("the digest of a paper", () => {
    test("is the first that showed it in the channel", async () => {
      const { posts } = await openForTest(open);
      expect(await posts.digestOf(team, channel, paper)).toBeUndefined();
      await posts.record(aPost({ id: "slack:b" }), at(2));
      await posts.record(aPost({ id: "slack:a" }), at(3));
      expect(await posts.digestOf(team, channel, paper)).toEqual(at(2));
      expect(await posts.digestOf(team, channel, "2611.00003")).toBeUndefined();
    });

    test("is no answer, and no other channel's or team's digest", async () => {
      const { posts } = await openForTest(open);
      await posts.record(aPost({ id: "slack:a", kind: "answer" }), at(1));
      await posts.record(aPost({ id: "slack:b", channel: "slack:T1/C2" }), at(1));
      await posts.record(aPost({ id: "slack:c", team: "slack:T2" }), at(1));
      expect(await posts.digestOf(team, channel, paper)).toBeUndefined();
    });
  });

  describe("recent posts", () => {
    const ids = (found: readonly Post[]): string[] => found.map(({ id }) => id);

    test("come newest first, at most as many as asked for, and whole", async () => {
      const { posts } = await openForTest(open);
      await posts.record(aPost({ id: "slack:b" }), at(2));
      await posts.record(aPost({ id: "slack:c", kind: "answer" }), at(3));
      await posts.record(aPost({ id: "slack:a" }), at(1));
      expect(await posts.recent("slack", at(0), 10)).toEqual([
        aPost({ id: "slack:c", kind: "answer" }),
        aPost({ id: "slack:b" }),
        aPost({ id: "slack:a" }),
      ]);
      expect(ids(await posts.recent("slack", at(0), 2))).toEqual(["slack:c", "slack:b"]);
    });

    test("are not from before the given moment", async () => {
      const { posts } = await openForTest(open);
      await posts.record(aPost({ id: "slack:a" }), at(1));
      await posts.record(aPost({ id: "slack:b" }), at(2));
      expect(ids(await posts.recent("slack", at(2), 10))).toEqual(["slack:b"]);
    });

    test("are that platform's alone, also where another's name begins with its own", async () => {
      const { posts } = await openForTest(open);
      for (const platform of ["slack", "slacker", "slac", "local", "slack-dev"])
        await posts.record(aPost({ id: `${platform}:T1/C1/1` }), at(1));
      expect(ids(await posts.recent("slack", at(0), 10))).toEqual(["slack:T1/C1/1"]);
      expect(ids(await posts.recent("slacker", at(0), 10))).toEqual(["slacker:T1/C1/1"]);
    });

    test("all show papers: others leave room for them", async () => {
      const { posts } = await openForTest(open);
      await posts.record(aPost({ id: "slack:a" }), at(1));
      await posts.record(aPost({ id: "slack:b", papers: [] }), at(2));
      expect(ids(await posts.recent("slack", at(0), 1))).toEqual(["slack:a"]);
    });
  });

  describe("papers marked as seen", () => {
    test("are seen in that channel, once however often they are marked", async () => {
      const { posts, deliveries } = await openForTest(open);
      await posts.markSeen(channel, [paper, "2611.00002"], at(1));
      await posts.markSeen(channel, [paper, paper, "2611.00003"], at(2));
      expect([...(await deliveries.seen(channel))].sort()).toEqual([paper, "2611.00002", "2611.00003"]);
      expect(await deliveries.seen("slack:T1/C2")).toEqual(new Set());
    });

    test("may be none", async () => {
      const { posts, deliveries } = await openForTest(open);
      await posts.markSeen(channel, [], at(1));
      expect(await deliveries.seen(channel)).toEqual(new Set());
    });
  });
}
