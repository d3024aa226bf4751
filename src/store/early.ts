/** A reaction to a message that may be a post of ours, which is not recorded yet. */
export interface EarlyReaction {
  readonly post: string;
  readonly channel: string;
  readonly user: string;
  /** The person's. */
  readonly name: string;
  /** What tells it from others of that person on that post: the origin of its saves, or what its act would refer to. */
  readonly ref: string;
  /** Where it saves. */
  readonly means?: number | "all";
  readonly added: boolean;
  readonly at: Date;
}

/** Reactions that come faster than a platform's answer to a post. */
export interface EarlyReactions {
  /**
   * Keeps a reaction while something is being posted in its channel, or anywhere on the platform where the message is known to be ours.
   * What was done last counts.
   * @returns "known" where the post is recorded by now, so that the reaction counts at once
   */
  keep(
    reaction: EarlyReaction,
    whence: {
      readonly isOurs: boolean;
      /** Whether something is being posted there that is in no ledger. */
      readonly isPosting: boolean;
    },
    now: Date,
  ): Promise<"kept" | "known" | "dropped">;
  /** Those whose post is recorded by now, oldest first. */
  known(platform: string, most: number): Promise<readonly EarlyReaction[]>;
  /** They count: unless something newer came of one, they need not be kept. */
  settled(reactions: readonly EarlyReaction[]): Promise<void>;
  /** All that is kept of a post, or what `refs` names, was taken back. */
  clear(post: string, at: Date, refs?: readonly string[]): Promise<void>;
  /** Forgets those that were kept for so many milliseconds: while something is still being posted, and while nothing is. */
  prune(
    platform: string,
    now: Date,
    after: { readonly unsettled: number; readonly settled: number },
  ): Promise<void>;
}
