import { describe, expect, test } from "vitest";
import { reactionOrigin } from "../../../src/store/library.ts";
import type { Post, StalePost, Store } from "../../../src/store/store.ts";
import {
  aLibrary,
  ana,
  aPost,
  aSave,
  channel,
  elsewhere,
  first,
  li,
  second,
  team,
  third,
} from "../../support/library.ts";
import { at, type Open } from "../../support/open-store.ts";

const spacing = 5000;
const said = '{"title":"Daily Papers"}';
const later = (ms: number): Date => new Date(at(24 * 8).getTime() + ms);
const now = later(0);
const day = 86_400_000;

/** Posts with what they say, an hour old where nothing else is said. */
async function withPosts(open: Open, ...posts: readonly (Partial<Post> & { readonly age?: number })[]) {
  const store = await aLibrary(open);
  for (const { age = 3_600_000, ...over } of posts)
    await store.posts.record(aPost(over), new Date(now.getTime() - age), said);
  // Whether a new post is looked at once is not what these tests are about.
  await stale(store);
  return store;
}

const claim = ({ posts }: Store, when = now): Promise<StalePost | undefined> =>
  posts.claimStale("slack", when, spacing);

/** The ids of all posts that are stale; they are written by that, and say the same as before. */
async function stale(store: Store, when = now): Promise<string[]> {
  const ids: string[] = [];
  for (let post = await claim(store, when); post; post = await claim(store, when)) {
    await store.posts.rewritten(post, said, when);
    ids.push(post.id);
  }
  return ids.sort();
}

