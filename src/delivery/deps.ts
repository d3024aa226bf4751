import type { Clock, Sleep } from "../clock.ts";
import type { Freshness } from "../collect/freshness.ts";
import type { Logger } from "../logger.ts";
import type { DeliveryKey } from "../store/ledger.ts";
import type { Store } from "../store/store.ts";
import type { createEditions } from "./editions/digest.ts";
import type { Refusals } from "./refusals.ts";

/** Moments at which a crash would hurt most; tests end the program at each. */
export type Step = "claimed" | "frozen" | "before post" | "after post" | "recorded" | "before finish";

/** How patient deliveries are, in milliseconds. */
export interface DeliveryTiming {
  /** How long a claim lasts: far longer than any request may take. */
  readonly lease: number;
  /** Until a request is given up; it may have been heard all the same. */
  readonly timeout: number;
  /** Before the second attempt; doubled for each further one. */
  readonly backoff: number;
  /** Between looks into the ledger. */
  readonly pause: number;
  /** Called at each step. */
  readonly step?: (step: Step) => Promise<void>;
}

export interface DeliverDeps extends DeliveryTiming {
  readonly store: Store;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
  /** Who this process is, in leases. */
  readonly owner: string;
  /** What this process is delivering: by no clock is any of it free to another hand of its own. */
  readonly working: Set<DeliveryKey>;
  readonly refusals: Refusals;
  readonly editions: ReturnType<typeof createEditions>;
  readonly freshness: (signal?: AbortSignal) => Promise<Freshness>;
  /** Aborted when Paperboy is being stopped. */
  readonly stopping?: AbortSignal;
}

/** The instant `ms` milliseconds from now. */
export const inMs = (ms: number, { clock }: Pick<DeliverDeps, "clock">): Date =>
  new Date(clock().getTime() + ms);
