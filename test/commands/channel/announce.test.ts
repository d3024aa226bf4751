import { describe, expect, it } from "vitest";
import type { Message } from "../../../src/chat/message.ts";
import { DeliveryError } from "../../../src/errors.ts";
import { openStore } from "../../../src/store/sqlite/index.ts";
import type { Store } from "../../../src/store/store.ts";
import { aScene, type SceneOptions, words } from "../../support/bot.ts";

const late = new DeliveryError("no answer in time", { retry: true, maybePosted: true });

/** A channel that is subscribed at 10:00, and then posts as it is told. */
async function subscribed(then: SceneOptions) {
  let isThen = false;
  const posts: Message[] = [];
  const scene = await aScene({
    ...then,
    post: async (channel, message, key) => {
      posts.push(message);
      if (isThen && then.post) return then.post(channel, message, key);
      return `test:post-${posts.length}`;
    },
  });
  await scene.handle("subscribe 10:00");
  isThen = true;
  return { ...scene, posts };
}
const time = async (store: Store) => (await store.subscriptions.all()).map(({ wish }) => wish.time);

describe("a confirmation", () => {
  it("that arrives long after its request was given up is true: it is looked for again", async () => {
    const waits: number[] = [];
    const keys: unknown[] = [];
    const scene = await subscribed({
      post: (_, __, key) => {
        keys.push(key);
        return Promise.reject(late);
      },
      find: async (_, key) => {
        keys.push(key);
        return waits.length < 2 ? "absent" : "test:post-2";
      },
      sleep: async (ms) => void waits.push(ms),
    });
    expect(await scene.handle("subscribe 11:00")).toBeUndefined();
    expect(await time(scene.store)).toEqual(["11:00"]);
    expect(waits).toHaveLength(2);
    expect(new Set(keys)).toEqual(new Set([expect.stringContaining("test:team/general")]));
  });

  it("that is not there is not true, and nothing was changed", async () => {
    const scene = await subscribed({
      post: () => Promise.reject(late),
      find: async () => "absent",
      sleep: async () => {},
    });
    const reply = await scene.ask("subscribe 11:00");
    expect(reply.error).toBe(
      "That could not be posted, so nothing was changed: no answer in time. Try again in a minute.",
    );
    expect(await time(scene.store)).toEqual(["10:00"]);
  });

  it("that comes after nothing was changed says so itself", async () => {
    const edits: unknown[] = [];
    let looks = 0;
    const scene = await subscribed({
      post: () => Promise.reject(late),
      find: async () => (++looks <= 4 ? "absent" : "test:post-2"),
      edit: async (...edit) => void edits.push(edit),
      sleep: async () => {},
    });
    expect((await scene.ask("subscribe 11:00")).error).toContain("nothing was changed");
    await expect.poll(() => edits).toEqual([["test:post-2", { note: expect.stringContaining("too late") }]]);
    expect(await time(scene.store)).toEqual(["10:00"]);
  });

  it.each([
    ["subscribe 11:00", "11:00"],
    ["pause", "paused"],
    ["unsubscribe", "ended"],
  ])("of %s of which nobody can tell is true, and whoever asked knows both", async (line, said) => {
    const scene = await subscribed({
      post: () => Promise.reject(late),
      find: () => Promise.reject(new DeliveryError("away", { retry: true, maybePosted: false })),
      sleep: async () => {},
    });
    const reply = await scene.ask(line);
    expect(reply.to).toBe("user");
    expect(words(reply)).toContain(said);
    expect(words(reply)).toContain("may not have arrived");
    const [left] = await scene.store.subscriptions.all();
    expect(left?.wish.time).toBe({ "subscribe 11:00": "11:00", pause: "10:00" }[line]);
  });

  it("of what could not be kept is taken back where everybody read it", async () => {
    const store = openStore(":memory:");
    const edits: unknown[] = [];
    const scene = await subscribed({ store, edit: async (...edit) => void edits.push(edit) });
    const { subscriptions } = store;
    subscriptions.save = () => Promise.reject(new Error("the disk is full"));
    const reply = await scene.ask("subscribe 11:00");
    expect(reply.error).toContain("Something went wrong");
    expect(edits).toEqual([["test:post-2", { note: expect.stringContaining("nothing was changed") }]]);
  });
});

describe("what changes nothing", () => {
  it("is told to whoever asked alone: subscribe again, with the same settings or none", async () => {
    const scene = await subscribed({});
    for (const line of ["subscribe", "subscribe 10:00"]) {
      const reply = await scene.ask(line);
      expect(reply.to).toBe("user");
      expect(words(reply)).toContain("Nothing was changed.");
      expect(words(reply)).toContain("weekdays at 10:00");
    }
    expect(scene.posts).toHaveLength(1);
    expect(await scene.store.subscriptions.changes("test:team", "test:team/general", 5)).toHaveLength(1);
  });

  it("is one post for a button that two press at the same moment", async () => {
    const posts: unknown[] = [];
    const scene = await aScene({
      post: async (_, message) => {
        await new Promise((resolve) => setImmediate(resolve));
        return `test:post-${posts.push(message)}`;
      },
    });
    const replies = await Promise.all([scene.handle("subscribe"), scene.handle("subscribe")]);
    expect(posts).toHaveLength(1);
    expect(replies.map((reply) => reply?.to)).toEqual([undefined, "user"]);
  });
});
