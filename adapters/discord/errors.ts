import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import { brokenRequest, DeliveryError } from "../../src/errors.ts";
import { oldEditPause } from "./limits.ts";

/** Posts of more than an hour were edited too often. */
export const tooManyOldEdits = 30046;
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
const reasons: Readonly<Record<number, string>> = {
  10003: "Unknown Channel",
  10004: "Unknown Server",
  10008: "Unknown Message",
  10013: "Unknown User",
  40067: "the forum wants a tag",
  50001: "Missing Access",
  50007: "the person takes no direct messages",
  50013: "Missing Permissions",
  50024: "not a channel for messages",
  50083: "the thread is archived",
  50278: "the person takes no direct messages",
  160006: "too many active threads",
  200000: "blocked by AutoMod",
  200001: "blocked by AutoMod",
};
const notLetIn = new Set([50001, 50013]);
/** Limits that are told as errors; milliseconds to wait. */
const busy: Readonly<Record<number, number>> = {
  ...{ 20016: 60_000, 20022: 60_000, 20028: 60_000, 20029: 60_000, 40062: 60_000, 130000: 60_000 },
  [tooManyOldEdits]: oldEditPause,
};
/** What somebody in the channel can do about it, by code. */
const mends: Readonly<Record<number, string>> = {
  40067: "Make the forum's tag optional, or use a text channel.",
  50007: "Allow direct messages in this server's privacy settings, then try again.",
  50024: "Use a text channel.",
  50083: "Unarchive the thread, then try again.",
  50278: "Allow direct messages in this server's privacy settings, then try again.",
  160006: "Archive threads that nobody needs, then try again.",
  200000: "Let me through under Server Settings, AutoMod, then try again.",
  200001: "Let me through under Server Settings, AutoMod, then try again.",
};
const letIn =
  "Let me in: in the channel's settings, under Permissions, give me View Channel, Send Messages and Read Message History, then try again. In a voice channel, give me Connect as well.";

/** Discord's number for what went wrong, where it gave one. */
export function codeOf(error: unknown): number | undefined {
  return error instanceof DiscordAPIError && typeof error.code === "number" ? error.code : undefined;
}

/** Whether Discord understood and said no, to just this. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status >= 400 && error.status < 500 && !isRefused(error);
}

/** Whether the token is refused: nothing works until somebody sets another. */
export function isRefused(error: unknown): boolean {
  if (error instanceof DiscordAPIError || error instanceof HTTPError) return error.status === 401;
  // After a 401 the SDK forgets the token.
  return error instanceof Error && /expected token to be set/i.test(error.message);
}

/** Whether to try again, and whether it may have happened. No address is passed on: it may hold an interaction's token. */
export function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const certain = { maybePosted: false } as const;
  if (error instanceof RateLimitError) {
    return new DeliveryError("rate limited", {
      ...certain,
      retry: true,
      after: Math.max(0, error.retryAfter),
    });
  }
  if (isRefused(error)) {
    return new DeliveryError("Discord refuses the token", {
      ...{ ...certain, retry: true, installation: true },
      mend: "Whoever runs Paperboy: paperboy doctor says what is wrong.",
    });
  }
  if (error instanceof DiscordAPIError) return ofCode(error);
  if (error instanceof HTTPError) {
    return new DeliveryError(`Discord answered ${error.status}`, {
      retry: true,
      maybePosted: error.status >= 500,
    });
  }
  const { reason, code, maybeHeard } = brokenRequest(error);
  return new DeliveryError(`Discord could not be reached (${reason})`, {
    retry: true,
    maybePosted: maybeHeard,
    ...(code === undefined ? {} : { cause: Object.assign(new Error(code), { code }) }),
  });
}

function ofCode({ code: given, status, rawError }: DiscordAPIError): DeliveryError {
  const code = Number(given);
  const told = "message" in rawError ? `${rawError.message} (${code})` : `Discord answered ${status}`;
  const reason = reasons[code] ?? told;
  const after = busy[code];
  if (after !== undefined) return new DeliveryError(reason, { retry: true, maybePosted: false, after });
  const maybePosted = status >= 500;
  const mend = notLetIn.has(code) ? letIn : mends[code];
  return new DeliveryError(reason, {
    ...{ retry: maybePosted || reasons[code] === undefined, maybePosted },
    ...(mend === undefined ? {} : { mend }),
  });
}
