import type { Paper } from "../model/paper.ts";
import sample from "./sample.json" with { type: "json" };

/** Some forty real papers of three list days, to try the bot on where no source can be reached; the descriptions are our own. */
export function samplePapers(): readonly Paper[] {
  return sample;
}
