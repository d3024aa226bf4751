import { describe, expect, it } from "vitest";
import { aScene, words } from "../support/bot.ts";
import { papers } from "../support/builders.ts";
import { links } from "../support/happenings.ts";

const post = {
  id: "test:post-1",
  team: "test:team",
  channel: "test:team/general",
  papers: ["2611.00001", "2611.00002", "2611.00003"],
  kind: "digest",
} as const;
const reaction = {
  kind: "reaction",
  id: "r1",
  channel: "test:team/general",
  user: { id: "test:team/ana", name: "Ana" },
  mayConfigure: false,
  at: new Date("2026-11-20T09:00:00Z"),
  post: "test:post-1",
  added: true,
} as const;

describe("a reaction", () => {
  it("with a keycap saves that paper for the person and the team, and its removal takes it back", async () => {
    const scene = await aScene({ papers: papers(3) });
    await scene.store.posts.record(post, reaction.at);
    await scene.bot.handle({ ...reaction, means: 2 });
    expect(words(await scene.ask("show 2611.00002"))).toContain("saved by Ana");
    expect(words(await scene.ask("show 2611.00001"))).not.toContain("saved by");
    await scene.bot.handle({ ...reaction, id: "later", means: 2, added: false });
    expect(words(await scene.ask("show 2611.00002"))).not.toContain("saved by");
  });

  it("with 🔖 saves all papers of the post", async () => {
    const scene = await aScene({ papers: papers(3) });
    await scene.store.posts.record(post, reaction.at);
    const reply = await scene.bot.handle({ ...reaction, means: "all" });
    expect(reply?.message.note).toBe("Saved: 3 papers.");
  });

  it("twice is the same as once, and a save by command outlives the reaction", async () => {
    const scene = await aScene({ papers: papers(3) });
    await scene.store.posts.record(post, reaction.at);
    await scene.bot.handle({ ...reaction, means: 1 });
    await scene.bot.handle({ ...reaction, means: 1 });
    await scene.ask("save 2611.00001");
    await scene.bot.handle({ ...reaction, means: 1, added: false });
    expect(words(await scene.ask("show 2611.00001"))).toContain("saved by Ana");
    await scene.ask("unsave 2611.00001");
    expect(words(await scene.ask("show 2611.00001"))).not.toContain("saved by");
  });

  it("on somebody else's message, or past the last paper, means nothing", async () => {
    const scene = await aScene({ papers: papers(3) });
    await scene.store.posts.record(post, reaction.at);
    expect(await scene.bot.handle({ ...reaction, post: "test:other", means: 1 })).toBeUndefined();
    expect(await scene.bot.handle({ ...reaction, means: 9 })).toBeUndefined();
  });

  it("in another team does not reach this team's post", async () => {
    const scene = await aScene({ papers: papers(3) });
    await scene.store.posts.record(post, reaction.at);
    expect(await scene.bot.handle({ ...reaction, channel: "test:other/x", means: 1 })).toBeUndefined();
  });
});

describe("the bot", () => {
  it("never rejects: an accident becomes a sentence with a reference that the log has too", async () => {
    const scene = await aScene({ papers: papers(1) });
    await scene.store.close();
    const reply = await scene.ask("today");
    const reference = /under ([0-9a-f]{6})/.exec(reply.error ?? "")?.[1];
    expect(reference).toBeDefined();
    expect(scene.errors).toEqual([expect.objectContaining({ reference })]);
    expect(reply.error).not.toMatch(/database|sqlite|at /i);
  });

  it("gives every button an action of at most 100 characters that is a command", async () => {
    const scene = await aScene({ papers: papers(30), huggingFace: [] });
    for (const line of ["today", "search paper", "show 2611.00001", "related 2611.00001"]) {
      const { message } = await scene.ask(line);
      const buttons = [
        ...(message.buttons ?? []),
        ...(message.cards ?? []).flatMap((card) => card.buttons ?? []),
      ];
      expect(buttons.length).toBeGreaterThan(0);
      for (const { action } of buttons) {
        expect(action.length).toBeLessThanOrEqual(100);
        expect((await scene.ask(action, { kind: "button" })).error).toBeUndefined();
      }
    }
  });
});

describe("an event that is told twice", () => {
  const link = ["https://arxiv.org/abs/2611.00001"];

  it("is handled once, whatever it is", async () => {
    const scene = await aScene({ papers: papers(1) });
    const told = links(link, { draft: true });
    expect(await scene.bot.handle(told)).toBeDefined();
    expect(await scene.bot.handle(told)).toBeUndefined();
    expect(await scene.ask("status", { id: "the same" })).toBeDefined();
    await expect(scene.ask("today", { id: "the same" })).rejects.toThrow("no answer");
    expect(await scene.bot.handle(links(link, { draft: true }))).toBeDefined();
  });

  it("is handled once also where the first went wrong, or is still being answered", async () => {
    const scene = await aScene({ papers: papers(1) });
    expect((await scene.ask("show nothing of the kind", { id: "wrong" })).error).toBeDefined();
    await expect(scene.ask("show nothing of the kind", { id: "wrong" })).rejects.toThrow("no answer");
    const told = links(link, { draft: true });
    const both = await Promise.all([scene.bot.handle(told), scene.bot.handle(told)]);
    expect(both.filter(Boolean)).toHaveLength(1);
  });

  it("is known among the last 10,000, and the oldest is forgotten", async () => {
    const scene = await aScene({ papers: papers(1) });
    const told = links(link, { draft: true });
    await scene.bot.handle(told);
    for (let n = 1; n < 10_000; n++) await scene.bot.handle(links([], { draft: true }));
    expect(await scene.bot.handle(told)).toBeUndefined();
    await scene.bot.handle(links([], { draft: true }));
    expect(await scene.bot.handle(told)).toBeDefined();
  });
});
