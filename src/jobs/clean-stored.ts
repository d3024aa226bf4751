import type { Sleep } from "../clock.ts";
import type { Logger } from "../logger.ts";
import { cleanPaper } from "../sources/clean-paper.ts";
import type { Store } from "../store/store.ts";
import { count } from "../text/clean.ts";

export interface CleanDeps {
  readonly store: Pick<Store, "papers" | "memories">;
  readonly sleep: Sleep;
  readonly logger: Logger;
}

/** Papers that are looked at between two pauses, which takes a few milliseconds. */
const page = 100;
/** Milliseconds between two papers that are written, and between two pages: everything else goes first. */
const pause = 50;
const afterTrouble = 60_000;
/** Where it goes on after a restart. Who changes what cleaning does counts on, and all papers are cleaned once more. */
const place = ["papers", "clean-texts-1"] as const;

/** Cleans the texts of papers that came in before texts were read as TeX, once, in small pieces, until done or aborted. Never rejects. */
export async function cleanStored(deps: CleanDeps, signal: AbortSignal): Promise<void> {
  let cleaned = 0;
  while (!signal.aborted) {
    try {
      const done = await cleanPage(deps, signal);
      if (done === undefined) break;
      cleaned += done;
      await deps.sleep(pause, signal);
    } catch (error) {
      if (signal.aborted) break;
      deps.logger.debug({ err: error }, "stored papers could not be cleaned; it is tried again");
      await deps.sleep(afterTrouble, signal).catch(() => {});
    }
  }
  if (cleaned > 0)
    deps.logger.info(`${count(cleaned, "stored paper")} had TeX in their texts, which is now characters`);
}

/** @returns how many papers of the next page were cleaned; nothing where there is no next page */
async function cleanPage({ store, sleep }: CleanDeps, signal: AbortSignal): Promise<number | undefined> {
  const position = Number((await store.memories.get(...place)) ?? 0);
  const stored = await store.papers.textsAfter(position, page);
  const last = stored.at(-1);
  if (!last) return undefined;
  let cleaned = 0;
  for (const { paper, toldAt } of stored) {
    const clean = cleanPaper(paper);
    if (!clean) continue;
    // Right after what they were told by: whatever was told later stays, and whatever is told later wins.
    await store.papers.upsert([clean], new Date(toldAt.getTime() + 1));
    cleaned++;
    await sleep(pause, signal);
  }
  await store.memories.set(...place, String(last.position));
  return cleaned;
}
