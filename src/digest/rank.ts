import { dayOf, startOf } from "../calendar/days.ts";
import type { Paper } from "../model/paper.ts";

const halfLife = 24;

/**
 * The trending score: upvotes that count half after every 24 hours on the list, as a logarithm so that no age can round it to
 * nothing: log2(upvotes + 1) − hours / 24. A paper of yesterday needs twice the votes of one of today to stand beside it.
 * @param hours since the paper's newest list day began, at midnight UTC
 */
export function trendingScore(upvotes: number, hours: number): number {
  return Math.log2(upvotes + 1) - Math.max(0, hours) / halfLife;
}

/** Best first; ties by upvotes, comments, id. Papers without a list day are taken as the oldest. */
export function rankByTrending(papers: readonly Paper[], now: Date): readonly Paper[] {
  const score = new Map(
    papers.map((paper) => [paper.id, trendingScore(paper.upvotes ?? 0, hoursListed(paper, now))]),
  );
  return papers.toSorted(
    (a, b) =>
      (score.get(b.id) ?? 0) - (score.get(a.id) ?? 0) ||
      (b.upvotes ?? 0) - (a.upvotes ?? 0) ||
      (b.comments ?? 0) - (a.comments ?? 0) ||
      (a.id < b.id ? -1 : 1),
  );
}

function hoursListed(paper: Paper, now: Date): number {
  const today = dayOf(now);
  const day = paper.listDays.findLast((listed) => listed <= today);
  return day === undefined ? Number.MAX_SAFE_INTEGER : (now.getTime() - startOf(day)) / 3_600_000;
}
