import { create } from "../../adapters/slack/index.ts";
import type { Pace } from "../../adapters/slack/turns.ts";
import type { AdapterMemory, Bot, ChatAdapter, ContactChange } from "../../src/chat/adapter.ts";
import { keepContact } from "../../src/cli/contact.ts";
import type { Clock } from "../../src/clock.ts";
import type { Environment } from "../../src/config.ts";
import { aScene, type Scene, type SceneOptions } from "./bot.ts";
import { listeningLogger, memoryIn, useScenes } from "./edge.ts";
import { startSlack } from "./slack/server.ts";
import type { SlackOptions, SlackServer } from "./slack/types.ts";

export interface SlackScene {
  readonly slack: SlackServer;
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

export interface SlackSceneOptions extends SceneOptions {
  readonly slack?: SlackOptions;
  readonly env?: Environment;
  /** In place of the real core. */
  readonly bot?: Bot;
  /** How quickly it posts; without waiting, where nothing else is said. */
  readonly pace?: Pace;
  /** The adapter's; the real one where absent. */
  readonly clock?: Clock;
  /** In place of what the adapter keeps for itself in `memory`. */
  readonly keeping?: AdapterMemory;
  /** Not started: it posts and looks, and does not listen. */
  readonly idle?: boolean;
}

/** The real core and the real Slack adapter, Bolt included, on a workspace of the loopback Slack. Posts need not wait their second. */
export async function aSlackScene(options: SlackSceneOptions = {}): Promise<SlackScene> {
  const slack = await startSlack(options.slack);
  const memory = new Map<string, string>();
  const logged: string[] = [];
  const informed: string[] = [];
  const ended: (Error | undefined)[] = [];
  const clock = options.clock ?? (() => new Date());
  const logger = listeningLogger(logged, informed);
  const deps = {
    env: { ...slack.env, ...options.env },
    clock,
    logger,
    memory: options.keeping ?? memoryIn(memory),
    ended: (reason?: Error) => void ended.push(reason),
    contact: (change: ContactChange) => contact.changed(change),
  };
  const { pace = { channel: 0, workspace: 0, patience: 1000, request: 6000 } } = options;
  let adapter = create(deps, pace);
  const scene = await aScene({
    ...options,
    post: (place, message, key) => adapter.post(place, message, key),
    find: (place, key, since) => adapter.find(place, key, since),
    edit: (post, message) => adapter.edit(post, message),
  });
  const contact = keepContact("slack", { store: scene.store, clock, logger });
  const start = async (): Promise<void> => {
    if (!options.idle) await adapter.start(options.bot ?? scene.bot);
  };
  await start();
  return {
    slack,
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
      adapter = create(deps, pace);
      await start();
    },
    async stop() {
      await adapter.stop();
      await slack.stop();
    },
  };
}

/** Scenes for a test file, closed behind each test. */
export const useSlack = (): ((options?: SlackSceneOptions) => Promise<SlackScene>) =>
  useScenes(aSlackScene, ({ slack }) => slack.refused);
