import type { ListDay } from "../../src/calendar/days.ts";
import { SourceError } from "../../src/errors.ts";
import type { Paper } from "../../src/model/paper.ts";
import type { PaperSource } from "../../src/sources/source.ts";

export interface FakeSource extends PaperSource {
  /** What is on the list of each day; a day that is not named is an empty list. */
  readonly lists: Map<ListDay, readonly Paper[]>;
  /** The days that were asked for, in order. */
  readonly asked: ListDay[];
  /** What is wrong with a day's list, where something is. */
  trouble: (day: ListDay) => SourceError | undefined;
}

/** Hugging Face in memory. */
export function fakeSource(): FakeSource {
  const source: FakeSource = {
    name: "Hugging Face",
    lists: new Map(),
    asked: [],
    trouble: () => undefined,
    async listDay(day) {
      source.asked.push(day);
      const trouble = source.trouble(day);
      if (trouble) throw trouble;
      return { papers: source.lists.get(day) ?? [], skipped: [], asOf: 0 };
    },
    search: () => Promise.reject(gone()),
    paper: () => Promise.reject(gone()),
  };
  return source;
}

/** The source cannot be reached. */
export const gone = (): SourceError =>
  new SourceError("Hugging Face could not be reached (connection refused)", "unreachable");
