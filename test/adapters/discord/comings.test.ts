import { describe, expect, it } from "vitest";
import { usualWish } from "../../../src/commands/channel/wish.ts";
import { papers } from "../../support/builders.ts";
import { channelIds, guildId, newId, otherGuildId, userIds } from "../../support/discord/ids.ts";
import type { DiscordGuild, DiscordMessage } from "../../support/discord/types.ts";
import { type DiscordScene, useDiscord } from "../../support/discord-scene.ts";

const open = useDiscord();
const home = `discord:${guildId}` as const;
const general = `${home}/${channelIds.general}` as const;
const said = ({ components }: DiscordMessage): string => JSON.stringify(components);
const isWelcome = (message: DiscordMessage): boolean => said(message).includes("Paperboy is here");
const welcomes = ({ discord }: DiscordScene): string[] =>
  discord.messages.filter(isWelcome).map(({ channelId }) => channelId);

/** A server with one channel, in which Ana may change settings. */
function aServer(id: string, over: Partial<DiscordGuild["channels"][number]> = {}): DiscordGuild {
  const hall = { id: newId(), name: "hall", ...over };
  const members = [{ id: userIds.ana, name: "Ana", permissions: ["ManageChannels"] as const }];
  return { id, name: `Server ${id}`, systemChannel: hall.id, channels: [hall], members };
}

describe("coming into a server", () => {
  it("is greeted once, in its system channel, with buttons that work, and never again on a restart", async () => {
    const room = await open({ papers: papers(3) });
    const { discord, scene } = room;
    await expect.poll(() => welcomes(room)).toEqual([channelIds.general]);
    await room.restart();
    discord.guildCreate(guildId);
    await (await discord.command({ subcommand: "status" })).answer();
    expect(welcomes(room)).toHaveLength(1);
    const welcome = discord.messages.find(isWelcome);
    if (!welcome) throw new Error("no welcome");
    expect(said(welcome)).toContain("Paper number 1");
    const preview = await (await discord.press(welcome, "Preview", { user: userIds.li })).answer();
    expect(preview.ephemeralTo).toBe(userIds.li);
    await discord.press(welcome, "Start daily here");
    await expect.poll(() => scene.store.subscriptions.all()).toHaveLength(1);
    expect((await scene.store.subscriptions.all())[0]?.channel).toBe(general);
    expect((await scene.store.deliveries.seen(general)).size).toBe(0);
  });

  it("is not greeted where the bot may not write, and where there is no such channel", async () => {
    const { systemChannel: _, ...without } = aServer(newId());
    const quiet = aServer(newId(), { denied: ["SendMessages"] });
    const hidden = aServer(newId(), { denied: ["ViewChannel"] });
    const greeted = aServer(guildId);
    const room = await open({ discord: { guilds: [quiet, hidden, without, greeted] } });
    await expect.poll(() => welcomes(room)).toEqual([greeted.systemChannel]);
    expect(room.discord.calls.filter(({ route }) => route === "POST /channels/:id/messages")).toHaveLength(1);
  });

  it("while it runs is greeted at once; one that only was out of order is not", async () => {
    const added = aServer(otherGuildId);
    const room = await open({ discord: { guilds: [aServer(guildId), added] } });
    await expect.poll(() => welcomes(room)).toHaveLength(2);
    const { discord, scene } = room;
    for (const unavailable of [true, false]) {
      discord.guildDelete(otherGuildId, unavailable);
      discord.guildCreate(otherGuildId);
    }
    await (
      await discord.command({ subcommand: "status" }, { channel: added.channels[0]?.id ?? "" })
    ).answer();
    expect(welcomes(room)).toHaveLength(2);
    expect(scene.errors).toEqual([]);
  });

  it("that was not there at the start is greeted when the bot is let in", async () => {
    const added = aServer(otherGuildId);
    const room = await open({ idle: true, discord: { guilds: [aServer(guildId), added] } });
    room.discord.removeGuildSilently(otherGuildId);
    await room.adapter.start(room.scene.bot);
    await expect.poll(() => welcomes(room)).toHaveLength(1);
    room.discord.guildCreate(otherGuildId);
    await expect.poll(() => welcomes(room).at(-1)).toBe(added.systemChannel);
    await expect.poll(() => [...room.memory.values()].join()).toContain(otherGuildId);
  });
});

