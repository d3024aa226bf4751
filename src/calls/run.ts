import type { AdapterEntry } from "../chat/adapter.ts";
import { UsageError } from "../errors.ts";
import { converse, refresh } from "./converse.ts";
import type { Host } from "./host.ts";
import { runTerminal } from "./terminal.ts";
import { prepare, withStore } from "./world.ts";

const patience = 60_000;

/** The bot: every platform whose settings are there; with none, the terminal chat. @returns the exit status */
export async function run(host: Host): Promise<number> {
  const entries = configured(host);
  const [chat] = entries.filter(({ needs }) => needs.length === 0);
  const ground = prepare(host, chat !== undefined);
  return withStore(ground, async (store) => {
    if (chat?.home) return runTerminal(host, ground, store, chat, chat.home);
    const trouble = await refresh(host, ground, store, patience);
    if (trouble !== undefined) ground.logger.warn(`${trouble}; going on with what is stored`);
    return converse(host, ground, store, entries, { collect: true });
  });
}

/** @throws UsageError where a platform has some of its settings and not all */
function configured({ adapters, env }: Host): readonly AdapterEntry[] {
  const given = (name: string): boolean => Boolean(env[name]?.trim());
  const half = adapters.find(({ needs }) => needs.some(given) && !needs.every(given));
  if (half) {
    const missing = half.needs.filter((name) => !given(name)).join(" and ");
    throw new UsageError(`${half.platform} also needs ${missing}: set it in the environment or in .env.`);
  }
  const named = adapters.filter(({ needs }) => needs.length > 0 && needs.every(given));
  return named.length > 0 ? named : adapters.filter(({ needs }) => needs.length === 0);
}
