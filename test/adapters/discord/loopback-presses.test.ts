import { type ChatInputCommandInteraction, MessageFlags } from "discord.js";
import { describe, expect, it } from "vitest";
import { on, registered, useLoopback } from "../../support/discord/client.ts";
import { userIds } from "../../support/discord/ids.ts";

const { connect } = useLoopback();
const hidden = MessageFlags.Ephemeral;

type Handler = (command: ChatInputCommandInteraction) => Promise<unknown>;

async function answering(handler: Handler, options?: Parameters<typeof connect>[0]) {
  const { discord, client } = await connect(options);
  await client.application.commands.set(registered as never);
  on(client, (each) => each.isChatInputCommand(), handler);
  const help = (from = {}) => discord.command({ subcommand: "help" }, from);
  return { discord, client, help };
}

const button = (label: string, custom_id: string) => ({ type: 2, style: 2, label, custom_id }) as const;
const row = (...components: ReturnType<typeof button>[]) => ({ type: 1, components }) as const;

describe("what a member presses", () => {
  it("changes the message, answers, or promises to", async () => {
    const { discord, client, help } = await answering((command) =>
      command.reply({
        content: "a",
        components: [row(button("Change", "change"), button("Later", "later"))],
      }),
    );
    on(
      client,
      (each) => each.isButton(),
      async (pressed) => {
        if (pressed.customId === "change")
          return pressed.update({ content: `by ${pressed.user.displayName}` });
        await pressed.deferUpdate();
        await pressed.editReply({ content: "later", components: [] });
        return pressed.followUp({ content: "psst", flags: hidden });
      },
    );
    const made = await (await help()).answer();
    const changed = await discord.press(made, "Change", { user: userIds.noor });
    expect(await changed.answer()).toMatchObject({ id: made.id, content: "by Noor" });
    const later = await discord.press(made, "later");
    expect(await later.answer(2)).toMatchObject({ content: "psst", ephemeralTo: userIds.ana });
    expect(later.deferred).toBe(true);
    expect(discord.messages[0]).toMatchObject({ id: made.id, content: "later", components: [] });
    await expect(discord.press(made, "Change")).rejects.toThrow(/no button Change/);
  });

  it("may be the second of two, stands in layouts too, and is no link", async () => {
    const { discord, client, help } = await answering((command) =>
      command.reply({
        flags: MessageFlags.IsComponentsV2,
        components: [
          {
            type: 17,
            components: [
              { type: 9, components: [{ type: 10, content: "One" }], accessory: button("Save", "one") },
            ],
          },
          { type: 9, components: [{ type: 10, content: "Two" }], accessory: button("Save", "two") },
          {
            type: 1,
            components: [
              { type: 2, style: 5, label: "Paper", url: "https://example.org" },
              { ...button("Off", "off"), disabled: true },
            ],
          },
        ],
      }),
    );
    on(
      client,
      (each) => each.isButton(),
      (pressed) => pressed.reply({ content: pressed.customId, flags: hidden }),
    );
    const made = await (await help()).answer();
    expect((await (await discord.press(made, "Save", { nth: 2 })).answer()).content).toBe("two");
    expect((await (await discord.press(made, "Save")).answer()).content).toBe("one");
    await expect(discord.press(made, "Paper")).rejects.toThrow(/is a link/);
    await expect(discord.press(made, "Off")).rejects.toThrow(/disabled/);
  });

  it("is chosen from a select, and opens a modal that is submitted", async () => {
    const choose = { type: 3, custom_id: "choose", options: [{ label: "Weekly", value: "w" }] } as const;
    const { discord, client, help } = await answering((command) =>
      command.reply({ content: "a", components: [{ type: 1, components: [choose] }], flags: hidden }),
    );
    on(
      client,
      (each) => each.isStringSelectMenu(),
      (chosen) =>
        chosen.showModal({
          custom_id: "ask",
          title: chosen.values.join(),
          components: [{ type: 1, components: [{ type: 4, custom_id: "words", style: 1, label: "Words" }] }],
        }),
    );
    on(
      client,
      (each) => each.isModalSubmit(),
      (given) => given.reply({ content: given.fields.getTextInputValue("words"), flags: hidden }),
    );
    const opened = await discord.choose(await (await help()).answer(), "Weekly");
    expect(opened.modal).toMatchObject({ custom_id: "ask", title: "w" });
    expect((await (await discord.submit(opened, { words: "attention" })).answer()).content).toBe("attention");
    await expect(discord.submit(opened, {})).rejects.toThrow(/has to be filled in/);
    await expect(discord.submit(opened, { words: "a", more: "b" })).rejects.toThrow(/has no more/);
  });

  it("is a menu's command, with the whole message", async () => {
    const { discord, client } = await answering((command) => command.reply("hello"));
    on(
      client,
      (each) => each.isMessageContextMenuCommand(),
      (given) => given.reply(`saw ${given.targetMessage.content}`),
    );
    const message = await discord.write("https://example.org", { user: userIds.li });
    const sent = await discord.menu("Save paper", message, { user: userIds.noor });
    expect((await sent.answer()).content).toBe("saw https://example.org");
    await expect(discord.menu("Other", message)).rejects.toThrow(/no menu command/);
  });

  it("is completed while it is typed, with choices that are checked", async () => {
    const { discord, client } = await answering((command) => command.reply("hello"), { answerWithin: 1000 });
    let length = 100;
    const failures = on(
      client,
      (each) => each.isAutocomplete(),
      (given) => {
        const { name, value } = given.options.getFocused(true);
        return given.respond([{ name: `${name} ${value}`, value: "v".repeat(length) }]);
      },
    );
    const { choices, after } = await discord.autocomplete("search", "term", "at");
    expect(choices).toEqual([{ name: "term at", value: "v".repeat(100) }]);
    expect(after).toBeLessThan(1000);
    length = 101;
    const refused = discord.autocomplete("search", "term", "at").catch((error: Error) => error.message);
    await expect.poll(() => failures).toMatchObject([{ code: 50035 }]);
    expect(await refused).toBe("no choices for term");
    expect(discord.refused.splice(0)).toEqual([
      expect.stringContaining("50035"),
      expect.stringContaining("no answer to autocomplete of term"),
    ]);
  });
});
