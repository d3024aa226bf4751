import { describe, expect, it } from "vitest";
import { adapters } from "../../../adapters/index.ts";
import type { Person } from "../../../src/chat/incoming.ts";
import type { Message } from "../../../src/chat/message.ts";
import { DeliveryError } from "../../../src/errors.ts";
import { aScene, type Scene, titles, words } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";
import { channel, reaction } from "../../support/happenings.ts";

interface SharingScene extends Scene {
  readonly posts: { readonly channel: string; readonly message: Message }[];
  seen(of?: string): Promise<string[]>;
  /** Presses the Share button of the answer to a line. @returns what everyone then sees */
  shareAnswer(line: string, user?: Person): Promise<Message>;
}

/** Twelve papers of the newest list day, and a platform that takes every post. */
async function aSharingScene(): Promise<SharingScene> {
  const posts: { readonly channel: string; readonly message: Message }[] = [];
  const scene = await aScene({
    papers: papers(12, (i) => ({ upvotes: 90 - i, listDays: ["2026-11-20"] })),
    post: async (to, message) => `test:post-${posts.push({ channel: to, message })}`,
  });
  return {
    ...scene,
    posts,
    seen: async (of = channel) => [...(await scene.store.deliveries.seen(of))].sort(),
    async shareAnswer(line, user = { id: "test:team/ana", name: "Ana" }) {
      const { message } = await scene.ask(line);
      const action = message.buttons?.find(({ label }) => label === "Share")?.action ?? "no Share button";
      await scene.bot.handle({
        kind: "button",
        id: `share ${posts.length} ${line}`,
        channel,
        user,
        mayConfigure: false,
        at: new Date("2026-11-20T08:00:00Z"),
        text: action,
      });
      return posts.at(-1)?.message ?? {};
    },
  };
}

describe("Share", () => {
  it("posts the page of a list that was answered, with who shared it", async () => {
    const { shareAnswer, posts } = await aSharingScene();
    const shared = await shareAnswer("today page:2");
    expect(posts).toHaveLength(1);
    expect(posts[0]?.channel).toBe(channel);
    expect(shared.title).toContain("2/3");
    expect(shared.cards?.map(({ number }) => number)).toEqual([6, 7, 8, 9, 10]);
    expect(shared.note).toMatch(/^Shared by Ana\./);
  });

  it("posts what was answered, though the list has changed meanwhile", async () => {
    const { store, bot, ask, posts } = await aSharingScene();
    const { message } = await ask("today");
    await store.papers.upsert(
      papers(12, (i) => ({ upvotes: i, listDays: ["2026-11-20"] })),
      new Date("2026-11-20T09:00:00Z"),
    );
    const action = message.buttons?.find(({ label }) => label === "Share")?.action ?? "";
    await bot.handle({ ...reaction("test:x"), kind: "button", text: action });
    expect(posts[0]?.message.cards?.map(({ title }) => title)).toEqual(
      message.cards?.map(({ title }) => title),
    );
  });

  it("posts one paper in full", async () => {
    const { shareAnswer, ask } = await aSharingScene();
    await ask("save 2611.00003", { user: { id: "test:team/li", name: "Li" } });
    const shared = await shareAnswer("show 2611.00003");
    expect(shared.cards?.[0]?.body).toContain("Robots get lost where maps are old.");
    expect(shared.note).toBe("Shared by Ana.");
  });

  it("posts the status and the channel's settings, which show no papers", async () => {
    const { shareAnswer, bot, seen } = await aSharingScene();
    expect((await shareAnswer("status")).title).toBe("Paperboy 1.2.3");
    await bot.handle({ ...reaction("test:x"), kind: "command", text: "subscribe", mayConfigure: true });
    const settings = await shareAnswer("settings");
    expect(settings.title).toBe("Daily Papers in this channel");
    expect(settings.note).toMatch(/^Shared by Ana\. To change one:/);
    expect(await seen()).toEqual([]);
  });

  it.each(["today page:2", "show 2611.00003", "status"])(
    "of %s leaves the buttons of the private answer away and those of the papers there",
    async (line) => {
      const { shareAnswer, ask } = await aSharingScene();
      const shared = await shareAnswer(line);
      expect(shared.buttons).toBeUndefined();
      const { message } = await ask(line);
      expect(shared.cards?.map(({ buttons }) => buttons)).toEqual(
        message.cards?.map(({ buttons }) => buttons),
      );
    },
  );

  it.each([
    "help",
    "preview",
    "subscribe",
    "unsubscribe",
    "save 2611.00001",
    "cite 2611.00001",
    "share status",
  ])("of %s is refused, and nothing is done", async (line) => {
    const { ask, posts, store } = await aSharingScene();
    const [name] = line.split(" ");
    expect((await ask(`share ${line}`)).error).toBe(`The answer of ${name} cannot be shared.`);
    expect(posts).toEqual([]);
    expect(await store.saves.savers("test:team", "2611.00001")).toEqual([]);
    expect(await store.subscriptions.all()).toEqual([]);
  });

  it("of nothing says what to press, and of a paper that is none what is wrong with it", async () => {
    const { ask, posts } = await aSharingScene();
    expect((await ask("share")).error).toContain("use the button Share");
    expect((await ask("share show zebras")).error).toContain("zebras");
    expect(posts).toEqual([]);
  });

  it("of a list that is no longer kept, or of another team's, says so and how to get it again", async () => {
    const { ask, posts } = await aSharingScene();
    await ask("today");
    for (const [line, over] of [
      ["share 1 1", { channel: "test:other/general" }],
      ["share 999 2", {}],
    ] as const) {
      expect((await ask(line, over)).error).toContain("That list is no longer kept");
    }
    expect(posts).toEqual([]);
  });
});

