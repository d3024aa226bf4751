import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { deadline } from "../deadline.ts";
import type { Delivery, Transport } from "./delivery.ts";
import { randomId } from "./workspace.ts";

const ackFrame = z.strictObject({ envelope_id: z.string().min(1), payload: z.unknown().optional() });

/** How a socket is refused: an answer in place of the upgrade, or taken and closed before or behind its hello. */
export type SocketRefusal = 200 | 502 | "closed" | "closed after hello";

/** Connections of one app that Slack keeps open. */
const most = 10;
/** Milliseconds that `connected` waits at most. */
const patience = 20_000;
/** Milliseconds that a client has for its farewell. */
const farewell = 300;

interface UnderWay {
  readonly delivery: Delivery;
  readonly socket: WebSocket;
  inTime(): void;
}

/** Socket Mode: whichever connection is next gets an envelope and has three seconds to ack it. */
export class Sockets implements Transport {
  connections = 0;
  #ackWithin: number;
  #refused: string[];
  #server = new WebSocketServer({ noServer: true });
  #tickets = new Set<string>();
  #open: WebSocket[] = [];
  #turn = 0;
  #waiting: Delivery[] = [];
  #underWay = new Map<string, UnderWay>();
  #deadlines = new Set<NodeJS.Timeout>();
  /** How often an envelope was sent less how often it was acked. */
  #owed = new Map<string, number>();
  #stopped = false;
  #refusal: SocketRefusal | undefined;
  tries = 0;

  constructor(refused: string[], ackWithin: number) {
    this.#refused = refused;
    this.#ackWithin = ackWithin;
  }

  get open(): number {
    return this.#open.length;
  }

