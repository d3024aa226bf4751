import fc from "fast-check";
import { expect, it } from "vitest";
import { countEarly } from "../../src/bot/early-reactions.ts";
import type { Standing } from "../../src/chat/adapter.ts";
import type { ClearedIncoming, PostId, ReactionMeaning, UserId } from "../../src/chat/incoming.ts";
import { readMissedReactions, readNewPosts } from "../../src/jobs/missed-reactions.ts";
import type { Logger } from "../../src/logger.ts";
import { aScene, now } from "../support/bot.ts";
import { papers } from "../support/builders.ts";
import { fakeAdapter } from "../support/fake-adapter.ts";
import { channel, reaction } from "../support/happenings.ts";
import { beginForEver } from "../support/ledger.ts";
import { createTime } from "../support/time.ts";
import { aReaction, meant, people, type Reacted, shown } from "../support/told.ts";

const team = "test:team";
const ids = papers(4).map(({ id }) => id);
const posts = Object.keys(shown);
/** Milliseconds between two steps: longer than a platform may take to know what it told. */
const aWhile = 20_000;
const idOf = (name: string): UserId => `${team}/${name}`;
const postOf = (name: string): PostId => `${team}/${name}`;

type Reaction = Omit<Reacted, "second">;
type Clearing = { readonly post: string; readonly means?: ReactionMeaning | undefined };
type Command = "save" | "unsave" | "save private";
type Step =
  | { readonly kind: "reacts"; readonly reaction: Reaction }
  | { readonly kind: "clears"; readonly clearing: Clearing }
  | { readonly kind: Command; readonly who: string; readonly paper: string }
  /** A post that stands in the channel is recorded at last, and read once. */
  | { readonly kind: "is recorded"; readonly post: string }
  /** The bot is away while this happens, and reads again what stands. */
  | { readonly kind: "restarts"; readonly missed: readonly Reaction[] };

const who = fc.constantFrom(...people);
const post = fc.constantFrom(...posts);
const means = fc.constantFrom<ReactionMeaning | undefined>(undefined, 1, 2, "all");
const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("reacts" as const), reaction: aReaction }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom<Command>("save", "unsave", "save private"),
      who,
      paper: fc.constantFrom(...ids),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("clears" as const), clearing: fc.record({ post, means }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("is recorded" as const), post }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("restarts" as const),
      missed: fc.array(aReaction, { maxLength: 6 }),
    }),
  },
);

type Save = Map<string, "on" | "withdrawn">;
/** What happened to the saves, and when; to be told again from the beginning, for some of it is heard late. */
interface Happening {
  readonly at: number;
  tell(of: (name: string, paper: string) => Save, all: ReadonlyMap<string, Save>): void;
}

const originOf = ({ post, means, variant }: Omit<Reaction, "who" | "added">): string =>
  [postOf(post), means, variant].filter(Boolean).join(" ");
const keyOf = (one: Reaction): string => `${one.who} ${originOf(one)}`;
const publish = (save: Save, origin: string): void => {
  save.set(origin, "on");
  save.delete("private");
};

/** A reaction that came or went. */
const heard = (one: Reaction, at: number): Happening => ({
  at,
  tell(of) {
    for (const paper of meant(one))
      if (one.added) publish(of(one.who, paper), originOf(one));
      else of(one.who, paper).delete(originOf(one));
  },
});

const commanded = (kind: Command, name: string, paper: string, at: number): Happening => ({
  at,
  tell(of) {
    const save = of(name, paper);
    if (kind === "save") return publish(save, "command");
    for (const origin of save.keys())
      if (origin.includes("/")) save.set(origin, "withdrawn");
      else save.delete(origin);
    if (kind === "save private") save.set("private", "on");
  },
});

/** What stands on some posts is read: it counts where it was not known, and what does not stand is gone. */
const read = (of: ReadonlySet<string>, standing: readonly Reaction[], at: number): Happening => ({
  at,
  tell(saveOf, all) {
    const there = standing.filter((one) => of.has(one.post));
    for (const one of there)
      for (const paper of meant(one))
        if (!saveOf(one.who, paper).has(originOf(one))) publish(saveOf(one.who, paper), originOf(one));
    const stands = new Set(there.map(keyOf));
    for (const [key, save] of all)
      for (const origin of save.keys())
        if ([...of].some((name) => origin.startsWith(`${postOf(name)} `)))
          if (!stands.has(`${key.split(" ")[0]} ${origin}`)) save.delete(origin);
  },
});

const isCleared = ({ post, means }: Clearing, one: Reaction): boolean =>
  one.post === post && (means === undefined || (one.means === means && one.variant === ""));

