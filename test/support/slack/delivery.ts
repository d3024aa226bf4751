import { randomUUID } from "node:crypto";

export type EnvelopeType = "slash_commands" | "events_api" | "interactive";

/** How often Slack sends an event again. */
const repetitions = 3;

/** Something on its way to the app, until it is acked or given up. */
export class Delivery {
  readonly id: string;
  readonly type: EnvelopeType;
  /** The payload, or what is sent as it is where `raw`. */
  readonly payload: unknown;
  readonly raw: boolean;
  /** A frame without an id cannot be acked. */
  readonly wantsAck: boolean;
  /** For people: what it is. */
  readonly label: string;
  readonly startedAt = Date.now();
  attempt = 0;
  reason = "";
  sentAt: number | undefined;
  ackedAfter: number | undefined;
  ack: unknown;
  /** Acked, or given up for the first time. */
  readonly settled: Promise<void>;
  readonly settle: () => void;
  /** What the ack brings about. */
  onAck: (ack: unknown) => void = () => {};

  constructor(
    type: EnvelopeType,
    payload: unknown,
    label: string,
    { id = randomUUID() as string, raw = false, wantsAck = true } = {},
  ) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.type = type;
    this.payload = payload;
    this.label = label;
    this.id = id;
    this.raw = raw;
    this.wantsAck = wantsAck;
    this.settled = promise;
    this.settle = resolve;
  }

  get isEvent(): boolean {
    return this.type === "events_api" && !this.raw;
  }

  acknowledge(ack: unknown): void {
    if (this.ackedAfter !== undefined) return;
    this.ackedAfter = Date.now() - (this.sentAt ?? this.startedAt);
    this.ack = ack;
    this.onAck(ack);
    this.settle();
  }

  /** Whether it may be sent again, and if so, marks it as the next attempt. Members' own doings are never repeated. */
  again(reason: string): boolean {
    if (!this.isEvent || this.attempt >= repetitions) return false;
    this.attempt += 1;
    this.reason = reason;
    return true;
  }
}

/** The way to the app: sockets, or requests to its address. */
export interface Transport {
  deliver(delivery: Delivery): void;
  stop(): Promise<void>;
}
