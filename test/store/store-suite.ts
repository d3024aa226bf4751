import { describe } from "vitest";
import type { Open } from "../support/open-store.ts";
import { describeActivity } from "./suite/activity.ts";
import { describeCollection, describeMemories } from "./suite/collection.ts";
import { describeContacts } from "./suite/contacts.ts";
import { describeEarlyReactions } from "./suite/early.ts";
import { describeLedger } from "./suite/ledger.ts";
import { describeLists, describePosts } from "./suite/lists-and-posts.ts";
import { describePapers } from "./suite/papers.ts";
import { describeAnyOrder } from "./suite/papers-in-any-order.ts";
import { describePeople } from "./suite/people.ts";
import { describePostsLookedUp } from "./suite/posts-looked-up.ts";
import { describeReading } from "./suite/reading.ts";
import { describeSavedLists } from "./suite/saved-lists.ts";
import { describeSaves } from "./suite/saves.ts";
import { describeSavesByTime } from "./suite/saves-by-time.ts";
import { describeSavesInAnyOrder } from "./suite/saves-in-any-order.ts";
import { describePrivateSaves } from "./suite/saves-private.ts";
import { describeWithdrawnSaves } from "./suite/saves-withdrawn.ts";
import { describeSearch } from "./suite/search.ts";
import { describeAnyText } from "./suite/search-any-text.ts";
import { describeLarge } from "./suite/search-large.ts";
import { describeMistyped } from "./suite/search-mistyped.ts";
import { describePhrases } from "./suite/search-phrases.ts";
import { describeRanked } from "./suite/search-ranked.ts";
import { describeTitles } from "./suite/search-titles.ts";
import { describeTyped } from "./suite/search-typed.ts";
import { describeSeen } from "./suite/seen.ts";
import { describeStalePosts } from "./suite/stale-posts.ts";
import { describeSubscriptions } from "./suite/subscriptions.ts";
import { describeTyping } from "./suite/typing.ts";
import { describeWatches } from "./suite/watches.ts";

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
    describePhrases(open);
    describeTyped(open);
    describeMistyped(open);
    describeRanked(open);
    describeTitles(open);
    describeTyping(open);
    describeLarge(open);
    describeLists(open);
    describePosts(open);
    describeEarlyReactions(open);
    describePostsLookedUp(open);
    describeSaves(open);
    describeSavesByTime(open);
    describeSavesInAnyOrder(open);
    describePrivateSaves(open);
    describeWithdrawnSaves(open);
    describeSavedLists(open);
    describeStalePosts(open);
    describeReading(open);
    describeActivity(open);
    describeWatches(open);
    describePeople(open);
    describeSubscriptions(open);
    describeLedger(open);
    describeSeen(open);
    describeCollection(open);
    describeMemories(open);
    describeContacts(open);
  });
}
