import { describe, expect, it } from "vitest";
import { aScene, now, type Scene, words } from "../../support/bot.ts";

const minute = 60_000;
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * minute);
const outage = async ({ store }: Scene, from: number, to: number): Promise<void> => {
  await store.contacts.record("slack", { state: "lost", at: ago(from), reason: "connection broke off" });
  await store.contacts.record("slack", { state: "connected", at: ago(to) });
};
const statusIn = async (scene: Scene): Promise<string> => words(await scene.ask("status"));

describe("status, of the platforms,", () => {
  it("says nothing of one that was never connected", async () => {
    expect(await statusIn(await aScene())).not.toMatch(/connected/i);
  });

  it("says that one is connected, and when it was not", async () => {
    const scene = await aScene();
    await scene.store.contacts.record("slack", { state: "connected", at: ago(3000) });
    expect(await statusIn(scene)).toContain("| Slack | Connected. |");
    await outage(scene, 60, 56);
    // Nine in the morning in Berlin.
    expect(await statusIn(scene)).toContain("Connected. Unreachable for 4 minutes today at 08:00.");
    await outage(scene, 30, 29);
    expect(await statusIn(scene)).toContain(
      "Unreachable 2 times in the last day, 5 minutes in all. The last was today at 08:30, for 60 seconds.",
    );
  });

  it("says since when one is not, and why", async () => {
    const scene = await aScene();
    const lost = { state: "lost", at: ago(600), reason: "its gateway answered 502" } as const;
    await scene.store.contacts.record("discord", lost);
    expect(await statusIn(scene)).toContain(
      "Discord | Not connected since Thu 19 Nov at 23:00 (its gateway answered 502). Paperboy tries again by itself.",
    );
  });

  it("says nothing of outages that were over a day ago", async () => {
    const scene = await aScene();
    await outage(scene, 60, 56);
    scene.pass(1440 * minute);
    expect(await statusIn(scene)).toContain("| Slack | Connected. |");
  });
});