describe("being taken out of a server", () => {
  const channelOf = ({ id, systemChannel }: DiscordGuild) => `discord:${id}/${systemChannel}` as const;
  const here = aServer(guildId);
  const there = aServer(otherGuildId);
  const pauses = ({ scene }: DiscordScene) =>
    Promise.all(
      [here, there].map(
        async (server) =>
          (await scene.store.subscriptions.get(`discord:${server.id}`, channelOf(server)))?.pause?.reason,
      ),
    );
  const reason = "Paperboy was removed from this server";

  async function subscribed(): Promise<DiscordScene> {
    const room = await open({ discord: { guilds: [here, there] } });
    for (const server of [here, there]) {
      const team = `discord:${server.id}` as const;
      const wish = usualWish("UTC");
      const subscriber = `${team}/${userIds.ana}`;
      const change = { at: new Date(), by: "Ana", what: "subscribed" };
      await room.scene.store.subscriptions.save(
        { team, channel: channelOf(server), wish, since: new Date(), subscriber },
        change,
      );
    }
    await expect.poll(() => welcomes(room)).toHaveLength(2);
    return room;
  }

  it("pauses its channels and no other's", async () => {
    const room = await subscribed();
    room.discord.guildDelete(otherGuildId);
    await expect.poll(() => pauses(room)).toEqual([undefined, reason]);
    expect(room.ended).toEqual([]);
  });

  it("is not meant where the server is out of order for a while", async () => {
    const room = await subscribed();
    room.discord.guildDelete(otherGuildId, true);
    await (
      await room.discord.command({ subcommand: "status" }, { channel: here.systemChannel ?? "" })
    ).answer();
    expect(await pauses(room)).toEqual([undefined, undefined]);
  });

  it("while the bot was away is found at the next start; being out of order is not", async () => {
    const room = await subscribed();
    await expect.poll(() => [...room.memory.values()].join()).toContain(otherGuildId);
    await room.adapter.stop();
    room.discord.removeGuildSilently(otherGuildId);
    room.discord.guildDelete(guildId, true);
    await room.restart();
    await expect.poll(() => pauses(room)).toEqual([undefined, reason]);
  });
});

describe("links that members write", () => {
  const abs = "https://arxiv.org/abs/2611.00001";
  const ofOthers = ({ discord }: DiscordScene): DiscordMessage[] =>
    discord.messages.filter((message) => message.reference !== undefined);
  const seen = async ({ scene }: DiscordScene) => [...(await scene.store.deliveries.seen(general))];

  it("to the bot get the paper's card, and the paper is seen in that channel", async () => {
    const room = await open({ papers: papers(3) });
    const asked = await room.discord.write(`look ${abs}`, { mentionsBot: true, user: userIds.li });
    await expect.poll(() => ofOthers(room)).toHaveLength(1);
    const [answer] = ofOthers(room);
    expect(answer).toMatchObject({ reference: asked.id, channelId: channelIds.general });
    expect(answer && said(answer)).toContain("Paper number 1");
    expect(await seen(room)).toEqual(["2611.00001"]);
  });

  it("to others are neither read nor answered", async () => {
    const room = await open({ papers: papers(3) });
    await room.discord.write(abs, { user: userIds.li });
    await room.discord.write("https://arxiv.org/abs/2611.00002", { mentionsBot: true });
    await expect.poll(() => ofOthers(room)).toHaveLength(1);
    expect(await seen(room)).toEqual(["2611.00002"]);
  });

  it("to others are remembered, and not answered, where Message Content is on", async () => {
    const env = { DISCORD_MESSAGE_CONTENT: "on" };
    const room = await open({ papers: papers(3), env, discord: { messageContent: true } });
    await room.discord.write(`${abs} and <https://hf.co/papers/2611.00003>`, { user: userIds.li });
    await expect.poll(() => seen(room)).toEqual(["2611.00001", "2611.00003"]);
    await room.discord.write("good morning", { user: userIds.li });
    await (await room.discord.command({ subcommand: "status" })).answer();
    expect(ofOthers(room)).toEqual([]);
  });
});

describe("a direct message", () => {
  it.each([
    ["a link", "https://huggingface.co/papers/2611.00002?a=1", "Paper number 2"],
    ["a link within a sentence", "have you seen <https://arxiv.org/abs/2611.00002>?", "Paper number 2"],
    ["a paper as arXiv writes it", "arXiv:2611.00002v1 [cs.CV]", "Paper number 2"],
    ["a paper between signs that nobody sees", "\u200B2611.00002\u2060", "Paper number 2"],
    ["a command", "/papers show 2611.00003", "Paper number 3"],
    ["a command without its name", "show 2611.00003", "Paper number 3"],
    ["nonsense", "serch walk", /is not a command\. Did you mean: <\/papers search:\d+> walk/],
  ])("with %s is answered there", async (_, text, answer) => {
    const room = await open({ papers: papers(3) });
    const asked = await room.discord.write(text, { dm: true, user: userIds.li });
    const answers = () => room.discord.messages.filter(({ reference }) => reference === asked.id);
    await expect.poll(answers).toHaveLength(1);
    expect(answers()[0]?.channelId).toBe(asked.channelId);
    expect(answers().map(said).join()).toMatch(answer);
  });

  it("of the person subscribes them, for in it everybody decides", async () => {
    const { discord, scene } = await open();
    const { channelId } = await discord.write("subscribe 09:00 UTC daily", { dm: true, user: userIds.li });
    await expect.poll(() => scene.store.subscriptions.all()).toHaveLength(1);
    const [subscription] = await scene.store.subscriptions.all();
    expect(subscription?.channel).toBe(`discord:${userIds.li}/${channelId}`);
  });
});
