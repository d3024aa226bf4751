import { describe, expect, it } from "vitest";
import type { Incoming, Person, RemovedIncoming } from "../../src/chat/incoming.ts";
import { keepTidy, tidy } from "../../src/jobs/retention.ts";
import type { Logger } from "../../src/logger.ts";
import { now } from "../support/bot.ts";
import { joined, links, menu, reaction, removed } from "../support/happenings.ts";
import { aLivelyScene, digest, quinta, team, tellOfWatches } from "../support/person.ts";
import { placesOf } from "../support/tables.ts";
import { createTime } from "../support/time.ts";

const day = 86_400_000;
const days = (n: number): Date => new Date(now.getTime() + n * day);
/** People of teams whose ids begin alike, or end alike. */
const others: readonly (readonly [Person, `test:${string}/${string}`])[] = [
  [{ id: "test:team2/TW22", name: "Twoshanks" }, "test:team2/general"],
  [{ id: "test:tea/TE33", name: "Teapot" }, "test:tea/general"],
  [{ id: "test:my-team/MY44", name: "Mystery" }, "test:my-team/general"],
];
const silent = { info: () => {}, error: () => {} } as unknown as Logger;

/** Four teams in which somebody did everything; the bot was taken out of one of them right now. */
async function aRemoval(over: Partial<RemovedIncoming> = {}) {
  const scene = await aLivelyScene();
  const { store, file } = scene;
  for (const [person, place] of [[quinta, "test:team/general"] as const, ...others]) {
    await scene.liveHere(person, place);
    await scene.ask("subscribe 09:00", { user: person, channel: place });
    await tellOfWatches(person, store);
  }
  await scene.bot.handle(removed({ at: days(0), ...over }));
  return {
    ...scene,
    tidyAt: (at: Date, retentionDays = 30) => tidy({ store, clock: () => at, logger: silent, retentionDays }),
    /** What is of no use any more by then goes whoever it is of; nobody is forgotten yet. */
    grow: (at: Date) => tidy({ store, clock: () => at, logger: silent, retentionDays: 1000 }),
    /** In how many places somebody's id and name stand. */
    tracesOf: ({ id, name }: Person): number =>
      placesOf(id.slice(id.indexOf("/") + 1), file).length + placesOf(name, file).length,
  };
}

describe("a team that the bot was taken out of", () => {
  it("has nothing of its people in any table once its time is over", async () => {
    const { tidyAt, tracesOf, store } = await aRemoval();
    expect(tracesOf(quinta)).toBeGreaterThan(10);
    await tidyAt(new Date(+days(30) + 1));
    expect(tracesOf(quinta)).toBe(0);
    expect(await store.people.find(team, "")).toEqual([]);
    expect(await store.saves.saved({ team })).toEqual([]);
    expect(await store.subscriptions.get(team, "test:team/general")).toBeUndefined();
  });

  it("keeps everything until then", async () => {
    const { tidyAt, tracesOf } = await aRemoval();
    const before = tracesOf(quinta);
    for (const at of [days(0), days(29), days(30)]) await tidyAt(at);
    expect(tracesOf(quinta)).toBe(before);
  });

  it("takes no other team with it, whatever their ids have in common", async () => {
    const { grow, tidyAt, tracesOf, store } = await aRemoval();
    await grow(days(99));
    const before = others.map(([person]) => tracesOf(person));
    await tidyAt(days(99));
    expect(others.map(([person]) => tracesOf(person))).toEqual(before);
    for (const [{ id, name }, place] of others) {
      const of = place.slice(0, place.indexOf("/"));
      expect(await store.saves.savers(of, "2611.00004")).toEqual([name]);
      expect((await store.people.holdings({ team: of, user: id })).watches).toBe(2);
      expect(await store.subscriptions.get(of, place)).toBeDefined();
    }
  });

  it("is greeted as for the first time when it comes back then, and no other is greeted again", async () => {
    const { bot, tidyAt, file, store } = await aRemoval({ at: days(1) });
    for (const channel of ["test:team/general", "test:team2/general"] as const)
      await bot.handle(joined({ channel, at: days(0) }));
    await tidyAt(days(99));
    expect(placesOf("test:team/", file)).toEqual([]);
    const isFirst = (of: string) => store.memories.claim("test", `welcome ${of}/general`, "now");
    expect(await isFirst("test:team")).toBe(true);
    expect(await isFirst("test:team2")).toBe(false);
  });

  it("leaves the papers where they are", async () => {
    const { tidyAt, store } = await aRemoval();
    await tidyAt(days(99));
    expect((await store.papers.reach()).papers).toBe(9);
  });

  it("is forgotten at once where nothing is to be kept, and the log says so", async () => {
    const { store, tracesOf } = await aRemoval();
    const said: unknown[] = [];
    const logger = { info: (about: unknown) => said.push(about) } as unknown as Logger;
    const clock = () => new Date(+now + 1);
    await tidy({ store, clock, logger, retentionDays: 0 });
    expect(tracesOf(quinta)).toBe(0);
    expect(said).toEqual([{ team }]);
    await tidy({ store, clock, logger, retentionDays: 0 });
    expect(said).toHaveLength(1);
  });

  it("told twice counts from the later time", async () => {
    const { bot, tidyAt, tracesOf } = await aRemoval();
    await bot.handle(removed({ at: days(10) }));
    await bot.handle(removed({ at: days(5) }));
    await tidyAt(days(35));
    expect(tracesOf(quinta)).toBeGreaterThan(0);
    await tidyAt(days(41));
    expect(tracesOf(quinta)).toBe(0);
  });

  it("begins anew when it comes back afterwards", async () => {
    const { bot, tidyAt, store } = await aRemoval();
    await tidyAt(days(31));
    await bot.handle(joined({ at: days(40) }));
    const id = "test:team/general/1";
    await store.posts.record(
      { id, team, channel: "test:team/general", papers: ["2611.00001"], kind: "digest" },
      now,
    );
    await bot.handle(reaction(id, { user: quinta, at: days(40) }));
    await tidyAt(days(99));
    expect(await store.saves.savers(team, "2611.00001")).toEqual(["Quintabella"]);
  });
});

