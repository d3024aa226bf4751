import { startOf } from "../../calendar/days.ts";
import type { Scored } from "./score.ts";

/** What the newest and most upvoted paper gains, as a part of the best score: enough to order near equals. */
const share = 0.04;
/** After so many milliseconds a paper is half as new. */
const halfLife = 365 * 86_400_000;

/** Lets newer and more upvoted papers come first among those that are about equally relevant; half by each. */
export function withPrior(scored: readonly Scored[]): readonly Scored[] {
  const best = scored[0]?.score ?? 0;
  const newest = scored.reduce((day, { text }) => (text.day > day ? text.day : day), "");
  const mostUpvotes = Math.max(1, ...scored.map(({ text }) => text.upvotes));
  return scored.map((one) => {
    const { day, upvotes } = one.text;
    const recency = day === "" ? 0 : 0.5 ** ((startOf(newest) - startOf(day)) / halfLife);
    const liked = Math.log(1 + upvotes) / Math.log(1 + mostUpvotes);
    return { ...one, score: one.score + share * best * (recency / 2 + liked / 2) };
  });
}
