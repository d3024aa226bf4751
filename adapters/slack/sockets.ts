import { setTimeout as wait } from "node:timers/promises";
import { type App, SocketModeReceiver } from "@slack/bolt";
import { reasonOf } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import { codeOf, fetchUntil, quietLogger, refusedToken } from "./client.ts";
import type { Connection } from "./connection.ts";
import * as limits from "./limits.ts";
import manifest from "./manifest.json" with { type: "json" };

type SocketClient = SocketModeReceiver["client"];

export interface SocketOptions {
  readonly appToken: string;
  readonly url: string;
  readonly logger: Logger;
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
/** Between the first sockets of a process, so that Slack does not renew both at once. */
const apart = 1000;

/**
 * Two sockets into one app: Slack renews each every few hours, and while one is renewed the other hears. Each is kept open here and not by
 * the SDK, which waits five seconds before each try and leaves a refusal unhandled (socket-mode 3.1.0).
 */
export function createSockets({ appToken, url, logger, ended }: SocketOptions): Connection {
  const closing = new AbortController();
  const receivers = [0, 1].map(() => createReceiver(appToken, url, logger, closing.signal));
  const [first, second] = receivers as [SocketModeReceiver, SocketModeReceiver];
  for (const { client } of receivers) guard(client, logger);
  const running: Promise<void>[] = [];

  const keep = (receiver: SocketModeReceiver): Promise<void> => {
    const opened = Promise.withResolvers<void>();
    running.push(
      keepOpen(receiver.client, logger, opened.resolve, closing.signal).then(
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

/** Opens a socket again and again until `signal` is aborted. @throws Error where Slack refuses the token */
async function keepOpen(
  client: SocketClient,
  logger: Logger,
  opened: () => void,
  signal: AbortSignal,
): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    const since = performance.now();
    const closed = Promise.withResolvers<void>();
    const onClosed = (): void => closed.resolve();
    client.once("disconnected", onClosed);
    let after = 0;
    try {
      await startWithin(client);
      if (signal.aborted) await hangUp(client);
      opened();
      await closed.promise;
      failures = performance.now() - since < lasting ? failures + 1 : 0;
    } catch (error) {
      const code = codeOf(error);
      if (code !== undefined && (refusedToken.has(code) || wrongKind.has(code))) throw refusal(code, error);
      failures++;
      after = retryAfter(error);
      const level = signal.aborted || !isTold(failures) ? "debug" : "warn";
      const reason = error === undefined ? "it was closed before its hello" : reasonOf(error);
      logger[level]({ reason }, "Slack's socket could not be opened; it is tried again");
    } finally {
      client.off("disconnected", onClosed);
    }
    const backoff =
      failures === 0 ? soon : Math.min(firstWait * 2 ** Math.min(failures - 1, 10), longestWait);
    await wait(Math.max(after, backoff * (0.75 + Math.random() / 2)), undefined, { signal }).catch(() => {});
  }
}

/** A failure now and then is Slack's way; of a row of them the log tells, and tells again every few minutes. */
function isTold(failures: number): boolean {
  return failures === 3 || failures % 20 === 0;
}

/** A server that takes the connection and says nothing is no connection. */
async function startWithin(client: SocketClient): Promise<void> {
  const started = client.start();
  const over = new AbortController();
  const silence = wait(helloWithin, "silence" as const, { signal: over.signal });
  try {
    if ((await Promise.race([started, silence])) !== "silence") return;
    await hangUp(client);
    throw new Error("Slack took the connection and did not say hello");
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

/**
 * Lets only those events through that we asked for. The SDK throws on frames without an event, such as `app_rate_limited`, and nobody
 * catches it (fixed in socket-mode 3.1.1); and it tells events by their type on an emitter that has its own "close" and "disconnected".
 */
function guard(client: SocketClient, logger: Logger): void {
  const inner = client as unknown as {
    onWebSocketMessage(frame: unknown, isBinary: boolean): Promise<void>;
    send(envelope: string): Promise<void>;
  };
  client.removeAllListeners("ws_message");
  client.on("ws_message", (frame: unknown, isBinary: boolean) => {
    const envelope = isBinary ? undefined : readEnvelope(frame);
    const event = envelope?.payload?.event?.type;
    if (envelope?.type === "events_api" && !(event !== undefined && eventTypes.has(event))) {
      if (event === undefined)
        logger.warn({ type: envelope.payload?.type }, "Slack told something that is no event");
      if (envelope.envelope_id) inner.send(envelope.envelope_id).catch(() => {});
      return;
    }
    inner
      .onWebSocketMessage(frame, isBinary)
      .catch((error) => logger.warn({ reason: reasonOf(error) }, "a frame of Slack's could not be read"));
  });
}

/** A token that is good, and not for this. */
const wrongKind: ReadonlySet<string> = new Set(["missing_scope", "not_allowed_token_type"]);
/** A subscription to "message.channels" brings events of the type "message". */
const eventTypes: ReadonlySet<string | undefined> = new Set(
  manifest.settings.event_subscriptions.bot_events.map((name) => name.split(".")[0]),
);

interface Envelope {
  readonly type?: string;
  readonly envelope_id?: string;
  readonly payload?: { readonly type?: string; readonly event?: { readonly type?: string } | null } | null;
}

function readEnvelope(frame: unknown): Envelope | undefined {
  try {
    return (JSON.parse(String(frame)) as Envelope | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function retryAfter(error: unknown): number {
  return error instanceof Error && "retryAfter" in error ? Number(error.retryAfter) * 1000 : 0;
}

function refusal(code: string, cause: unknown): Error {
  return new Error(
    `Slack refuses SLACK_APP_TOKEN (${code}). At https://api.slack.com/apps, under Basic Information, App-Level Tokens: make one with the scope connections:write.`,
    { cause },
  );
}
