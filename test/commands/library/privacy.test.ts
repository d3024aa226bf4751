import { beforeAll, describe, expect, it } from "vitest";
import type { Incoming } from "../../../src/chat/incoming.ts";
import { commands } from "../../../src/commands/index.ts";
import { createEditions } from "../../../src/delivery/editions/digest.ts";
import { aScene, now, type Scene } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";
import { channel, links, reaction } from "../../support/happenings.ts";
import { ana, li, person } from "../../support/people.ts";
import { aWish } from "../../support/subscriptions.ts";

const team = "test:team";
const date = "2026-11-20";
const id = (n: number): string => `2611.${String(n).padStart(5, "0")}`;
const ids = Array.from({ length: 8 }, (_, i) => id(i + 1));

/** What Ana does for herself alone. Paper 5 is one that the team saw her save. */
const secrets = [
  `save private ${id(3)}`,
  `save private ${id(4)}`,
  `save private ${id(5)}`,
  `save private ${id(6)}`,
  `note ${id(1)} grant proposal`,
  `note ${id(6)} grant proposal`,
  `done ${id(1)}`,
  `done ${id(6)}`,
  "watch add number",
];

/** A team in which Ana and Li saved papers, and in which Ana has secrets or has none. */
async function aTeam(hasSecrets: boolean): Promise<Scene> {
  const scene = await aScene({ papers: papers(8, (i) => ({ upvotes: i, listDays: [date] })) });
  await scene.store.posts.record({ id: "test:digest", team, channel, papers: ids, kind: "digest" }, now);
  for (const n of [1, 2, 5]) await scene.ask(`save ${id(n)}`);
  for (const n of [2, 4]) await scene.ask(`save ${id(n)}`, { user: li });
  for (const line of hasSecrets ? secrets : [`unsave ${id(5)}`]) await scene.ask(line);
  return scene;
}

/** What Li types, one after the other: every command, and whatever of it may know of saves. */
const lines = [
  ...["today", "today top:50", "week top:50", "month top:50", `date ${date} top:50`, "search number top:50"],
  ...["search grant", "related 2611.00001", "preview top:20", "hot", "hot 30d top:50", "help", "help saved"],
  ...ids.map((paper) => `show ${paper}`),
  ...["saved", "saved team", "saved team top:50", "saved team grant", "saved team -grant", "saved @ana"],
  ...["saved @ana top:50", "saved @ana grant", "saved @an number", "saved @xyzzy"],
  ...["bibtex", "ris", "csv", "json", "markdown"].flatMap((one) => [`export ${one} team`, `export ${one}`]),
  ...["export json team since:2d", "watch list", "watch test number", "status", "settings", "cite #1"],
  ...["share show 2611.00001", "share show 2611.00006", "share status", "page 999 1", "forget me"],
  ...["watch add number tell:digest", "subscribe 09:00", "settings", "pause", "resume", "unsubscribe"],
  ...["done 2611.00001", "undone 2611.00001", "note 2611.00006", "note 2611.00006 of Li", "saved of"],
  ...[
    "save 2611.00006",
    "unsave 2611.00006",
    "unsave 2611.00003",
    "save private 2611.00003",
    "forget me now",
  ],
];

/** What else shows papers to a team. */
const happenings: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  ...Object.fromEntries(
    ids.map((paper) => [`the card of a link to ${paper}`, linksTo(`https://arxiv.org/abs/${paper}`)]),
  ),
  "the card of two links": linksTo(`https://hf.co/papers/${id(3)}`, `https://arxiv.org/abs/${id(1)}`),
  "the digest": ({ store }) =>
    createEditions({ store, clock: () => now }).digest({ team, channel: "test:team/new", date }, aWish(), {}),
  "the recap": ({ store }) => createEditions({ store, clock: () => now }).recap({ team, channel, date }),
  "the watches of another person": async ({ store }) => {
    await store.watches.add({ team, user: "test:team/zoe", query: "number", tell: "dm" }, [], now);
    return createEditions({ store, clock: () => now }).watches({ team, channel: "test:team/zoe", date }, {});
  },
  "a save by a reaction": async ({ bot, ask }) => {
    const said = await bot.handle({ ...reaction("test:digest", { means: 6 }), user: li } satisfies Incoming);
    return [said, await ask("show 2611.00006", { user: li })];
  },
  "the menu's save": ({ bot }) =>
    bot.handle({ ...reaction("test:x"), kind: "menu", text: `https://arxiv.org/abs/${id(3)}`, user: li }),
  "what completes": async ({ bot }) =>
    Promise.all(
      ["saved whose", "unsave paper", "done paper", "note paper", "show paper"].map((asked) => {
        const [command = "", field = ""] = asked.split(" ");
        return bot.complete({ command, field, typed: "", channel, user: li });
      }),
    ),
};

function linksTo(...posted: string[]) {
  return ({ bot }: Scene) =>
    bot.handle(links(posted, { draft: true, channel: "test:team/linked", user: li }));
}

/** Answers of Ana's that everyone sees once she presses Share. */
const shared = ["today", "search number", "saved team", "hot", `show ${id(1)}`, `show ${id(6)}`];

async function shareOf({ ask }: Pick<Scene, "ask">, line: string): Promise<unknown> {
  const { message } = await ask(line);
  const action = message.buttons?.find(({ label }) => label === "Share")?.action;
  if (action === undefined) throw new Error(`${line} has no Share`);
  return ask(action, { kind: "button" });
}

