import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Incoming } from "../../src/chat/incoming.ts";
import type { Store } from "../../src/store/store.ts";
import { now, words } from "../support/bot.ts";
import { links, reaction } from "../support/happenings.ts";
import { aLivelyScene, boris, digest, oneCard, quinta, team, tellOfWatches } from "../support/person.ts";
import { placesOf } from "../support/tables.ts";

const second = 1000;

/** Where somebody's id or name stands. */
const placesOfPerson = ({ id, name }: typeof quinta, file: string): string[] => [
  ...new Set([...placesOf(id.slice(id.indexOf("/") + 1), file), ...placesOf(name, file)]),
];

/** What a channel is posted names who saved it. */
async function postRecap({ deliveries }: Store): Promise<void> {
  const key = { channel: "test:team/general", kind: "recap", date: "2026-11-20" } as const;
  const ours = { key, owner: "we" };
  const message = { cards: [{ title: "Maps", savedBy: quinta.name }] };
  const parts = [{ content: JSON.stringify({ message }), papers: ["2611.00001"] }];
  await deliveries.enter({ ...key, team, place: key.channel, dueAt: now });
  await deliveries.claim("we", "test", now, 60_000);
  await deliveries.freeze(ours, parts, { kind: "posted", reason: "" });
  await deliveries.settle(ours, 0, { post: "test:team/general/7", message: JSON.stringify(message) }, now);
  await deliveries.finish(ours, { kind: "posted", reason: "1 paper" }, now);
}

/** Two people did everything, and one of them has just been forgotten. */
async function aForgetfulScene() {
  const scene = await aLivelyScene();
  await scene.liveHere(quinta);
  await scene.liveHere(boris);
  await tellOfWatches(quinta, scene.store);
  await scene.ask("saved @Quintabella", { user: boris });
  await scene.ask("saved @Quintabella robots", { user: boris });
  await postRecap(scene.store);
  await scene.showSavers();
  const before = {
    quinta: placesOfPerson(quinta, scene.file),
    boris: placesOfPerson(boris, scene.file),
  };
  scene.pass(second);
  const reply = await scene.ask("forget me now", { user: quinta });
  return { ...scene, before, reply, places: () => placesOfPerson(quinta, scene.file) };
}

describe("forget me", () => {
  it("leaves nothing of a person in any table", async () => {
    const { before, places, reply, showSavers } = await aForgetfulScene();
    expect(before.quinta.length).toBeGreaterThan(7);
    expect(words(reply)).toContain("Forgotten");
    await showSavers();
    expect(places()).toEqual([]);
  });

  it("leaves everybody else what they had", async () => {
    const { before, file, store, showSavers } = await aForgetfulScene();
    await showSavers();
    expect(placesOfPerson(boris, file)).toEqual(before.boris);
    expect(await store.people.holdings({ team, user: boris.id })).toEqual({ saves: 5, notes: 1, watches: 2 });
    expect(await store.saves.savers(team, "2611.00001")).toEqual(["Borisov"]);
    expect(await store.activity.since(team, new Date(0))).toContainEqual({
      ...{ paper: "2611.00001", savers: 1, sharers: 0, discussers: 1, reactors: 1 },
    });
  });

  it("first says what would be deleted, and deletes nothing", async () => {
    const { ask, liveHere, store } = await aLivelyScene();
    await liveHere(quinta);
    const reply = await ask("forget me", { user: quinta });
    expect(words(reply)).toContain("That is 5 saves, 1 note, 2 watches");
    expect(reply.message.buttons?.map(({ action }) => action)).toEqual(["forget me now", "export json"]);
    expect((await store.people.holdings({ team, user: quinta.id })).saves).toBe(5);
  });

  it("keeps who changed a channel's settings, as it says", async () => {
    const { ask, liveHere, file, pass, showSavers } = await aLivelyScene();
    await liveHere(quinta);
    await ask("subscribe 09:00", { user: quinta });
    pass(second);
    expect(words(await ask("forget me", { user: quinta }))).toContain("Your name stays where you changed");
    await ask("forget me now", { user: quinta });
    await showSavers();
    const kept = ["setting_change.by", "subscription.subscriber"];
    expect(placesOfPerson(quinta, file).sort()).toEqual(kept);
  });

  it("of somebody of whom nothing is known is no error, and once more neither", async () => {
    const { ask, errors } = await aLivelyScene();
    for (let n = 0; n < 2; n++) expect(words(await ask("forget me now"))).toContain("Forgotten");
    expect(errors).toEqual([]);
  });
});

