import { describe } from "vitest";
import type { Open } from "../support/open-store.ts";
import { describeCollection, describeMemories } from "./suite/collection.ts";
import { describeLedger } from "./suite/ledger.ts";
import { describeLists, describePosts } from "./suite/lists-and-posts.ts";
import { describePapers } from "./suite/papers.ts";
import { describeAnyOrder } from "./suite/papers-in-any-order.ts";
import { describePostsLookedUp } from "./suite/posts-looked-up.ts";
import { describeSaves } from "./suite/saves.ts";
import { describeSavesByTime } from "./suite/saves-by-time.ts";
import { describeSearch } from "./suite/search.ts";
import { describeAnyText } from "./suite/search-any-text.ts";
import { describeSeen } from "./suite/seen.ts";
import { describeSubscriptions } from "./suite/subscriptions.ts";

/**
 * What every implementation of the store promises.
 * @param open a fresh, empty store at each call
 */
export function describeStore(name: string, open: Open): void {
  describe(name, () => {
    describePapers(open);
    describeAnyOrder(open);
    describeSearch(open);
    describeAnyText(open);
    describeLists(open);
    describePosts(open);
    describePostsLookedUp(open);
    describeSaves(open);
    describeSavesByTime(open);
    describeSubscriptions(open);
    describeLedger(open);
    describeSeen(open);
    describeCollection(open);
    describeMemories(open);
  });
}
