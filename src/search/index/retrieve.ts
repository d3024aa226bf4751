import type { Found } from "../search.ts";
import type { Index } from "./candidates.ts";
import type { Limits } from "./filters.ts";
import type { Question } from "./question.ts";
import type { Candidate, Candidates } from "./scoreboard.ts";

interface Retrieved extends Omit<Found, "ids" | "corrected"> {
  /** Best first. */
  readonly candidates: readonly Candidate[];
}

/** Candidates that are looked at first where that takes long, and how many times more at a time then, until enough pass. */
const firstChunk = 500;
const growth = 4;
const enough = 200;

/** Papers with any of a question's words that pass, by the words alone. */
export function retrieve(index: Index, question: Question, limits: Limits, most: number): Retrieved {
  const found = index.collect(question.terms, limits.among, question.words);
  if (limits.isAll) {
    const counts = { total: found.count(), complete: found.count(question.bits) };
    return { candidates: found.best(most), ...counts, isMore: false, isMoreComplete: false };
  }
  const some = pass(found, 0, limits);
  const every = some.isMore ? pass(found, question.bits, limits) : complete(some, question.bits);
  return {
    candidates: some.passed.slice(0, most),
    total: Math.max(some.passed.length, every.passed.length),
    complete: every.passed.length,
    isMore: some.isMore,
    isMoreComplete: every.isMore,
  };
}

interface Passed {
  readonly passed: readonly Candidate[];
  /** Whether some were not held against the filters. */
  readonly isMore: boolean;
}

/** Of all that pass those with all these words. */
const complete = ({ passed }: Passed, bits: number): Passed => ({
  passed: passed.filter(({ words }) => (words & bits) === bits),
  isMore: false,
});

/** The best that pass, out of those with all these words. */
function pass(found: Candidates, bits: number, limits: Limits): Passed {
  const passed: Candidate[] = [];
  const total = found.count(bits);
  let at = 0;
  for (
    let chunk = limits.isSlow ? firstChunk : total;
    at < total && passed.length < enough;
    chunk *= growth
  ) {
    const some = found.best(at + chunk, bits).slice(at);
    const passing = new Set(limits.passing(some.map(({ rowid }) => rowid)));
    passed.push(...some.filter(({ rowid }) => passing.has(rowid)));
    at += chunk;
  }
  return { passed, isMore: at < total };
}
