import { fileURLToPath } from "node:url";
import { startCounting } from "../counting-server.ts";
import type { Random } from "../random.ts";
import { nameOf, readLedger } from "./ledger.ts";
import { type Played, play } from "./play.ts";
import { ask } from "./process.ts";
import type { Platform, Slot, World } from "./world.ts";

/** Ways to play: one process; two at once on one database; one, on a platform that cannot tell what it has; one that sleeps. */
export type Mode = "one process" | "two processes" | "cannot tell" | "asleep";

/** Plays on the counting server. Another platform is another `Platform` for `play`. */
export async function playCounting(mode: Mode, kills: number, random: Random): Promise<Played> {
  const mayBeUnknown = mode === "cannot tell";
  const platform = await counting({
    random,
    history: !mayBeUnknown,
    // Where nothing can be looked up, each lost answer ends a slot: fewer of them leave some for the kills.
    trouble: mayBeUnknown ? 0.04 : 0.2,
  });
  try {
    return await play({
      platform,
      kills,
      random,
      mayBeUnknown,
      sleeps: mode === "asleep",
      processes: mode === "two processes" ? 2 : 1,
      ...(mayBeUnknown ? { inspect: saidInStatus } : {}),
    });
  } finally {
    await platform.server.stop();
  }
}

async function counting(options: Parameters<typeof startCounting>[0]): Promise<Platform> {
  const server = await startCounting(options);
  return {
    server,
    adapter: fileURLToPath(new URL("../counting-adapter.ts", import.meta.url)),
    env: { COUNT_URL: server.url },
    channel: (n) => `count:T1/C${n}`,
    subscriber: "count:T1/U1",
  };
}

/** Whether `/papers status` says of each digest that nobody can tell of, in its channel, that this is so. */
async function saidInStatus(world: World, slots: readonly Slot[], ahead: number): Promise<readonly string[]> {
  const names = new Set(slots.map(nameOf));
  const unknown = readLedger(world.database).deliveries.filter(
    (delivery) => names.has(nameOf(delivery)) && delivery.outcome === "unknown" && delivery.kind === "digest",
  );
  const answers = await Promise.all(
    unknown.map(({ channel }) => ask(world, "/papers status", channel, ahead)),
  );
  return unknown.flatMap((delivery, i) =>
    answers[i]?.includes("unknown, and not posted again")
      ? []
      : [`status says ${answers[i]} of ${nameOf(delivery)}`],
  );
}