const worlds = { plain: new Map<string, unknown>(), secret: new Map<string, unknown>() };
beforeAll(async () => {
  for (const [answers, hasSecrets] of [
    [worlds.plain, false],
    [worlds.secret, true],
  ] as const) {
    const room = await aTeam(hasSecrets);
    for (const line of shared) answers.set(`share ${line}`, await shareOf(room, line));
    for (const [name, happen] of Object.entries(happenings))
      answers.set(name, await happen(await aTeam(hasSecrets)));
    for (const [i, line] of lines.entries()) answers.set(`${i} ${line}`, await room.ask(line, { user: li }));
    for (const line of ["saved", "today", "show 2611.00006", "export json"])
      answers.set(`Ana: ${line}`, await (await aTeam(hasSecrets)).ask(line, { user: ana }));
  }
});

describe("what a person keeps to themselves", () => {
  it.each(lines.map((line, i) => [line, i] as const))(
    "changes nothing of what another sees of %s",
    (line, i) => {
      expect(worlds.plain.get(`${i} ${line}`)).toBeDefined();
      expect(worlds.secret.get(`${i} ${line}`)).toEqual(worlds.plain.get(`${i} ${line}`));
    },
  );

  it.each(Object.keys(happenings))("changes nothing of %s", (name) => {
    expect(worlds.secret.get(name)).toEqual(worlds.plain.get(name));
  });

  it.each(shared)("is left out where the person shares %s", (line) => {
    expect(worlds.plain.get(`share ${line}`)).toMatchObject({ to: "channel" });
    expect(worlds.secret.get(`share ${line}`)).toEqual(worlds.plain.get(`share ${line}`));
  });

  it.each(["saved", "today", "show 2611.00006", "export json"])("is there for the person in %s", (line) => {
    expect(worlds.secret.get(`Ana: ${line}`)).not.toEqual(worlds.plain.get(`Ana: ${line}`));
  });

  it("does not even tell that the person is here", async () => {
    const zoe = { user: person("Zoe") };
    const asked = ["saved @xyzzy", "saved @zoe", "saved @zo number", "saved team", "hot"];
    const answers = async (line: string) => {
      const { ask, bot } = await aTeam(false);
      await ask(line, zoe);
      const completed = await bot.complete({
        command: "saved",
        field: "whose",
        typed: "",
        channel,
        user: li,
      });
      return [completed, await Promise.all(asked.map((one) => ask(one, { user: li })))];
    };
    expect(await answers(`save private ${id(1)}`)).toEqual(await answers("help"));
    expect(await answers(`save ${id(1)}`)).not.toEqual(await answers("help"));
  });

  it("was looked for in every command there is", () => {
    const asked = new Set(lines.map((line) => line.split(" ")[0]));
    expect(commands.map(({ name }) => name).filter((name) => !asked.has(name))).toEqual([]);
  });
});

describe("the list that somebody asked for", () => {
  it.each(["saved", "today"])("%s is turned and shared by nobody else", async (line) => {
    const { ask } = await aTeam(true);
    const { message } = await ask(`${line} top:1`);
    const next = message.buttons?.find(({ label }) => label === "Next")?.action ?? "";
    for (const typed of [next, next.replace("page", "share")])
      expect((await ask(typed, { user: li })).error).toContain("That list is no longer kept");
    expect((await ask(next)).error).toBeUndefined();
  });
});

describe("a reading list with a private save", () => {
  it("has no Share button, on no page of it, and Share of it is refused", async () => {
    const { ask } = await aTeam(true);
    const { message } = await ask("saved top:2");
    const labels = (of: typeof message) => of.buttons?.map(({ label }) => label);
    expect(labels(message)).toEqual(["Next"]);
    const [, list] = (message.buttons?.[0]?.action ?? "").split(" ");
    expect(labels((await ask(`page ${list} 2`)).message)).toEqual(["Prev", "Next"]);
    expect((await ask(`share ${list} 1`)).error).toBe(
      "That list holds what only you can see, so it cannot be shared.",
    );
    expect((await ask("share saved")).error).toBe("The answer of saved cannot be shared.");
  });

  it("may be shared where all is known to the team, without what is done, under its owner's name", async () => {
    const { ask } = await aTeam(false);
    const plain = await shareOf(await aTeam(false), "saved");
    await ask(`done ${id(1)}`);
    await ask(`note ${id(1)} grant`);
    const shared = await shareOf({ ask }, "saved");
    expect(shared).toEqual(plain);
    expect(shared).toMatchObject({
      message: { title: "Saved by Ana", lead: "2 papers", note: "Shared by Ana." },
    });
  });

  it("has none either where a note was looked for", async () => {
    const { ask } = await aTeam(false);
    await ask(`note ${id(1)} grant proposal`);
    const { message } = await ask("saved grant");
    expect(message.cards).toHaveLength(1);
    expect(message.buttons).toEqual([]);
  });

  it("may be shared where what was asked for holds none", async () => {
    const { ask } = await aTeam(true);
    const { message } = await ask("saved 1");
    expect(message.cards).toHaveLength(1);
    expect(message.buttons?.map(({ label }) => label)).toEqual(["Share"]);
  });
});
