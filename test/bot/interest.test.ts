import { describe, expect, it } from "vitest";
import type { EmojiIncoming, PostId, RepliedIncoming } from "../../src/chat/incoming.ts";
import { aScene, now, words } from "../support/bot.ts";
import { papers } from "../support/builders.ts";
import { channel, links, reaction } from "../support/happenings.ts";

const team = "test:team";
const [first, second] = ["2611.00001", "2611.00002"] as const;
const card: PostId = "test:card";
const list: PostId = "test:list";
const linked: PostId = "test:linked";
const li = { id: "test:team/li", name: "Li" } as const;
const inSeconds = (n: number): Date => new Date(now.getTime() + n * 1000);

const emoji = (post = card, over: Partial<EmojiIncoming> = {}): EmojiIncoming => {
  const { means: _, ...done } = reaction(post);
  return { ...done, kind: "emoji", emoji: "eyes", ...over };
};
const replied = (post = card, over: Partial<RepliedIncoming> = {}): RepliedIncoming => {
  const { means: _, added: __, ...done } = reaction(post);
  return { ...done, kind: "replied", ...over };
};

/** A post of one paper, a list of two, and a member's message with a link, all in one channel. */
async function anInterestedScene() {
  const scene = await aScene({ papers: papers(3) });
  const { store, bot } = scene;
  const posted = { team, channel, kind: "digest" } as const;
  await store.posts.record({ ...posted, id: card, papers: [first] }, now);
  await store.posts.record({ ...posted, id: list, papers: [first, second] }, now);
  await bot.handle(links([`https://arxiv.org/abs/${second}`], { user: li, message: linked }));
  return {
    ...scene,
    /** How many discuss and react to each paper. */
    async warmth() {
      const warm = await store.activity.since(team, new Date(0));
      return Object.fromEntries(
        warm.map(({ paper, discussers, reactors }) => [paper, [discussers, reactors]]),
      );
    },
  };
}

describe("a reaction that saves nothing", () => {
  it("to a post of one paper counts for it, once a person, and is not answered", async () => {
    const { bot, warmth } = await anInterestedScene();
    expect(await bot.handle(emoji())).toBeUndefined();
    await bot.handle(emoji(card, { emoji: "fire" }));
    await bot.handle(emoji(card, { user: li }));
    expect(await warmth()).toEqual({ [first]: [0, 2], [second]: [0, 0] });
  });

  it("to a member's message with a link counts for the paper that it links", async () => {
    const { bot, warmth } = await anInterestedScene();
    await bot.handle(emoji(linked));
    expect(await warmth()).toEqual({ [second]: [0, 1] });
  });

  it("to a list counts for none of its papers, and to any other message for nothing", async () => {
    const { bot, warmth, errors } = await anInterestedScene();
    for (const post of [list, "test:unknown"] as const) await bot.handle(emoji(post));
    await bot.handle(
      emoji(card, { channel: "test:other/general", user: { id: "test:other/bo", name: "Bo" } }),
    );
    expect(await warmth()).toEqual({ [second]: [0, 0] });
    expect(errors).toEqual([]);
  });

  it("counts no more once it is taken away, in whichever order that is told", async () => {
    const { bot, warmth } = await anInterestedScene();
    await bot.handle(emoji(card, { at: inSeconds(2), added: false }));
    await bot.handle(emoji(card, { at: inSeconds(1) }));
    expect(await warmth()).toEqual({ [second]: [0, 0] });
    await bot.handle(emoji(card, { at: inSeconds(3) }));
    expect(await warmth()).toEqual({ [first]: [0, 1], [second]: [0, 0] });
  });

  it("does not say that a paper was discussed", async () => {
    const { bot, ask } = await anInterestedScene();
    await bot.handle(emoji());
    expect(words(await ask(`show ${first}`))).not.toContain("discussed");
  });
});

describe("an answer", () => {
  it("below a post of one paper, or below a link, counts for it, once a person", async () => {
    const { bot, warmth } = await anInterestedScene();
    for (let n = 0; n < 3; n++) expect(await bot.handle(replied())).toBeUndefined();
    await bot.handle(replied(linked));
    await bot.handle(replied(linked, { user: li }));
    expect(await warmth()).toEqual({ [first]: [1, 0], [second]: [2, 0] });
  });

  it("below a list counts for none of its papers", async () => {
    const { bot, warmth } = await anInterestedScene();
    await bot.handle(replied(list));
    expect(await warmth()).toEqual({ [second]: [0, 0] });
  });

  it("says that the paper was discussed: here by name, elsewhere in how many channels", async () => {
    const { bot, ask } = await anInterestedScene();
    await bot.handle(replied());
    expect(words(await ask(`show ${first}`))).toContain("discussed here");
    const there = { channel: "test:team/other" } as const;
    expect(words(await ask(`show ${first}`, there))).toContain("discussed in 1 other channel");
    const elsewhere = { channel: "test:other/x", user: { id: "test:other/bo", name: "Bo" } } as const;
    expect(words(await ask(`show ${first}`, elsewhere))).not.toContain("discussed");
  });

  it("to the direct message of a watch is no discussion, nor is a reaction to it", async () => {
    const { bot, store, warmth } = await anInterestedScene();
    const told = { id: "test:D1/1", team, channel: "test:team/ana", kind: "answer" } as const;
    await store.posts.record({ ...told, papers: [first] }, now);
    await bot.handle(replied(told.id, { channel: "test:team/D1" }));
    await bot.handle(emoji(told.id, { channel: "test:team/D1" }));
    expect(await store.activity.discussed(team, first)).toEqual([]);
    expect(await warmth()).toEqual({ [second]: [0, 0] });
  });

  it("in a thread that is a channel of its own is an answer in the post's channel", async () => {
    const { bot, store } = await anInterestedScene();
    await bot.handle(replied(card, { channel: "test:team/thread" }));
    expect(await store.activity.discussed(team, first)).toEqual([channel]);
  });

  it("lifts the paper in what is hot", async () => {
    const { bot, ask } = await anInterestedScene();
    await bot.handle(replied());
    await bot.handle(replied(card, { user: li }));
    const hot = words(await ask("hot"));
    expect(hot).toContain("2 discussing");
    expect(hot.indexOf("Paper number 1")).toBeLessThan(hot.indexOf("Paper number 2"));
  });
});
