import { setTimeout as wait } from "node:timers/promises";
import { type App, SocketModeReceiver } from "@slack/bolt";
import type { Loss, Outages } from "../../src/chat/outages.ts";
import { brokenRequest, DeliveryError, reasonOf } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import { codeOf, fetchUntil, quietLogger, refusedToken, toDeliveryError } from "./client.ts";
import type { Connection } from "./connection.ts";
import { guard, type SocketClient } from "./guard.ts";
import * as limits from "./limits.ts";

export interface SocketOptions {
  readonly appToken: string;
  readonly url: string;
  readonly logger: Logger;
  /** Told when no socket is open, and when one is again. */
  readonly outages: Outages;
  /** Called when Slack refuses the token for good. */
  ended(reason: Error): void;
}

/** Milliseconds before a connection is opened again: soon after one that lasted, later and later after failures. */
const soon = 100;
const firstWait = 1000;
const longestWait = 30_000;
/** A connection that lasted less counts as a failure. */
const lasting = 10_000;
/** Milliseconds until Slack has to say hello. */
const helloWithin = 20_000;
/** Until the other side has to say goodbye. */
const goodbyeWithin = 1000;
/** That both sockets may take to come again where Slack asked for it: it does so every few hours. */
const renewal = 5000;
/** That digests wait for a socket: they do not need it. */
const patienceWithSockets = 10_000;
/** Between the first sockets of a process, so that Slack does not renew both at once. */
const apart = 1000;

/**
 * Two sockets into one app: Slack renews each every few hours, and while one is renewed the other hears. Each is kept open here and not by
 * the SDK, which waits five seconds before each try and leaves a refusal unhandled (socket-mode 3.1.0).
 */
export function createSockets({ appToken, url, logger, outages, ended }: SocketOptions): Connection {
  const closing = new AbortController();
  const receivers = [0, 1].map(() => createReceiver(appToken, url, logger, closing.signal));
  const [first, second] = receivers as [SocketModeReceiver, SocketModeReceiver];
  const announced = new Set<SocketClient>();
  for (const { client } of receivers) guard(client, logger, () => announced.add(client));
  const running: Promise<void>[] = [];
  const open = new Set<SocketClient>();
  const refused = Promise.withResolvers<void>();

  const keep = ({ client }: SocketModeReceiver): Promise<void> => {
    const opened = Promise.withResolvers<void>();
    const states: SocketStates = {
      opened() {
        open.add(client);
        outages.connected();
        opened.resolve();
      },
      lost(loss, failures) {
        open.delete(client);
        if (closing.signal.aborted) return;
        refused.resolve();
        // A failure now and then is Slack's way, and so is asking to come again.
        const isUsual = announced.delete(client) || failures > 0;
        if (open.size === 0) outages.lost({ ...loss, patience: isUsual ? renewal : 0 });
        // One that never opens leaves the other alone, which Slack renews now and then.
        else if (isTold(failures))
          logger.warn(loss, "Slack's second socket could not be opened; it is tried again");
      },
    };
    running.push(
      keepOpen(client, states, closing.signal).then(
        () => opened.reject(new Error("Paperboy was stopped")),
        (error) => {
          opened.reject(error);
          ended(error);
        },
      ),
    );
    return opened.promise;
  };
  return {
    receiver: first,
    late: refused.promise.then(() => wait(patienceWithSockets, undefined, { ref: false })),
    async open(app: App) {
      second.init(app);
      await keep(first);
      running.push(
        wait(apart, undefined, { signal: closing.signal })
          .then(() => keep(second))
          .catch(() => {}),
      );
    },
    async close() {
      closing.abort();
      await Promise.all(receivers.map(({ client }) => hangUp(client)));
      await Promise.allSettled(running);
    },
  };
}

