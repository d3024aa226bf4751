import { create } from "../../adapters/discord/index.ts";
import type { AdapterMemory, Bot, ChatAdapter, ContactChange } from "../../src/chat/adapter.ts";
import { keepContact } from "../../src/cli/contact.ts";
import type { Clock } from "../../src/clock.ts";
import type { Environment } from "../../src/config.ts";
import { aScene, type Scene, type SceneOptions } from "./bot.ts";
import { startDiscord } from "./discord/server.ts";
import type { DiscordOptions, DiscordServer } from "./discord/types.ts";
import { listeningLogger, memoryIn, useScenes } from "./edge.ts";

export interface DiscordScene {
  readonly discord: DiscordServer;
  readonly scene: Scene;
  readonly adapter: ChatAdapter;
  /** What the adapter keeps for itself. */
  readonly memory: ReadonlyMap<string, string>;
  /** Everything that was logged as a warning or worse. */
  readonly logged: string[];
  /** What was logged besides. */
  readonly informed: readonly string[];
  /** Why the adapter ended by itself, where it did. */
  readonly ended: (Error | undefined)[];
  /** The program stops and starts again, on the same store. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface DiscordSceneOptions extends SceneOptions {
  readonly discord?: DiscordOptions;
  readonly env?: Environment;
  /** In place of the real core. */
  readonly bot?: Bot;
  /** The adapter's; the real one where absent. */
  readonly clock?: Clock;
  /** In place of what the adapter keeps for itself in `memory`. */
  readonly keeping?: AdapterMemory;
  /** Not started: it posts and looks, and does not listen. */
  readonly idle?: boolean;
  /** Milliseconds until a request is given up. */
  readonly timeout?: number;
}

/** The real core and the real Discord adapter, discord.js included, in a server of the loopback Discord. */
async function aDiscordScene(options: DiscordSceneOptions = {}): Promise<DiscordScene> {
  const discord = await startDiscord(options.discord);
  const memory = new Map<string, string>();
  const logged: string[] = [];
  const informed: string[] = [];
  const ended: (Error | undefined)[] = [];
  const clock = options.clock ?? (() => new Date());
  const logger = listeningLogger(logged, informed);
  const deps = {
    env: { ...discord.env, ...options.env },
    clock,
    logger,
    memory: options.keeping ?? memoryIn(memory),
    ended: (reason?: Error) => void ended.push(reason),
    contact: (change: ContactChange) => contact.changed(change),
  };
  let adapter = create(deps, options.timeout);
  const scene = await aScene({
    ...options,
    post: (place, message, key) => adapter.post(place, message, key),
    find: (place, key, since) => adapter.find(place, key, since),
    edit: (post, message) => adapter.edit(post, message),
  });
  const contact = keepContact("discord", { store: scene.store, clock, logger });
  const start = async (): Promise<void> => {
    if (!options.idle) await adapter.start(options.bot ?? scene.bot);
  };
  await start();
  return {
    discord,
    scene,
    get adapter() {
      return adapter;
    },
    memory,
    logged,
    informed,
    ended,
    async restart() {
      await adapter.stop();
      adapter = create(deps, options.timeout);
      await start();
    },
    async stop() {
      await adapter.stop();
      await discord.stop();
    },
  };
}

/** Scenes for a test file, closed behind each test. */
export const useDiscord = (): ((options?: DiscordSceneOptions) => Promise<DiscordScene>) =>
  useScenes(aDiscordScene, ({ discord }) => discord.refused);
