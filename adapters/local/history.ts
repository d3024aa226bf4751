import type { AdapterDeps } from "../../src/chat/adapter.ts";
import { me } from "./listen.ts";

/** Under the person's id, so that it goes when they are forgotten. */
const key = `history ${me}`;
/** Where earlier versions kept it. */
const formerKey = "history";

export interface History {
  /** The lines of former sessions, the newest first. */
  read(): Promise<string[]>;
  /** @param lines the reader's own list, which it goes on with */
  keep(lines: string[]): void;
  /** Takes what was typed from the reader, too, where the person at the terminal was forgotten. */
  forget(): Promise<void>;
}

/** The lines that were typed, for arrow up, kept from one session to the next. */
export function createHistory({ memory, logger }: Pick<AdapterDeps, "memory" | "logger">): History {
  let current: string[] = [];
  let keeping = Promise.resolve();
  return {
    async read() {
      try {
        const former = await memory.get(formerKey);
        if (former !== undefined && former !== "[]") {
          await memory.set(key, former);
          await memory.set(formerKey, "[]");
        }
        return JSON.parse((await memory.get(key)) ?? "[]");
      } catch (error) {
        logger.warn({ err: error }, "the history could not be read");
        return [];
      }
    },
    keep(lines) {
      current = lines;
      keeping = memory
        .set(key, JSON.stringify(lines))
        .catch((error) => logger.warn({ err: error }, "the history was not kept"));
    },
    async forget() {
      await keeping;
      const kept = await memory.get(key).catch(() => "unknown");
      if (kept === undefined) current.length = 0;
    },
  };
}
