import { setTimeout as wait } from "node:timers/promises";
import type { Random } from "../random.ts";
import { judge, type Verdict } from "./count.ts";
import { anyJumps, jumpedBy } from "./jumps.ts";
import { countKills, type Kills } from "./kills.ts";
import { openSlots, readLedger } from "./ledger.ts";
import { runOnce } from "./process.ts";
import { compareSaves, type Members, storm } from "./storm.ts";
import { aWorld, type Platform, type Slot, type World } from "./world.ts";

/** What is played. */
export interface Play {
  readonly platform: Platform;
  /** How many kills there have to be. */
  readonly kills: number;
  /** Processes at a time on the one database. */
  readonly processes: 1 | 2;
  /** Whether the platform cannot tell what it has. */
  readonly mayBeUnknown: boolean;
  /** Whether processes are put to sleep, for longer than a lease, instead of killed. */
  readonly sleeps?: boolean;
  /** Whether the wall clock jumps both ways meanwhile. */
  readonly jumps?: boolean;
  /** Whether members react to every post as soon as it is there. */
  readonly storms?: boolean;
  readonly random: Random;
  /** Looks at each date once it is over. @returns what is wrong with it */
  readonly inspect?: (world: World, slots: readonly Slot[], ahead: number) => Promise<readonly string[]>;
}

export interface Played extends Verdict, Pick<Kills, "moments"> {
  /** None where processes sleep: `moments` has how often they did. */
  readonly kills: number;
  /** The database, where something was wrong. */
  readonly kept?: string;
}

/** After so many kills of a process on one date the next one may come to its end. Where nobody can tell, more leave nothing to post. */
const mostKillsADate = { usually: 8, whereUnknown: 2 } as const;

/**
 * Lets one date come after the other until there were enough kills: on each, processes are killed and started again until
 * every slot has its outcome. Then it counts.
 */
export async function play(options: Play): Promise<Played> {
  const { platform, mayBeUnknown, inspect, random } = options;
  const world = await aWorld(platform, options.processes === 2 ? 4 : options.jumps ? 2 : 1);
  const kills = countKills(options.kills, random, options.sleeps);
  const wrong: string[] = [];
  const stormOver = new AbortController();
  const members = options.storms ? platform.members : undefined;
  const raging = members && storm(members, random, stormOver.signal);
  try {
    for (let dates = 0; kills.count < options.kills && dates < 10 + options.kills; dates++) {
      const { slots, dueAt } = await world.nextDate();
      const date = { world, kills, slots, ahead: dueAt.getTime() + 1000 - Date.now() };
      platform.setAhead?.(date.ahead);
      const hands = Array.from({ length: options.processes }, () => untilOver(date, options));
      // Where one of them fails, the other ends before the server is gone.
      await Promise.allSettled(hands);
      await Promise.all(hands);
      wrong.push(...((await inspect?.(world, slots, date.ahead)) ?? []));
      if (members) wrong.push(...(await untilSaved(world, members, date.ahead)));
    }
  } finally {
    stormOver.abort();
    await raging;
  }
  const verdict = judge(world.slots, platform.server.posts, readLedger(world.database), mayBeUnknown);
  const missing = [...verdict.missing, ...wrong, ...platform.server.refused];
  const isSound = verdict.doubled.length + missing.length === 0;
  if (isSound) world.remove();
  const kept = isSound ? {} : { kept: world.database };
  return { ...verdict, missing, kills: options.sleeps ? 0 : kills.count, moments: kills.moments, ...kept };
}

/** Milliseconds until members have made up their minds, and until a bot has to have heard of all of it. */
const patience = { members: 600, bot: 90_000 };

/** Runs the bot until what is saved is what members reacted with. @returns what is not */
async function untilSaved(world: World, members: Members, ahead: number): Promise<readonly string[]> {
  await wait(patience.members);
  const end = performance.now() + patience.bot;
  const isOver = (): boolean => performance.now() > end || compareSaves(world.database, members).length === 0;
  await runOnce(world, { words: [], ahead, lease: 400, isOver });
  return compareSaves(world.database, members);
}

interface OneDate {
  readonly world: World;
  readonly kills: Kills;
  readonly slots: readonly Slot[];
  /** Milliseconds by which the clock of the program is ahead on this date. */
  readonly ahead: number;
}

/** Starts a process again each time that it is killed, until one comes to its end. */
async function untilOver(date: OneDate, play: Play): Promise<void> {
  const { random, processes, mayBeUnknown, jumps, storms } = play;
  const { world, kills } = date;
  const limit = mayBeUnknown ? mostKillsADate.whereUnknown : mostKillsADate.usually;
  const most = 1 + Math.floor(random() * limit);
  // Only a bot hears of reactions.
  const isBot = random() < (storms ? 0.75 : 0.25);
  for (let killed = 0; ; killed++) {
    const kill = killed < most ? kills.aim() : undefined;
    const end = await runOnce(world, {
      ...(isBot ? asBot(date) : asJob(date, processes === 1 && random() < 0.8)),
      lease: processes === 1 ? 400 : 1200,
      ...(kill ? { kill } : {}),
      ...(jumps ? { jumps: anyJumps(random) } : {}),
    });
    if (kill) kills.settle(kill, end.metAt);
    if (!end.killed) return;
  }
}

function asBot({ world, slots, ahead }: OneDate) {
  return { words: [], ahead, isOver: () => openSlots(world.database, slots).length === 0 };
}

/** @param isTold whether it is told the time; two processes cannot be, for each one's clock would start when it is ready */
function asJob({ world, ahead }: OneDate, isTold: boolean) {
  const jumped = jumpedBy(world.clock);
  const at = new Date(Date.now() + ahead + jumped).toISOString();
  // Its own clock is where the jumps begin.
  return isTold ? { words: ["deliver", "--at", at], ahead: 0 } : { words: ["deliver"], ahead };
}
