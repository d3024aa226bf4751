import { describe, expect, test } from "vitest";
import type { Act, PaperWarmth } from "../../../src/store/library.ts";
import type { Store } from "../../../src/store/store.ts";
import {
  aLibrary,
  anAct,
  aSave,
  channel,
  elsewhere,
  first,
  li,
  second,
  team,
} from "../../support/library.ts";
import { at, type Open } from "../../support/open-store.ts";

const reaction = (over: Partial<Act> = {}): Act =>
  anAct({ kind: "reaction", ref: "slack:T1/C1/1 eyes", ...over });
const reply = (over: Partial<Act> = {}): Act => anAct({ kind: "reply", ref: "slack:T1/C1/1", ...over });
const cold: Omit<PaperWarmth, "paper"> = { savers: 0, sharers: 0, discussers: 0, reactors: 0 };

const warmth = ({ activity }: Store, hour = 0): Promise<readonly PaperWarmth[]> =>
  activity.since(team, at(hour));

export function describeActivity(open: Open): void {
  describe("what a team does with a paper", () => {
    test("is counted by kind; shares and links are one", async () => {
      const store = await aLibrary(open);
      await store.saves.add(aSave(), "Ana", at(1));
      await store.activity.record(anAct(), at(1));
      await store.activity.record(anAct({ ...li, kind: "share" }), at(1));
      await store.activity.record(reply(), at(1));
      await store.activity.record(reaction({ ...li }), at(1));
      await store.activity.record(reaction({ paper: second }), at(1));
      expect(await warmth(store)).toEqual([
        { paper: first, savers: 1, sharers: 2, discussers: 1, reactors: 1 },
        { ...cold, paper: second, reactors: 1 },
      ]);
    });

    test("counts people, not how often or where they do it", async () => {
      const store = await aLibrary(open);
      for (let n = 0; n < 20; n++) {
        const place = { channel: `slack:T1/C${n}` };
        await store.activity.record(anAct({ ...place, ref: place.channel }), at(1));
        await store.activity.record(anAct({ ...place, kind: "share", ref: place.channel }), at(1));
        await store.activity.record(reply({ ref: `slack:T1/C1/${n}` }), at(1));
        await store.activity.record(reaction({ ref: `slack:T1/C1/1 ${n}` }), at(1));
        await store.saves.add(aSave({ origin: `slack:T1/C1/${n} 1` }), "Ana", at(1));
      }
      expect(await warmth(store)).toEqual([
        { paper: first, savers: 1, sharers: 1, discussers: 1, reactors: 1 },
      ]);
    });

    test("since a moment leaves out what was last done before it", async () => {
      const store = await aLibrary(open);
      await store.activity.record(reaction(), at(1));
      await store.activity.record(reaction({ ...li }), at(2));
      await store.saves.add(aSave({ paper: second }), "Ana", at(1));
      await store.activity.record(reply(), at(1));
      await store.activity.record(reply(), at(3));
      expect(await warmth(store, 2)).toEqual([{ ...cold, paper: first, discussers: 1, reactors: 1 }]);
      expect(await warmth(store, 4)).toEqual([]);
    });

    test("in another team counts there alone", async () => {
      const store = await aLibrary(open);
      await store.activity.record(anAct({ team: elsewhere, user: "slack:T2/U1" }), at(1));
      expect(await warmth(store)).toEqual([]);
      expect(await store.activity.since(elsewhere, at(0))).toHaveLength(1);
    });

    test("is no more where it was taken back: the save, the private one, the reaction", async () => {
      const store = await aLibrary(open);
      await store.saves.add(aSave(), "Ana", at(1));
      await store.saves.removeAll(aSave(), at(2));
      await store.saves.keepPrivate(aSave({ ...li }), "Li", at(1));
      await store.activity.record(reaction(), at(1));
      await store.activity.record(reaction(), at(2), false);
      expect(await warmth(store)).toEqual([]);
    });
  });

  describe("something that was taken back", () => {
    test.each([
      ["told out of order is taken back", [2, false], [1, true], 0],
      ["told again from before is taken back", [2, false], [2, false], 0],
      ["and done anew counts", [2, false], [3, true], 1],
      ["in the same moment as it was done counts as it was told last", [2, true], [2, false], 0],
    ] as const)("%s", async (_name, one, other, reactors) => {
      const store = await aLibrary(open);
      for (const [hour, done] of [one, other]) await store.activity.record(reaction(), at(hour), done);
      expect(await warmth(store)).toEqual(reactors > 0 ? [{ ...cold, paper: first, reactors }] : []);
    });

    test("leaves another of the same kind where it is", async () => {
      const store = await aLibrary(open);
      await store.activity.record(reaction(), at(1));
      await store.activity.record(reaction({ ref: "slack:T1/C1/1 fire" }), at(1));
      await store.activity.record(reaction(), at(2), false);
      expect(await warmth(store)).toEqual([{ ...cold, paper: first, reactors: 1 }]);
    });
  });

  describe("where a paper was discussed", () => {
    test("is every channel where it was linked, shared or answered to, the latest first", async () => {
      const { activity } = await aLibrary(open);
      await activity.record(anAct({ channel: "slack:T1/C1", ref: "a" }), at(3));
      await activity.record(anAct({ channel: "slack:T1/C2", ref: "b", kind: "share" }), at(1));
      await activity.record(reply({ channel: "slack:T1/C3" }), at(2));
      await activity.record(anAct({ ...li, channel: "slack:T1/C2", ref: "b" }), at(4));
      expect(await activity.discussed(team, first)).toEqual(["slack:T1/C2", "slack:T1/C1", "slack:T1/C3"]);
    });

    test("is none where it was only reacted to or saved, or in another team, or another paper", async () => {
      const store = await aLibrary(open);
      await store.activity.record(reaction(), at(1));
      await store.saves.add(aSave(), "Ana", at(1));
      await store.activity.record(anAct({ team: elsewhere, channel }), at(1));
      await store.activity.record(anAct({ paper: second }), at(1));
      expect(await store.activity.discussed(team, first)).toEqual([]);
    });
  });
}
