import { afterEach, expect } from "vitest";
import type { AdapterMemory, Bot } from "../../src/chat/adapter.ts";
import type { Incoming, Reply } from "../../src/chat/incoming.ts";
import type { Logger } from "../../src/logger.ts";
import type { Scene } from "./bot.ts";

/** A core that does just this. */
export function botThat(handle: (incoming: Incoming) => Promise<Reply | undefined>): Bot {
  return { commands: [], suggest: async () => [], complete: async () => [], handle };
}

/** What an adapter keeps for itself, in a map. */
export function memoryIn(kept: Map<string, string>): AdapterMemory {
  return {
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
    clear: async () => kept.clear(),
  };
}

/** A log whose warnings and errors can be read, and what it says besides. */
export function listeningLogger(logged: string[], informed: string[] = []): Logger {
  const into =
    (lines: string[]) =>
    (entry: unknown, line = ""): void => {
      const error = typeof entry === "object" && entry !== null && "err" in entry ? String(entry.err) : "";
      lines.push(`${JSON.stringify(entry)} ${error} ${line}`);
    };
  const write = into(logged);
  return { debug: () => {}, info: into(informed), warn: write, error: write } as unknown as Logger;
}

interface Edge {
  readonly scene: Scene;
  readonly logged: readonly string[];
  stop(): Promise<void>;
}

/**
 * Opens scenes in a test file and closes each behind its test. The platform must have had nothing to refuse, and nothing may have been
 * logged as a warning but what the test took out.
 */
export function useScenes<Options, S extends Edge>(
  open: (options?: Options) => Promise<S>,
  refusedBy: (scene: S) => readonly string[],
): (options?: Options) => Promise<S> {
  const scenes: S[] = [];
  afterEach(async () => {
    for (const one of scenes.splice(0)) {
      await one.stop();
      expect(refusedBy(one)).toEqual([]);
      expect(one.scene.errors).toEqual([]);
      expect(one.logged).toEqual([]);
    }
  });
  return async (options) => {
    const scene = await open(options);
    scenes.push(scene);
    return scene;
  };
}
