import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { openStore } from "../../src/store/sqlite/index.ts";
import { at, openForTest, tempFolder } from "../support/open-store.ts";
import { aSubscription } from "../support/subscriptions.ts";

test("two connections to one file claim each delivery once between them", async () => {
  const file = join(tempFolder(), "paperboy.db");
  const two = [await openForTest(() => openStore(file)), await openForTest(() => openStore(file))];
  const channels = Array.from({ length: 40 }, (_, i) => `slack:T1/C${i}`);
  for (const channel of channels) {
    await two[0]?.subscriptions.save(aSubscription({ channel }), {
      at: at(0),
      by: "Ana",
      what: "subscribed",
    });
    const slots = [{ kind: "digest" as const, date: "2026-11-19", dueAt: at(8) }];
    await two[1]?.subscriptions.plan([{ channel, slots, plan: { plannedAt: at(8) } }]);
  }
  const claimed: string[] = [];
  const claimAll = async (owner: number): Promise<void> => {
    for (;;) {
      const delivery = await two[owner % 2]?.deliveries.claim(`process ${owner}`, "slack", at(8), 60_000);
      if (!delivery) return;
      claimed.push(delivery.channel);
    }
  };
  await Promise.all([0, 1, 2, 3].map(claimAll));
  expect(claimed.toSorted()).toEqual(channels.toSorted());
});

/** Another process in small: it writes, says so, and commits a moment later. */
const writer = `
  const { parentPort, workerData } = require("node:worker_threads");
  const db = require(workerData.sqlite)(workerData.file);
  db.exec("BEGIN IMMEDIATE; INSERT INTO memory (platform, key, value) VALUES ('discord', 'commands', '')");
  parentPort.postMessage("begun");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  db.exec("COMMIT");
`;

test("an outage is noted though another process writes at that moment", async () => {
  const file = join(tempFolder(), "paperboy.db");
  const { contacts } = await openForTest(() => openStore(file));
  const sqlite = createRequire(import.meta.url).resolve("better-sqlite3");
  const worker = new Worker(writer, { eval: true, workerData: { file, sqlite } });
  const ended = once(worker, "exit");
  await once(worker, "message");
  await contacts.record("slack", { state: "lost", at: at(1) });
  await ended;
  expect(await contacts.all()).toMatchObject([{ platform: "slack", state: "lost" }]);
});
