import type { Random } from "../random.ts";
import { nameOf, readLedger } from "./ledger.ts";
import { type On, platforms } from "./platforms.ts";
import { type Played, play } from "./play.ts";
import { ask } from "./process.ts";
import type { Slot, World } from "./world.ts";

/** Ways to play: one process; two at once on one database; one, on a platform that cannot tell what it has; one that sleeps; one whose wall clock jumps; one to whose posts everybody reacts at once. */
export type Mode = "one process" | "two processes" | "cannot tell" | "asleep" | "clock jumps" | "storm";

/** Milliseconds: posts wait for their turn for as long as they may, while the clock jumps. */
const waiting = { channel: 30, workspace: 15, patience: 170, margin: 10, request: 100 };

/** Plays on a platform of its own. */
export async function playOn(on: On, mode: Mode, kills: number, random: Random): Promise<Played> {
  const mayBeUnknown = mode === "cannot tell";
  const options = {
    random,
    history: !mayBeUnknown,
    // Where nothing can be looked up, each lost answer ends a slot: fewer of them leave some for the kills.
    // And where everybody reacts, reading that takes many requests.
    trouble: mayBeUnknown ? 0.04 : mode === "storm" ? 0.1 : 0.2,
  };
  const slow = mode === "clock jumps" ? { PACE: JSON.stringify(waiting) } : {};
  const { env, ...bare } = await platforms[on](options);
  const platform = { ...bare, env: { ...env, ...slow } };
  try {
    return await play({
      platform,
      kills,
      random,
      mayBeUnknown,
      sleeps: mode === "asleep",
      jumps: mode === "clock jumps",
      storms: mode === "storm",
      processes: mode === "two processes" ? 2 : 1,
      ...(mayBeUnknown ? { inspect: saidInStatus } : {}),
    });
  } finally {
    await platform.server.stop();
  }
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