  ticket(): string {
    const ticket = randomId("");
    this.#tickets.add(ticket);
    return ticket;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.tries += 1;
    const ticket = request.url?.replace(/^\/socket\//, "") ?? "";
    if (!this.#tickets.delete(ticket)) {
      this.#refused.push(
        "a socket was opened at an address that apps.connections.open did not give, or twice",
      );
      socket.destroy();
    } else if (typeof this.#refusal === "number")
      socket.end(`HTTP/1.1 ${this.#refusal} No\r\nconnection: close\r\ncontent-length: 2\r\n\r\nno`);
    else this.#server.handleUpgrade(request, socket, head, (opened) => this.#greet(opened));
  }

  /** Until it is called with nothing. */
  refuse(how: SocketRefusal | undefined): void {
    this.#refusal = how;
  }

  deliver(delivery: Delivery): void {
    const socket = this.#open[this.#turn++ % Math.max(1, this.#open.length)];
    if (this.#stopped) delivery.settle();
    else if (socket) this.#send(delivery, socket);
    else this.#wait(delivery);
  }

  async connected(n = 1): Promise<void> {
    const end = Date.now() + patience;
    while (this.#open.length < n) {
      if (Date.now() > end) throw new Error(`${this.#open.length} of ${n} sockets are open`);
      await wait(5);
    }
  }

  drop(): void {
    for (const socket of this.#open) socket.terminate();
  }

  close(): void {
    for (const socket of this.#open) socket.close(1000);
  }

  disconnect(reason: string, which: "all" | "one" = "all"): void {
    for (const socket of which === "all" ? this.#open : this.#open.slice(0, 1)) {
      socket.send(JSON.stringify({ type: "disconnect", reason, debug_info: { host: "loopback" } }));
      // No envelope goes to a connection that was told to end.
      this.#forget(socket);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { inTime } of this.#underWay.values()) inTime();
    for (const timer of this.#deadlines) clearTimeout(timer);
    for (const { delivery } of this.#underWay.values()) delivery.settle();
    for (const delivery of this.#waiting) delivery.settle();
    const closed = once(this.#server, "close");
    this.#server.close();
    // A client that is cut off in the middle of its own farewell keeps its process alive for half a minute.
    for (const socket of this.#server.clients) socket.close(1001);
    const end = Date.now() + farewell;
    while (this.#server.clients.size > 0 && Date.now() < end) await wait(5);
    for (const socket of this.#server.clients) socket.terminate();
    await closed;
  }

  #greet(socket: WebSocket): void {
    this.connections += 1;
    socket.on("error", () => socket.terminate());
    if (this.#refusal === "closed") {
      socket.close(1011);
      return;
    }
    if (this.#open.length >= most) {
      this.#refused.push(`more than ${most} sockets at once`);
      socket.send(JSON.stringify({ type: "disconnect", reason: "too_many_websockets" }));
      socket.close(1000);
      return;
    }
    socket.on("message", (data) => this.#acked(data));
    socket.on("close", () => this.#lost(socket));
    const hello = {
      type: "hello",
      num_connections: this.#open.length + 1,
      connection_info: { app_id: "A1" },
    };
    socket.send(
      JSON.stringify({ ...hello, debug_info: { host: "loopback", approximate_connection_time: 18060 } }),
    );
    if (this.#refusal === "closed after hello") {
      socket.close(1011);
      return;
    }
    this.#open.push(socket);
    for (const delivery of this.#waiting.splice(0)) this.deliver(delivery);
  }

  #wait(delivery: Delivery): void {
    this.#waiting.push(delivery);
    if (delivery.isEvent) return;
    // A member sees an error and turns away; no one is to blame but the line.
    const left = Math.max(0, delivery.startedAt + this.#ackWithin - Date.now());
    const timer = setTimeout(() => {
      this.#deadlines.delete(timer);
      this.#waiting = this.#waiting.filter((other) => other !== delivery);
      if (!this.#underWay.has(delivery.id)) delivery.settle();
    }, left);
    this.#deadlines.add(timer);
  }

  #send(delivery: Delivery, socket: WebSocket): void {
    const { id, type, payload, attempt, reason } = delivery;
    const isView = type === "interactive" && (payload as { type?: string }).type === "view_submission";
    const accepts_response_payload = type === "slash_commands" || isView;
    const repetition = type === "events_api" ? { retry_attempt: attempt, retry_reason: reason } : {};
    const frame = { envelope_id: id, type, accepts_response_payload, payload, ...repetition };
    delivery.sentAt = Date.now();
    socket.send(delivery.raw ? String(payload) : JSON.stringify(frame));
    if (delivery.wantsAck) this.#expect(delivery, socket);
    else delivery.settle();
  }

  #expect(delivery: Delivery, socket: WebSocket): void {
    const { id } = delivery;
    this.#owed.set(id, (this.#owed.get(id) ?? 0) + 1);
    this.#underWay.get(id)?.inTime();
    const inTime = deadline(this.#ackWithin, () => this.#late(delivery));
    this.#underWay.set(id, { delivery, socket, inTime });
  }

  #acked(data: RawData): void {
    const read = ackFrame.safeParse(parsed(String(data)));
    if (!read.success)
      return void this.#refused.push(`a frame that is no ack: ${String(data).slice(0, 200)}`);
    const { envelope_id, payload } = read.data;
    const owed = this.#owed.get(envelope_id);
    if (owed === undefined) return void this.#refused.push(`an ack of ${envelope_id}, which was never sent`);
    if (owed === 0) return void this.#refused.push(`${envelope_id} was acked more often than sent`);
    this.#owed.set(envelope_id, owed - 1);
    const found = this.#underWay.get(envelope_id);
    if (!found) return;
    found.inTime();
    this.#underWay.delete(envelope_id);
    found.delivery.acknowledge(payload);
  }

  #late(delivery: Delivery): void {
    this.#underWay.delete(delivery.id);
    this.#refused.push(`no ack of ${delivery.label} within ${this.#ackWithin} ms`);
    delivery.settle();
    if (delivery.again("timeout")) this.deliver(delivery);
  }

  #lost(socket: WebSocket): void {
    this.#forget(socket);
    for (const { delivery, inTime } of [...this.#underWay.values()].filter(
      (each) => each.socket === socket,
    )) {
      inTime();
      this.#underWay.delete(delivery.id);
      const isInTime = Date.now() < delivery.startedAt + this.#ackWithin;
      if (delivery.isEvent ? delivery.again("connection_failed") : isInTime) this.deliver(delivery);
      else delivery.settle();
    }
  }

  #forget(socket: WebSocket): void {
    this.#open = this.#open.filter((other) => other !== socket);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
