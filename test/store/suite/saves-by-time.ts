import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reactionOrigin, type Save } from "../../../src/store/library.ts";
import type { Store } from "../../../src/store/store.ts";
import { papers } from "../../support/builders.ts";
import { at, type Open, openForTest } from "../../support/open-store.ts";

const team = "slack:T1";
const paper = "2611.00001";
const post = "slack:T1/C1/1.1";
const ana = { user: "slack:T1/U1", name: "Ana" };
const li = { user: "slack:T1/U2", name: "Li" };
const origin = reactionOrigin(post, 1);
const aSave = (over: Partial<Save> = {}): Save => ({ team, user: ana.user, paper, origin, ...over });

async function aStore(open: Open): Promise<Store> {
  const store = await openForTest(open);
  await store.papers.upsert(papers(3), at(0));
  return store;
}

/** Something that a platform tells: what somebody did to one of their saves, and in which hour. */
interface Told {
  readonly hour: number;
  readonly who: typeof ana;
  readonly origin: string;
  readonly added: boolean;
}

async function tell({ saves }: Store, { hour, who, origin: by, added }: Told): Promise<boolean> {
  const save = aSave({ user: who.user, origin: by });
  return added ? saves.add(save, who.name, at(hour)) : saves.remove(save, who.name, at(hour));
}

