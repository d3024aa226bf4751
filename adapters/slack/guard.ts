import type { SocketModeReceiver } from "@slack/bolt";
import { reasonOf } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import manifest from "./manifest.json" with { type: "json" };

export type SocketClient = SocketModeReceiver["client"];

/**
 * Lets only those events through that we asked for. The SDK throws on frames without an event, such as `app_rate_limited`, and nobody
 * catches it (fixed in socket-mode 3.1.1); and it tells events by their type on an emitter that has its own "close" and "disconnected".
 */
export function guard(client: SocketClient, logger: Logger, announced: () => void): void {
  const inner = client as unknown as {
    onWebSocketMessage(frame: unknown, isBinary: boolean): Promise<void>;
    send(envelope: string): Promise<void>;
  };
  client.removeAllListeners("ws_message");
  client.on("ws_message", (frame: unknown, isBinary: boolean) => {
    const envelope = isBinary ? undefined : readEnvelope(frame);
    if (envelope?.type === "disconnect") announced();
    const event = envelope?.payload?.event?.type;
    const isEvent = envelope?.type === "events_api";
    if (!envelopeTypes.has(envelope?.type) || (isEvent && !(event !== undefined && eventTypes.has(event)))) {
      if (isEvent && event === undefined)
        logger.warn({ type: envelope?.payload?.type }, "Slack told something that is no event");
      const id: unknown = envelope?.envelope_id;
      if (typeof id === "string" && id !== "") inner.send(id).catch(() => {});
      return;
    }
    inner
      .onWebSocketMessage(frame, isBinary)
      .catch((error) => logger.warn({ reason: reasonOf(error) }, "a frame of Slack's could not be read"));
  });
}

const envelopeTypes: ReadonlySet<string | undefined> = new Set([
  ...["hello", "disconnect", "events_api", "slash_commands", "interactive"],
]);
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