describe("a team that came back keeps everything", () => {
  const at = days(3);
  const command = { ...reaction("test:x"), user: quinta, at, mayConfigure: true, text: "status" } as const;

  it.each<readonly [string, Incoming]>([
    ["the bot comes into a channel", joined({ at })],
    ["a command", { ...command, kind: "command" }],
    ["a button", { ...command, kind: "button" }],
    ["a reaction that saves", reaction(digest, { user: quinta, at })],
    ["any other reaction", { ...reaction(digest, { user: quinta, at }), kind: "emoji", emoji: "eyes" }],
    ["an answer", { ...reaction(digest, { user: quinta, at }), kind: "replied" }],
    ["a message menu", menu("https://arxiv.org/abs/2611.00001", { user: quinta, at })],
    ["links", links(["https://arxiv.org/abs/2611.00001"], { user: quinta, at })],
  ])("as is seen by %s", async (_what, incoming) => {
    const { bot, grow, tidyAt, tracesOf, store } = await aRemoval();
    await bot.handle(incoming);
    await grow(days(99));
    const before = tracesOf(quinta);
    expect(before).toBeGreaterThan(10);
    await tidyAt(days(99));
    expect(tracesOf(quinta)).toBe(before);
    expect((await store.people.holdings({ team, user: quinta.id })).watches).toBe(2);
  });

  it("but not as is seen by what happened before, and is told late", async () => {
    const { bot, tidyAt, tracesOf } = await aRemoval();
    await bot.handle(reaction(digest, { user: quinta, at: days(-1) }));
    await tidyAt(days(31));
    expect(tracesOf(quinta)).toBe(0);
  });

  it("and not by what happens in another team", async () => {
    const { bot, tidyAt, tracesOf } = await aRemoval();
    await bot.handle(joined({ at, channel: "test:team2/general" }));
    await tidyAt(days(31));
    expect(tracesOf(quinta)).toBe(0);
  });

  it("until it is removed again", async () => {
    const { bot, tidyAt, tracesOf } = await aRemoval();
    await bot.handle(joined({ at }));
    await bot.handle(removed({ at: days(4) }));
    await tidyAt(days(34));
    expect(tracesOf(quinta)).toBeGreaterThan(0);
    await tidyAt(days(35));
    expect(tracesOf(quinta)).toBe(0);
  });
});

describe("keeping tidy", () => {
  it("looks every hour, outlives a store in trouble, never rejects, and ends when it is aborted", async () => {
    const { store, tracesOf } = await aRemoval();
    const time = createTime(days(29));
    const errors: unknown[] = [];
    const logger = { info: () => {}, error: (entry: unknown) => errors.push(entry) } as unknown as Logger;
    let isBroken = true;
    const people = {
      ...store.people,
      forgetRemoved: (before: Date) =>
        isBroken ? Promise.reject(new Error("the disk is full")) : store.people.forgetRemoved(before),
    };
    const stop = new AbortController();
    const deps = { store: { ...store, people }, clock: time.clock, sleep: time.sleep, logger };
    const tidying = keepTidy({ ...deps, retentionDays: 30 }, stop.signal);
    await time.until(days(29.5));
    isBroken = false;
    expect(errors).toHaveLength(13);
    await time.until(days(30));
    expect(tracesOf(quinta)).toBeGreaterThan(0);
    // What has had its time is deleted in pieces, for which no time passes here: the next look may be an hour later.
    let hours = 0;
    await expect
      .poll(async () => {
        await time.until(new Date(+days(30) + ++hours * 3_600_000 + 1));
        return tracesOf(quinta);
      })
      .toBe(0);
    stop.abort();
    await expect(tidying).resolves.toBeUndefined();
  });
});
