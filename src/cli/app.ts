import { randomUUID } from "node:crypto";
import { type BotDeps, createBot } from "../bot/bot.ts";
import type { Bot } from "../chat/adapter.ts";
import { createFreshness } from "../collect/freshness.ts";
import { createLookup } from "../collect/lookup.ts";
import type { Speaking } from "../commands/announce.ts";
import { readSettings, type Settings, settingsSchema } from "../config.ts";
import type { DeliverDeps, DeliveryTiming } from "../delivery/deps.ts";
import { createEditions } from "../delivery/editions/digest.ts";
import { createRefusals } from "../delivery/refusals.ts";
import { createLogger, type Logger } from "../logger.ts";
import { createArxiv } from "../sources/arxiv.ts";
import type { HttpDeps } from "../sources/http.ts";
import { createHuggingFace } from "../sources/huggingface.ts";
import type { PaperLookup, PaperSource } from "../sources/source.ts";
import { openStore } from "../store/sqlite/index.ts";
import type { Store } from "../store/store.ts";
import type { Host } from "./host.ts";

/** The settings, the log and the sources: what a call has before it opens the store. */
export interface Ground {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly huggingFace: PaperSource;
  readonly arxiv: PaperLookup;
}

/** @throws UsageError where a setting cannot be used */
export function prepare(host: Host, quiet = false): Ground {
  const settings = readSettings(settingsSchema, host.env);
  const level = quiet && !host.env.LOG_LEVEL ? "warn" : settings.LOG_LEVEL;
  const logger = createLogger(level, host.stderr, host.stderr.isTTY === true);
  const http: HttpDeps = {
    ...host,
    logger,
    userAgent: `paperboy/${host.version} (self-hosted bot for Hugging Face Daily Papers)`,
  };
  return {
    settings,
    logger,
    huggingFace: createHuggingFace(settings, http),
    arxiv: createArxiv(settings, http),
  };
}

/** Opens the configured store for `work` and closes it behind it. @throws StoreError where it cannot be used */
export async function withStore<T>({ settings }: Ground, work: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore(settings.DATABASE_URL);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The bot on a store. @param speaking how it posts, where platforms are connected */
export function createBotOn(
  store: Store,
  { huggingFace, arxiv, logger, settings }: Ground,
  { clock, version }: Host,
  speaking: Speaking & Pick<BotDeps, "missed"> = {},
): Bot {
  const lookup = createLookup({ huggingFace, arxiv, store, clock });
  const defaultZone = settings.DEFAULT_TIME_ZONE;
  return createBot({ store, lookup, clock, logger, version, defaultZone, ...speaking });
}

/** What deliveries need, on a store. */
export function createDeliverDeps(
  store: Store,
  { huggingFace: source, logger }: Ground,
  host: Host,
): DeliverDeps {
  const { clock, sleep } = host;
  return {
    store,
    clock,
    sleep,
    logger,
    owner: randomUUID(),
    working: new Set(),
    refusals: createRefusals(logger),
    editions: createEditions({ store, clock }),
    freshness: createFreshness({ source, store, clock }),
    ...delivering,
    ...host.delivering,
  };
}

/** Milliseconds: no request takes longer than its timeout, and a lease lasts several of them. */
const delivering: DeliveryTiming = { lease: 60_000, timeout: 10_000, backoff: 15_000, pause: 15_000 };
