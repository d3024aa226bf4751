import { describe, expect, it } from "vitest";
import type { LinksIncoming, Reply } from "../../src/chat/incoming.ts";
import { factsOf } from "../../src/chat/message.ts";
import { aScene, type Scene, type SceneOptions, titles, words } from "../support/bot.ts";
import { aPaper, papers } from "../support/builders.ts";
import { channel, links } from "../support/happenings.ts";
import { aSubscription } from "../support/subscriptions.ts";

const [one, two, three] = ["2611.00001", "2611.00002", "2611.00003"].map(
  (id) => `https://arxiv.org/abs/${id}`,
) as [string, string, string];
const minute = 60_000;

interface LinkedScene extends Scene {
  /** Somebody posts these links. */
  link(posted: readonly string[], over?: Partial<LinksIncoming>): Promise<Reply | undefined>;
  seen(): Promise<string[]>;
}

async function aLinkedScene(options: SceneOptions = { papers: papers(3) }): Promise<LinkedScene> {
  const scene = await aScene(options);
  return {
    ...scene,
    link: (posted, over) => scene.bot.handle(links(posted, over)),
    seen: async () => [...(await scene.store.deliveries.seen(channel))].sort(),
  };
}

const digest = { id: "test:post-1", team: "test:team", channel, kind: "digest" } as const;

describe("a link to a paper", () => {
  it("gets its card beside it", async () => {
    const { link } = await aLinkedScene();
    const reply = await link([one]);
    expect(reply?.to).toBe("links");
    expect(reply?.message).toEqual({
      cards: [
        expect.objectContaining({ title: "Paper number 1", url: "https://huggingface.co/papers/2611.00001" }),
      ],
    });
    expect(reply && words(reply)).toContain("A robot corrects its map while walking.");
  });

  it("says which digest showed it here first, and who of the team saved it", async () => {
    const { link, store, ask } = await aLinkedScene();
    await store.posts.record({ ...digest, papers: ["2611.00001"] }, new Date("2026-11-18T08:00:00Z"));
    await store.posts.record(
      { ...digest, id: "test:2", papers: ["2611.00001"] },
      new Date("2026-11-19T08:00:00Z"),
    );
    await ask("save 2611.00001");
    await ask("save 2611.00001", { user: { id: "test:team/li", name: "Li" } });
    await ask("save 2611.00001", { channel: "test:other/x", user: { id: "test:other/bo", name: "Bo" } });
    const card = (await link([one]))?.message.cards?.[0];
    const facts = card && factsOf(card);
    expect(facts).toContain("in the digest of Wed 18 Nov");
    expect(facts).toContain("saved by Ana, Li");
  });

  it("names a digest by its date in the channel's own zone, as its title does", async () => {
    const { link, store } = await aLinkedScene();
    const subscription = aSubscription({ channel }, { zone: "Pacific/Auckland" });
    await store.subscriptions.save(subscription, { at: new Date(0), by: "Ana", what: "subscribed" });
    await store.posts.record({ ...digest, papers: ["2611.00001"] }, new Date("2026-11-18T20:00:00Z"));
    expect((await link([one]))?.message.cards?.[0]?.facts).toContain("in the digest of Thu 19 Nov");
  });

  it("tells nothing of another channel's digest, and of a team without saves", async () => {
    const { link, store } = await aLinkedScene();
    await store.posts.record(
      { ...digest, channel: "test:team/other", papers: ["2611.00001"] },
      new Date("2026-11-18T08:00:00Z"),
    );
    const reply = await link([one]);
    expect(reply && words(reply)).not.toMatch(/digest|saved/);
  });

  it("in any of its forms is the same paper, linked once", async () => {
    const { link } = await aLinkedScene();
    const forms = [
      "https://arxiv.org/pdf/2611.00001v3.pdf",
      "https://huggingface.co/papers/2611.00001?a=b",
      "https://www.alphaxiv.org/abs/2611.00001",
      "https://doi.org/10.48550/arXiv.2611.00001",
    ];
    const reply = await link(forms);
    expect(reply && titles(reply)).toEqual(["Paper number 1"]);
    expect(reply && words(reply)).toContain("A robot corrects its map");
  });
});

describe("several links in one message", () => {
  it("of two papers get short cards", async () => {
    const { link } = await aLinkedScene();
    expect((await link([one, two]))?.message.cards).toEqual([
      { title: "Paper number 1", url: "https://huggingface.co/papers/2611.00001", facts: expect.anything() },
      { title: "Paper number 2", url: "https://huggingface.co/papers/2611.00002", facts: expect.anything() },
    ]);
  });

  it("of three papers get no answer, and count as seen all the same", async () => {
    const { link, seen } = await aLinkedScene();
    expect(await link([one, two, three])).toBeUndefined();
    expect(await seen()).toEqual(["2611.00001", "2611.00002", "2611.00003"]);
  });

  it("of three papers were not shown, so that one of them can be right after", async () => {
    const { link } = await aLinkedScene();
    await link([one, two, three]);
    expect(await link([one])).toBeDefined();
  });
});

