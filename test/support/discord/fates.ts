import { oneOf, type Random } from "../random.ts";
import type { DiscordFate } from "./types.ts";

// A dropped answer is as likely as all limits together: it is what makes doubles.
const troubles: readonly [DiscordFate, ...DiscordFate[]] = [
  ...(["lose answer", "lose answer", "hang", "fail after", "fail after"] as const),
  ...(["drop", "drop", "fail before", "fail before"] as const),
  { retryAfter: 1 },
];

const postRoute = "POST /channels/:id/messages";
/** Milliseconds of the window in which posts to a channel are counted. */
const window = 5000;
/** Posts in the window that the headers tell of where no test sets a limit. */
const plenty = 1000;

export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds. */
  readonly resetAfter: number;
}

/** What happens to calls: by script, by chance, and by a limit of posts in a channel. */
export function createFates(trouble: number, random: Random) {
  const script = new Map<string, DiscordFate[]>();
  const counted = new Map<string, { left: number; until: number }>();
  let burst: number | undefined;

  const spend = (place: string): Allowance & { isOver: boolean } => {
    const limit = burst ?? plenty;
    const now = Date.now();
    const before = counted.get(place);
    const current = before && before.until > now ? before : { left: limit, until: now + window };
    const isOver = current.left <= 0;
    const left = Math.max(0, current.left - 1);
    counted.set(place, { left, until: current.until });
    return { isOver, limit, remaining: left, resetAfter: (current.until - now) / 1000 };
  };

  return {
    next(route: string, fates: readonly DiscordFate[]): void {
      script.set(route, [...(script.get(route) ?? []), ...fates]);
    },
    limitPosts(limit: number | undefined): void {
      burst = limit;
      counted.clear();
    },
    /** `place`: what the limit is counted by. */
    of(route: string, place: string): { fate: DiscordFate; allowance: Allowance } {
      const { isOver, ...allowance } = spend(`${route} ${place}`);
      const scripted = script.get(route)?.shift();
      if (scripted !== undefined || route !== postRoute) return { fate: scripted ?? "answer", allowance };
      if (isOver) return { fate: { retryAfter: allowance.resetAfter }, allowance };
      return { fate: random() < trouble ? oneOf(troubles, random) : "answer", allowance };
    },
    /** Milliseconds that an answer takes: none, unless something may come in between. */
    delay: (): number => (trouble > 0 ? random() * 12 : 0),
  };
}

export type Fates = ReturnType<typeof createFates>;
