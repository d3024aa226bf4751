import { createBot } from "../bot.ts";
import type { Bot } from "../chat/adapter.ts";
import { createLookup } from "../commands/lookup.ts";
import { readSettings, type Settings, settingsSchema } from "../config.ts";
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

/** The bot on a store. */
export function createBotOn(
  store: Store,
  { huggingFace, arxiv, logger }: Ground,
  { clock, version }: Host,
): Bot {
  return createBot({
    store,
    lookup: createLookup({ huggingFace, arxiv, store, clock }),
    clock,
    logger,
    version,
  });
}