/** Events with a time of their own each, and the same shuffled, with some of them told again. */
const events = fc
  .array(
    fc.record({
      who: fc.constantFrom(ana, li),
      origin: fc.constantFrom(reactionOrigin(post, 2), origin, reactionOrigin(post, "all")),
      added: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .chain((done) => {
    const told = done.map((one, i): Told => ({ ...one, hour: i + 1 }));
    const all = fc.shuffledSubarray(told, { minLength: told.length });
    return fc
      .tuple(all, fc.array(fc.constantFrom(...told), { maxLength: 5 }))
      .map(([shuffled, again]) => ({ told, mixed: [...shuffled, ...again] }));
  });

/** Whoever has an origin whose newest event is an addition. */
function saversBy(told: readonly Told[]): string[] {
  const last = new Map(told.map((one) => [`${one.who.name} ${one.origin}`, one]));
  return [...new Set([...last.values()].filter(({ added }) => added).map(({ who }) => who.name))].sort();
}

export function describeSavesByTime(open: Open): void {
  describe("saves by the time of events", () => {
    const added: Told = { hour: 1, who: ana, origin, added: true };
    const removed: Told = { ...added, hour: 2, added: false };

    test.each([
      ["the same event twice is once", [added, added], ["Ana"]],
      ["a removal told before its addition still counts", [removed, added], []],
      ["an addition told again after its removal saves nothing", [added, removed, added], []],
      [
        "a removal told again after a newer addition takes nothing",
        [added, { ...added, hour: 3 }, removed],
        ["Ana"],
      ],
      ["added, removed and added again is saved", [added, removed, { ...added, hour: 3 }], ["Ana"]],
      ["another origin has its own time", [{ ...removed, origin: "command" }, added], ["Ana"]],
      ["another person has their own time", [{ ...removed, who: li }, added], ["Ana"]],
    ] as const)("%s", async (_name, told, savers) => {
      const store = await aStore(open);
      for (const one of told) await tell(store, one);
      expect(await store.saves.savers(team, paper)).toEqual(savers);
    });

    test("what is told late says that it changed nothing", async () => {
      const store = await aStore(open);
      expect(await tell(store, removed)).toBe(false);
      expect(await tell(store, added)).toBe(false);
      expect(await tell(store, { ...added, hour: 3 })).toBe(true);
      expect(await tell(store, removed)).toBe(false);
    });

    test("whatever the order, and however often, the newest event of each origin counts", () =>
      fc.assert(
        fc.asyncProperty(events, async ({ told, mixed }) => {
          for (const order of [told, mixed]) {
            const store = await open();
            await store.papers.upsert(papers(1), at(0));
            for (const one of order) await tell(store, one);
            expect([...(await store.saves.savers(team, paper))].sort()).toEqual(saversBy(told));
            await store.close();
          }
        }),
        { numRuns: 25 },
      ));
  });

  describe("a save that was taken back while its reaction stands", () => {
    test("is withdrawn: the reaction's own event, told again, does not save anew", async () => {
      const { saves } = await aStore(open);
      await saves.add(aSave(), "Ana", at(1));
      await saves.removeAll(aSave(), at(2));
      expect(await saves.byPost(team, post)).toEqual([
        { ...aSave(), state: "withdrawn", changedAt: at(2), name: "Ana" },
      ]);
      expect(await saves.add(aSave(), "Ana", at(1))).toBe(false);
      expect(await saves.savers(team, paper)).toEqual([]);
    });

    test("is saved again by a newer reaction, or by a command", async () => {
      const { saves } = await aStore(open);
      await saves.add(aSave(), "Ana", at(1));
      await saves.removeAll(aSave(), at(2));
      expect(await saves.add(aSave({ origin: "command" }), "Ana", at(3))).toBe(true);
      expect(await saves.removeAll(aSave(), at(4))).toBe(true);
      expect(await saves.add(aSave(), "Ana", at(5))).toBe(true);
      expect(await saves.byPost(team, post)).toMatchObject([{ state: "on" }]);
    });

    test("is off once the reaction is gone too", async () => {
      const { saves } = await aStore(open);
      await saves.add(aSave(), "Ana", at(1));
      await saves.removeAll(aSave(), at(2));
      expect(await saves.remove(aSave(), "Ana", at(3))).toBe(false);
      expect(await saves.byPost(team, post)).toMatchObject([{ state: "off" }]);
    });

    test("is only the one that stood: what was removed before stays off", async () => {
      const { saves } = await aStore(open);
      const gone = reactionOrigin(post, "all");
      await saves.add(aSave({ origin: gone }), "Ana", at(1));
      await saves.remove(aSave({ origin: gone }), "Ana", at(2));
      await saves.add(aSave(), "Ana", at(3));
      await saves.removeAll(aSave(), at(4));
      const states = (await saves.byPost(team, post)).map((one) => [one.origin, one.state]);
      expect(new Map(states as [string, string][])).toEqual(
        new Map([
          [gone, "off"],
          [origin, "withdrawn"],
        ]),
      );
    });

    test("stays withdrawn where it was added by a clock that was ahead", async () => {
      const { saves } = await aStore(open);
      await saves.add(aSave(), "Ana", at(5));
      expect(await saves.removeAll(aSave(), at(2))).toBe(true);
      expect(await saves.add(aSave(), "Ana", at(4))).toBe(false);
      expect(await saves.savers(team, paper)).toEqual([]);
    });
  });

  describe("saves by reactions to a post", () => {
    test("are that post's alone, also where another's id begins with its own", async () => {
      const { saves } = await aStore(open);
      const others = [`${post}0`, "slack:T1/C1/1", `${post}.1`, "slack:T1/C1/1.0"];
      for (const [i, other] of others.entries())
        await saves.add(aSave({ origin: reactionOrigin(other, i + 1) }), "Ana", at(1));
      await saves.add(aSave({ origin: "command" }), "Ana", at(1));
      await saves.add(aSave(), "Ana", at(1));
      await saves.add(
        aSave({ user: li.user, paper: "2611.00002", origin: reactionOrigin(post, "all") }),
        "Li",
        at(1),
      );
      const found = await saves.byPost(team, post);
      expect(found.map((one) => [one.user, one.paper, one.origin, one.name]).sort()).toEqual([
        [ana.user, paper, `${post} 1`, "Ana"],
        [li.user, "2611.00002", `${post} all`, "Li"],
      ]);
    });

    test("are no other team's", async () => {
      const { saves } = await aStore(open);
      await saves.add(aSave(), "Ana", at(1));
      expect(await saves.byPost("slack:T2", post)).toEqual([]);
    });
  });
}
