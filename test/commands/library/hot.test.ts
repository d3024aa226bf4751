import { describe, expect, it } from "vitest";
import type { EmojiIncoming, PostId } from "../../../src/chat/incoming.ts";
import { aScene, now, type Scene, titles, words } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";
import { channel, links, reaction } from "../../support/happenings.ts";
import { li, person } from "../../support/people.ts";

const day = 86_400_000;
const bo = person("Bo");
const scene = () => aScene({ papers: papers(8, (i) => ({ upvotes: 10 * (i + 1) })) });
const linked = (n: number) => [`https://arxiv.org/abs/2611.0000${n}`];

/** A post of one paper, which an emoji or an answer is about. */
async function aPost({ store }: Scene, n: number): Promise<PostId> {
  const id = `test:post-${n}` as const;
  const papers = [`2611.0000${n}`];
  await store.posts.record({ id, team: "test:team", channel, papers, kind: "answer" }, now);
  return id;
}
const emoji = (post: PostId, name: string, over: Partial<EmojiIncoming> = {}): EmojiIncoming => ({
  ...{ ...reaction(post), kind: "emoji", emoji: name, added: true },
  ...over,
});
const facts = async ({ ask }: Scene, line = "hot"): Promise<readonly (string | undefined)[]> =>
  ((await ask(line)).message.cards ?? []).map((card) => card.facts?.at(-1));

describe("/papers hot", () => {
  it("ranks by saves, shares, links, answers and reactions, and says which", async () => {
    const room = await scene();
    await room.ask("save 2611.00001");
    await room.ask("save 2611.00001", { user: li });
    await room.ask("share show 2611.00002");
    await room.bot.handle(links(linked(2), { user: li }));
    const third = await aPost(room, 3);
    await room.bot.handle({ ...reaction(third), kind: "replied", user: bo });
    await room.bot.handle(emoji(await aPost(room, 4), "tada"));
    expect(titles(await room.ask("hot"))).toEqual([1, 2, 3, 4].map((n) => `Paper number ${n}`));
    expect(await facts(room)).toEqual([
      "listed Thu 19 Nov · 2 saves",
      "listed Thu 19 Nov · 2 shares",
      "listed Thu 19 Nov · 1 discussing",
      "listed Thu 19 Nov · 1 reaction",
    ]);
  });

  it("counts people, not what one of them does how often", async () => {
    const room = await scene();
    const post = await aPost(room, 1);
    for (const name of ["tada", "eyes", "fire", "heart", "rocket"]) await room.bot.handle(emoji(post, name));
    for (let i = 0; i < 5; i++) {
      await room.bot.handle({ ...reaction(post), kind: "replied" });
      await room.ask("share show 2611.00001");
      await room.bot.handle(links(linked(1)));
      await room.bot.handle(links(linked(1), { channel: "test:team/other" }));
    }
    await room.ask("save 2611.00002");
    await room.ask("save 2611.00002", { user: li });
    expect(titles(await room.ask("hot"))).toEqual(["Paper number 2", "Paper number 1"]);
    expect((await facts(room))[1]).toBe("listed Thu 19 Nov · 1 share, 1 discussing, 1 reaction");
  });

  it("puts the one with more upvotes first where both are as hot, and shows upvotes beside", async () => {
    const room = await scene();
    for (const n of [3, 7, 5]) await room.ask(`save 2611.0000${n}`);
    const { message } = await room.ask("hot");
    expect(message.cards?.map(({ facts: [votes] = [] }) => votes)).toEqual(["▲ 70", "▲ 50", "▲ 30"]);
  });

  it("says how it ranks, and for which days", async () => {
    const room = await scene();
    await room.ask("save 2611.00001");
    const { message } = await room.ask("hot");
    expect(message.title).toBe("Hot with us, 7 days");
    expect(message.lead).toBe(
      "3 points for each who saved it, 2 for each who shared or discussed it, 1 for each other reaction",
    );
    expect((await room.ask("popular 30D")).message.title).toBe("Hot with us, 30 days");
  });

  it.each([
    ["hot", 7],
    ["hot 30d", 30],
  ] as const)("%s reaches back %i days, to the moment", async (line, days) => {
    const room = await scene();
    await room.ask("save 2611.00001");
    await room.bot.handle(links(linked(2)));
    room.pass(days * day);
    expect(titles(await room.ask(line))).toEqual(["Paper number 1", "Paper number 2"]);
    room.pass(1);
    expect(titles(await room.ask(line))).toEqual([]);
    expect(words(await room.ask(line))).toBe(
      `Hot with us, ${days} days | Nobody here has saved, shared or discussed a paper in ${days} days: react 🔖 to a digest to begin.`,
    );
  });

  it("loses what was taken back", async () => {
    const room = await scene();
    const post = await aPost(room, 1);
    await room.ask("save 2611.00002");
    await room.bot.handle(emoji(post, "tada"));
    await room.bot.handle(emoji(post, "tada", { added: false }));
    await room.ask("unsave 2611.00002");
    expect(titles(await room.ask("hot"))).toEqual([]);
  });

  it("knows nothing of other teams", async () => {
    const room = await scene();
    const stranger = { user: { id: "test:other/zoe", name: "Zoe" }, channel: "test:other/general" } as const;
    await room.ask("save 2611.00001", stranger);
    await room.ask("share show 2611.00002", stranger);
    await room.bot.handle(links(linked(3), stranger));
    expect(titles(await room.ask("hot"))).toEqual([]);
    expect(titles(await room.ask("hot", stranger))).toHaveLength(3);
  });

  it("leaves out a link to a paper that is not stored", async () => {
    const room = await scene();
    await room.bot.handle(links(["https://arxiv.org/abs/2611.09999"]));
    expect(words(await room.ask("hot"))).toContain("Nobody here has saved");
  });

  it("comes in pages, may be shared, and #1 is the hottest", async () => {
    const room = await scene();
    for (let n = 1; n <= 8; n++) await room.ask(`save 2611.0000${n}`);
    const { message } = await room.ask("hot page:2");
    expect(message.title).toBe("Hot with us, 7 days · 2/2");
    expect(message.buttons?.map(({ label }) => label)).toEqual(["Prev", "Share"]);
    expect(titles(await room.ask("show #1"))).toEqual(["Paper number 8"]);
    expect((await room.ask("hot page:3")).error).toContain("The last one: /papers hot 7d page:2");
  });

  it.each(["hot 1y", "hot 7", "hot week", "hot 30d diffusion"])(
    "%s is no period, and the error has two that are",
    async (line) => {
      const { ask } = await scene();
      expect((await ask(line)).error).toBe(
        `"${line.slice(4)}" is not a period here: /papers hot 7d, or /papers hot 30d`,
      );
    },
  );
});