export function describeStalePosts(open: Open): void {
  describe("a save makes posts stale", () => {
    test("that show its paper in its team, and no others", async () => {
      const store = await withPosts(
        open,
        { id: "slack:shows" },
        { id: "slack:shows it too", kind: "answer", channel: "slack:T1/C2", papers: [third, first] },
        { id: "slack:another paper", papers: [second] },
        { id: "slack:another team", team: elsewhere, channel: "slack:T2/C1" },
      );
      await store.posts.record(aPost({ id: "slack:of a member", kind: "link" }), now);
      await store.posts.record(aPost({ id: "slack:cannot be written" }), now);
      expect(await stale(store)).toEqual([]);
      await store.saves.add(aSave(), "Ana", now);
      expect(await stale(store)).toEqual(["slack:shows", "slack:shows it too"]);
    });

    test("of the last 7 days, counted back from the save", async () => {
      const store = await withPosts(
        open,
        { id: "slack:old", age: 7 * day },
        { id: "slack:too old", age: 7 * day + 1 },
      );
      await store.saves.add(aSave(), "Ana", now);
      expect(await stale(store)).toEqual(["slack:old"]);
    });

    test("and so does taking it back, and keeping for oneself what was public", async () => {
      for (const change of [
        (saves: Store["saves"]) => saves.remove(aSave(), "Ana", now),
        (saves: Store["saves"]) => saves.removeAll(aSave(), now),
        (saves: Store["saves"]) => saves.keepPrivate(aSave(), "Ana", now),
      ]) {
        const store = await withPosts(open, {});
        await store.saves.add(aSave(), "Ana", at(1));
        expect(await stale(store)).toEqual([aPost().id]);
        await change(store.saves);
        expect(await stale(store)).toEqual([aPost().id]);
      }
    });

    test("but not a private one, nor what is told late and changes nothing", async () => {
      const store = await withPosts(open, {});
      await store.saves.keepPrivate(aSave(), "Ana", now);
      expect(await stale(store)).toEqual([]);
      const byLi = aSave({ ...li, origin: reactionOrigin(aPost().id, 1) });
      await store.saves.add(byLi, "Li", now);
      expect(await stale(store)).toEqual([aPost().id]);
      await store.saves.remove(byLi, "Li", later(-1));
      expect(await stale(store)).toEqual([]);
    });
  });

  describe("another name makes posts stale", () => {
    test("that show what its owner saved, once the name has changed", async () => {
      const store = await withPosts(open, { id: "slack:a" }, { id: "slack:b", papers: [second] });
      await store.saves.add(aSave(), "Ana", at(1));
      expect(await stale(store)).toEqual(["slack:a"]);
      await store.people.meet(ana.user, "Ana");
      expect(await stale(store)).toEqual([]);
      await store.people.meet(ana.user, "Ana Müller");
      expect(await stale(store)).toEqual(["slack:a"]);
    });

    test("but not a bare id, which is what a platform says where it does not know", async () => {
      const store = await withPosts(open, {});
      await store.saves.add(aSave(), "Ana", at(1));
      await stale(store);
      await store.people.meet(ana.user, "U1");
      expect(await stale(store)).toEqual([]);
      expect(await store.saves.savers(team, first)).toEqual(["Ana"]);
    });
  });

  describe("a stale post", () => {
    const aStalePost = async (open: Open): Promise<Store> => {
      const store = await withPosts(open, {});
      await store.saves.add(aSave(), "Ana", now);
      return store;
    };

    test("is claimed with what it says and how much changed", async () => {
      const store = await aStalePost(open);
      await store.saves.add(aSave({ ...li }), "Li", now);
      expect(await claim(store)).toEqual({ ...aPost(), message: said, changes: 2 });
    });

    test("is nobody else's until the spacing is over, and then again, where nobody wrote it", async () => {
      const store = await aStalePost(open);
      await claim(store);
      expect(await claim(store, later(spacing - 1))).toBeUndefined();
      expect((await claim(store, later(spacing)))?.id).toBe(aPost().id);
    });

    test("is none of another platform's", async () => {
      const store = await aStalePost(open);
      for (const platform of ["discord", "slac", "slacker"])
        expect(await store.posts.claimStale(platform, now, spacing)).toBeUndefined();
    });

    test("is stale no more once it is written, and says what was written", async () => {
      const store = await aStalePost(open);
      await store.posts.rewritten((await claim(store)) as StalePost, '{"title":"New"}', now);
      expect(await claim(store, later(day))).toBeUndefined();
      await store.saves.add(aSave({ ...li }), "Li", later(day));
      expect((await claim(store, later(day)))?.message).toBe('{"title":"New"}');
    });

    test("is stale again where something changed while it was written, once it may be written", async () => {
      const store = await aStalePost(open);
      const post = (await claim(store)) as StalePost;
      await store.saves.add(aSave({ ...li }), "Li", later(1));
      await store.posts.rewritten(post, said, later(2 * spacing));
      expect(await claim(store, later(2 * spacing - 1))).toBeUndefined();
      expect((await claim(store, later(2 * spacing)))?.changes).toBe(1);
    });

    test("that could not be written is left alone until then, whatever changes", async () => {
      const store = await aStalePost(open);
      await claim(store);
      await store.posts.unwritten(aPost().id, later(60_000));
      await store.saves.add(aSave({ ...li }), "Li", later(1));
      expect(await claim(store, later(59_999))).toBeUndefined();
      expect((await claim(store, later(60_000)))?.changes).toBe(2);
    });

    test("that never can be written is stale never again", async () => {
      const store = await aStalePost(open);
      await claim(store);
      await store.posts.unwritten(aPost().id, undefined);
      await store.saves.add(aSave({ ...li }), "Li", later(1));
      expect(await claim(store, later(day))).toBeUndefined();
      expect(await store.posts.get(team, aPost().id)).toEqual(aPost());
    });

    test("is claimed after the clock was set back by hours", async () => {
      const store = await aStalePost(open);
      await claim(store);
      expect((await claim(store, later(-2 * 3_600_000)))?.id).toBe(aPost().id);
    });

    test("that was longest at rest comes first", async () => {
      const store = await withPosts(open, { id: "slack:a" }, { id: "slack:b" }, { id: "slack:c" });
      await store.saves.add(aSave(), "Ana", now);
      const order = [await claim(store), await claim(store, later(1)), await claim(store, later(2))];
      expect(order.map((post) => post?.id).sort()).toEqual(["slack:a", "slack:b", "slack:c"]);
      expect((await claim(store, later(spacing + 2)))?.id).toBe(order[0]?.id);
    });
  });

  describe("a post of a delivery", () => {
    test("is stale at first where it says what can be written anew, and else never", async () => {
      for (const message of [said, undefined]) {
        const store = await aLibrary(open);
        const key = { channel, kind: "digest", date: "2026-11-19" } as const;
        await store.deliveries.enter({ ...key, team, place: channel, dueAt: at(8) });
        await store.deliveries.claim("we", "slack", at(8), 60_000);
        const ours = { key, owner: "we" };
        const parts = [{ content: "{}", papers: [first] }];
        await store.deliveries.freeze(ours, parts, { kind: "posted", reason: "" });
        const post = { post: "slack:T1/C1/1", ...(message ? { message } : {}) };
        await store.deliveries.settle(ours, 0, post, at(8));
        expect(await stale(store)).toEqual(message ? ["slack:T1/C1/1"] : []);
      }
    });
  });
}
