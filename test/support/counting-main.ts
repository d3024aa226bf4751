import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { adapters } from "../../adapters/index.ts";
import packageJson from "../../package.json" with { type: "json" };
import type { AdapterEntry } from "../../src/chat/adapter.ts";
import { runProgram } from "../../src/cli/program.ts";
import type { DeliveryTiming } from "../../src/delivery/deps.ts";
import { jumpedBy } from "./crash/jumps.ts";

// The program as src/main.ts starts it, with one more adapter, another clock and less patience; the environment says which:
// ADAPTER: the file whose `entry` is the adapter's line in the registry.
// CLOCK_AHEAD: milliseconds by which the clock is ahead, the same for every process that runs at a time.
// CLOCK_FILE: says by how much more it is ahead at the moment: whoever writes it sets the clock of every process.
// PATIENCE: lease, timeout, backoff and pause as JSON.
// KILL_STEP: where the process ends itself, "before post:2" at the second post.
const { ADAPTER = "", CLOCK_AHEAD = "0", CLOCK_FILE = "", PATIENCE = "{}", KILL_STEP = "" } = process.env;

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
}

const [, deadly, nth] = /^(.+):(\d+)$/.exec(KILL_STEP) ?? [];
let passed = 0;

function tell(what: string): void {
  // Where the parent is gone there is nobody to tell.
  if (process.connected) process.send?.(what, undefined, undefined, () => {});
}

/** Tells the parent how far it is, and ends the process where it has to end: no cleaning up, as in a power cut. */
const step: DeliveryTiming["step"] = async (name) => {
  tell(name);
  if (name !== deadly || ++passed !== Number(nth)) return;
  process.kill(process.pid, "SIGKILL");
  await new Promise(() => {});
};

let isRead = false;
/** Tells the parent when it is read first: `--at` is measured by that. */
function clock(): Date {
  if (!isRead) tell("clock");
  isRead = true;
  return new Date(Date.now() + Number(CLOCK_AHEAD) + jumpedBy(CLOCK_FILE));
}

// A parent that was killed itself leaves nobody behind who goes on trying.
process.once("disconnect", () => process.exit(1));
process.channel?.unref();
tell("ready");
const { entry } = (await import(pathToFileURL(ADAPTER).href)) as { readonly entry: AdapterEntry };

process.exitCode = await runProgram(process.argv.slice(2), {
  env: process.env,
  clock,
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
  adapters: [entry, ...adapters.filter(({ platform }) => platform !== entry.platform)],
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  version: packageJson.version,
  delivering: { ...(JSON.parse(PATIENCE) as Partial<DeliveryTiming>), step },
  stopped: stop.signal,
});