describe("what was shared", () => {
  it("counts as seen in that channel: the papers that it shows and no others", async () => {
    const { shareAnswer, ask, seen } = await aSharingScene();
    await ask("today");
    expect(await seen()).toEqual([]);
    await shareAnswer("today page:3");
    expect(await seen()).toEqual(["2611.00011", "2611.00012"]);
    await shareAnswer("show 2611.00001");
    expect(await seen()).toEqual(["2611.00001", "2611.00011", "2611.00012"]);
    expect(await seen("test:team/other")).toEqual([]);
    expect(titles(await ask("preview top:20"))).toHaveLength(9);
  });

  it("saves by reactions, each number its own paper", async () => {
    const { shareAnswer, bot, store } = await aSharingScene();
    await shareAnswer("today page:3");
    await bot.handle(reaction("test:post-1", { means: 2 }));
    expect(await store.saves.savers("test:team", "2611.00012")).toEqual(["Ana"]);
    expect(await store.saves.savers("test:team", "2611.00011")).toEqual([]);
  });

  it("is an answer: #1 goes on counting in what the person asked for", async () => {
    const { shareAnswer, ask } = await aSharingScene();
    await ask("today");
    await shareAnswer("show 2611.00009");
    expect(titles(await ask("show #1"))).toEqual(["Paper number 1"]);
    expect((await ask("show #1", { user: { id: "test:team/li", name: "Li" } })).error).toContain(
      "none here yet",
    );
  });

  it("needs no right to change the channel's settings", async () => {
    const { ask, bot, posts } = await aSharingScene();
    await ask("today");
    const pressed = {
      ...reaction("test:x"),
      kind: "button",
      text: "share 1 1",
      mayConfigure: false,
    } as const;
    expect(await bot.handle(pressed)).toBeUndefined();
    expect(posts).toHaveLength(1);
  });
});

describe("a name that is meant to disturb", () => {
  const name = '<!channel> <@U1> @everyone *b* [x](https://evil.example) share 1 1 "quoted"';

  it("is text in the note, as the platform gave it", async () => {
    const { shareAnswer } = await aSharingScene();
    const shared = await shareAnswer("show 2611.00001", { id: "test:team/x", name });
    expect(shared.note).toBe(`Shared by ${name}.`);
  });

  it.each(adapters.map((entry) => [entry.platform, entry] as const))(
    "calls nobody on %s",
    async (_, entry) => {
      const { shareAnswer } = await aSharingScene();
      const { preview } = await entry.load();
      const form = JSON.stringify(preview(await shareAnswer("show 2611.00001", { id: "test:team/x", name })));
      expect(form).toContain("Shared by");
      for (const call of entry.platform === "local" ? [] : ["<!channel>", "<@U1>"])
        expect(form).not.toContain(call);
    },
  );
});

describe("where the bot cannot post", () => {
  it("nothing counts as seen, and the error names the mend", async () => {
    const scene = await aScene({
      papers: papers(3),
      post: () =>
        Promise.reject(
          new DeliveryError("not_in_channel", {
            retry: false,
            maybePosted: false,
            mend: "Invite me: /invite @papers",
          }),
        ),
    });
    const reply = await scene.ask("share show 2611.00001");
    expect(reply.to).toBe("user");
    expect(reply.error).toContain("I cannot post here (not_in_channel)");
    expect(reply.error).toContain("Invite me: /invite @papers");
    expect(await scene.store.deliveries.seen(channel)).toEqual(new Set());
  });

  it("because no platform is connected, the answer is shown to everyone who is there", async () => {
    const scene = await aScene({ papers: papers(3) });
    const reply = await scene.ask("share show 2611.00001");
    expect(reply.to).toBe("channel");
    expect(words(reply)).toContain("Shared by Ana.");
    expect(await scene.store.deliveries.seen(channel)).toEqual(new Set(["2611.00001"]));
  });
});
