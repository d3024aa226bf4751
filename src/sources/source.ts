import type { ListDay } from "../calendar/days.ts";
import type { Paper } from "../model/paper.ts";

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** How often to try where a further try may help; default 4. */
  readonly attempts?: number;
  /** Whether a part of the quota is left to digests: what people look up, and the archive, must not make one late. */
  readonly leavesReserve?: boolean;
}

/** A record of an answer that could not be used. */
export interface Skipped {
  /** Its id or title where it has one, else its place: "record 3". */
  readonly name: string;
  readonly reason: string;
}

/** An answer, or a saved one, as papers. */
export interface Answer {
  readonly papers: readonly Paper[];
  readonly skipped: readonly Skipped[];
  /** The newest instant that the answer itself speaks of, in milliseconds since 1970: it was true then or later. */
  readonly asOf: number;
}

/** Where list days and papers come from. Every call rejects with a SourceError where there is no usable answer. */
export interface PaperSource {
  readonly name: string;
  /** Whether it refused our token lately, and is asked without. */
  readonly isTokenRefused?: () => boolean;
  listDay(day: ListDay, options?: CallOptions): Promise<Answer>;
  search(words: string, options?: CallOptions): Promise<Answer>;
  paper(id: string, options?: CallOptions): Promise<Paper | undefined>;
}

/** A source that only knows single papers. */
export type PaperLookup = Pick<PaperSource, "name" | "paper">;