function createReceiver(
  appToken: string,
  slackApiUrl: string,
  logger: Logger,
  signal: AbortSignal,
): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger: quietLogger(logger),
    autoReconnectEnabled: false,
    // An object of its own: the SDK writes into it.
    installerOptions: {
      clientOptions: {
        slackApiUrl,
        timeout: limits.requestTimeout,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        fetch: fetchUntil(signal),
      },
    },
    processEventErrorHandler: async ({ error }) => {
      logger.warn({ reason: reasonOf(error) }, "an event of Slack's could not be taken");
      return false;
    },
  });
}

interface SocketStates {
  opened(): void;
  /** @param failures in a row; none where it was open */
  lost(loss: Loss, failures: number): void;
}

/** Opens a socket again and again until `signal` is aborted. @throws Error where Slack refuses the token */
async function keepOpen(client: SocketClient, states: SocketStates, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    const since = performance.now();
    const closed = Promise.withResolvers<void>();
    const onClosed = (): void => closed.resolve();
    client.once("disconnected", onClosed);
    let after = 0;
    try {
      await startWithin(client);
      if (signal.aborted) await hangUp(client);
      states.opened();
      await closed.promise;
      failures = performance.now() - since < lasting ? failures + 1 : 0;
      states.lost({ reason: "its socket was closed" }, 0);
    } catch (error) {
      const code = codeOf(error);
      if (code !== undefined && (refusedToken.has(code) || wrongKind.has(code))) throw refusal(code, error);
      failures++;
      after = retryAfter(error);
      states.lost(explain(error), failures);
    } finally {
      client.off("disconnected", onClosed);
    }
    const backoff =
      failures === 0 ? soon : Math.min(firstWait * 2 ** Math.min(failures - 1, 10), longestWait);
    await wait(Math.max(after, backoff * (0.75 + Math.random() / 2)), undefined, { signal }).catch(() => {});
  }
}

/** Why a socket could not be opened. */
function explain(error: unknown): Loss {
  if (error === undefined) return { reason: "its socket was closed at once" };
  if (error instanceof Error && /non-101/.test(`${error.message} ${reasonOf(error.cause)}`))
    return { reason: "its socket was refused" };
  const { message, cause } = toDeliveryError(error);
  return { reason: message, code: brokenRequest(cause).code };
}

/** A row of failures is told, and told again every few minutes. */
function isTold(failures: number): boolean {
  return failures === 3 || (failures > 0 && failures % 20 === 0);
}

/** A server that takes the connection and says nothing is no connection. */
async function startWithin(client: SocketClient): Promise<void> {
  const started = client.start();
  const over = new AbortController();
  const silence = wait(helloWithin, "silence" as const, { signal: over.signal });
  try {
    if ((await Promise.race([started, silence])) !== "silence") return;
    await hangUp(client);
    throw new DeliveryError("it took the connection and said nothing", { retry: true, maybePosted: false });
  } finally {
    over.abort();
    for (const promise of [started, silence]) promise.catch(() => {});
  }
}

/** Closes a socket; one whose other side does not say goodbye within a second is cut, which the SDK does when it is asked twice. */
async function hangUp(client: SocketClient): Promise<void> {
  const ask = (): void => {
    client.disconnect().catch(() => {});
  };
  const gone = new Promise<boolean>((resolve) => client.once("disconnected", () => resolve(true)));
  ask();
  if (!(await Promise.race([gone, wait(goodbyeWithin, false, { ref: false })]))) ask();
}

/** A token that is good, and not for this. */
const wrongKind: ReadonlySet<string> = new Set(["missing_scope", "not_allowed_token_type"]);
function retryAfter(error: unknown): number {
  return error instanceof Error && "retryAfter" in error ? Number(error.retryAfter) * 1000 : 0;
}

function refusal(code: string, cause: unknown): Error {
  return new Error(
    `Slack refuses SLACK_APP_TOKEN (${code}). At https://api.slack.com/apps, under Basic Information, App-Level Tokens: make one with the scope connections:write.`,
    { cause },
  );
}
