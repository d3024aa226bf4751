import { z } from "zod";
import { Delivery, type EnvelopeType, type Transport } from "./delivery.ts";
import { eventPayload } from "./payloads.ts";
import { type Channelled, ResponseUrl } from "./responses.ts";
import type { MessageEvent } from "./told.ts";
import type { Sent } from "./types.ts";
import { randomId, type Workspace } from "./workspace.ts";

interface Travelled {
  readonly delivery: Delivery;
  readonly response: ResponseUrl | undefined;
}

const envelope = z.looseObject({ envelope_id: z.string() });
const linkShared = z.looseObject({
  type: z.literal("link_shared"),
  channel: z.string(),
  message_ts: z.string(),
  unfurl_id: z.string().optional(),
  links: z.array(z.looseObject({ url: z.string() })),
});

/** Sends to the app and keeps what became of it. */
export class PostOffice {
  readonly responses = new Map<string, ResponseUrl>();
  #workspace: Workspace;
  #transport: Transport;
  #refused: string[];
  #base: string;
  #isTold: (event: MessageEvent) => boolean;
  #sent = new WeakMap<Sent, Travelled>();

  constructor(
    workspace: Workspace,
    transport: Transport,
    refused: string[],
    base: string,
    isTold: (event: MessageEvent) => boolean,
  ) {
    this.#workspace = workspace;
    this.#transport = transport;
    this.#refused = refused;
    this.#base = base;
    this.#isTold = isTold;
  }

  respondTo(where: Channelled): ResponseUrl {
    const response = new ResponseUrl(this.#base, where, this.#workspace, this.#refused);
    this.responses.set(response.id, response);
    return response;
  }

  /** A command or something pressed; `onAck` is given what the ack carries. */
  deed(
    type: EnvelopeType,
    payload: object,
    label: string,
    response?: ResponseUrl,
    onAck?: (ack: unknown) => void,
  ): Promise<Sent> {
    const delivery = new Delivery(type, payload, label);
    if (onAck) delivery.onAck = onAck;
    return this.#send({ delivery, response });
  }

  /** A message that came, changed or went; nothing waits for it. */
  announce(event: MessageEvent): void {
    if (!this.#isTold(event)) return;
    this.#transport.deliver(eventDelivery(event, randomId("Ev")));
  }

  event(event: object, { eventId = randomId("Ev"), retry = 0 } = {}): Promise<Sent> {
    this.#remember(event);
    const delivery = eventDelivery(event, eventId);
    if (retry > 0) {
      delivery.attempt = retry;
      delivery.reason = "timeout";
    }
    return this.#send({ delivery, response: undefined });
  }

  raw(frame: object | string): Promise<Sent> {
    const payload = typeof frame === "string" ? frame : JSON.stringify(frame);
    const { data } = envelope.safeParse(frame);
    const options = { raw: true, wantsAck: data !== undefined, ...(data && { id: data.envelope_id }) };
    const delivery = new Delivery("events_api", payload, `the frame ${payload.slice(0, 80)}`, options);
    return this.#send({ delivery, response: undefined });
  }

  resend(sent: Sent): Promise<Sent> {
    const before = this.#sent.get(sent);
    if (!before) throw new Error("only what was sent can be sent again");
    const { type, payload, label, id, raw, wantsAck, onAck } = before.delivery;
    const delivery = new Delivery(type, payload, `${label}, once more`, { id, raw, wantsAck });
    delivery.onAck = onAck;
    return this.#send({ delivery, response: before.response });
  }

  async #send({ delivery, response }: Travelled): Promise<Sent> {
    this.#transport.deliver(delivery);
    await delivery.settled;
    const sent: Sent = {
      id: delivery.id,
      get ackedAfter() {
        return delivery.ackedAfter;
      },
      get ack() {
        return delivery.ack;
      },
      get answers() {
        return [...(response?.answers ?? [])];
      },
      answer: async (n) => {
        if (!response) throw new Error(`${delivery.label} has no response_url`);
        return response.answer(n);
      },
    };
    this.#sent.set(sent, { delivery, response });
    return sent;
  }

  /** Only links that were shared can be unfurled. */
  #remember(event: object): void {
    const { data } = linkShared.safeParse(event);
    if (!data) return;
    const { channel, message_ts: ts, unfurl_id, links } = data;
    const shared = { channel, ts, urls: links.map(({ url }) => url) };
    this.#workspace.shared.set(`${channel} ${ts}`, shared);
    if (unfurl_id !== undefined) this.#workspace.shared.set(unfurl_id, shared);
  }
}

function eventDelivery(event: object, eventId: string): Delivery {
  const { type = "event" } = event as { type?: string };
  return new Delivery("events_api", eventPayload(event, eventId), `the event ${type}`);
}