/** What product.md says, in a few lines: each save's origins, on or withdrawn. */
function createModel(recorded: Set<string>) {
  const standing = new Map<string, Reaction>();
  const history: Happening[] = [];
  /** The newest of each reaction to posts that are not recorded. */
  const early = new Map<string, { readonly one: Reaction; readonly at: number }>();
  const hear = (one: Reaction, at: number): void => {
    if (recorded.has(one.post)) history.push(heard(one, at));
    else early.set(keyOf(one), { one, at });
  };
  const change = (one: Reaction): boolean => {
    const changes = standing.has(keyOf(one)) !== one.added;
    if (one.added) standing.set(keyOf(one), one);
    else standing.delete(keyOf(one));
    return changes;
  };
  return {
    standing,
    /** @returns whether that is anything the platform would tell of */
    react(one: Reaction, at?: number): boolean {
      const changes = change(one);
      if (changes && at !== undefined) hear(one, at);
      return changes;
    },
    clear(clearing: Clearing, at: number): void {
      const all = [...standing.values(), ...[...early.values()].map(({ one }) => one)];
      for (const one of all.filter((each) => isCleared(clearing, each))) {
        change({ ...one, added: false });
        hear({ ...one, added: false }, at);
      }
    },
    command: (kind: Command, name: string, paper: string, at: number) =>
      history.push(commanded(kind, name, paper, at)),
    read: (names: Iterable<string>, at: number) =>
      history.push(read(new Set(names), [...standing.values()], at)),
    record(name: string): void {
      recorded.add(name);
      for (const [key, { one, at }] of early) {
        if (one.post !== name) continue;
        early.delete(key);
        history.push(heard(one, at));
      }
    },
    /** "Ana 2611.00001", and behind it that it is private. */
    saves(): string[] {
      const all = new Map<string, Save>();
      const of = (name: string, paper: string): Save => {
        const found = all.get(`${name} ${paper}`) ?? new Map();
        all.set(`${name} ${paper}`, found);
        return found;
      };
      for (const one of history.toSorted((a, b) => a.at - b.at)) one.tell(of, all);
      return [...all]
        .filter(([, save]) => [...save.values()].includes("on"))
        .map(([key, save]) => (save.get("private") === "on" ? `${key} privately` : key))
        .sort();
    },
  };
}

/** The real bot and its platform, on which the posts stand since an hour, and which takes long to say so. */
async function aWorld(recorded: ReadonlySet<string>) {
  const { bot, store, errors, ask, pass } = await aScene({ papers: papers(4) });
  const time = createTime(now);
  const adapter = fakeAdapter("test", time);
  const record = (name: string): Promise<void> =>
    store.posts.record(
      { id: postOf(name), team, channel, papers: shown[name] ?? [], kind: "digest" },
      new Date(+now - 3_600_000),
    );
  for (const name of recorded) await record(name);
  await beginForEver(store, { team, channel });
  const silent = (): void => {};
  const logger = { debug: silent, error: (entry: unknown) => errors.push(entry) } as unknown as Logger;
  const deps = { store, clock: time.clock, logger };
  const { signal } = new AbortController();
  let n = 0;
  return {
    store,
    errors,
    at: (): number => time.clock().getTime(),
    goOn(): void {
      pass(aWhile);
      time.set(new Date(time.clock().getTime() + aWhile));
    },
    stands(standing: ReadonlyMap<string, Reaction>): void {
      adapter.stands = (post) =>
        [...standing.values()]
          .filter((one) => postOf(one.post) === post)
          .map(
            ({ who: name, means, variant }): Standing => ({
              user: { id: idOf(name), name },
              means,
              variant,
            }),
          );
    },
    hear: ({ who: name, post, ...reacted }: Reaction) =>
      bot.handle(
        reaction(postOf(post), {
          ...{ ...reacted, user: { id: idOf(name), name }, at: time.clock() },
          isOurs: true,
        }),
      ),
    clear({ post, means }: Clearing) {
      const only = means === undefined ? {} : { only: { emojis: [String(means)], means, variants: [""] } };
      const happened = { id: `cleared ${n++}`, at: time.clock(), channel, post: postOf(post) };
      const cleared: ClearedIncoming = { kind: "cleared", ...happened, ...only };
      return bot.handle(cleared);
    },
    command: (kind: string, name: string, paper: string) =>
      ask(`${kind} ${paper}`, { user: { id: idOf(name), name } }),
    async record(name: string) {
      await record(name);
      await countEarly("test", store);
      await readNewPosts(adapter, deps, signal);
    },
    readAgain: () => readMissedReactions(adapter, deps, signal),
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

type Played = {
  readonly world: Awaited<ReturnType<typeof aWorld>>;
  readonly model: ReturnType<typeof createModel>;
};

/** Does one thing in the world, and the same in the model. */
async function play(step: Step, { world, model }: Played, recorded: Set<string>): Promise<void> {
  const at = world.at();
  world.stands(model.standing);
  switch (step.kind) {
    case "reacts":
      if (model.react(step.reaction, at)) await world.hear(step.reaction);
      return;
    case "clears":
      model.clear(step.clearing, at);
      await world.clear(step.clearing);
      return;
    case "is recorded":
      if (recorded.has(step.post)) return;
      model.record(step.post);
      model.read([step.post], at);
      await world.record(step.post);
      return;
    case "restarts":
      for (const one of step.missed) model.react(one);
      model.read(recorded, at);
      await world.readAgain();
      return;
    default:
      model.command(step.kind, step.who, step.paper, at);
      await world.command(step.kind, step.who, step.paper);
  }
}

it("reactions, commands and restarts in any order, on posts that may be recorded late, end in what the platform says but for what was withdrawn", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { maxLength: 40 }), fc.subarray(posts), async (steps, first) => {
      const recorded = new Set(first);
      const world = await aWorld(recorded);
      const model = createModel(recorded);
      const last = posts.map((name) => ({ kind: "is recorded", post: name }) as const);
      for (const step of [...steps, ...last, { kind: "restarts", missed: [] } as const]) {
        world.goOn();
        await play(step, { world, model }, recorded);
        expect(await world.saves()).toEqual(model.saves());
        expect(await world.savers()).toEqual(model.saves().filter((save) => !save.endsWith("privately")));
      }
      expect(world.errors).toEqual([]);
      await world.store.close();
    }),
    { numRuns: 60 },
  );
});
