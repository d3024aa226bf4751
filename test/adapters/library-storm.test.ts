import { describe, expect, it } from "vitest";
import { keepEarlyCounted } from "../../src/bot/early-reactions.ts";
import { keepReactionsRead } from "../../src/jobs/missed-reactions.ts";
import { keepSaversShown } from "../../src/jobs/show-savers.ts";
import { papers } from "../support/builders.ts";
import { libraries, type Sight } from "./library.ts";
import { cardOf, type Room, soon, useRooms } from "./library-room.ts";

const keycaps = [..."123456789"].map((digit) => `${digit}️⃣`).concat("🔟");
const crowd = Array.from({ length: 98 }, (_, i) => `Reader ${i}`);
const people = ["Ana", "Li", ...crowd];
/** Milliseconds between two edits of one post. */
const spacing = 5000;

/** Milliseconds from each edit of a message to its next. */
function gaps(edits: ReturnType<Room["edits"]>): readonly number[] {
  const byPost = Object.values(Object.groupBy(edits, ({ id }) => id));
  return byPost.flatMap((all = []) => all.slice(1).map(({ at }, i) => at - (all[i]?.at ?? 0)));
}

/**
 * A hundred people react with every number to a digest, as the program runs, and half of them before the platform has answered that
 * it is posted. @returns what then waits for the post to say so
 */
async function storm(platform: string, room: Room): Promise<() => Promise<void>> {
  const { promise: until, resolve: answer } = Promise.withResolvers<void>();
  const digest = room.digest("list", () => room.nextPost({ until }));
  await soon(() => room.inChannel().filter(({ text }) => cardOf({ id: "", text }, 10) !== "")).toHaveLength(
    1,
  );
  const post = room.inChannel().at(-1) as Sight;
  const stop = new AbortController();
  const { adapter, deps } = room;
  const running = [keepSaversShown, keepEarlyCounted, keepReactionsRead].map((keep) =>
    keep(adapter, deps, stop.signal),
  );
  for (const [i, who] of people.entries()) {
    if (i === people.length / 2) answer();
    await Promise.all(keycaps.map((emoji) => room.react(post, emoji, who)));
  }
  expect(await digest, platform).toHaveLength(1);
  expect((await room.ask("status", {}, "Noor")).text, platform).toContain("1.2.3");
  const said = () =>
    keycaps.filter((_, i) => cardOf(room.see(post), i + 1).includes("saved by Ana, Li +98")).length;
  return async () => {
    await soon(said, platform).toBe(10);
    stop.abort();
    await Promise.all(running);
    for (const { id } of papers(10))
      expect((await room.store.saves.savers(room.team, id)).toSorted(), platform).toEqual(people.toSorted());
    expect(Math.min(...gaps(room.edits())), platform).toBeGreaterThanOrEqual(spacing);
  };
}

describe("a thousand reactions within about a second", () => {
  const rooms = libraries.map(([platform, library]) => [platform, useRooms(library)] as const);
  const everywhere = libraries.map(([platform]) => platform).join(" and on ");

  it(`are all saves, said with few edits, and the bot answers meanwhile, on ${everywhere}`, async () => {
    const over: (() => Promise<void>)[] = [];
    for (const [platform, open] of rooms)
      over.push(await storm(platform, await open({ crowd, atItsPace: true })));
    // Most of it is waiting for the next edit.
    await Promise.all(over.map((wait) => wait()));
  });
});
