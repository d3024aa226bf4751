import type { AdapterModule, ChatAdapter } from "../chat/adapter.ts";
import type { Message } from "../chat/message.ts";
import type { DeliverDeps } from "../delivery/deps.ts";
import type { Edition } from "../delivery/editions/edition.ts";
import { planTelling } from "../delivery/editions/watches.ts";
import { planOne } from "../delivery/plan.ts";
import { deliverDue } from "../delivery/scheduler.ts";
import { UsageError } from "../errors.ts";
import { parseInstant } from "../sources/instant.ts";
import type { DeliveryKey } from "../store/ledger.ts";
import type { Store } from "../store/store.ts";
import { count, quote } from "../text/clean.ts";
import { createDeliverDeps, type Ground, prepare, withStore } from "./app.ts";
import { complain, type Host, print } from "./host.ts";
import { warnOfSettings } from "./odd-settings.ts";
import { configured } from "./run.ts";
import { memoryOf } from "./serve.ts";

export interface DeliverOptions {
  readonly at?: string;
  readonly dryRun?: boolean;
  readonly as?: string;
}

/** Delivers every digest that is due, by the same ledger as the bot, and ends when each has its outcome. @returns the exit status */
export async function deliver(options: DeliverOptions, host: Host): Promise<number> {
  const timed = options.at === undefined ? host : { ...host, clock: clockAt(options.at, host) };
  if (options.as !== undefined && !options.dryRun)
    throw new UsageError("--as goes with --dry-run: paperboy deliver --dry-run --as local");
  const ground = prepare(timed, true);
  await warnOfSettings(timed, ground.logger);
  return withStore(ground, async (store) => {
    const deps = createDeliverDeps(store, ground, timed);
    return options.dryRun ? dryRun(options.as, store, deps, timed) : deliverAll(store, deps, ground, timed);
  });
}

/** A clock that starts at the given time. @throws UsageError for what is no time */
function clockAt(text: string, { clock }: Host): Host["clock"] {
  const at = /^\s*\d{4}-/.test(text) ? parseInstant(text)?.getTime() : undefined;
  if (at === undefined)
    throw new UsageError(
      `${quote(`--at ${text}`)} is not a time: write it as --at ${clock().toISOString().slice(0, 16)}Z`,
    );
  const ahead = at - clock().getTime();
  return () => new Date(clock().getTime() + ahead);
}

async function deliverAll(store: Store, deps: DeliverDeps, ground: Ground, host: Host): Promise<number> {
  const adapters: ChatAdapter[] = [];
  for (const { platform, load } of [
    ...(await configured(host)),
    ...host.adapters.filter(({ needs }) => needs.length === 0),
  ]) {
    const { env, clock } = host;
    adapters.push(
      (await load()).create({
        env,
        clock,
        logger: ground.logger,
        memory: memoryOf(platform, store),
        ended: () => {},
      }),
    );
  }
  let delivered = 0;
  let announced: number | undefined;
  try {
    // What has to wait, for the source or for a platform, is waited for: nobody else may come back to it.
    for (;;) {
      delivered += await deliverDue(adapters, deps, host.stopped);
      // Where a platform refuses the token, the next call is early enough: the ledger keeps what is due.
      const refused = deps.refusals.current();
      const open = adapters.filter(({ platform }) => !refused.has(platform));
      const next = await store.deliveries.nextAt(open.map(({ platform }) => platform));
      if (host.stopped.aborted || next === undefined || next.getTime() > deps.clock().getTime() + longestWait)
        break;
      const wait = next.getTime() - deps.clock().getTime();
      if (wait > 2000 && next.getTime() !== announced)
        complain(
          host,
          `Some deliveries are waiting, as /papers status says; they are tried again in ${Math.round(wait / 1000)} s.`,
        );
      announced = next.getTime();
      // Not all of it at once: the clock may be put forward meanwhile.
      await host.sleep(Math.max(50, Math.min(wait, deps.pause)), host.stopped).catch(() => {});
    }
  } finally {
    await Promise.all(adapters.map((adapter) => adapter.stop()));
  }
  complain(
    host,
    delivered === 0 ? "Nothing is due." : `${count(delivered, "delivery", "deliveries")} taken up.`,
  );
  const refused = [...deps.refusals.current().keys()];
  for (const platform of refused)
    complain(host, `Nothing could be posted to ${platform}; paperboy doctor says what to fix there.`);
  return host.stopped.aborted || refused.length > 0 ? 1 : 0;
}

/** Milliseconds: what is put off for longer than any retry waits is not due yet. */
const longestWait = 15 * 60_000;

/** People whose watches one dry run looks at. */
const mostWatchers = 100_000;

/** One line for each post that would be made now; nothing enters the ledger, and nothing counts as seen. */
async function dryRun(
  as: string | undefined,
  store: Store,
  { editions, freshness }: DeliverDeps,
  host: Host,
): Promise<number> {
  const entry = as === undefined ? undefined : host.adapters.find(({ platform }) => platform === as);
  if (as !== undefined && !entry) {
    const platforms = host.adapters.map(({ platform }) => platform).join(", ");
    throw new UsageError(`${quote(`--as ${as}`)} is no platform here: ${platforms}`);
  }
  const module = await entry?.load();
  let posts = 0;
  const show = ({ channel, kind, date }: DeliveryKey, { parts }: Edition): void => {
    for (const { message } of parts)
      print(host, lineOf(`${channel} ${kind} ${date} ${posts++}`, message, module, host));
  };
  for (const subscription of await store.subscriptions.all()) {
    for (const { kind, date, outcome } of planOne(subscription, host.clock()).slots) {
      const { team, channel, wish } = subscription;
      if (outcome || (await store.deliveries.has({ channel, kind, date }))) continue;
      const key = { team, channel, date };
      const edition =
        kind === "recap"
          ? await editions.recap(key)
          : await editions.digest(key, wish, await freshness(host.stopped));
      show({ channel, kind, date }, edition);
    }
  }
  for (const watcher of await store.watches.due(host.clock(), mostWatchers)) {
    const { telling } = planTelling(watcher, host.clock());
    if (!telling || (await store.deliveries.has(telling))) continue;
    show(telling, await editions.watches(telling, await freshness(host.stopped)));
  }
  if (posts === 0) complain(host, "Nothing would be posted.");
  return 0;
}

function lineOf(key: string, message: Message, module: AdapterModule | undefined, { env }: Host): string {
  if (module) return JSON.stringify(module.preview(message, env));
  const title = message.title ?? message.cards?.[0]?.title ?? message.note ?? "";
  return `${key}: ${title} (${count(message.cards?.length ?? 0, "paper")})`;
}
