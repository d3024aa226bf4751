import type { AdapterEntry } from "../chat/adapter.ts";
import { bareValue, checkSettings, settingsSchema } from "../config.ts";
import { prepare, withStore } from "./app.ts";
import type { Host } from "./host.ts";
import { findOddSettings, warnOfSettings } from "./odd-settings.ts";
import { converse, refresh } from "./serve.ts";
import { runTerminal } from "./terminal.ts";

const patience = 60_000;

/** The bot: every platform whose settings are there; with none, the terminal chat. @returns the exit status */
export async function run(host: Host): Promise<number> {
  const named = await configured(host);
  const [chat] = named.length > 0 ? [] : host.adapters.filter(({ needs }) => needs.length === 0);
  const ground = prepare(host, chat !== undefined);
  await warnOfSettings(host, ground.logger);
  return withStore(ground, async (store) => {
    if (chat?.home) return runTerminal(host, ground, store, chat, chat.home);
    const trouble = await refresh(host, ground, store, patience);
    if (trouble !== undefined) ground.logger.warn(`${trouble}; going on with what is stored`);
    return converse(host, ground, store, named, { collect: true });
  });
}

/**
 * The platforms whose settings are there, and right.
 * @throws UsageError that names every problem; also where a platform has some of its settings and not all
 */
export async function configured(host: Host): Promise<readonly AdapterEntry[]> {
  const { adapters, env } = host;
  const isGiven = (name: string): boolean => bareValue(env[name] ?? "") !== "";
  const named = adapters.filter(({ needs }) => needs.some((line) => line.every(isGiven)));
  const halves = adapters
    .filter(
      (entry) =>
        !named.includes(entry) && entry.needs.flat().some((name) => isGiven(name) && isOwn(name, entry)),
    )
    .map((entry) => sayMissing(entry, isGiven));
  const schemas = await Promise.all(named.map(async ({ load }) => (await load()).settings));
  const all = [settingsSchema, ...schemas.filter((schema) => schema !== undefined)];
  // A setting that is missing may be there under a name that is nearly its own.
  const odd = halves.length > 0 ? await findOddSettings(host) : [];
  checkSettings(all, env, [...halves, ...odd]);
  return named;
}

/** Whether a setting is the platform's alone: others, such as PORT, may be set for whatever else runs on the machine. */
function isOwn(name: string, { platform }: AdapterEntry): boolean {
  return name.toLowerCase().startsWith(`${platform}_`);
}

/** What half a configuration lacks, by each way of switching the platform on that takes no more than another. */
function sayMissing({ platform, needs }: AdapterEntry, isGiven: (name: string) => boolean): string {
  const missing = needs.map((line) => line.filter((name) => !isGiven(name)));
  const ways = missing.filter(
    (way) => !missing.some((other) => other.length < way.length && other.every((name) => way.includes(name))),
  );
  const said = ways.map((way) => way.join(" and ")).join(", or ");
  return `${platform} also needs ${said}: set it in the environment or in .env.`;
}
