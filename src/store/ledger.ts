import type { ListDay } from "../calendar/days.ts";

/** One channel's wish: when, where, what. The words of the wish itself are the core's; the store keeps them as they are. */
export interface Subscription {
  readonly team: string;
  readonly channel: string;
  readonly wish: Wish;
  /** Slots before this moment do not exist. */
  readonly since: Date;
  /** Who subscribed, and is told when the channel cannot be reached. */
  readonly subscriber: string;
  readonly pause?: Pause;
}

export interface Wish {
  /** Local time of day, "09:00"; IANA zone; ISO weekdays, 1 Monday to 7 Sunday. */
  readonly time: string;
  readonly zone: string;
  readonly days: readonly number[];
  readonly top: number;
  /** List days that candidates come from. */
  readonly window: number;
  readonly min?: number;
  readonly hasCode: boolean;
  readonly excluded: readonly string[];
  /** Queries in the query language; any must match, where there are some. */
  readonly topics: readonly string[];
  readonly layout: "list" | "thread";
  /** Whether a day without anything new gets one line. */
  readonly sayEmpty: boolean;
  /** ISO weekday of the weekly recap. */
  readonly recap?: number;
}

interface Pause {
  /** First local date that is posted again; without it until somebody resumes. */
  readonly until?: ListDay;
  readonly by: string;
  readonly reason?: string;
}

/** Who changed what, and when. */
interface SettingChange {
  readonly at: Date;
  readonly by: string;
  readonly what: string;
}

/** When a subscription has to be looked at next, and when that was found out: later than now, if the clock was set back. */
export interface Plan {
  readonly next?: Date;
  readonly plannedAt: Date;
}

export interface Subscriptions {
  get(team: string, channel: string): Promise<Subscription | undefined>;
  /** Keeps a subscription and who changed it. It is looked at by the next plan. */
  save(subscription: Subscription, change: SettingChange): Promise<void>;
  remove(team: string, channel: string, change: SettingChange): Promise<void>;
  /** Newest first. */
  changes(team: string, channel: string, most: number): Promise<readonly SettingChange[]>;
  all(): Promise<readonly Subscription[]>;
  /** Subscriptions whose slot has come, or whose plan is from a time that is yet to come: at most `most`. */
  due(now: Date, most: number): Promise<readonly Subscription[]>;
  /** Enters slots into the ledger and keeps the plan, for many subscriptions at once. What the ledger has is not changed, but missed or paused slots that are due after all and of which nothing was begun. */
  plan(planned: readonly Planned[]): Promise<void>;
}

export interface Planned {
  readonly channel: string;
  readonly slots: readonly PlannedSlot[];
  readonly plan: Plan;
}

export interface PlannedSlot {
  readonly kind: DeliveryKind;
  readonly date: ListDay;
  readonly dueAt: Date;
  /** Where it will not be posted. */
  readonly outcome?: Outcome;
}

/** A watch's channel is the person who is told. */
export type DeliveryKind = "digest" | "recap" | "watch" | "notice";

export interface Outcome {
  readonly kind:
    | "posted"
    | "late"
    | "source down"
    | "nothing new"
    | "unreachable"
    | "unknown"
    | "paused"
    | "missed";
  /** One sentence: the platform's reason, why there was nothing, what was shown. */
  readonly reason: string;
}

/** The key of the ledger: it outlives the subscription, so that no change of settings can post a second one for a date. */
export interface DeliveryKey {
  readonly channel: string;
  readonly kind: DeliveryKind;
  readonly date: ListDay;
}

export interface Delivery extends DeliveryKey {
  readonly team: string;
  /** Where it is posted: the channel, or a person for a notice. */
  readonly place: string;
  readonly dueAt: Date;
  /** How many tries ended in an error. Crashes and waits for a source are none. */
  readonly failures: number;
  /** Whether somebody else held it whose lease has ended: a request of theirs may still be under way. */
  readonly inherited: boolean;
  /** When it was first tried, not counting tries before a downtime: patience begins here. */
  readonly triedAt: Date;
  /** What is posted, frozen before the first post: a retry sends the same. */
  readonly parts?: readonly DeliveryPart[];
  /** What the outcome will be once everything is posted, frozen with the parts. */
  readonly intended?: Outcome;
}

/** A delivery that nobody has tried yet. */
export type EnteredDelivery = Omit<Delivery, "failures" | "inherited" | "triedAt">;

export interface DeliveryPart {
  readonly part: number;
  /** What to post, as JSON; the store does not look into it. */
  readonly content: string;
  readonly papers: readonly string[];
  /** "posting": a post was begun, and whether it is there has to be asked. */
  readonly state: "new" | "posting" | "posted" | "unknown";
  readonly post?: string;
}

export interface LedgerEntry extends DeliveryKey {
  readonly dueAt: Date;
  readonly outcome?: Outcome;
  /** Why it is not done yet, where it was tried. */
  readonly waiting?: string;
}

/** What proves that a delivery is still ours: every write names it and is refused once somebody else has claimed it. */
export interface Claim {
  readonly key: DeliveryKey;
  readonly owner: string;
}

/**
 * Where a part is, and what it says where a save may change that; or that nobody can tell. A post that was made by another composition,
 * before a backup was put back, may show other papers: reactions to it mean none, and it is not written anew.
 */
export type Settlement =
  | { readonly post: string; readonly message?: string; readonly isOfAnother?: boolean }
  | "unknown";

export interface Deliveries {
  /**
   * Claims the oldest delivery that is due and free, for `lease` milliseconds. One claim a key, whatever runs beside.
   * @param held what the caller itself is working on: its lease may seem over where a clock was set
   */
  claim(
    owner: string,
    platform: string,
    now: Date,
    lease: number,
    held?: readonly DeliveryKey[],
  ): Promise<Delivery | undefined>;
  /** Whether nobody else has claimed it since. */
  holds(claim: Claim): Promise<boolean>;
  /** The moment at which something on these platforms becomes free to claim. */
  nextAt(platforms: readonly string[]): Promise<Date | undefined>;
  has(key: DeliveryKey): Promise<boolean>;
  /** Enters a delivery that no slot stands behind, such as a notice; one that is there already stays. */
  enter(delivery: EnteredDelivery): Promise<void>;
  /** @returns whether the claim still held; the same for all that follow */
  freeze(
    claim: Claim,
    parts: readonly Pick<DeliveryPart, "content" | "papers">[],
    intended: Outcome,
  ): Promise<boolean>;
  /** Right before a post: renews the lease and says that the post is begun. */
  begin(claim: Claim, part: number, leaseUntil: Date): Promise<boolean>;
  /** The part is there (its papers are seen from now on), or cannot be told. */
  settle(claim: Claim, part: number, result: Settlement, at: Date): Promise<boolean>;
  /** The part is surely not there. */
  undo(claim: Claim, part: number): Promise<boolean>;
  /** Gives the delivery back until `notBefore`. @param failed whether a try ended in an error */
  release(claim: Claim, notBefore: Date, waiting: string, failed?: boolean): Promise<boolean>;
  /** The end. A part that was begun and never settled counts as unknown. */
  finish(claim: Claim, outcome: Outcome, at: Date): Promise<boolean>;
  /** Papers that the channel has seen, or that an unfinished delivery is going to show. */
  seen(channel: string): Promise<ReadonlySet<string>>;
  /** The newest entries of a channel. @param dueBy leaves out what a clock that was ahead has entered since */
  latest(
    team: string,
    channel: string,
    kind: DeliveryKind,
    most: number,
    dueBy?: Date,
  ): Promise<readonly LedgerEntry[]>;
}
