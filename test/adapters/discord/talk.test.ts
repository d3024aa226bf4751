import { describe, expect, it } from "vitest";
import { papers } from "../../support/builders.ts";
import { channelIds, guildId, userIds } from "../../support/discord/ids.ts";
import type { DiscordMessage } from "../../support/discord/types.ts";
import { useDiscord } from "../../support/discord-scene.ts";
import { botThat } from "../../support/edge.ts";

const open = useDiscord();
const team = `discord:${guildId}` as const;
const general = `${team}/${channelIds.general}` as const;
const said = ({ components }: DiscordMessage): string => JSON.stringify(components);
/** What everyone sees, but for the welcome at the first start. */
const isPublic = (message: DiscordMessage): boolean =>
  message.ephemeralTo === undefined && !said(message).includes("Paperboy is here");

describe("a command", () => {
  it("is answered to whoever asked, and to nobody else", async () => {
    const { discord } = await open({ papers: papers(12) });
    const sent = await discord.command({ subcommand: "today" }, { user: userIds.li });
    const answer = await sent.answer();
    expect(sent.deferred).toBe(true);
    expect(answer.ephemeralTo).toBe(userIds.li);
    expect(said(answer)).toContain("Paper number 1");
  });

  it("that is meant for everyone is a post of the bot's, and nothing else is left", async () => {
    const { discord, scene } = await open({ papers: papers(3) });
    await discord.command({ subcommand: "subscribe", options: { time: "09:00", top: 5 } });
    await expect.poll(async () => (await scene.store.subscriptions.all()).length).toBe(1);
    const posted = discord.messages.filter(isPublic);
    expect(posted).toHaveLength(1);
    expect(posted.map(said).join()).toContain("Set by Ana");
    const [subscription] = await scene.store.subscriptions.all();
    expect(subscription).toMatchObject({ channel: general, wish: { top: 5, time: "09:00" } });
  });

  it("that changes settings needs Manage Channels, whoever it is", async () => {
    const { discord, scene } = await open();
    const sent = await discord.command({ subcommand: "subscribe" }, { user: userIds.li });
    expect(said(await sent.answer())).toContain("Only those who may");
    expect(await scene.store.subscriptions.all()).toEqual([]);
  });

  it("changes nothing where the bot may not post, and says how to let it in", async () => {
    const { discord, scene } = await open();
    const sent = await discord.command({ subcommand: "subscribe" }, { channel: channelIds.random });
    expect(said(await sent.answer())).toMatch(/Missing (Access|Permissions).*Send Messages/);
    expect(await scene.store.subscriptions.all()).toEqual([]);
  });

  it("works in a direct message, where the person is the team", async () => {
    const { discord, scene } = await open({ papers: papers(3) });
    const shown = await (
      await discord.command({ subcommand: "today" }, { dm: true, user: userIds.li })
    ).answer();
    await (await discord.press(shown, "Save", { user: userIds.li })).answer();
    const saved = await scene.store.saves.savers(`discord:${userIds.li}`, "2611.00001");
    expect(saved).toEqual(["Li"]);
    await discord.command({ subcommand: "subscribe" }, { dm: true, user: userIds.li });
    await expect.poll(async () => (await scene.store.subscriptions.all()).length).toBe(1);
  });

  it("is acknowledged at once, and may be answered late", async () => {
    let finish = (): void => {};
    const working = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { scene: core } = await open({ idle: true });
    const bot = {
      ...core.bot,
      handle: async () => {
        await working;
        return { to: "user", message: { note: "At last." } } as const;
      },
    };
    const { discord } = await open({ bot });
    const sent = await discord.command({ subcommand: "status" });
    expect(sent.ackedAfter).toBeLessThan(1000);
    expect(sent.answers).toEqual([]);
    finish();
    expect(said(await sent.answer())).toContain("At last.");
  });

  it("that no option takes is advised by the button that does it", async () => {
    const { discord } = await open({ papers: papers(1) });
    const asked = await discord.command({ subcommand: "forget", options: { whom: "me" } });
    const answer = await asked.answer();
    expect(said(answer)).not.toContain("/papers forget me now");
    expect(said(answer)).toContain('To go on: \\"Delete everything\\"');
    expect(said(await (await discord.press(answer, "Delete everything")).answer())).toContain("Forgotten");
  });

  it("in error is answered with the mend, to whoever typed it", async () => {
    const { discord } = await open();
    const sent = await discord.command({ subcommand: "subscribe", options: { time: "soon" } });
    const answer = await sent.answer();
    expect(said(answer)).toContain("Write a time (09:00)");
    expect(answer.ephemeralTo).toBe(userIds.ana);
  });
});

