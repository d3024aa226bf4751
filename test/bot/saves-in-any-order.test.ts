import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countEarly } from "../../src/bot/early-reactions.ts";
import type { PostId, ReactionIncoming } from "../../src/chat/incoming.ts";
import { aScene, now } from "../support/bot.ts";
import { papers } from "../support/builders.ts";
import { reaction } from "../support/happenings.ts";
import { beginForEver } from "../support/ledger.ts";
import { meant, type Reacted, savedInTheEnd, shown, toldAnyhow } from "../support/told.ts";

/** A bot whose teams each have the same posts, one team for a run. */
async function aTalkativeScene() {
  const scene = await aScene({ papers: papers(4) });
  const { store } = scene;
  const asIncoming = (team: `test:${string}`, { who, post, second, ...reacted }: Reacted): ReactionIncoming =>
    reaction(`${team}/${post}`, {
      ...reacted,
      channel: `${team}/general`,
      user: { id: `${team}/${who}`, name: who },
      at: new Date(now.getTime() + second * 1000),
    });
  return {
    ...scene,
    asIncoming,
    /** @param names of the posts that are recorded now */
    async openTeam(team: `test:${string}`, names = Object.keys(shown)) {
      for (const name of names) {
        const papers = shown[name] ?? [];
        const id: PostId = `${team}/${name}`;
        await store.posts.record({ id, team, channel: `${team}/general`, papers, kind: "digest" }, now);
      }
    },
    async saved(team: string) {
      const saves = await store.saves.saved({ team });
      return saves.flatMap(({ paper, savers }) => savers.map((who) => `${who} ${paper}`)).sort();
    },
  };
}

describe("reactions that are told anyhow", () => {
  it("one after the other end in what was last done with each", async () => {
    const { bot, asIncoming, openTeam, saved, errors } = await aTalkativeScene();
    let n = 0;
    await fc.assert(
      fc.asyncProperty(toldAnyhow, async ({ happened, told }) => {
        const team = `test:t${n++}` as const;
        await openTeam(team);
        for (const one of told) await bot.handle(asIncoming(team, one));
        expect(await saved(team)).toEqual(savedInTheEnd(happened));
      }),
      { numRuns: 80 },
    );
    expect(errors).toEqual([]);
  });

  it("all at once, and each twice under one id, end the same", async () => {
    const { bot, asIncoming, openTeam, saved, errors } = await aTalkativeScene();
    let n = 0;
    await fc.assert(
      fc.asyncProperty(toldAnyhow, async ({ happened, told }) => {
        const team = `test:t${n++}` as const;
        await openTeam(team);
        const incomings = told.map((one) => asIncoming(team, one));
        await Promise.all([...incomings, ...incomings].map((incoming) => bot.handle(incoming)));
        expect(await saved(team)).toEqual(savedInTheEnd(happened));
      }),
      { numRuns: 80 },
    );
    expect(errors).toEqual([]);
  });

  it("and whose post is recorded late, or in between, end the same once it is", async () => {
    const { bot, store, asIncoming, openTeam, saved, errors } = await aTalkativeScene();
    await beginForEver(store, { team: "test:t", channel: "test:t/general" });
    let n = 0;
    const recordedAfter = fc.array(fc.nat({ max: 30 }), { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(toldAnyhow, recordedAfter, async ({ told }, turns) => {
        const team = `test:late${n++}` as const;
        const names = Object.keys(shown);
        for (const [i, one] of told.entries()) {
          for (const [at, name] of names.entries()) if (turns[at] === i) await openTeam(team, [name]);
          await bot.handle({ ...asIncoming(team, one), isOurs: true });
          if (i % 3 === 0) await countEarly("test", store);
        }
        await openTeam(team);
        await countEarly("test", store);
        expect(await saved(team)).toEqual(savedInTheEnd(told));
        expect(await store.early.known("test", 1)).toEqual([]);
      }),
      { numRuns: 80 },
    );
    expect(errors).toEqual([]);
  });

  it("save nothing where they are from before the first that was heard of somebody: that they take it back", async () => {
    const { bot, asIncoming, openTeam, saved, ask } = await aTalkativeScene();
    await openTeam("test:team");
    await ask("unsave 2611.00001");
    const early = asIncoming("test:team", {
      who: "Ana",
      post: "card",
      means: 1,
      variant: "",
      added: true,
      second: -1,
    });
    await bot.handle({ ...early, user: { id: "test:team/ana", name: "Ana" } });
    expect(await saved("test:team")).toEqual([]);
  });

  it("are answered with what they did: a save that is new, one that is not, one that is gone", async () => {
    const { bot, asIncoming, openTeam } = await aTalkativeScene();
    await openTeam("test:t");
    const say = async (over: Partial<Reacted>): Promise<string | undefined> => {
      const reacted = {
        who: "Ana",
        post: "list",
        means: 1,
        variant: "",
        added: true,
        second: 1,
        ...over,
      } as const;
      return (await bot.handle(asIncoming("test:t", reacted)))?.message.note;
    };
    expect(await say({ second: 2, added: false })).toMatch(/^Not saved by a reaction here/);
    expect(await say({ second: 1 })).toMatch(/^Already saved/);
    expect(await say({ second: 3 })).toBe('Saved: "Paper number 1".');
    expect(await say({ second: 4, means: "all" })).toBe("Saved: 3 papers (2 of them new).");
    expect(await say({ second: 5, means: "all", added: false })).toBe(
      "No longer saved: 3 papers (2 of them were not saved otherwise).",
    );
    expect(meant({ post: "card", means: 2 })).toEqual([]);
    expect(await say({ post: "card", means: 2, second: 6 })).toBeUndefined();
  });
});
