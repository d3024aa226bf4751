import type { Paper } from "../../model/paper.ts";
import { keysOfAll } from "../../search/index/keys.ts";
import type { Prepared } from "../../search/search.ts";
import { toRow } from "./paper-rows.ts";

/** What the index makes of papers that are not stored yet; may be called in any thread. */
export function prepare(papers: readonly Paper[]): readonly Prepared[] {
  return keysOfAll(papers.map((paper) => toRow(paper, 0)));
}
