import { describe, expect, it } from "vitest";
import { describeCommands } from "../../../adapters/discord/index.ts";
import { registration } from "../../../adapters/discord/register-commands.ts";
import { renderMessage } from "../../../adapters/discord/render.ts";
import { summaries } from "../../../src/bot/bot.ts";
import { composeLine } from "../../../src/chat/line.ts";
import { commandList } from "../../support/discord/commands.ts";
import { apiProblems } from "../../support/discord/openapi.ts";
import { useDiscord } from "../../support/discord-scene.ts";

const open = useDiscord();
const route = "PUT /applications/:id/commands";

interface Option {
  readonly name: string;
  readonly required?: boolean;
  readonly choices?: readonly { readonly name: string; readonly value: string }[];
  readonly autocomplete?: boolean;
  readonly max_value?: number;
  readonly options?: readonly Option[];
}
const [papers, menu] = registration(summaries) as [Option, object];
const subcommands = papers.options ?? [];
const option = (command: string, name: string): Option | undefined =>
  subcommands.find((each) => each.name === command)?.options?.find((each) => each.name === name);

describe("the commands that Discord is told of", () => {
  it("keep its limits: numbers, lengths, names, what is required first", () => {
    expect(commandList.safeParse(registration(summaries)).error?.issues ?? []).toEqual([]);
    expect(apiProblems(route, registration(summaries))).toEqual([]);
    expect(subcommands.length).toBeLessThanOrEqual(25);
  });

  it("are all that there are, each with everything that it takes, and the message menu's", () => {
    const said = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name).toSorted();
    expect(said(subcommands)).toEqual(said(summaries));
    for (const { name, options = [] } of subcommands)
      expect(said(options)).toEqual(said(summaries.find((each) => each.name === name)?.fields ?? []));
    expect(menu).toMatchObject({ type: 3, name: "Save paper" });
  });

  it("may be used in servers and in direct messages", () => {
    for (const each of registration(summaries)) expect(each.contexts).toEqual([0, 1]);
  });

  it("offer fixed words as choices, numbers with their bounds, and what can be completed as it is typed", () => {
    for (const { name: command, fields } of summaries) {
      for (const { name, choices, most, completes } of fields) {
        const given = option(command, name);
        expect(given?.choices).toEqual(
          most === undefined && !completes ? choices?.map((value) => ({ name: value, value })) : undefined,
        );
        expect(given?.max_value).toBe(most);
        expect(given?.autocomplete).toBe(most === undefined && completes ? true : undefined);
      }
    }
    expect(option("subscribe", "layout")?.choices).toHaveLength(2);
    expect(option("show", "paper")).toMatchObject({ required: true, autocomplete: true });
  });

  it("put what is required first, whatever the order in which a command names it", () => {
    const field = { summary: "s", named: true, completes: false };
    const given = [
      { ...field, name: "one", required: false },
      { ...field, name: "two", required: true },
    ];
    const command = { name: "odd", summary: "s", usage: "odd", visibility: "user", fields: given } as const;
    const [root] = registration([command]) as [Option, object];
    expect(root.options?.[0]?.options?.map(({ name }) => name)).toEqual(["two", "one"]);
  });

  it("have descriptions that are cut where they are too long", () => {
    const long = "word ".repeat(50);
    const command = { name: "odd", summary: long, usage: "odd", visibility: "user", fields: [] } as const;
    expect(commandList.safeParse(describeCommands([command])).error?.issues ?? []).toEqual([]);
  });

  it("come back as the line that was meant", async () => {
    const { discord, scene } = await open();
    const options = { time: "08:15", zone: "Europe/Berlin", top: 3, days: "daily", layout: "thread" };
    const summary = summaries.find(({ name }) => name === "subscribe");
    expect(summary && composeLine(summary, { ...options, top: "3" })).toContain("08:15");
    await discord.command({ subcommand: "subscribe", options });
    await expect.poll(() => scene.store.subscriptions.all()).toHaveLength(1);
    const [{ wish } = { wish: {} }] = await scene.store.subscriptions.all();
    expect(wish).toMatchObject({ time: "08:15", zone: "Europe/Berlin", top: 3, layout: "thread" });
  });
});

describe("registering", () => {
  it("tells Discord just what the command line prints, once for all servers", async () => {
    const { discord } = await open();
    const [call, ...others] = discord.calls.filter((each) => each.route === route);
    expect(others).toEqual([]);
    expect(call?.body).toEqual(JSON.parse(JSON.stringify(describeCommands(summaries))));
    expect(discord.commands.map(({ name }) => name)).toEqual(["papers", "Save paper"]);
  });

  it("is not done again after a restart, but where the commands have changed, and where it is not remembered", async () => {
    const room = await open();
    await room.restart();
    expect(room.discord.registrations).toBe(1);
    const [key = ""] = [...room.memory.keys()].filter((each) => each.startsWith("registered"));
    const memory = room.memory as Map<string, string>;
    memory.set(key, "what it was in another version");
    await room.restart();
    expect(room.discord.registrations).toBe(2);
    memory.delete(key);
    await room.restart();
    expect(room.discord.registrations).toBe(3);
  });

  it("that fails is said in the log and tried at the next start; what was registered before still works", async () => {
    const room = await open();
    (room.memory as Map<string, string>).clear();
    room.discord.next(route, { status: 500, code: 0 });
    await room.restart();
    expect(room.logged.splice(0).join()).toContain("could not be registered");
    await (await room.discord.command({ subcommand: "status" })).answer();
    await room.restart();
    expect(room.discord.registrations).toBe(2);
  });
});

describe("a command in a text", () => {
  const advice = async ({ discord }: Awaited<ReturnType<typeof open>>, subcommand = "settings") => {
    const answer = await (await discord.command({ subcommand })).answer();
    return JSON.stringify(answer.components);
  };

  it("is one to click on, by the id that Discord gave it, also after a restart", async () => {
    const room = await open();
    const { id } = room.discord.commands.find(({ name }) => name === "papers") ?? {};
    const shown = `To get one: </papers subscribe:${id}> 09:00`;
    expect(await advice(room)).toContain(shown);
    await room.restart();
    expect(await advice(room)).toContain(shown);
    // Registered by a version that did not keep the id.
    const memory = room.memory as Map<string, string>;
    for (const key of memory.keys()) if (key.startsWith("command ")) memory.delete(key);
    await room.restart();
    expect(await advice(room)).toContain(shown);
    expect(room.discord.registrations).toBe(1);
  });

  it("is text where it is not known, or is no command of ours", async () => {
    const room = await open();
    const memory = room.memory as Map<string, string>;
    for (const key of memory.keys()) if (key.startsWith("command ")) memory.delete(key);
    room.discord.next("GET /applications/:id/commands", { status: 500, code: 0 });
    await room.restart();
    expect(await advice(room)).toContain("To get one: /papers subscribe 09:00");
  });

  it("of other names, and in what others wrote, stays text", () => {
    const mention = (name: string) => (name === "show" ? "</papers show:1>" : undefined);
    const note = "/papers show 1, /papers page 2, /papers shows, /papers show-off";
    const { components } = renderMessage({ note, cards: [{ title: "/papers show 1" }] }, "🔖", 4711, mention);
    const said = JSON.stringify(components);
    expect(said).toContain("</papers show:1> 1, /papers page 2, /papers shows, /papers show-off");
    expect(said).toContain("**/papers show 1**");
  });
});
