import type { Random } from "../random.ts";
import type { Kill } from "./process.ts";

/** The kills of a run: so many in all, half of them at the named steps in turn, the others at any moment. */
export interface Kills {
  /** Where the next process is to be killed; nothing once there were enough. */
  aim(): Kill | undefined;
  /** What became of it. @param at what the process told last before it was killed; nothing where it ended before */
  settle(kill: Kill, at: string | undefined): void;
  readonly count: number;
  /** How often a process was killed at each step: "at claimed"; and at any moment, by the last step before: "after claimed". */
  readonly moments: ReadonlyMap<string, number>;
}

/** Those that hurt most come first, for runs with few kills. */
const steps = ["after post", "before post", "recorded", "frozen", "claimed", "before finish"] as const;
/** A kill at any moment happens within so many milliseconds of the first step, or of the start of the process. */
const within = { work: 220, start: 700 } as const;
/** Longer than a lease, in milliseconds. */
const nap = 800;

/** @param sleeps whether processes are put to sleep instead, at any moment of their work */
export function countKills(most: number, random: Random, sleeps = false): Kills {
  const moments = new Map<string, number>();
  const met = (moment: string): number => moments.get(moment) ?? 0;
  let count = 0;
  let aimed = 0;
  let atSteps = 0;

  const atStep = (): Kill => {
    const least = Math.min(...steps.map((step) => met(`at ${step}`)));
    const step = steps.find((one) => met(`at ${one}`) === least) ?? "after post";
    return { step, nth: 1 + Math.floor(random() * 3) };
  };
  const anyMoment = (): Kill => {
    const after = random() < 0.85 ? "work" : "start";
    return { after, ms: random() * within[after] };
  };
  return {
    aim() {
      if (count + aimed >= most) return undefined;
      aimed++;
      if (sleeps) return { after: "work", ms: (random() * within.work) / 2, sleep: nap };
      return 2 * atSteps <= count ? atStep() : anyMoment();
    },
    settle(kill, at) {
      aimed--;
      if (at === undefined) return;
      count++;
      const isAtStep = "step" in kill;
      if (isAtStep) atSteps++;
      const moment = isAtStep ? `at ${kill.step}` : `after ${at}`;
      moments.set(moment, met(moment) + 1);
    },
    get count() {
      return count;
    },
    moments,
  };
}
