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
/** What the codes of the system and of undici mean to people. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOTFOUND: "no such address",
  EAI_AGAIN: "names cannot be looked up",
  ENETUNREACH: "no network",
  EHOSTUNREACH: "no way there",
  ETIMEDOUT: "no connection in time",
  UND_ERR_CONNECT_TIMEOUT: "no connection in time",
  UND_ERR_HEADERS_TIMEOUT: "no answer in time",
  UND_ERR_BODY_TIMEOUT: "no answer in time",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak https",
};

const brokeOff = "connection broke off";
const unreadable = "its answer could not be read";

/** What a code such as "ECONNREFUSED" means, in words: codes are for the log. */
export function meaningOfCode(code: string): string {
  const isDistrust = /CERT|SELF_SIGNED|^ERR_(?:TLS|SSL)_/.test(code);
  return meanings[code] ?? (isDistrust ? "its certificate is not trusted" : brokeOff);
}

const anyCode =
  /\b(?:E(?:CONN[A-Z]+|NOTFOUND|AI_[A-Z]+|NETUNREACH|HOSTUNREACH|TIMEDOUT|PIPE|PROTO)|UND_ERR_[A-Z_]+)\b/;

/** What happened to a request that got no answer, from however deep it stands. */
export interface BrokenRequest {
  /** In words, fit to be shown. */
  readonly reason: string;
  /** For the log: "UND_ERR_SOCKET". */
  readonly code?: string;
  readonly maybeHeard: boolean;
}

/** Reads what an SDK or fetch threw where no answer came. */
export function brokenRequest(error: unknown): BrokenRequest {
  for (let one: unknown = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth++) {
    if (/^(?:Abort|Timeout)Error$/.test(one.name)) return { reason: "no answer in time", maybeHeard: true };
    // The system's codes and those of undici; SDKs have codes of their own.
    if ("code" in one && typeof one.code === "string" && /^[A-Z][A-Z_]+$/.test(one.code))
      return { reason: meaningOfCode(one.code), code: one.code, maybeHeard: !neverSent.has(one.code) };
    // No HTTP at all, which undici gives no code.
    if (one.name === "HTTPParserError") return { reason: unreadable, maybeHeard: true };
  }
  // What a program says of an answer that it did not expect, which may quote the answer.
  if (error instanceof SyntaxError || (error instanceof TypeError && error.cause === undefined))
    return { reason: unreadable, maybeHeard: true };
  const told = reasonOf(error).slice(0, 100);
  const [code] = anyCode.exec(told) ?? [];
  // What fetch says of anything.
  if (/\b(?:fetch failed|terminated)$/.test(told)) return { reason: brokeOff, maybeHeard: true };
  return code === undefined
    ? { reason: told, maybeHeard: true }
    : { reason: meaningOfCode(code), code, maybeHeard: true };
}

/** What the codes of files mean to people. */
const fileMeanings: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a part of the path is no folder",
  EISDIR: "it is a folder",
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk is full",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "its name is too long",
  ELOOP: "its links lead in a circle",
  EIO: "the disk has an error",
  ERR_FS_FILE_TOO_LARGE: "it is too large",
};

/** Why something could not be done with a file, in words: codes are for the log. */
export function reasonOfFile(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return fileMeanings[code] ?? reasonOf(error);
}

/** The sentence of anything thrown, for one line of output. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
