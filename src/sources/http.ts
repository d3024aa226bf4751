import type { Clock, Sleep } from "../clock.ts";
import { meaningOfCode, SourceError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Quota } from "./quota.ts";
import type { CallOptions } from "./source.ts";

export interface HttpDeps {
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: Logger;
  readonly userAgent: string;
}

/** How one source is asked. */
export interface Manners {
  /** As it is called in sentences: "Hugging Face". */
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly quota: Quota;
  /** Largest answer that is read, in bytes after decompression. */
  readonly maxBytes: number;
  /** Milliseconds until one attempt is given up; default 10,000. */
  readonly timeout?: number;
  /** Milliseconds before the second attempt, doubled for each further one; default 500. */
  readonly backoff?: number;
}

export type Get = (url: URL, options?: CallOptions) => Promise<string>;

const longestWait = 10 * 60_000;
// A connection that is refused or a name that does not exist fails the same a second later; callers come back by themselves.
const hopeless = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"]);

/**
 * A `get` that answers with the body as text, or rejects with a SourceError. It waits for the quota before each attempt, and
 * tries again with backoff after 408, 429, 5xx, time-outs and broken connections, as `Retry-After` and the `RateLimit` header say.
 */
export function createGet(manners: Manners, deps: HttpDeps): Get {
  return async (url, { signal, attempts = 4, leavesReserve } = {}) => {
    let failure: SourceError | undefined;
    for (let attempt = 1; ; attempt++) {
      await patiently(manners.quota.take(signal, leavesReserve), failure ?? notYet(manners), signal);
      try {
        return await once(url, manners, deps, signal);
      } catch (error) {
        if (signal?.aborted) throw failure ?? aborted(manners, signal);
        if (!(error instanceof Again)) throw error;
        failure = error.failure;
        const ms = error.after ?? (manners.backoff ?? 500) * 2 ** (attempt - 1) * (0.5 + Math.random());
        if (attempt >= attempts || ms > longestWait) throw failure;
        deps.logger.debug({ source: manners.name, attempt, wait: Math.round(ms) }, failure.message);
        await patiently(deps.sleep(ms, signal), failure, signal);
      }
    }
  };
}

/** Waits; where the caller's patience ends first, what is known by then is the reason. */
async function patiently(
  wait: Promise<void>,
  reason: SourceError,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await wait;
  } catch (error) {
    if (!signal?.aborted) throw error;
    throw isLate(signal) ? reason : signal.reason;
  }
}

/** Nothing is wrong with the source: it is our own restraint that takes longer than the caller waits. */
function notYet({ name }: Manners): SourceError {
  return new SourceError(`${name} may not be asked again so soon`, "restraint");
}

/** A failure that another attempt may mend. */
class Again extends Error {
  readonly failure: SourceError;
  /** Milliseconds that the source asked to wait. */
  readonly after: number | undefined;

  constructor(failure: SourceError, after?: number) {
    super(failure.message);
    this.failure = failure;
    this.after = after;
  }
}

async function once(url: URL, manners: Manners, deps: HttpDeps, signal?: AbortSignal): Promise<string> {
  const limit = AbortSignal.timeout(manners.timeout ?? 10_000);
  try {
    const response = await fetch(url, {
      headers: { ...manners.headers, "user-agent": deps.userAgent },
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    obeyRateLimit(response, manners, deps.clock);
    if (!response.ok) {
      await response.body?.cancel().catch(() => undefined);
      throw refusal(response, manners, deps.clock);
    }
    return await readText(response, manners);
  } catch (error) {
    if (error instanceof Again || error instanceof SourceError) throw error;
    throw broken(error, limit, manners);
  }
}

function refusal(response: Response, { name }: Manners, clock: Clock): Again | SourceError {
  const { status } = response;
  if (status >= 300 && status < 400) {
    const host = URL.parse(response.headers.get("location") ?? "")?.host ?? "another address";
    return new SourceError(`${name} sends us on to ${host}`, "rejected", { status });
  }
  const failure = new SourceError(
    status === 429 ? `${name} asks us to wait (429)` : `${name} answered ${status}`,
    status === 429 ? "limited" : status >= 500 || status === 408 ? "failed" : "rejected",
    { status },
  );
  return failure.trouble === "rejected" ? failure : new Again(failure, retryAfter(response, clock));
}

/** Milliseconds from `Retry-After`, seconds or a date (RFC 9110, 10.2.3), or from a used up `RateLimit`. */
function retryAfter(response: Response, clock: Clock): number | undefined {
  const header = response.headers.get("retry-after")?.trim();
  if (!header) return rateLimitReset(response);
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = /^[A-Za-z]/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock().getTime());
}

/** `RateLimit: "api";r=0;t=55` means that nothing is left for 55 seconds (draft-ietf-httpapi-ratelimit-headers). */
function rateLimitReset(response: Response): number | undefined {
  const header = response.headers.get("ratelimit") ?? "";
  const left = /;\s*r=(\d+)/.exec(header)?.[1];
  const seconds = /;\s*t=(\d+)/.exec(header)?.[1];
  return left === "0" && seconds !== undefined ? Number(seconds) * 1000 : undefined;
}

function obeyRateLimit(response: Response, { quota }: Manners, clock: Clock): void {
  const ms = retryAfter(response, clock);
  if (ms !== undefined) quota.pause(Math.min(ms, longestWait));
}

async function readText(response: Response, { name, maxBytes }: Manners): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new SourceError(`${name} sent more than ${Math.round(maxBytes / 1_000_000)} MB`, "garbage");
    }
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function broken(error: unknown, limit: AbortSignal, { name, timeout }: Manners): Again | SourceError {
  if (limit.aborted) {
    return new Again(
      new SourceError(`${name} did not answer within ${(timeout ?? 10_000) / 1000} s`, "timeout", {
        cause: error,
      }),
    );
  }
  const code = codeOf(error);
  const declined =
    error instanceof Error && error.cause instanceof Error ? error.cause.message : "connection broken";
  const reason = code === undefined ? declined : meaningOfCode(code);
  // Without a code fetch itself declined, as it does for some ports; its words then may quote a header or an address with a secret.
  const options = code === undefined ? {} : { cause: error };
  const failure = new SourceError(`${name} could not be reached (${reason})`, "unreachable", options);
  return code === undefined || hopeless.has(code) ? failure : new Again(failure);
}

/** The system's code ("ECONNREFUSED"), which fetch hides inside causes. */
function codeOf(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return undefined;
}

function aborted({ name }: Manners, signal: AbortSignal): unknown {
  return isLate(signal)
    ? new SourceError(`${name} did not answer in time`, "timeout", { cause: signal.reason })
    : signal.reason;
}

function isLate({ aborted: over, reason }: AbortSignal): boolean {
  return over && reason instanceof DOMException && reason.name === "TimeoutError";
}
