import { fileURLToPath } from "node:url";
import { startCounting } from "../counting-server.ts";
import type { Random } from "../random.ts";
import { everyScope } from "../slack/method.ts";
import { startSlack } from "../slack/server.ts";
import { team } from "../slack/workspace.ts";
import { nameOf, readLedger } from "./ledger.ts";
import { type Played, play } from "./play.ts";
import { ask } from "./process.ts";
import type { Platform, Slot, World } from "./world.ts";

/** Ways to play: one process; two at once on one database; one, on a platform that cannot tell what it has; one that sleeps. */
export type Mode = "one process" | "two processes" | "cannot tell" | "asleep";

/** The platforms that a crash test runs through: the counting server, and the loopback Slack with the real adapter. */
export type On = "counting" | "slack";

export async function playOn(on: On, mode: Mode, kills: number, random: Random): Promise<Played> {
  const mayBeUnknown = mode === "cannot tell";
  const options = {
    random,
    history: !mayBeUnknown,
    // Where nothing can be looked up, each lost answer ends a slot: fewer of them leave some for the kills.
    trouble: mayBeUnknown ? 0.04 : 0.2,
  };
  const platform = await (on === "slack" ? slack(options) : counting(options));
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

interface PlatformOptions {
  readonly random: Random;
  readonly history: boolean;
  readonly trouble: number;
}

async function counting(options: PlatformOptions): Promise<Platform> {
  const server = await startCounting(options);
  return {
    server,
    adapter: fileURLToPath(new URL("../counting-adapter.ts", import.meta.url)),
    env: { COUNT_URL: server.url },
    channel: (n) => `count:T1/C${n}`,
    subscriber: "count:T1/U1",
  };
}

async function slack({ random, history, trouble }: PlatformOptions): Promise<Platform> {
  const scopes = everyScope.filter((scope) => history || !scope.endsWith(":history"));
  const channels = Array.from({ length: mostChannels }, (_, n) => ({
    id: `C${n}`,
    name: `c${n}`,
    isMember: true,
  }));
  const server = await startSlack({ random, trouble, scopes, channels });
  return {
    server,
    adapter: fileURLToPath(new URL("../slack-adapter.ts", import.meta.url)),
    env: server.env,
    channel: (n) => `slack:${team}/C${n}`,
    subscriber: `slack:${team}/U1`,
  };
}

/** As many as any world has. */
const mostChannels = 30;

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