describe("the same paper", () => {
  it("is not shown twice within 30 minutes in a channel, and again after them", async () => {
    const { link, pass } = await aLinkedScene();
    expect(await link([one])).toBeDefined();
    pass(30 * minute - 1);
    expect(await link(["https://huggingface.co/papers/2611.00001"])).toBeUndefined();
    pass(1);
    expect(await link([one])).toBeDefined();
  });

  it("is shown in another channel, and another paper in this one", async () => {
    const { link } = await aLinkedScene();
    await link([one]);
    expect(await link([one], { channel: "test:team/other" })).toBeDefined();
    const both = await link([one, two]);
    expect(both && titles(both)).toEqual(["Paper number 2"]);
    // Of two links the card is short, whichever of them is left to show.
    expect(both?.message.cards?.[0]?.body).toBeUndefined();
  });

  it("was not shown where it could not be looked up, so that the next link is answered", async () => {
    const known: ReturnType<typeof aPaper>[] = [];
    const { link, pass } = await aLinkedScene({ huggingFace: known, arxiv: [] });
    expect(await link(["https://arxiv.org/abs/2601.01234"])).toBeUndefined();
    pass(2 * minute);
    known.push(aPaper({ id: "2601.01234" }));
    expect(await link(["https://arxiv.org/abs/2601.01234"])).toBeDefined();
  });
});

describe("a message that is still being written", () => {
  it("has its links shown, and nothing of them is remembered", async () => {
    const { link, seen } = await aLinkedScene();
    const draft = await link([one], { draft: true });
    expect(draft && titles(draft)).toEqual(["Paper number 1"]);
    expect(await seen()).toEqual([]);
  });

  it("does not keep the message itself from being answered, or its next draft", async () => {
    const { link, seen } = await aLinkedScene();
    await link([one], { draft: true });
    expect(await link([one], { draft: true })).toBeDefined();
    expect(await link([one])).toBeDefined();
    expect(await seen()).toEqual(["2611.00001"]);
  });
});

describe("any other link", () => {
  it.each([
    "https://example.com/2611.00001",
    "https://example.com/?u=https://arxiv.org/abs/2611.00001",
    "https://example.com/walk_(2611.00001)",
    "https://example.com/?q='2611.00001'",
    "https://arxiv.org.evil.example/abs/2611.00001",
    "https://arxiv.org/list/cs.CL/2611",
  ])("%s is no paper, and nothing is asked or remembered", async (other) => {
    const { link, asked, seen } = await aLinkedScene();
    expect(await link([other])).toBeUndefined();
    expect(await seen()).toEqual([]);
    expect(asked).toEqual([]);
  });

  it("beside a paper's leaves it the full card", async () => {
    const { link } = await aLinkedScene();
    const reply = await link(["https://example.com/", one]);
    expect(reply && words(reply)).toContain("A robot corrects its map while walking.");
  });
});

describe("a paper that is not stored", () => {
  it("is looked up by its id, and no address is ever fetched", async () => {
    const { link, asked, seen } = await aLinkedScene({
      huggingFace: [],
      arxiv: [aPaper({ id: "2601.01234", title: "From arXiv" })],
    });
    const reply = await link(["https://arxiv.org/abs/2601.01234?next=https://evil.example/"]);
    expect(reply && titles(reply)).toEqual(["From arXiv"]);
    expect(asked).toEqual(["Hugging Face paper 2601.01234", "arXiv paper 2601.01234"]);
    expect(await seen()).toEqual(["2601.01234"]);
  });

  it("that nobody knows gets no card, and is no error", async () => {
    const { link, errors } = await aLinkedScene({ huggingFace: [], arxiv: [] });
    expect(await link(["https://arxiv.org/abs/2601.01234"])).toBeUndefined();
    expect(errors).toEqual([]);
  });

  it("is not looked up where three papers are linked", async () => {
    const { link, asked } = await aLinkedScene({ huggingFace: [], arxiv: [] });
    await link(["2601.01231", "2601.01232", "2601.01233"].map((id) => `https://arxiv.org/abs/${id}`));
    expect(asked).toEqual([]);
  });
});

describe("a digest afterwards", () => {
  it("does not show a paper that a member linked in the channel, and elsewhere it does", async () => {
    const { link, ask } = await aLinkedScene();
    await link([one]);
    expect(titles(await ask("preview")).sort()).toEqual(["Paper number 2", "Paper number 3"]);
    expect(titles(await ask("preview", { channel: "test:team/other" }))).toHaveLength(3);
  });
});
