import { describe, expect, test } from "vitest";
import type { EarlyReaction } from "../../../src/store/early.ts";
import type { Post } from "../../../src/store/store.ts";
import { papers } from "../../support/builders.ts";
import { beginForEver } from "../../support/ledger.ts";
import { at, type Open, openForTest } from "../../support/open-store.ts";

const team = "slack:T1";
const channel = "slack:T1/C1";
const post = "slack:T1/C1/100.1";
const ana = "slack:T1/U1";
const early = (over: Partial<EarlyReaction> = {}): EarlyReaction => ({
  ...{ post, channel, user: ana, name: "Ana", ref: `${post} 1`, means: 1, added: true, at: at(2) },
  ...over,
});
const aPost = (over: Partial<Post> = {}): Post => ({
  ...{ id: post, team, channel, papers: ["2611.00001"], kind: "digest" },
  ...over,
});
const expected = { isOurs: false, isPosting: true };
const elsewhere = { isOurs: true, isPosting: false };
const nowhere = { isOurs: false, isPosting: false };

export function describeEarlyReactions(open: Open): void {
  describe("a reaction to a post that is not recorded", () => {
    test("is kept until the post is, as it was last done", async () => {
      const { early: store, posts } = await openForTest(open);
      expect(await store.keep(early(), expected, at(2))).toBe("kept");
      await store.keep(early({ added: false, at: at(5) }), expected, at(5));
      await store.keep(early({ at: at(4) }), expected, at(6));
      const emoji = early({ ref: `${post} eyes`, at: at(3) });
      const { means: _, ...interest } = emoji;
      await store.keep(interest, expected, at(6));
      expect(await store.known("slack", 9)).toEqual([]);
      await posts.record(aPost(), at(7));
      expect(await store.known("slack", 9)).toEqual([interest, early({ added: false, at: at(5) })]);
      expect(await store.known("slack", 1)).toHaveLength(1);
      expect(await store.known("discord", 9)).toEqual([]);
      await store.settled([interest, early({ at: at(4) })]);
      expect(await store.known("slack", 9)).toEqual([early({ added: false, at: at(5) })]);
      expect(await store.keep(early(), expected, at(8))).toBe("known");
    });

    test("is kept only where something is being posted: in the channel, or anywhere where the message is ours", async () => {
      const store = await openForTest(open);
      const keep = (over: Partial<EarlyReaction>, whence: typeof nowhere) =>
        store.early.keep(early(over), whence, at(2));
      expect(await keep({}, nowhere)).toBe("dropped");
      expect(await keep({}, elsewhere)).toBe("dropped");
      await beginForEver(store, { team, channel: "slack:T1/C2" });
      expect(await keep({}, nowhere)).toBe("dropped");
      expect(await keep({ post: "discord:1/2/3" }, elsewhere)).toBe("dropped");
      expect(await keep({ channel: "slack:T1/C2" }, nowhere)).toBe("kept");
      expect(await keep({ post: "slack:T1/C9/1" }, elsewhere)).toBe("kept");
      // That it is taken back is told without whose message it is.
      expect(await keep({ post: "slack:T1/C9/1", added: false, at: at(3) }, nowhere)).toBe("kept");
    });

    test("is forgotten after a while, and with the person, and is taken back with all others", async () => {
      const store = await openForTest(open);
      const li = { user: "slack:T1/U2", name: "Li" };
      const yoshi = { user: "slack:T1/U3", name: "Yoshi", ref: `${post} 2`, means: 2 };
      await store.early.keep(early(), expected, at(2));
      await store.early.keep(early(li), expected, at(3));
      await store.early.keep(early(yoshi), expected, at(3));
      await store.early.clear(post, at(4), [`${post} 2`]);
      await store.people.forget({ team, user: li.user }, at(4));
      expect(await store.early.keep(early(li), expected, at(5))).toBe("kept");
      await store.posts.record(aPost(), at(5));
      const known = [early(), early({ ...yoshi, added: false, at: at(4) })];
      expect(await store.early.known("slack", 9)).toEqual(known);
      const hours = (n: number): number => at(n).getTime() - at(0).getTime();
      await store.early.prune("slack", at(5), { unsettled: hours(9), settled: hours(2.5) });
      expect(await store.early.known("slack", 9)).toEqual(known.slice(1));
      await beginForEver(store, { team, channel: "slack:T1/C2" });
      await store.early.prune("slack", at(9), { unsettled: hours(9), settled: hours(2.5) });
      expect(await store.early.known("slack", 9)).toHaveLength(1);
    });
  });

  describe("posts whose reactions are to be read", () => {
    test("are those recorded since, the newest first, until they are read", async () => {
      const { posts } = await openForTest(open);
      await posts.record(aPost({ id: "slack:a" }), at(2));
      await posts.record(aPost({ id: "slack:b" }), at(3));
      await posts.record(aPost({ id: "slack:c", kind: "link" }), at(4));
      await posts.record(aPost({ id: "slack:d", papers: [] }), at(4));
      await posts.record(aPost({ id: "discord:e" }), at(4));
      const next = async (since = at(0), now = at(5)) => (await posts.nextUnread("slack", since, now))?.id;
      expect(await next()).toBe("slack:b");
      await posts.markRead("slack:b");
      expect(await next()).toBe("slack:a");
      expect(await next(at(2.5))).toBeUndefined();
      await posts.markRead("slack:a", at(5.5));
      expect(await next()).toBeUndefined();
      expect(await next(at(0), at(6))).toBe("slack:a");
      // Such a wait is from a clock that was set back since.
      expect(await next(at(0), at(4))).toBe("slack:a");
    });
  });

  describe("saves of one event", () => {
    test("are made together or not at all, and each tells what it changed", async () => {
      const store = await openForTest(open);
      await store.papers.upsert(papers(2), at(0));
      const by = { team, user: ana, name: "Ana", origin: `${post} all`, added: true, at: at(1) };
      const both = ["2611.00001", "2611.00002"].map((paper) => ({ ...by, paper }));
      await store.saves.add({ team, user: ana, paper: "2611.00001", origin: "command" }, "Ana", at(0));
      const unknown = { ...by, paper: "2611.99999" };
      await expect(store.saves.changeAll([...both, unknown])).rejects.toThrow();
      expect(await store.saves.savers(team, "2611.00002")).toEqual([]);
      expect(await store.saves.changeAll(both)).toEqual([false, true]);
    });

    test("are taken away at once, all or those of some origins, and no newer ones", async () => {
      const store = await openForTest(open);
      await store.papers.upsert(papers(1), at(0));
      const by = { team, user: ana, name: "Ana", paper: "2611.00001", added: true };
      const [one, other] = [`${post} 1`, `${post} all`] as const;
      await store.saves.changeAll([
        { ...by, origin: one, at: at(1) },
        { ...by, origin: other, at: at(3) },
      ]);
      const standing = async () =>
        (await store.saves.byPost(team, post))
          .filter(({ state }) => state === "on")
          .map(({ origin }) => origin);
      await store.saves.clear({ team, post }, at(2), [other]);
      expect(await standing()).toEqual([one, other]);
      await store.saves.clear({ team, post }, at(2));
      expect(await standing()).toEqual([other]);
      await store.saves.clear({ team, post }, at(4));
      expect(await standing()).toEqual([]);
    });
  });
}
