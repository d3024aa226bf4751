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
