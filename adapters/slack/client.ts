import { webApi } from "@slack/bolt";
import { brokenRequest, DeliveryError, reasonOf } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import { adviceFor } from "./advice.ts";
import { requestTimeout } from "./limits.ts";

const { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebClient } = webApi;

export type Client = webApi.WebClient;
type SlackLogger = NonNullable<webApi.WebClientOptions["logger"]>;

export interface Requests {
  /** Slack's Web API, ends in /api/. */
  readonly url: string;
  readonly logger: Logger;
  /** Milliseconds until a request is given up. */
  readonly timeout?: number;
  /** Ends every request under way. */
  readonly signal?: AbortSignal;
}

/**
 * A client that asks once and says what came of it: trying again is the ledger's business, which knows what may be there already.
 * Never given `headers`: the SDK writes the token into that object, and the next client would send it.
 */
export function createClient(
  token: string,
  { url, logger, timeout = requestTimeout, signal }: Requests,
): Client {
  return new WebClient(token, {
    slackApiUrl: url,
    timeout,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quietLogger(logger),
    ...(signal ? { fetch: fetchUntil(signal) } : {}),
  });
}

/** A fetch whose requests also end when `signal` is aborted. */
export function fetchUntil(signal: AbortSignal): NonNullable<webApi.WebClientOptions["fetch"]> {
  return (address, init) =>
    fetch(address, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal });
}

/** The SDK's log without its debug level, which holds whole payloads. */
export function quietLogger(logger: Logger): SlackLogger {
  const level = "warn" as ReturnType<SlackLogger["getLevel"]>;
  const tell =
    (log: (line: string) => void) =>
    (...words: unknown[]) =>
      log(words.map(reasonOf).join(" "));
  return {
    debug: () => {},
    info: () => {},
    warn: tell((line) => logger.debug(`slack: ${line}`)),
    error: tell((line) => logger.debug(`slack: ${line}`)),
    getLevel: () => level,
    setLevel: () => {},
    setName: () => {},
  };
}

/** Slack's own word for what went wrong, where it gave one: "not_in_channel". */
export function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof WebAPIPlatformError ? error.data.error : undefined;
  // Of an answer that is no JSON the SDK makes an error with the whole page as its code.
  return typeof code === "string" && /^\w{1,100}$/.test(code) ? code : undefined;
}

// https://docs.slack.dev/reference/methods/chat.postMessage#errors
const goneChannel = new Set(["not_in_channel", "channel_not_found"]);
const unsure = new Set(["fatal_error", "internal_error", "request_timeout", "service_unavailable"]);
const busy = new Set(["ratelimited", "rate_limited"]);
const refusedChannel =
  /^(?:is_archived|no_permission|restricted_action.*|messages_tab_disabled|ekm_access_denied|slack_connect_.*|cannot_dm_bot|user_not_found|user_disabled|cant_.*|not_allowed.*)$/;
const badForm =
  /^(?:invalid_blocks.*|msg_blocks_too_long|invalid_metadata.*|metadata_too_large|no_text|msg_too_long)$/;
/** Nothing on this workspace will work until somebody installs anew. */
export const refusedToken = new Set([
  "token_revoked",
  "account_inactive",
  "invalid_auth",
  "not_authed",
  "token_expired",
  "team_access_not_granted",
  "org_login_required",
  "user_removed_from_team",
  "team_disabled",
]);
/** Milliseconds, where Slack names no time. */
const usualWait = { busy: 30_000, moving: 3_600_000 } as const;

/** Whether the bot was not invited. */
export function isNotLetIn(error: unknown): boolean {
  return goneChannel.has(codeOf(error) ?? "");
}

/** Whether Slack does not take a message as it is made, which is our mistake. */
export function isFormRefused(error: unknown): boolean {
  return badForm.test(codeOf(error) ?? "");
}

/** Whether nothing works, until whoever runs Paperboy mends it. */
export function isTokenRefused(error: unknown): boolean {
  const code = codeOf(error) ?? "";
  return refusedToken.has(code) || code === "missing_scope";
}

/** The bot's name, for whoever has to let it in, and the channel that it was about. */
export interface About {
  readonly name?: string | undefined;
  readonly channel?: string | undefined;
}

/** Whether to try again, and whether it may have happened. */
export function toDeliveryError(error: unknown, about: About = {}): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const certain = { maybePosted: false, cause: error } as const;
  if (error instanceof WebAPIRateLimitedError) {
    const after = Math.max(0, error.retryAfter * 1000);
    return new DeliveryError("rate limited", { ...certain, retry: true, after });
  }
  // 429 with a Retry-After that is no number, or with none: the SDK has no class for it.
  if (error instanceof Error && error.message.startsWith("Retry header did not contain")) {
    return new DeliveryError("rate limited", { ...certain, retry: true, after: usualWait.busy });
  }
  const code = codeOf(error);
  if (code !== undefined) return ofCode(code, certain, about);
  if (error instanceof WebAPIHTTPError) {
    const maybePosted = error.statusCode >= 500 || error.statusCode === 408;
    return new DeliveryError(`Slack answered ${error.statusCode}`, {
      retry: true,
      maybePosted,
      cause: error,
    });
  }
  if (error instanceof WebAPIPlatformError) {
    return new DeliveryError("Slack's answer could not be read", {
      retry: true,
      maybePosted: true,
      cause: error,
    });
  }
  const { reason, maybeHeard } = brokenRequest(error);
  return new DeliveryError(`Slack could not be reached (${reason})`, {
    retry: true,
    maybePosted: maybeHeard,
    cause: error,
  });
}

function ofCode(
  code: string,
  certain: { readonly maybePosted: false; readonly cause: unknown },
  { name = "papers", channel = "" }: About,
): DeliveryError {
  if (goneChannel.has(code) || refusedChannel.test(code)) {
    const mend = adviceFor(code, channel, name);
    return new DeliveryError(code, { ...certain, retry: false, ...(mend === undefined ? {} : { mend }) });
  }
  if (isTokenRefused(certain.cause)) {
    const mend = "Whoever runs Paperboy: paperboy doctor says what is missing.";
    return new DeliveryError(code, { ...certain, retry: true, installation: true, mend });
  }
  if (unsure.has(code)) return new DeliveryError(code, { ...certain, retry: true, maybePosted: true });
  const after = busy.has(code)
    ? usualWait.busy
    : /^(?:team_added_to_org|accesslimited)$/.test(code)
      ? usualWait.moving
      : undefined;
  return new DeliveryError(code, { ...certain, retry: true, ...(after === undefined ? {} : { after }) });
}
