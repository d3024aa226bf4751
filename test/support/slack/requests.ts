import { createHmac } from "node:crypto";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { deadline } from "../deadline.ts";
import type { Delivery, Transport } from "./delivery.ts";

/** Milliseconds before each repetition: Slack's "at once, a minute, five minutes", sixty times as fast. */
const pauses = [0, 1000, 5000];

interface Answered {
  readonly status: number;
  readonly body: string;
}

/** HTTP mode: everything is posted to the app's address, signed; 200 within three seconds is the ack. */
export class Requests implements Transport {
  #url: string;
  #secret: string;
  #refused: string[];
  #ackWithin: number;
  #stop = new AbortController();
  #timers = new Set<NodeJS.Timeout>();
  #underWay = new Set<Promise<unknown>>();

  constructor(url: string, secret: string, refused: string[], ackWithin: number) {
    this.#url = url;
    this.#secret = secret;
    this.#refused = refused;
    this.#ackWithin = ackWithin;
  }

  deliver(delivery: Delivery): void {
    if (this.#stop.signal.aborted) delivery.settle();
    else {
      const going = this.#try(delivery).finally(() => this.#underWay.delete(going));
      this.#underWay.add(going);
    }
  }

  async forged(event: object, how: "signature" | "age" | "future"): Promise<number> {
    const ways = {
      signature: { secret: `${this.#secret}0` },
      age: { timestamp: Math.floor(Date.now() / 1000) - 600 },
      future: { timestamp: Math.floor(Date.now() / 1000) + 600 },
    };
    return (await this.#post(JSON.stringify(event), json, ways[how])).status;
  }

  /** Any body, signed. @returns the status */
  async signed(body: string, type: string): Promise<number> {
    return (await this.#post(body, type === "" ? {} : { "content-type": type })).status;
  }

  async challenge(body: object): Promise<unknown> {
    return JSON.parse((await this.#post(JSON.stringify(body), json)).body);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.allSettled(this.#underWay);
  }

  async #try(delivery: Delivery): Promise<void> {
    const { body, headers } = bodyOf(delivery);
    delivery.sentAt = Date.now();
    const answered = await this.#post(body, headers).catch((error: Error) => error);
    if (this.#stop.signal.aborted) return delivery.settle();
    if (!(answered instanceof Error) && answered.status === 200)
      return delivery.acknowledge(read(answered.body));
    const reason = reasonOf(answered);
    // An app that is not there is no unsound client.
    const isDown = reason === "connection_failed";
    const what = answered instanceof Error ? `no answer within ${this.#ackWithin} ms` : answered.status;
    if (!isDown) this.#refused.push(`no ack of ${delivery.label}: ${what}`);
    delivery.settle();
    if (delivery.again(reason)) this.#later(delivery);
  }

  #later(delivery: Delivery): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        this.deliver(delivery);
      },
      pauses[delivery.attempt - 1],
    );
    this.#timers.add(timer);
  }

  #post(
    body: string,
    headers: Readonly<Record<string, string>>,
    { secret = this.#secret, timestamp = Math.floor(Date.now() / 1000) } = {},
  ): Promise<Answered> {
    const signature = `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`;
    const signed = { "x-slack-request-timestamp": String(timestamp), "x-slack-signature": signature };
    const tooLate = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, tooLate.signal]);
    const answered = deadline(this.#ackWithin, () => tooLate.abort());
    const { promise, resolve, reject } = Promise.withResolvers<Answered>();
    const options = { method: "POST", agent: false as const, signal, headers: { ...headers, ...signed } };
    request(this.#url, options, (response) => {
      const status = response.statusCode ?? 0;
      text(response).then((answer) => resolve({ status, body: answer }), reject);
    })
      .on("error", reject)
      .end(body);
    return promise.finally(answered);
  }
}

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

function bodyOf({ type, payload, raw, attempt, reason }: Delivery) {
  if (raw) return { body: String(payload), headers: json };
  if (type === "slash_commands")
    return { body: String(new URLSearchParams(payload as Record<string, string>)), headers: form };
  if (type === "interactive")
    return { body: String(new URLSearchParams({ payload: JSON.stringify(payload) })), headers: form };
  const again = attempt > 0 ? { "x-slack-retry-num": String(attempt), "x-slack-retry-reason": reason } : {};
  return { body: JSON.stringify(payload), headers: { ...json, ...again } };
}

function reasonOf(answered: Answered | Error): string {
  if (!(answered instanceof Error)) return "http_error";
  const code = (answered as NodeJS.ErrnoException).code;
  return code === "ECONNREFUSED" || code === "ECONNRESET" ? "connection_failed" : "http_timeout";
}

/** The ack's payload: JSON, plain text as a message, or nothing. */
function read(body: string): unknown {
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return { text: body };
  }
}
