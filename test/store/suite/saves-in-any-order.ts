import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reactionOrigin } from "../../../src/store/library.ts";
import type { Store } from "../../../src/store/store.ts";
import { aLibrary } from "../../support/library.ts";
import { at, type Open } from "../../support/open-store.ts";
import { meant, type Reacted, savedInTheEnd, toldAnyhow } from "../../support/told.ts";

/** Tells the store of a reaction, of each paper that it means. @returns how many saves came or went */
async function tell({ saves }: Store, team: string, reacted: Reacted): Promise<number> {
  const { who, post, means, variant, added, second } = reacted;
  let changed = 0;
  for (const paper of meant(reacted)) {
    const origin = reactionOrigin(`${team}/C1/${post}`, means, variant);
    const save = { team, user: `${team}/${who}`, paper, origin };
    const moment = new Date(at(1).getTime() + second * 1000);
    if (await saves[added ? "add" : "remove"](save, who, moment)) changed += added ? 1 : -1;
  }
  return changed;
}

async function saved({ saves }: Store, team: string): Promise<string[]> {
  const papers = await saves.saved({ team });
  return papers.flatMap(({ paper, savers }) => savers.map((who) => `${who} ${paper}`)).sort();
}

export function describeSavesInAnyOrder(open: Open): void {
  describe("reactions of several people to several posts", () => {
    test("end the same in whatever order and however often they are told", async () => {
      const store = await aLibrary(open);
      let n = 0;
      await fc.assert(
        fc.asyncProperty(toldAnyhow, async ({ happened, told }) => {
          // A team of its own for each run, so that all of them can share a store.
          const team = `slack:T${n++}`;
          let saves = 0;
          for (const one of told) saves += await tell(store, team, one);
          expect(await saved(store, team)).toEqual(savedInTheEnd(happened));
          expect(saves).toBe(savedInTheEnd(happened).length);
        }),
        { numRuns: 15 },
      );
    });
  });
}
