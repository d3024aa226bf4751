import type { Clock } from "../../clock.ts";
import type { Shown } from "../../digest/card.ts";
import type { Outcome } from "../../store/ledger.ts";
import type { Store } from "../../store/store.ts";

/** What a slot posts: its messages, in order, and what its outcome will be; no message where there is nothing to say. */
export interface Edition {
  readonly parts: readonly Shown[];
  readonly outcome: Outcome;
}

export interface EditionDeps {
  readonly store: Store;
  readonly clock: Clock;
}
