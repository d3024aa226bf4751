import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { LinksIncoming, Reply } from "../../src/chat/incoming.ts";
import { factsOf } from "../../src/chat/message.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import type { Store } from "../../src/store/store.ts";
import { aScene, now, titles, words } from "../support/bot.ts";
import { aPaper, papers } from "../support/builders.ts";
import { channel, links, reaction } from "../support/happenings.ts";
import { openForTest, tempFolder } from "../support/open-store.ts";

const [first, second, third] = ["2611.00001", "2611.00002", "2611.00003"] as const;
const one = `https://arxiv.org/abs/${first}`;
const minute = 60_000;
const other = "test:team/other";

/** A bot that is told of links, and can be started anew on the same file. */
async function aLinkedBot(file = join(tempFolder(), "paperboy.db"), late = 0) {
  const store = await openForTest(() => openStore(file));
  const scene = await aScene({ store, papers: papers(3), huggingFace: [], arxiv: [] });
  scene.pass(late);
  return {
    ...scene,
    link: (posted = [one], over: Partial<LinksIncoming> = {}) => scene.bot.handle(links(posted, over)),
    restart: (minutes: number) => aLinkedBot(file, minutes * minute),
  };
}

const facts = (reply: Reply | undefined): readonly string[] =>
  factsOf(reply?.message.cards?.[0] ?? { title: "" });

describe("a paper that was shown beside a link", () => {
  it("is not shown again within 30 minutes after a restart either, and is after them", async () => {
    const { link, restart } = await aLinkedBot();
    expect(await link()).toBeDefined();
    expect(await (await restart(29)).link()).toBeUndefined();
    expect(await (await restart(30)).link()).toBeDefined();
  });

  it("is shown again at once where the clock was set back to before", async () => {
    const { link, restart } = await aLinkedBot();
    await link();
    expect(await (await restart(-10)).link()).toBeDefined();
  });

  it("is shown once where two are told of it at once, also on one file", async () => {
    const { link, restart } = await aLinkedBot();
    const again = await restart(0);
    const replies = await Promise.all([link(), again.link(), link(), again.link()]);
    expect(replies.filter((reply) => reply !== undefined)).toHaveLength(1);
  });
});

describe("where a paper was discussed", () => {
  it("is said on its card: nowhere at its first link, and then here", async () => {
    const { link, pass } = await aLinkedBot();
    expect(facts(await link()).join()).not.toContain("discussed");
    pass(31 * minute);
    expect(facts(await link())).toContain("discussed here");
  });

  it("is a number elsewhere, and no channel is named", async () => {
    const { link } = await aLinkedBot();
    await link();
    await link([one], { channel: "test:team/third" });
    const reply = await link([one], { channel: other });
    expect(facts(reply)).toContain("discussed in 2 other channels");
    expect(JSON.stringify(reply)).not.toMatch(/general|third/);
  });

  it("is both where it was both", async () => {
    const { link, pass } = await aLinkedBot();
    for (const place of [channel, other] as const) await link([one], { channel: place });
    pass(31 * minute);
    expect(facts(await link())).toContain("discussed here and in 1 other channel");
  });

  it("counts a message with many papers, which are not shown", async () => {
    const { link, ask } = await aLinkedBot();
    await link([first, second, third].map((id) => `https://arxiv.org/abs/${id}`));
    expect(words(await ask(`show ${third}`))).toContain("discussed here");
  });

  it("does not count another team", async () => {
    const { link } = await aLinkedBot();
    await link([one], { channel: "test:else/general", user: { id: "test:else/bo", name: "Bo" } });
    expect(facts(await link()).join()).not.toContain("discussed");
  });
});

describe("a draft", () => {
  /** All that the store could remember of it. */
  const remembered = async ({ deliveries, activity, posts }: Store) => ({
    seen: await deliveries.seen(channel),
    discussed: await activity.discussed("test:team", first),
    warmth: await activity.since("test:team", new Date(0)),
    post: await posts.get("test:team", "test:draft"),
    isShown: !(await posts.showBesideLink(channel, first, now, new Date(+now - 30 * minute))),
  });

  it("is shown and not remembered at all", async () => {
    const { link, store } = await aLinkedBot();
    const reply = await link([one], { draft: true, message: "test:draft" });
    expect(reply && titles(reply)).toEqual(["Paper number 1"]);
    expect(await remembered(store)).toEqual({
      ...{ seen: new Set(), discussed: [], warmth: [], post: undefined, isShown: false },
    });
  });

  it("is remembered once it is sent: seen, discussed, a post to react to, and shown", async () => {
    const { link, store } = await aLinkedBot();
    await link([one], { draft: true });
    await link([one], { message: "test:draft" });
    expect(await remembered(store)).toMatchObject({
      seen: new Set([first]),
      discussed: [channel],
      post: { papers: [first], kind: "link" },
      isShown: true,
    });
  });
});

describe("a member's message with a link", () => {
  it("is not ours: 🔖 saves nothing there, whether what it links is stored or not", async () => {
    const { bot, link, store, errors } = await aLinkedBot();
    for (const id of [first, "2601.00002"]) {
      await link([`https://arxiv.org/abs/${id}`], { message: `test:${id}` });
      for (const means of [1, "all"] as const)
        expect(await bot.handle(reaction(`test:${id}`, { means }))).toBeUndefined();
    }
    expect(await store.saves.saved({ team: "test:team" })).toEqual([]);
    expect(errors).toEqual([]);
  });

  it("is none of the posts whose reactions are read again, or that say who saved", async () => {
    const { link, store, ask } = await aLinkedBot();
    await store.papers.upsert([aPaper()], now);
    await link([one], { message: "test:linked" });
    await ask(`save ${first}`);
    expect(await store.posts.recent("test", new Date(0), 9)).toEqual([]);
    expect(await store.posts.claimStale("test", now, 5000)).toBeUndefined();
  });
});
