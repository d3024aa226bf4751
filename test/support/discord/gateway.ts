import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { shardOf } from "./ids.ts";
import { type Frame, frame, type Identify, intentsProblem, type Resume } from "./intents.ts";
import { createSession, type Session } from "./session.ts";
import type { DiscordOptions, Json } from "./types.ts";

/** Milliseconds that `ready` waits at most. */
const patience = 20_000;
/** Milliseconds that a client has for its farewell. */
const farewell = 300;
/** Codes after which a session cannot be resumed. */
const final = new Set([1000, 1001, 4003, 4004, 4005, 4007, 4009, 4010, 4011, 4012, 4013, 4014]);

/** What a session is told first. */
interface Greeting {
  /** READY without what the gateway knows itself. */
  ready(shard: readonly [number, number]): Json & { readonly guilds: readonly Json[] };
  guilds(shard: readonly [number, number]): readonly Json[];
}

export interface GatewayParts {
  readonly token: { readonly value: string; isRevoked: boolean };
  readonly refused: string[];
  readonly options: DiscordOptions;
  readonly greeting: Greeting;
  readonly url: () => string;
}

/** How a connection is refused: an answer in place of the upgrade, or taken and closed at once, or before its hello, or after READY. */
export type Refusal = 200 | 502 | 503 | "closed" | "silent" | "closed when ready";

export type Gateway = ReturnType<typeof createGateway>;

interface Connection {
  session: Session | undefined;
  /** Says nothing any more. */
  isDead: boolean;
}

