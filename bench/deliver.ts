/**
 * 10,000 subscriptions due in the same minute, and people who are told of what they watch: CPU time to compose, peak memory, posts a
 * second against a loopback platform without a rate limit; and, in the same run, the yardstick: the same number of bare posts without
 * ledger and composing.
 *
 *   npm run bench:deliver [-- 10000 [1000]]
 */

import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { weekdaysBack } from "../src/calendar/days.ts";
import type { ChatAdapter } from "../src/chat/adapter.ts";
import { usualWish } from "../src/commands/channel/wish.ts";
import { createEditions } from "../src/delivery/editions/digest.ts";
import { planWatches } from "../src/delivery/editions/watches.ts";
import { createRefusals } from "../src/delivery/refusals.ts";
import { deliverDue } from "../src/delivery/scheduler.ts";
import type { Logger } from "../src/logger.ts";
import type { DeliveryKey } from "../src/store/ledger.ts";
import { openStore } from "../src/store/sqlite/index.ts";
import { papers } from "../test/support/builders.ts";

const n = Number(process.argv[2] ?? 10_000);
/** People who watch: each one query in messages, and one in the digests of their team. */
const watchers = Number(process.argv[3] ?? 1000);
const at = new Date("2026-11-20T08:00:30Z");
const print = (line: string) => process.stdout.write(`${line}\n`);
const silent = () => {};
const logger = {
  debug: silent,
  info: silent,
  warn: silent,
  error: (entry: unknown) => print(JSON.stringify(entry)),
} as unknown as Logger;

const server = createServer((request, response) => {
  request.resume().on("end", () => response.end("ok"));
}).listen(0, "127.0.0.1");
await new Promise((done) => server.once("listening", done));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

let posted = 0;
const post = async (message: unknown): Promise<void> => {
  await (await fetch(url, { method: "POST", body: JSON.stringify(message) })).text();
  posted++;
};
const adapter = {
  platform: "bench",
  post: async (_place: string, message: unknown) => {
    await post(message);
    return `bench:${posted}`;
  },
  find: async () => "absent",
} as unknown as ChatAdapter;

const store = openStore(join(mkdtempSync(join(tmpdir(), "paperboy-bench-")), "paperboy.db"));
// Three list days of 50 papers for the digests, and as many again on each weekday of the fortnight that watches look through.
const days = [...weekdaysBack("2026-11-20", "2026-11-07")];
const words = ["robots", "diffusion", "agents", "speech", "proteins", "graphs", "video"];
await store.papers.upsert(
  papers(50 * days.length, (i) => ({
    title: `Paper number ${i} about ${words[i % 7]}`,
    abstract: abstract(i),
    upvotes: (i * 37) % 100,
    listDays: [days[i % days.length] ?? ""],
  })),
  at,
);
for (let i = 0; i < n; i++) {
  const wish = { ...usualWish("Europe/Berlin"), top: 5 + (i % 4) };
  const channel = `bench:team${i % 100}/c${i}`;
  await store.subscriptions.save(
    {
      team: `bench:team${i % 100}`,
      channel,
      wish,
      since: new Date("2026-11-19T12:00:00Z"),
      subscriber: "bench:x/y",
    },
    { at, by: "bench", what: "subscribed" },
  );
}

for (let i = 0; i < watchers; i++) {
  const team = `bench:team${i % 100}`;
  const user = `${team}/u${i}`;
  await store.people.know(user, `Person ${i}`);
  await store.watches.add({ team, user, query: `${words[i % 7]} min:90`, tell: "dm" }, [], at);
  await store.watches.add({ team, user, query: words[(i * 3) % 7] ?? "", tell: "digest" }, [], at);
  await store.watches.plan({ team, user, zone: "Europe/Berlin" }, new Date("2026-11-20T08:00:00Z"));
}

let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 50);

/** Runs one piece of work and says what it cost. */
async function measure(work: () => Promise<unknown>): Promise<{ wall: number; cpu: number }> {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - wall) / 1000, cpu: (user + system) / 1_000_000 };
}

const clock = () => at;
/** As long as most are: 1,300 characters. */
function abstract(i: number): string {
  return Array.from({ length: 180 }, (_, word) => `${words[(i + word) % 5]}${(i * word) % 97}`).join(" ");
}

const editions = createEditions({ store, clock });
const key = (i: number) => ({
  team: `bench:team${i % 100}`,
  channel: `bench:team${i % 100}/c${i}`,
  date: "2026-11-20",
});
const before = process.memoryUsage().rss;
const composing = await measure(async () => {
  for (let i = 0; i < n; i++)
    await editions.digest(key(i), { ...usualWish("Europe/Berlin"), top: 5 + (i % 4) }, {});
});
const matching = await measure(async () => {
  for (let i = 0; i < watchers; i++)
    await editions.watches({ ...key(i), channel: `bench:team${i % 100}/u${i}` }, {});
});
const sample = (await editions.digest(key(0), usualWish("Europe/Berlin"), {})).parts[0]?.message;
const deps = {
  store,
  clock,
  sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, ms).unref()),
  logger,
  owner: "bench",
  working: new Set<DeliveryKey>(),
  refusals: createRefusals(logger),
  editions: createEditions({ store, clock }),
  freshness: async () => ({}),
  lease: 60_000,
  timeout: 10_000,
  backoff: 15_000,
  pause: 15_000,
};
const planning = await measure(() => planWatches(store, at));
const delivering = await measure(() => deliverDue([adapter], deps, new AbortController().signal));
const delivered = posted;
const bare = await measure(async () => {
  const hands = Array.from({ length: 16 }, async (_, hand) => {
    for (let i = hand; i < delivered; i += 16) await post(sample);
  });
  await Promise.all(hands);
});
clearInterval(watch);
server.close();
await store.close();

const perSecond = (work: { wall: number }) => Math.round(delivered / work.wall);
const sayEach = ({ cpu }: { cpu: number }, of: number) =>
  `${cpu.toFixed(2)} s CPU, ${of === 0 ? 0 : ((cpu / of) * 1e6).toFixed(0)} µs each`;
print(`subscriptions ${n}, people who watch ${watchers}, delivered ${delivered}`);
print(`compose  ${sayEach(composing, n)}`);
print(`match    ${sayEach(matching, watchers)}`);
print(`plan     ${planning.wall.toFixed(2)} s for the people who watch`);
print(
  `deliver  ${delivering.wall.toFixed(1)} s, ${delivering.cpu.toFixed(1)} s CPU, ${perSecond(delivering)} posts/s`,
);
print(
  `bare     ${bare.wall.toFixed(1)} s, ${bare.cpu.toFixed(1)} s CPU, ${perSecond(bare)} posts/s (yardstick)`,
);
print(`ratio    ${(delivering.wall / bare.wall).toFixed(2)} of the yardstick's time`);
print(`memory   ${Math.round(before / 1e6)} MB before, ${Math.round(peak / 1e6)} MB at its peak`);
