import { describe, expect, it } from "vitest";
import type { Message } from "../../src/chat/message.ts";
import { DeliveryError, StoreError } from "../../src/errors.ts";
import { aScene, type Scene, type SceneOptions } from "../support/bot.ts";
import { aPaper } from "../support/builders.ts";
import { channel, joined, reaction } from "../support/happenings.ts";

const listed = [
  aPaper({ id: "2611.00001", title: "Best of Wednesday", upvotes: 90, listDays: ["2026-11-18"] }),
  aPaper({ id: "2611.00002", title: "Second of Thursday", upvotes: 12, listDays: ["2026-11-19"] }),
  aPaper({ id: "2611.00003", title: "Best of Thursday", upvotes: 50, listDays: ["2026-11-19"] }),
  aPaper({ id: "2611.00004", title: "Of a day to come", upvotes: 99, listDays: ["2026-11-23"] }),
];

interface WelcomingScene extends Scene {
  readonly posts: { readonly channel: string; readonly message: Message }[];
}

/** A bot on a platform that takes every post. */
async function aWelcomingScene(options: SceneOptions = { papers: listed }): Promise<WelcomingScene> {
  const posts: { readonly channel: string; readonly message: Message }[] = [];
  const scene = await aScene({
    post: async (channel, message) => `test:post-${posts.push({ channel, message })}`,
    ...options,
  });
  return { ...scene, posts };
}

describe("the welcome", () => {
  it("is posted where the bot comes in, with number one of the newest list day", async () => {
    const { bot, posts } = await aWelcomingScene();
    expect(await bot.handle(joined())).toBeUndefined();
    expect(posts).toHaveLength(1);
    expect(posts[0]?.channel).toBe(channel);
    const [card, ...more] = posts[0]?.message.cards ?? [];
    expect(more).toEqual([]);
    expect(card?.title).toBe("Best of Thursday");
    expect(card?.facts).toContain("number one of Thu 19 Nov 2026");
  });

  it("has buttons that are commands: to begin, to preview, for help", async () => {
    const { bot, posts, ask, store } = await aWelcomingScene();
    await bot.handle(joined());
    const buttons = posts[0]?.message.buttons ?? [];
    expect(buttons.map(({ label }) => label)).toEqual(["Start daily here", "Preview", "Help"]);
    expect(await store.subscriptions.all()).toEqual([]);
    const [start, preview, help] = buttons.map(({ action }) => action) as [string, string, string];
    for (const action of [preview, help])
      expect((await ask(action, { kind: "button" })).error).toBeUndefined();
    expect(await store.subscriptions.all()).toEqual([]);
    await bot.handle({ ...joined(), kind: "button", text: start, user: ana, mayConfigure: true });
    expect(await store.subscriptions.all()).toMatchObject([{ channel }]);
  });

  it("is four lines at most beside its card: title, lead, note and buttons", async () => {
    const { bot, posts } = await aWelcomingScene();
    await bot.handle(joined());
    expect(Object.keys(posts[0]?.message ?? {}).sort()).toEqual([
      "buttons",
      "cards",
      "lead",
      "note",
      "title",
    ]);
    for (const text of [posts[0]?.message.title, posts[0]?.message.lead, posts[0]?.message.note])
      expect(text).not.toContain("\n");
  });

  it("shows a paper that a reaction saves, and that does not count as seen", async () => {
    const { bot, store } = await aWelcomingScene();
    await bot.handle(joined());
    const reply = await bot.handle(reaction("test:post-1"));
    expect(reply?.message.note).toBe('Saved: "Best of Thursday".');
    expect(await store.deliveries.seen(channel)).toEqual(new Set());
  });

  it("has no card on an empty store", async () => {
    const { bot, posts, errors } = await aWelcomingScene({});
    await bot.handle(joined());
    expect(posts[0]?.message.title).toBe("Paperboy is here");
    expect(posts[0]?.message.cards).toBeUndefined();
    expect(errors).toEqual([]);
  });
});

const ana = { id: "test:team/ana", name: "Ana" } as const;

describe("a welcome is told once a channel", () => {
  it("whatever is told twice", async () => {
    const { bot, posts } = await aWelcomingScene();
    await bot.handle(joined());
    await bot.handle(joined());
    await Promise.all([bot.handle(joined()), bot.handle(joined())]);
    expect(posts).toHaveLength(1);
  });

  it("also after a restart", async () => {
    const { bot, store } = await aWelcomingScene();
    await bot.handle(joined());
    const again = await aWelcomingScene({ store });
    await again.bot.handle(joined());
    expect(again.posts).toEqual([]);
  });

  it("and each channel gets its own", async () => {
    const { bot, posts } = await aWelcomingScene();
    await bot.handle(joined());
    await bot.handle(joined({ channel: "test:team/other" }));
    await bot.handle(joined({ channel: "test:other/general" }));
    expect(posts.map((post) => post.channel)).toEqual([channel, "test:team/other", "test:other/general"]);
  });
});

describe("where the bot cannot post", () => {
  const refusing = (error: Error) => aScene({ papers: listed, post: () => Promise.reject(error) });

  it("a welcome is not an error, and there is nobody to tell", async () => {
    const refused = new DeliveryError("not_in_channel", { retry: false, maybePosted: false });
    const { bot, errors } = await refusing(refused);
    expect(await bot.handle(joined())).toBeUndefined();
    expect(errors).toEqual([]);
  });

  it("any other failure is one, and is told", async () => {
    const { bot } = await refusing(new StoreError("The database is full."));
    expect(await bot.handle(joined())).toMatchObject({ error: "The database is full." });
  });

  it("as on the command line, nothing happens", async () => {
    const { bot, errors } = await aScene({ papers: listed });
    expect(await bot.handle(joined())).toBeUndefined();
    expect(errors).toEqual([]);
  });
});
