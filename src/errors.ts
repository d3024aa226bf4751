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
  /** Whether the whole installation was refused, by its token for one: that says nothing of the channel, and waits for whoever runs Paperboy. */
  readonly installation?: boolean;
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
  readonly installation: boolean;
  readonly mend: string | undefined;

  constructor(
    reason: string,
    { retry, maybePosted, after, installation = false, mend, cause }: DeliveryTrouble,
  ) {
    super(reason, { cause });
    this.retry = retry;
    this.maybePosted = maybePosted;
    this.after = after;
    this.installation = installation;
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

/** A connection that was never made carried nothing. */
const neverSent: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/** What happened to a request that got no answer: "ECONNREFUSED", from however deep it stands, and whether it may have been heard. */
export function brokenRequest(error: unknown): { readonly reason: string; readonly maybeHeard: boolean } {
  for (let one: unknown = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth++) {
    if (/^(?:Abort|Timeout)Error$/.test(one.name)) return { reason: "no answer in time", maybeHeard: true };
    // The system's codes and those of undici; SDKs have codes of their own.
    if ("code" in one && typeof one.code === "string" && /^[A-Z][A-Z_]+$/.test(one.code))
      return { reason: one.code, maybeHeard: !neverSent.has(one.code) };
  }
  return { reason: reasonOf(error).slice(0, 100), maybeHeard: true };
}

/** The sentence of anything thrown, for one line of output. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