describe("what happened before somebody was forgotten, and is told afterwards", () => {
  const early = { user: quinta, at: now } as const;

  it.each<readonly [string, Incoming]>([
    ["a reaction that saves nothing", { ...reaction(oneCard, early), kind: "emoji", emoji: "fire" }],
    ["an answer", { ...reaction(oneCard, early), kind: "replied" }],
    ["a reaction that saves", reaction(digest, early)],
    ["that such a one was taken back", reaction(digest, { ...early, added: false })],
    ["links", links(["https://arxiv.org/abs/2611.00003"], early)],
  ])("brings nothing back: %s", async (_what, incoming) => {
    const { bot, places, showSavers, errors } = await aForgetfulScene();
    await bot.handle(incoming);
    await showSavers();
    expect(places()).toEqual([]);
    expect(errors).toEqual([]);
  });

  it("brings nothing back: a reaction to a post that is not recorded yet", async () => {
    const { store, places } = await aForgetfulScene();
    const reaction = {
      post: `${team}/general/99`,
      channel: `${team}/general`,
      user: quinta.id,
      name: quinta.name,
    };
    const whence = { isOurs: true, isPosting: true };
    await store.early.keep({ ...reaction, ref: "x all", means: "all", added: true, at: now }, whence, now);
    expect(places()).toEqual([]);
  });

  it("saves nothing: a reaction, however often it is told", async () => {
    const { bot, store } = await aForgetfulScene();
    for (const over of [{}, { added: false }, {}, { means: 1 }])
      await bot.handle(reaction(digest, { ...early, ...over }));
    expect(await store.saves.savers(team, "2611.00001")).toEqual(["Borisov"]);
    expect((await store.people.holdings({ team, user: quinta.id })).saves).toBe(0);
  });
});

describe("what somebody does after they were forgotten", () => {
  it("counts like anybody's: they are met anew", async () => {
    const { bot, store, ask } = await aForgetfulScene();
    const user = { user: quinta, at: new Date(+now + 2 * second) };
    await bot.handle(reaction(digest, { ...user, means: 1 }));
    await bot.handle({ ...reaction(oneCard, user), kind: "replied" });
    expect(await store.saves.savers(team, "2611.00001")).toEqual(["Borisov", "Quintabella"]);
    expect((await store.activity.since(team, new Date(0)))[0]?.discussers).toBe(2);
    await ask("note 2611.00001 again", { user: quinta });
    expect(await store.people.holdings({ team, user: quinta.id })).toEqual({
      saves: 1,
      notes: 1,
      watches: 0,
    });
  });
});

describe("the bytes of the file", () => {
  const bytesOf = (file: string): string => (existsSync(file) ? readFileSync(file).toString("latin1") : "");
  const secrets = [quinta.name, "QX77", "what only I think"];

  it("have nothing of who was forgotten, nor has the log, nor a backup", async () => {
    const { file, store, ask } = await aForgetfulScene();
    // Pages that were full, emptied and used again.
    for (let i = 0; i < 300; i++) {
      const [paper, person] = [`2611.0000${1 + (i % 9)}`, i % 2 ? quinta : boris];
      await ask(`note ${paper} what only ${i % 2 ? "I" : "they"} think ${"of it ".repeat(i)}`, {
        user: person,
      });
      if (i % 40 === 0) await ask(`note ${paper}`, { user: person });
    }
    expect(secrets.filter((secret) => (bytesOf(file) + bytesOf(`${file}-wal`)).includes(secret))).not.toEqual(
      [],
    );
    await ask("forget me now", { user: quinta });
    const copy = `${file}.copy`;
    await store.backup(copy);
    for (const part of [file, `${file}-wal`, copy]) {
      expect(
        secrets.filter((secret) => bytesOf(part).includes(secret)),
        part,
      ).toEqual([]);
    }
    expect(bytesOf(copy)).toContain("what only they think");
  });
});