/** The WebSocket side: sessions that can be resumed, heartbeats, and events to whoever asked for them. */
export function createGateway({ token, refused, options, greeting, url }: GatewayParts) {
  const server = new WebSocketServer({ noServer: true });
  const open = new Map<WebSocket, Connection>();
  const sessions = new Map<string, Session>();
  const counts = { tries: 0, connections: 0, identifies: 0, resumes: 0 };
  let closedUntil = 0;
  let closedHow: Refusal = 503;

  const send = (socket: WebSocket, payload: object): void => {
    if (open.get(socket)?.isDead !== true) socket.send(JSON.stringify(payload));
  };
  const end = (socket: WebSocket, code: number): void => {
    const session = open.get(socket)?.session;
    if (session && final.has(code)) sessions.delete(session.id);
    socket.close(code);
  };
  const refuse = (socket: WebSocket, code: number, why: string): void => {
    refused.push(`gateway: ${why}`);
    end(socket, code);
  };
  const attach = (socket: WebSocket, session: Session): void => {
    // What a dead connection does from now on is no business of the session's.
    for (const other of open.values()) if (other.session === session) other.session = undefined;
    const connection = open.get(socket);
    if (connection) connection.session = session;
    session.attach((payload) => send(socket, payload));
  };

  const identify = (socket: WebSocket, given: Identify): unknown => {
    counts.identifies += 1;
    if (open.get(socket)?.session) return refuse(socket, 4005, "IDENTIFY twice on one connection");
    if (token.isRevoked || given.token !== token.value)
      return token.isRevoked ? end(socket, 4004) : refuse(socket, 4004, "IDENTIFY with a wrong token");
    if (given.shard[0] >= given.shard[1]) return refuse(socket, 4010, `shard ${given.shard}`);
    const wrong = intentsProblem(given.intents, options.messageContent === true);
    // Not held against the bot: whether an intent is enabled shows here alone.
    if (wrong !== undefined) return end(socket, wrong);
    const session = createSession(given.shard, given.intents);
    sessions.set(session.id, session);
    attach(socket, session);
    session.tell("READY", {
      ...greeting.ready(given.shard),
      ...{ session_id: session.id, resume_gateway_url: `${url()}/resume`, shard: given.shard },
    });
    for (const guild of greeting.guilds(given.shard)) session.dispatch("GUILD_CREATE", guild, false);
    session.isReady = true;
    if (isClosed() && closedHow === "closed when ready") end(socket, 4000);
  };
  const resume = (socket: WebSocket, given: Resume): unknown => {
    counts.resumes += 1;
    if (token.isRevoked || given.token !== token.value) return end(socket, 4004);
    const session = sessions.get(given.session_id);
    if (!session) return send(socket, { op: 9, d: false });
    if (given.seq > session.sequence) return end(socket, 4007);
    attach(socket, session);
    session.replay(given.seq);
    if (isClosed() && closedHow === "closed when ready") end(socket, 4000);
  };
  const take = (socket: WebSocket, { op, d }: Frame): void => {
    if (op === 1) send(socket, { op: 11 });
    else if (op === 2) identify(socket, d);
    else if (op === 6) resume(socket, d);
    else if (!open.get(socket)?.session) refuse(socket, 4003, `op ${op} before IDENTIFY`);
  };
  const receive = (socket: WebSocket, data: RawData): void => {
    const read = frame.safeParse(parsed(String(data)));
    if (read.success) take(socket, read.data);
    else refuse(socket, 4002, `a frame that is none: ${String(data).slice(0, 200)}`);
  };
  const lose = (socket: WebSocket, code: number): void => {
    const session = open.get(socket)?.session;
    open.delete(socket);
    session?.detach();
    // A client that says goodbye gives its session up.
    if (session && (code === 1000 || code === 1001)) sessions.delete(session.id);
  };
  const isClosed = (): boolean => Date.now() < closedUntil;
  const greet = (socket: WebSocket): void => {
    counts.connections += 1;
    open.set(socket, { session: undefined, isDead: false });
    socket.on("error", () => socket.terminate());
    socket.on("message", (data) => receive(socket, data));
    socket.on("close", (code) => lose(socket, code));
    if (isClosed() && closedHow === "closed") socket.close(1011);
    else if (!isClosed() || closedHow !== "silent") hello(socket);
  };
  const hello = (socket: WebSocket): void =>
    send(socket, { op: 10, d: { heartbeat_interval: options.heartbeat ?? 41_250, _trace: ["loopback"] } });
  const each = (act: (socket: WebSocket) => void): void =>
    [...open.keys()].forEach((socket) => void act(socket));

  return {
    counts,
    /** Sockets, whatever is said on them. */
    get open() {
      return server.clients.size;
    },
    get sessions() {
      return [...open.values()].filter(({ session }) => session?.isReady).length;
    },
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      counts.tries += 1;
      if (isClosed() && typeof closedHow === "number")
        socket.end(`HTTP/1.1 ${closedHow} No\r\nconnection: close\r\ncontent-length: 2\r\n\r\nno`);
      else if (!/^\/(?:resume\/?)?\?v=10&encoding=json$/.test(request.url ?? "")) {
        refused.push(`gateway: a connection to ${request.url}`);
        socket.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n");
      } else server.handleUpgrade(request, socket, head, greet);
    },
    /** To the guild's shard, or to shard 0 where there is no guild. Whether a session was there for it, connected or not. */
    dispatch(name: string, data: Json, guild: string | undefined): "sent" | "kept" | "lost" {
      const those = [...sessions.values()].filter(({ shard }) => shard[0] === shardOf(guild, shard[1]));
      const told = those.filter((session) => session.dispatch(name, data, guild === undefined));
      if (told.some(({ isAttached }) => isAttached)) return "sent";
      return told.length > 0 ? "kept" : "lost";
    },
    async ready(n = 1): Promise<void> {
      const until = Date.now() + patience;
      const count = () => [...open.values()].filter(({ session }) => session?.isReady).length;
      while (count() < n) {
        if (Date.now() > until) throw new Error(`${count()} of ${n} shards are ready`);
        await wait(5);
      }
    },
    raw: (payload: unknown) => each((socket) => socket.send(JSON.stringify(payload))),
    drop: () => each((socket) => socket.terminate()),
    reconnect: () => each((socket) => send(socket, { op: 7, d: null })),
    beat: () => each((socket) => send(socket, { op: 1, d: null })),
    invalidate: (isResumable: boolean) =>
      each((socket) => {
        const session = open.get(socket)?.session;
        if (session && !isResumable) sessions.delete(session.id);
        send(socket, { op: 9, d: isResumable });
      }),
    zombie: () => {
      for (const connection of open.values()) {
        connection.isDead = true;
        connection.session?.detach();
      }
    },
    refuse: (ms: number, how: Refusal) => {
      closedUntil = Date.now() + ms;
      closedHow = how;
    },
    closeWith: (code: number) => each((socket) => end(socket, code)),
    async stop(): Promise<void> {
      const closed = once(server, "close");
      server.close();
      for (const socket of server.clients) socket.close(1001);
      const until = Date.now() + farewell;
      while (server.clients.size > 0 && Date.now() < until) await wait(5);
      for (const socket of server.clients) socket.terminate();
      await closed;
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
