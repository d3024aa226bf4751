import { expect, it } from "vitest";
import type { ListDay } from "../../../src/calendar/days.ts";
import type { Store } from "../../../src/store/store.ts";
import { aScene, now, titles, words } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";

const team = "test:team";
const channel = "test:team/general";
const year = 365 * 86_400_000;

/** A digest of one paper that was posted at its time, by the clock of then. */
async function postDigest({ deliveries }: Store, date: ListDay, at: Date, paper: string): Promise<void> {
  const key = { channel, kind: "digest", date } as const;
  const ours = { key, owner: "we" };
  await deliveries.enter({ ...key, team, place: channel, dueAt: at });
  await deliveries.claim("we", "test", at, 60_000);
  await deliveries.freeze(ours, [{ content: "{}", papers: [paper] }], { kind: "posted", reason: "" });
  await deliveries.settle(ours, 0, { post: `${channel}/${date}` }, at);
  await deliveries.finish(ours, { kind: "posted", reason: `the digest of ${date}` }, at);
}

it("after a clock was a year ahead and came back, status and #1 are about the last digest by now", async () => {
  const { store, ask } = await aScene({ papers: papers(3) });
  const ahead = new Date(now.getTime() + year);
  await postDigest(store, "2026-11-20", new Date(now.getTime() - 60_000), "2611.00001");
  await postDigest(store, "2027-11-19", new Date(ahead.getTime() - 86_400_000), "2611.00002");
  await postDigest(store, "2027-11-20", ahead, "2611.00003");
  await store.collection.markFetched("2026-11-19", new Date(now.getTime() - 180 * 60_000));
  await store.collection.markFetched("2027-11-20", ahead);
  const said = words(await ask("status"));
  expect(said).toContain("the digest of 2026-11-20");
  expect(said).not.toContain("2027");
  expect(said).toContain("Last fetched 3 hours ago.");
  expect(titles(await ask("show #1"))).toEqual(["Paper number 1"]);
});
