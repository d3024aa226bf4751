/**
 * 10,000 subscriptions due in the same minute: CPU time to compose, peak memory, posts a second against a loopback platform without
 * a rate limit; and, in the same run, the yardstick: the same number of bare posts without ledger and composing.
 *
 *   npm run bench:deliver [-- 10000]
 */

import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChatAdapter } from "../src/chat/adapter.ts";
import { usualWish } from "../src/commands/wish.ts";
import type { Logger } from "../src/logger.ts";
import { createEditions } from "../src/schedule/edition.ts";
import { deliverDue } from "../src/schedule/scheduler.ts";
import { openStore } from "../src/store/sqlite/index.ts";
import { papers } from "../test/support/builders.ts";

const n = Number(process.argv[2] ?? 10_000);
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
const days = ["2026-11-18", "2026-11-19", "2026-11-20"];
await store.papers.upsert(
  papers(150, (i) => ({ upvotes: (i * 37) % 100, listDays: [days[i % 3] ?? ""] })),
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
const sample = (await editions.digest(key(0), usualWish("Europe/Berlin"), {})).parts[0]?.message;
const deps = {
  store,
  clock,
  sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, ms).unref()),
  logger,
  owner: "bench",
  editions: createEditions({ store, clock }),
  freshness: async () => ({}),
  lease: 60_000,
  timeout: 10_000,
  backoff: 15_000,
  pause: 15_000,
};
const delivering = await measure(() => deliverDue([adapter], deps, new AbortController().signal));
const delivered = posted;
const bare = await measure(async () => {
  const hands = Array.from({ length: 16 }, async (_, hand) => {
    for (let i = hand; i < n; i += 16) await post(sample);
  });
  await Promise.all(hands);
});
clearInterval(watch);
server.close();
await store.close();

const perSecond = (work: { wall: number }) => Math.round(n / work.wall);
print(`subscriptions ${n}, delivered ${delivered}`);
print(`compose  ${composing.cpu.toFixed(2)} s CPU, ${((composing.cpu / n) * 1e6).toFixed(0)} µs each`);
print(
  `deliver  ${delivering.wall.toFixed(1)} s, ${delivering.cpu.toFixed(1)} s CPU, ${perSecond(delivering)} posts/s`,
);
print(
  `bare     ${bare.wall.toFixed(1)} s, ${bare.cpu.toFixed(1)} s CPU, ${perSecond(bare)} posts/s (yardstick)`,
);
print(`ratio    ${(delivering.wall / bare.wall).toFixed(2)} of the yardstick's time`);
print(`memory   ${Math.round(before / 1e6)} MB before, ${Math.round(peak / 1e6)} MB at its peak`);
