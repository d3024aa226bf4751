/** The only error whose text reaches a user: it quotes what was given and names the mend. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** A call of the command line with wrong words in it: one line on standard error, exit status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The database cannot be used; the text says why and what to do, and nothing was changed. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

export interface DeliveryTrouble {
  /** Whether trying again later may work: a rate limit or a broken connection, as opposed to a channel that is gone. */
  readonly retry: boolean;
  /** Whether the post may be there all the same: the connection broke before an answer came. */
  readonly maybePosted: boolean;
  /** Milliseconds that the platform asked to wait. */
  readonly after?: number;
  /** What somebody in the channel can do about it: "invite me with /invite @papers". */
  readonly mend?: string;
  readonly cause?: unknown;
}

/** A platform did not take a post. The text is the platform's reason, fit to be shown ("not_in_channel"). */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";
  readonly retry: boolean;
  readonly maybePosted: boolean;
  readonly after: number | undefined;
  readonly mend: string | undefined;

  constructor(reason: string, { retry, maybePosted, after, mend, cause }: DeliveryTrouble) {
    super(reason, { cause });
    this.retry = retry;
    this.maybePosted = maybePosted;
    this.after = after;
    this.mend = mend;
  }
}

/** "restraint": it was not asked, because our own quota for it is used up for the moment. */
export type SourceTrouble =
  | "unreachable"
  | "timeout"
  | "limited"
  | "rejected"
  | "failed"
  | "garbage"
  | "restraint";

/** A source gave no usable answer. The text names the source and is fit to be shown ("Hugging Face answered 500"). */
export class SourceError extends Error {
  override readonly name = "SourceError";
  readonly trouble: SourceTrouble;
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;

  constructor(message: string, trouble: SourceTrouble, options: { status?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.trouble = trouble;
    this.status = options.status;
  }
}

/** The sentence of anything thrown, for one line of output. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
