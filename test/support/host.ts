import { join } from "node:path";
import { PassThrough } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type {
  AdapterDeps,
  AdapterEntry,
  AdapterModule,
  Bot,
  ChatAdapter,
  ContactChange,
} from "../../src/chat/adapter.ts";
import type { Message } from "../../src/chat/message.ts";
import type { Host } from "../../src/cli/host.ts";
import { tempFolder } from "./open-store.ts";

export interface TestHost extends Host {
  /** What stands on standard error by now. */
  complaints(): string;
  /** Asks the process to end. */
  stop(): void;
}

/** A process in name: its own environment, platforms and standard error, and sources out of reach. */
export function aHost(
  adapters: readonly AdapterEntry[],
  env: Record<string, string> = {},
  over: Partial<Host> = {},
): TestHost {
  const stopping = new AbortController();
  const stderr = new PassThrough();
  let written = "";
  stderr.setEncoding("utf8").on("data", (text: string) => {
    written += text;
  });
  const nowhere = "http://127.0.0.1:4";
  return {
    env: {
      HF_ENDPOINT: nowhere,
      ARXIV_ENDPOINT: nowhere,
      DATABASE_URL: join(tempFolder(), "paperboy.db"),
      ...env,
    },
    clock: () => new Date("2026-11-20T08:00:00Z"),
    sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
    adapters,
    stdin: new PassThrough() as unknown as NodeJS.ReadStream,
    stdout: new PassThrough() as unknown as NodeJS.WriteStream,
    stderr: stderr as unknown as NodeJS.WriteStream,
    version: "1.2.3",
    stopped: stopping.signal,
    ...over,
    complaints: () => written,
    stop: () => stopping.abort(new Error("stopped by a test")),
  };
}

export interface TestPlatform {
  readonly entry: AdapterEntry;
  /** Whether it began to listen, and whether it was stopped. */
  readonly isStarted: () => boolean;
  readonly isStopped: () => boolean;
  /** What was posted there. */
  readonly posts: { readonly place: string; readonly message: Message }[];
  /** The bot that it was started with. */
  readonly bot: Promise<Bot>;
  /** It reaches the bot, or does not. */
  contact(change: ContactChange): void;
  /** It cannot or need not go on. */
  end(reason?: Error): void;
}

/** A platform that is switched on by its token, and does nothing by itself. */
export function aPlatform(
  platform: string,
  start: () => Promise<void> = async () => {},
  over: Partial<AdapterEntry> & Partial<AdapterModule> = {},
): TestPlatform {
  const posts: TestPlatform["posts"] = [];
  const bot = Promise.withResolvers<Bot>();
  let isStarted = false;
  let isStopped = false;
  let deps: AdapterDeps | undefined;
  const create = (given: AdapterDeps): ChatAdapter => {
    deps = given;
    return {
      platform,
      async start(started) {
        isStarted = true;
        bot.resolve(started);
        await start();
      },
      post: async (place, message) => `${platform}:post/${posts.push({ place, message })}`,
      edit: async () => {},
      find: async () => "absent",
      reactions: async () => undefined,
      async stop() {
        isStopped = true;
      },
    };
  };
  return {
    entry: {
      platform,
      needs: [[`${platform.toUpperCase()}_TOKEN`]],
      load: async () => ({ create, preview: (message) => message, ...over }),
      ...over,
    },
    isStarted: () => isStarted,
    isStopped: () => isStopped,
    posts,
    bot: bot.promise,
    contact: (change) => deps?.contact?.(change),
    end: (reason) => deps?.ended(reason),
  };
}
