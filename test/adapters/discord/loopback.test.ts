import { type ChatInputCommandInteraction, MessageFlags } from "discord.js";
import { describe, expect, it } from "vitest";
import { codeOf, on, registered, useLoopback } from "../../support/discord/client.ts";
import { channelIds, userIds } from "../../support/discord/ids.ts";

const { connect } = useLoopback();
const hidden = MessageFlags.Ephemeral;

type Handler = (command: ChatInputCommandInteraction) => Promise<unknown>;

async function answering(handler: Handler, options?: Parameters<typeof connect>[0]) {
  const { discord, client } = await connect(options);
  await client.application.commands.set(registered as never);
  const failures = on(client, (each) => each.isChatInputCommand(), handler);
  const help = (from = {}) => discord.command({ subcommand: "help" }, from);
  return { discord, client, help, failures };
}

describe("a command of the loopback Discord", () => {
  it("reaches the real client and is answered", async () => {
    const seen: unknown[] = [];
    const { discord, help } = await answering(async (command) => {
      seen.push([command.options.getSubcommand(), command.user.displayName, command.channelId]);
      seen.push([
        command.memberPermissions?.has("ManageChannels"),
        command.appPermissions.has("SendMessages"),
      ]);
      return command.reply("hello");
    });
    const sent = await help();
    expect(await sent.answer()).toMatchObject({ content: "hello", channelId: channelIds.general, flags: 0 });
    expect(sent).toMatchObject({ deferred: false, acks: [{ type: 4 }] });
    expect(sent.ackedAfter).toBeLessThan(3000);
    expect(seen).toEqual([
      ["help", "Ana", channelIds.general],
      [true, true],
    ]);
    expect(discord.messages).toEqual(sent.answers);
    expect(discord.posts).toEqual([]);
  });

  it("tells who may do what where it was typed", async () => {
    const seen: unknown[] = [];
    const { help } = await answering(async (command) => {
      seen.push([
        command.memberPermissions?.has("ManageChannels"),
        command.appPermissions.has("SendMessages"),
      ]);
      return command.reply("hello");
    });
    await help({ user: userIds.li, channel: channelIds.random });
    expect(seen).toEqual([[false, false]]);
  });

  it("is answered for one member alone", async () => {
    const { discord, client, help } = await answering((command) =>
      command.reply({ content: "psst", flags: hidden }),
    );
    const made = await (await help({ user: userIds.li })).answer();
    expect(made).toMatchObject({ ephemeralTo: userIds.li, flags: 64 });
    expect(() => discord.reactSilently(made, "🔖")).toThrow(/ephemeral/);
    const channel = await client.channels.fetch(channelIds.general);
    expect(channel?.isTextBased() && (await channel.messages.fetch({ limit: 9 })).size).toBe(0);
  });

  it("is promised an answer, gets it, another one and a message of its own", async () => {
    const { discord, help } = await answering(async (command) => {
      await command.deferReply({ flags: hidden });
      await command.editReply("first");
      await command.followUp({ content: "second", flags: hidden });
      await command.followUp({ content: "third" });
      await command.deleteReply();
    });
    const sent = await help();
    expect((await sent.answer(3)).ephemeralTo).toBeUndefined();
    expect(sent.deferred).toBe(true);
    expect(sent.answers.map(({ content, flags }) => [content, flags])).toEqual([
      ["first", 64],
      ["second", 64],
      ["third", 0],
    ]);
    await expect.poll(() => discord.messages.map(({ content }) => content)).toEqual(["second", "third"]);
  });

  it("shows that it is thought about until then", async () => {
    const { discord, help } = await answering((command) => command.deferReply({ flags: hidden }));
    const sent = await help();
    expect(sent.answers).toEqual([]);
    expect(discord.messages).toMatchObject([{ content: "", flags: 128 | 64, ephemeralTo: userIds.ana }]);
  });

  it("holds a follow-up against the bot that comes in place of a promised answer", async () => {
    const { discord, help } = await answering(async (command) => {
      await command.deferReply();
      await command.followUp({ content: "psst", flags: hidden });
    });
    const made = await (await help()).answer();
    expect(made).toMatchObject({ content: "psst", flags: 0 });
    expect(discord.refused.splice(0)).toEqual([expect.stringContaining("before its promised answer")]);
  });

  it("can be answered once (40060) and within three seconds (10062)", async () => {
    const { discord, help, failures } = await answering(
      async (command) => {
        if (command.channelId === channelIds.random) await new Promise((done) => setTimeout(done, 150));
        await command.reply({ content: "hello", flags: hidden });
        command.replied = false;
        await command.reply({ content: "hello again", flags: hidden });
      },
      { answerWithin: 100 },
    );
    await (await help()).answer();
    await expect.poll(() => failures).toMatchObject([{ code: 40060, status: 400 }]);
    const late = await help({ channel: channelIds.random });
    expect(late).toMatchObject({ ackedAfter: undefined, answers: [] });
    await expect.poll(() => failures.slice(1)).toMatchObject([{ code: 10062, status: 404 }]);
    expect(discord.refused.splice(0)).toEqual([
      expect.stringContaining("40060"),
      "no answer to /papers help within 100 ms",
    ]);
  });

  it("can be followed up for fifteen minutes, and not before the first answer", async () => {
    const { discord, help, failures } = await answering(
      async (command) => {
        const early = await codeOf(command.webhook.send("too early"));
        await command.reply({ content: `${early}`, flags: hidden });
        await new Promise((done) => setTimeout(done, 150));
        await command.editReply("too late");
      },
      { tokenLife: 100 },
    );
    expect((await (await help()).answer()).content).toBe("10015");
    await expect.poll(() => failures).toMatchObject([{ code: 50027, status: 401 }]);
    expect(discord.refused.splice(0)).toEqual([expect.stringContaining("10015")]);
  });

  it("is offered where it was registered for", async () => {
    const { discord, client } = await connect();
    await expect(discord.command({ subcommand: "help" })).rejects.toThrow(/not registered/);
    const [first] = registered;
    const only = { ...first, contexts: [0], default_member_permissions: String(1 << 4) };
    await client.application.commands.set([only] as never);
    await expect(discord.command({ subcommand: "help" }, { dm: true })).rejects.toThrow(/not offered here/);
    const li = { user: userIds.li };
    await expect(discord.command({ subcommand: "help" }, li)).rejects.toThrow(/not offered to this member/);
    expect(discord).toMatchObject({ registrations: 1, commands: [{ name: "papers", type: 1 }] });
  });

  it("works in a direct message", async () => {
    const { discord, help } = await answering((command) => command.reply(String(command.inGuild())));
    const made = await (await help({ user: userIds.li, dm: true })).answer();
    expect(made.content).toBe("false");
    expect(made.guildId).toBeUndefined();
    expect(discord.messages).toEqual([made]);
  });

  it("is not the bot's fault where the bot is away", async () => {
    const { discord, client, help } = await answering((command) => command.reply("hello"));
    await client.destroy();
    await expect.poll(() => discord.sessions).toBe(0);
    expect(await help()).toMatchObject({ ackedAfter: undefined, acks: [] });
  });
});
