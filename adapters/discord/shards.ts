import {
  type FetchingStrategyOptions,
  type IContextFetchingStrategy,
  type IShardingStrategy,
  managerToFetchingStrategyOptions,
  SimpleContextFetchingStrategy,
  type WebSocketManager,
  WebSocketShard,
  WebSocketShardEvents,
  WebSocketShardStatus,
} from "@discordjs/ws";
import { Collection, GatewayCloseCodes } from "discord.js";
import { reasonOf } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import { createGate } from "./gate.ts";
import * as limits from "./limits.ts";

export interface ShardsDeps {
  readonly logger: Logger;
  /** Ends every connection for good, and lets none begin. */
  readonly stopped: AbortSignal;
  /** Told of each shard whether Discord can reach it; with what went wrong where it cannot. */
  changed(shard: number, lost?: Lost): void;
}

/** How a connection ended: the code it was closed with, and what went wrong before, where something did. */
export interface Lost {
  readonly code: number;
  readonly error: unknown;
}

/** Codes behind which no connection is let in again. https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway */
const forGood: ReadonlySet<number> = new Set([
  GatewayCloseCodes.AuthenticationFailed,
  GatewayCloseCodes.InvalidShard,
  GatewayCloseCodes.ShardingRequired,
  GatewayCloseCodes.InvalidAPIVersion,
  GatewayCloseCodes.InvalidIntents,
  GatewayCloseCodes.DisallowedIntents,
]);

/** The gateway does not let us in again. */
export class ClosedForGood extends Error {
  override readonly name = "ClosedForGood";
  readonly code: number;

  constructor(code: number) {
    super(`Discord closed the connection for good (${code})`);
    this.code = code;
  }
}

/**
 * One connection a shard, which comes again later and later until it is let in. The SDK's own give up the first try to their caller, try
 * again twice a second all the same, and go on when they are ended between two tries (@discordjs/ws 1.2.3).
 */
export function createShards(manager: WebSocketManager, deps: ShardsDeps): IShardingStrategy {
  const shards = new Map<number, Shard>();
  return {
    async spawn(ids) {
      const options = await managerToFetchingStrategyOptions(manager);
      deps.stopped.throwIfAborted();
      if (!isGateway(options.gatewayInformation.url))
        throw new Error("Discord named no address to connect to");
      const patient = { ...options, helloTimeout: limits.helloWithin, handshakeTimeout: limits.helloWithin };
      for (const id of ids) shards.set(id, createShard(id, patient, manager, deps));
    },
    async connect() {
      await Promise.all([...shards.values()].map((shard) => shard.connect()));
    },
    async destroy(options) {
      const all = [...shards.values()];
      shards.clear();
      await Promise.all(all.map((shard) => shard.end(options)));
    },
    async send(id, payload) {
      await shards.get(id)?.send(payload);
    },
    async fetchStatus() {
      // The two libraries of the SDK have different versions of a Collection.
      return new Collection([...shards].map(([id, shard]) => [id, shard.status()] as const)) as never;
    },
  };
}

type Shard = ReturnType<typeof createShard>;

/** What the SDK keeps to itself. */
interface Inner {
  readonly connection: { on(event: "error", ignore: () => void): void; terminate(): void } | null;
  onMessage(data: unknown, isBinary: boolean): Promise<void>;
}

function createShard(
  id: number,
  options: FetchingStrategyOptions,
  manager: WebSocketManager,
  deps: ShardsDeps,
) {
  const ending = new AbortController();
  const gate = createGate(ending.signal);
  const entered = Promise.withResolvers<void>();
  // Nobody may be waiting yet, or any more.
  entered.promise.catch(() => {});
  const isIdle = (): boolean => shard.status === WebSocketShardStatus.Idle;
  const shard = new WebSocketShard(
    strategyOf(id, options, manager, () => (isIdle() ? gate.pass() : undefined)),
    id,
  );
  const inner = shard as unknown as Inner;
  const cut = (): void => {
    inner.connection?.on("error", () => {});
    inner.connection?.terminate();
  };
  let error: unknown;
  const enter = (): void => {
    gate.entered();
    entered.resolve();
    deps.changed(id);
  };
  for (const event of Object.values(WebSocketShardEvents))
    shard.on(event, (payload: object) => manager.emit(event, { ...payload, shardId: id } as never));
  shard.on(WebSocketShardEvents.Hello, () => ending.signal.aborted && cut());
  shard.on(WebSocketShardEvents.Ready, enter);
  shard.on(WebSocketShardEvents.Resumed, enter);
  shard.on(WebSocketShardEvents.Error, (told) => {
    error = told.error;
  });
  shard.on(WebSocketShardEvents.Closed, ({ code }) => {
    if (forGood.has(code)) entered.reject(new ClosedForGood(code));
    else if (!ending.signal.aborted) deps.changed(id, { code, error });
    error = undefined;
  });
  hearSafely(inner, deps.logger);
  return {
    status: () => shard.status,
    send: shard.send.bind(shard),
    /** Resolves once it was let in. @throws ClosedForGood where it never will be */
    async connect(): Promise<void> {
      // What goes wrong at first the SDK hands out here, and tries again.
      shard.connect().catch(() => {});
      await entered.promise;
    },
    async end(how: Parameters<WebSocketShard["destroy"]>[0]): Promise<void> {
      ending.abort();
      entered.reject(new Error("Paperboy was stopped"));
      // The SDK waits for the other side to say goodbye, at times for ever, and forgets a connection that is still being made.
      await Promise.race([shard.destroy(how).catch(() => {}), gate.goodbye()]);
      cut();
    },
  };
}

/** What a shard asks for. @param pass waited for before a connection is made */
function strategyOf(
  id: number,
  options: FetchingStrategyOptions,
  manager: WebSocketManager,
  pass: () => Promise<void> | undefined,
): IContextFetchingStrategy {
  const simple = new SimpleContextFetchingStrategy(manager, options);
  return {
    options,
    async retrieveSessionInfo() {
      await pass();
      const session = await simple.retrieveSessionInfo(id);
      return session && isGateway(session.resumeURL) ? session : null;
    },
    updateSessionInfo: (_, session) => simple.updateSessionInfo(id, session),
    async waitForIdentify(_, signal) {
      await simple.waitForIdentify(id, signal);
      // The SDK's own does not look again behind its wait: it would write to a connection that is still being made.
      signal.throwIfAborted();
    },
  };
}

/** Warnings about what cannot be read, of one connection. */
const mostTold = 3;

/** Nobody catches what the SDK throws at a frame that it does not expect. */
function hearSafely(inner: Inner, logger: Logger): void {
  const hear = inner.onMessage.bind(inner);
  let told = 0;
  inner.onMessage = (data, isBinary) =>
    hear(data, isBinary).catch((error) => {
      const level = told++ < mostTold ? "warn" : "debug";
      logger[level]({ reason: reasonOf(error) }, "something that Discord told could not be read");
    });
}

function isGateway(url: unknown): boolean {
  return typeof url === "string" && /^wss?:$/.test(URL.parse(url)?.protocol ?? "");
}