describe("values that are typed", () => {
  it("are offered: papers by their title, time zones by any part of their name", async () => {
    const { discord } = await open({ papers: papers(12) });
    const found = await discord.autocomplete("show", "paper", "number 7");
    expect(found.choices.map(({ value }) => value)).toContain("2611.00007");
    const zones = await discord.autocomplete("subscribe", "zone", "berl");
    expect(zones.choices).toEqual([{ name: "Europe/Berlin", value: "Europe/Berlin" }]);
    expect((await discord.autocomplete("subscribe", "zone", "")).choices).toHaveLength(25);
  });

  it("are offered by the beginnings of words and ids, and a number by the last list alone", async () => {
    const { discord } = await open({ papers: papers(12, (i) => ({ upvotes: 50 - i })) });
    const offered = async (typed: string) => (await discord.autocomplete("save", "paper", typed)).choices;
    expect(await offered("#2")).toEqual([]);
    expect((await offered("pap")).length).toBe(12);
    expect(await offered("2611.0001")).toHaveLength(3);
    await (await discord.command({ subcommand: "today" })).answer();
    expect(await offered("#2")).toEqual([{ name: "#2 · Paper number 2 · 2611.00002", value: "2611.00002" }]);
  });

  it("are not offered late: better none in time", async () => {
    const { scene: core } = await open({ idle: true });
    const { discord } = await open({ bot: { ...core.bot, complete: () => new Promise<never>(() => {}) } });
    const found = await discord.autocomplete("show", "paper", "x");
    expect(found.choices).toEqual([]);
    expect(found.after).toBeLessThan(3000);
  });
});

describe("a button", () => {
  it("turns pages in place, also on a message from before a restart", async () => {
    const room = await open({ papers: papers(12) });
    const first = await (await room.discord.command({ subcommand: "today" })).answer();
    const second = await (await room.discord.press(first, "Next")).answer();
    expect(second.id).toBe(first.id);
    expect(said(second)).toContain("Paper number 6");
    await room.restart();
    const back = await (await room.discord.press(second, "Prev")).answer();
    expect(said(back)).toContain("Paper number 1");
  });

  it.each([
    ["Save", "Saved: "],
    ["Details", "arXiv 2611.00001"],
    ["Related", "Related to Paper number 1"],
  ])("of a card, %s, answers whoever pressed it", async (label, text) => {
    const { discord } = await open({ papers: papers(3) });
    const list = await (await discord.command({ subcommand: "today" })).answer();
    const answer = await (await discord.press(list, label)).answer();
    expect(answer.ephemeralTo).toBe(userIds.ana);
    expect(said(answer)).toContain(text);
  });

  it("Cite answers with the entry to copy", async () => {
    const { discord } = await open({ papers: papers(1) });
    const shown = await (
      await discord.command({ subcommand: "show", options: { paper: "2611.00001" } })
    ).answer();
    expect(said(await (await discord.press(shown, "Cite")).answer())).toContain("@misc{");
  });

  it("Share puts the answer before everyone; reactions to it save", async () => {
    const { discord, scene } = await open({ papers: papers(12) });
    const list = await (await discord.command({ subcommand: "today" })).answer();
    await discord.press(list, "Share");
    await expect.poll(() => discord.messages.some(isPublic)).toBe(true);
    await expect.poll(() => scene.store.posts.recent("discord", new Date(0), 5)).toHaveLength(2);
    const shared = discord.messages.find(isPublic);
    if (!shared) throw new Error("nothing was shared");
    expect(said(shared)).toContain("Shared by Ana.");
    await discord.react(shared, "2️⃣", { user: userIds.li });
    await expect.poll(() => scene.store.saves.savers(team, "2611.00002")).toEqual(["Li"]);
    expect(await scene.store.deliveries.seen(general)).toContain("2611.00001");
  });
});

describe("a file", () => {
  it("comes with the answer, for whoever asked alone", async () => {
    const { scene: core } = await open({ idle: true });
    const file = { name: "papers.csv", content: "id\n2611.00001\n" };
    const bot = { ...core.bot, handle: botThat(async () => ({ to: "user", message: { file } })).handle };
    const { discord } = await open({ bot });
    const answer = await (await discord.command({ subcommand: "status" }, { user: userIds.li })).answer();
    expect(answer.ephemeralTo).toBe(userIds.li);
    expect(answer.attachments).toEqual([
      expect.objectContaining({ filename: file.name, content: file.content }),
    ]);
  });
});

describe("the message menu", () => {
  it("saves the papers that anybody's message links", async () => {
    const { discord, scene } = await open({ papers: papers(3) });
    const message = await discord.write("look https://arxiv.org/abs/2611.00002v2!", { user: userIds.noor });
    const answer = await (await discord.menu("Save paper", message, { user: userIds.li })).answer();
    expect(said(answer)).toContain("Paper number 2");
    expect(await scene.store.saves.savers(team, "2611.00002")).toEqual(["Li"]);
  });
});
