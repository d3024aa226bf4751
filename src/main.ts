#!/usr/bin/env node
import { setTimeout } from "node:timers/promises";
import { adapters } from "../adapters/index.ts";
import packageJson from "../package.json" with { type: "json" };
import { readEnvFile } from "./cli/env-file.ts";
import { keepHeapSmall } from "./cli/heap.ts";
import { complain, type Host } from "./cli/host.ts";
import { sayUnwritten, wholeOutput } from "./cli/output.ts";
import { interrupted, runProgram } from "./cli/program.ts";
import { reasonOf } from "./errors.ts";

/** Milliseconds. */
const lingering = 500;

// Here and not in the start script, so that the program needs as little memory however it is started.
keepHeapSmall();

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
}
const stdout = wholeOutput(process.stdout);
for (const out of new Set([stdout, process.stdout])) {
  out.on("error", (error) => {
    const sentence = sayUnwritten(error);
    if (sentence !== undefined) complain(host, sentence);
    process.exit(sentence === undefined ? 0 : 1);
  });
}
// Where the log cannot be written, nobody is left to be told; the bot goes on.
process.stderr.on("error", () => {});

/** The environment wins over the file. @returns the names that the file set */
function take(values: Readonly<Record<string, string>>): readonly string[] {
  const names = Object.keys(values).filter((name) => process.env[name] === undefined);
  for (const name of names) process.env[name] = values[name];
  return names;
}

const host: Host = {
  env: process.env,
  clock: () => new Date(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
  adapters,
  stdin: process.stdin,
  stdout,
  stderr: process.stderr,
  version: packageJson.version,
  stopped: stop.signal,
};

try {
  const { values, bare } = readEnvFile(".env");
  const envFile = { names: take(values), bare };
  process.exitCode = await runProgram(process.argv.slice(2), { ...host, envFile });
} catch (error) {
  complain(host, reasonOf(error));
  process.exitCode = 2;
}
// Calls without an orderly end of their own are still at work when they are interrupted.
if (process.exitCode === interrupted) process.exit();
// Timers that an SDK left behind do not keep a process whose work is done and written.
const leave = (): void => {
  if (stdout.writableLength === 0) process.exit();
};
globalThis.setTimeout(leave, lingering).unref();
