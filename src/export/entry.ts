import type { Paper } from "../model/paper.ts";

/** A paper as somebody saved it, and what they said of it. */
export interface Entry {
  readonly paper: Paper;
  /** When it was first saved. */
  readonly savedAt: Date;
  /** Names of who saved it, first saver first: plain text of anybody's making. */
  readonly savedBy: readonly string[];
  readonly note?: string;
  readonly isDone?: boolean;
}
