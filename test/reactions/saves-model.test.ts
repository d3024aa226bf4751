import fc from "fast-check";
import { expect, it } from "vitest";
import type { Standing } from "../../src/chat/adapter.ts";
import type { PostId, UserId } from "../../src/chat/incoming.ts";
import type { Logger } from "../../src/logger.ts";
import { readMissedReactions } from "../../src/reactions/catch-up.ts";
import { aScene, now } from "../support/bot.ts";
import { papers } from "../support/builders.ts";
import { fakeAdapter } from "../support/fake-adapter.ts";
import { channel, reaction } from "../support/happenings.ts";
import { createTime } from "../support/time.ts";
import { aReaction, meant, people, type Reacted, shown } from "../support/told.ts";

const team = "test:team";
const ids = papers(4).map(({ id }) => id);
const idOf = (name: string): UserId => `${team}/${name}`;
const postOf = (name: string): PostId => `${team}/${name}`;

type Reaction = Omit<Reacted, "second">;
type Step =
  | { readonly kind: "reacts"; readonly reaction: Reaction }
  | { readonly kind: "save" | "unsave" | "save private"; readonly who: string; readonly paper: string }
  /** The bot is away while this happens, and reads again what stands. */
  | { readonly kind: "restarts"; readonly missed: readonly Reaction[] };

const who = fc.constantFrom(...people);
const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("reacts" as const), reaction: aReaction }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("save" as const, "unsave" as const, "save private" as const),
      who,
      paper: fc.constantFrom(...ids),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("restarts" as const),
      missed: fc.array(aReaction, { maxLength: 6 }),
    }),
  },
);

/** What product.md says, in a few lines: each save's origins, on or withdrawn. */
function createModel() {
  const standing = new Map<string, Reaction>();
  const origins = new Map<string, Map<string, "on" | "withdrawn">>();
  const of = (name: string, paper: string) => {
    const key = `${name} ${paper}`;
    const found = origins.get(key) ?? new Map<string, "on" | "withdrawn">();
    origins.set(key, found);
    return found;
  };
  const publish = (save: Map<string, "on" | "withdrawn">, origin: string): void => {
    save.set(origin, "on");
    save.delete("private");
  };
  const withdraw = (save: Map<string, "on" | "withdrawn">): void => {
    for (const origin of save.keys())
      if (origin.includes("/")) save.set(origin, "withdrawn");
      else save.delete(origin);
  };
  const originOf = ({ post, means }: Reaction): string => `${postOf(post)} ${means}`;
  const stand = (one: Reaction): boolean => {
    const key = `${one.who} ${originOf(one)}`;
    const changes = standing.has(key) !== one.added;
    if (one.added) standing.set(key, one);
    else standing.delete(key);
    return changes;
  };
  const hear = (one: Reaction): void => {
    for (const paper of meant(one))
      if (one.added) publish(of(one.who, paper), originOf(one));
      else of(one.who, paper).delete(originOf(one));
  };
  return {
    standing,
    /** @returns whether that is anything the platform would tell of */
    react(one: Reaction, isHeard: boolean): boolean {
      const changes = stand(one);
      if (changes && isHeard) hear(one);
      return changes;
    },
    readAgain(): void {
      for (const one of standing.values())
        for (const paper of meant(one))
          if (!of(one.who, paper).has(originOf(one))) publish(of(one.who, paper), originOf(one));
      for (const [key, save] of origins)
        for (const origin of save.keys())
          if (origin.includes("/") && !standing.has(`${key.split(" ")[0]} ${origin}`)) save.delete(origin);
    },
    command(kind: "save" | "unsave" | "save private", name: string, paper: string): void {
      const save = of(name, paper);
      if (kind === "save") publish(save, "command");
      else withdraw(save);
      if (kind === "save private") save.set("private", "on");
    },
    /** "Ana 2611.00001", and behind it that it is private. */
    saves(): string[] {
      return [...origins]
        .filter(([, save]) => [...save.values()].includes("on"))
        .map(([key, save]) => (save.get("private") === "on" ? `${key} privately` : key))
        .sort();
    },
  };
}

/** The real bot and its platform, on which the posts stand since an hour. */
async function aWorld() {
  const { bot, store, errors, ask, pass } = await aScene({ papers: papers(4) });
  const time = createTime(now);
  const adapter = fakeAdapter("test", time);
  for (const [name, papers] of Object.entries(shown))
    await store.posts.record(
      { id: postOf(name), team, channel, papers, kind: "digest" },
      new Date(+now - 3_600_000),
    );
  const silent = (): void => {};
  const logger = { debug: silent, error: (entry: unknown) => errors.push(entry) } as unknown as Logger;
  return {
    store,
    errors,
    goOn(): void {
      pass(1000);
      time.set(new Date(time.clock().getTime() + 1000));
    },
    hear: ({ who: name, post, ...reacted }: Reaction) =>
      bot.handle(reaction(postOf(post), { ...reacted, user: { id: idOf(name), name }, at: time.clock() })),
    command: (kind: string, name: string, paper: string) =>
      ask(`${kind} ${paper}`, { user: { id: idOf(name), name } }),
    readAgain(standing: ReadonlyMap<string, Reaction>) {
      adapter.stands = (post) =>
        [...standing.values()]
          .filter((one) => postOf(one.post) === post)
          .map(({ who: name, means }): Standing => ({ user: { id: idOf(name), name }, means }));
      return readMissedReactions(adapter, { store, clock: time.clock, logger }, new AbortController().signal);
    },
    async saves() {
      const all: string[] = [];
      for (const name of people)
        for (const { paper, isPrivate } of await store.saves.saved(
          { team, user: idOf(name) },
          { withPrivate: idOf(name) },
        ))
          all.push(`${name} ${paper}${isPrivate ? " privately" : ""}`);
      return all.sort();
    },
    async savers() {
      const saved = await store.saves.saversOf(team, ids);
      return [...saved].flatMap(([paper, names]) => names.map((name) => `${name} ${paper}`)).sort();
    },
  };
}

it("reactions, commands and restarts in any order end in what the platform says but for what was withdrawn", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { maxLength: 40 }), async (steps) => {
      const model = createModel();
      const world = await aWorld();
      for (const step of [...steps, { kind: "restarts", missed: [] } as const]) {
        world.goOn();
        if (step.kind === "reacts") {
          if (model.react(step.reaction, true)) await world.hear(step.reaction);
        } else if (step.kind === "restarts") {
          for (const one of step.missed) model.react(one, false);
          model.readAgain();
          await world.readAgain(model.standing);
        } else {
          model.command(step.kind, step.who, step.paper);
          await world.command(step.kind, step.who, step.paper);
        }
        expect(await world.saves()).toEqual(model.saves());
        expect(await world.savers()).toEqual(model.saves().filter((save) => !save.endsWith("privately")));
      }
      expect(world.errors).toEqual([]);
      await world.store.close();
    }),
    { numRuns: 60 },
  );
});
