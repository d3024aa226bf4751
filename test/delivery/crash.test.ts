import { describe, expect, it } from "vitest";
import { type Mode, playOn } from "../support/crash/modes.ts";
import type { On } from "../support/crash/platforms.ts";
import type { Played } from "../support/crash/play.ts";
import { seeded } from "../support/random.ts";

// The short form of `npm run test:crash`.

const seed = Date.now() % 1_000_000;
const sound = { doubled: [], missing: [], seed };
const patience = 90_000;
/** Behind each date of a storm the bot has a minute and a half to hear of every reaction. */
const patienceWithStorms = 300_000;

async function kill(
  times: number,
  mode: Mode,
  on: On = "counting",
): Promise<Played & { readonly seed: number }> {
  return { ...(await playOn(on, mode, times, seeded(seed))), seed };
}

describe("a program that is killed again and again", () => {
  it(
    "posts every part of every slot once",
    async () => {
      const played = await kill(10, "one process");
      expect(played).toMatchObject(sound);
      expect(played.kills).toBe(10);
      expect(played.posted).toBeGreaterThan(0);
    },
    patience,
  );

  it(
    "posts every part once while two processes work on one database",
    async () => {
      const played = await kill(4, "two processes");
      expect(played).toMatchObject(sound);
      expect(played.kills).toBe(4);
    },
    patience,
  );

  it(
    "says of whatever is not there that it cannot tell, where the platform cannot, and posts nothing twice",
    async () => {
      const played = await kill(4, "cannot tell");
      expect(played).toMatchObject(sound);
      expect(played.unknown).not.toEqual([]);
    },
    patience,
  );

  it.each(["slack", "discord"] as const)(
    "posts every part once on %s, which can be asked what it has",
    async (on) => {
      const played = await kill(6, "one process", on);
      expect(played).toMatchObject(sound);
      expect(played.kills).toBe(6);
    },
    patience,
  );

  it.each(["slack", "discord"] as const)(
    "posts every part once on %s while the wall clock jumps both ways",
    async (on) => {
      const played = await kill(4, "clock jumps", on);
      expect(played).toMatchObject(sound);
      expect(played.kills).toBe(4);
    },
    patience,
  );

  it.each(["slack", "discord"] as const)(
    "loses no save on %s while everybody reacts to its posts at once",
    async (on) => {
      const played = await kill(3, "storm", on);
      expect(played).toMatchObject(sound);
      expect(played.kills).toBe(3);
    },
    patienceWithStorms,
  );

  it.each(["slack", "discord"] as const)(
    "posts nothing twice on %s where its history may not be read",
    async (on) => {
      const played = await kill(3, "cannot tell", on);
      expect(played).toMatchObject(sound);
      expect(played.unknown).not.toEqual([]);
    },
    patience,
  );
});
