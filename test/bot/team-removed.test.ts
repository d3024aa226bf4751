import { describe, expect, it } from "vitest";
import { aScene, now, words } from "../support/bot.ts";
import { removed } from "../support/happenings.ts";
import { aSubscription } from "../support/subscriptions.ts";

const here = "test:team/general";
const other = "test:team/other";
const elsewhere = "test:team2/general";
const reason = "Paperboy was uninstalled from this workspace";

/** Three channels subscribed, two of the team that is removed. */
async function aSubscribedScene() {
  const scene = await aScene();
  for (const channel of [here, other, elsewhere])
    await scene.store.subscriptions.save(aSubscription({ channel }), {
      at: new Date(0),
      by: "Ana",
      what: "subscribed",
    });
  const pauses = async () =>
    new Map((await scene.store.subscriptions.all()).map(({ channel, pause }) => [channel, pause]));
  return { ...scene, pauses };
}

describe("taken out of a team, the bot", () => {
  it("pauses the team's subscriptions and no others", async () => {
    const { bot, pauses } = await aSubscribedScene();
    expect(await bot.handle(removed())).toBeUndefined();
    expect(await pauses()).toEqual(
      new Map([
        [here, { by: "Paperboy", reason }],
        [other, { by: "Paperboy", reason }],
        [elsewhere, undefined],
      ]),
    );
  });

  it("keeps everything else of them: what was wished, by whom and since when", async () => {
    const { bot, store } = await aSubscribedScene();
    await bot.handle(removed());
    const { pause: _, ...kept } = (await store.subscriptions.get("test:team", here)) ?? {};
    expect(kept).toEqual(aSubscription({ channel: here }));
  });

  it("leaves a pause that somebody made as it is, and notes no change", async () => {
    const { bot, ask, pauses, store } = await aSubscribedScene();
    await ask("pause until 2026-12-28");
    await bot.handle(removed());
    expect((await pauses()).get(here)).toEqual({ by: "Ana", until: "2026-12-28" });
    const changes = await store.subscriptions.changes("test:team", here, 5);
    expect(changes.map(({ by }) => by)).toEqual(["Ana", "Ana"]);
  });

  it("pauses once, however often it is told", async () => {
    const { bot, store } = await aSubscribedScene();
    await bot.handle(removed());
    await bot.handle(removed({ reason: "its token was revoked" }));
    expect((await store.subscriptions.get("test:team", here))?.pause?.reason).toBe(reason);
    expect(await store.subscriptions.changes("test:team", here, 5)).toHaveLength(2);
  });

  it("says in the settings who paused and why", async () => {
    const { bot, ask } = await aSubscribedScene();
    await bot.handle(removed({ at: now }));
    const settings = words(await ask("settings"));
    expect(settings).toContain("paused by Paperboy");
    expect(settings).toContain(`Fri 20 Nov 2026, Paperboy: paused, because ${reason}`);
    expect(settings).toContain("none while it is paused");
  });

  it("comes back by /papers resume, one channel at a time", async () => {
    const { bot, ask, pauses } = await aSubscribedScene();
    await bot.handle(removed());
    expect(words(await ask("resume"))).toContain("The next digest comes on Mon 23 Nov at 09:00");
    expect((await pauses()).get(here)).toBeUndefined();
    expect((await pauses()).get(other)).toBeDefined();
  });

  it("has nothing to do where nothing is subscribed", async () => {
    const { bot, errors } = await aScene();
    expect(await bot.handle(removed())).toBeUndefined();
    expect(errors).toEqual([]);
  });
});
