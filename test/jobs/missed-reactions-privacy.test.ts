import { describe, expect, it } from "vitest";
import type { Standing } from "../../src/chat/adapter.ts";
import type { ReactionMeaning } from "../../src/chat/incoming.ts";
import { readMissedReactions } from "../../src/jobs/missed-reactions.ts";
import type { Logger } from "../../src/logger.ts";
import { reactionOrigin } from "../../src/store/library.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import { fakeAdapter } from "../support/fake-adapter.ts";
import { aLibrary, ana, aPost, aSave, first, li, second, team } from "../support/library.ts";
import { createTime } from "../support/time.ts";

const start = new Date("2026-11-20T08:00:00Z");
const minutes = (n: number): Date => new Date(+start + n * 60_000);
const stands = (means: ReactionMeaning, user = "U1", name = "Ana"): Standing => ({
  user: { id: `slack:T1/${user}`, name },
  means,
});
const byReaction = (means: ReactionMeaning) => aSave({ origin: reactionOrigin(aPost().id, means) });

/** Ana reacted to the digest and was then forgotten; her reaction still stands there, and Li's. */
async function aForgottenReader(at = minutes(-40)) {
  const store = await aLibrary(() => openStore(":memory:"));
  await store.posts.record(aPost(), minutes(-60));
  await store.saves.add(byReaction(1), "Ana", new Date(+at - 1000));
  await store.people.forget(ana, at);
  const time = createTime(start);
  const slack = fakeAdapter("slack", time);
  const silent = (): void => {};
  const logger = { debug: silent, error: silent } as unknown as Logger;
  return {
    store,
    savers: () => store.saves.savers(team, first),
    time,
    slack,
    async read(...standing: readonly Standing[]) {
      if (standing.length > 0) slack.stands = () => standing;
      await readMissedReactions(slack, { store, clock: time.clock, logger }, new AbortController().signal);
    },
  };
}

describe("what somebody keeps for themselves or takes back while reactions are read", () => {
  it("is newer than a reaction that nobody told of", async () => {
    const { read, savers, store, time, slack } = await aForgottenReader();
    await store.posts.record(aPost({ id: "slack:T1/C1/2" }), minutes(-30));
    slack.stands = async (post) => {
      if (post !== "slack:T1/C1/2") return [stands("all", "U2", "Li")];
      time.set(minutes(1));
      await store.saves.keepPrivate(aSave(li), "Li", time.clock());
      await store.saves.removeAll(aSave({ ...li, paper: second }), time.clock());
      time.set(minutes(2));
      return [];
    };
    await read();
    expect(await savers()).toEqual([]);
    expect(await store.saves.savers(team, second)).toEqual([]);
  });
});

describe("reactions of somebody who was forgotten, read again", () => {
  it("save nothing and bring back no name, and others' do", async () => {
    const { read, savers, store } = await aForgottenReader();
    for (let n = 0; n < 2; n++) await read(stands(1), stands("all"), stands(1, "U2", "Li"));
    expect(await savers()).toEqual(["Li"]);
    expect(await store.people.find(team, "")).toEqual([{ user: "slack:T1/U2", name: "Li" }]);
  });

  it("do not stand against what their owner does from then on", async () => {
    const { read, savers, store } = await aForgottenReader();
    await read(stands(1));
    await store.saves.add(byReaction(1), "Ana", minutes(-30));
    expect(await savers()).toEqual(["Ana"]);
    await store.saves.add(aSave(), "Ana", minutes(-20));
    await read();
    expect(await savers()).toEqual(["Ana"]);
  });

  it("leave what their owner saved since, and what they took back and saved again", async () => {
    const { read, savers, store } = await aForgottenReader();
    await store.saves.add(byReaction(1), "Ana", minutes(-30));
    await read(stands(1));
    expect(await savers()).toEqual(["Ana"]);
    await store.saves.remove(byReaction(1), "Ana", minutes(-20));
    await read(stands(1));
    expect(await savers()).toEqual(["Ana"]);
  });

  it("save again once they were forgotten longer ago than any post that is read", async () => {
    const { read, savers, store } = await aForgottenReader(minutes(-7 * 24 * 60 - 1));
    await read(stands(1));
    expect(await savers()).toEqual(["Ana"]);
    expect(await store.people.find(team, "")).toHaveLength(1);
  });

  it("from another team mean nothing there either", async () => {
    const { read, savers } = await aForgottenReader();
    await read({ user: { id: "slack:T2/U1", name: "Ana" }, means: 1 });
    expect(await savers()).toEqual([]);
  });
});
