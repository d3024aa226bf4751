import { type ChildProcess, spawn } from "node:child_process";
import { on, once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { collect } from "../program.ts";
import { type Jump, jump } from "./jumps.ts";
import type { World } from "./world.ts";

/**
 * When a process is killed: at the n-th time it comes to a step; or milliseconds after it began to work, or was started. With
 * `sleep` it is stopped for so long instead and then goes on, as on a computer that was shut for the night.
 */
export type Kill =
  | { readonly step: string; readonly nth: number }
  | { readonly after: "work" | "start"; readonly ms: number; readonly sleep?: number };

/** How a process runs. */
export interface Run {
  /** The call, with its options; none is the bot. */
  readonly words: readonly string[];
  /** Milliseconds by which its clock is ahead. */
  readonly ahead: number;
  /** Milliseconds; longer than what holds up two processes that share a machine. */
  readonly lease: number;
  readonly kill?: Kill;
  /** How the wall clock is set once the process works. */
  readonly jumps?: readonly Jump[];
  /** The bot is asked to end once this is so. */
  readonly isOver?: () => boolean;
}

const main = fileURLToPath(new URL("../counting-main.ts", import.meta.url));
/** Milliseconds until a process that does not end counts as one that never will. */
const patience = 120_000;
/** Milliseconds until a process that comes to no step has nothing to do. */
const idle = 500;
/** Milliseconds between looks at a bot. */
const glance = 40;

/**
 * Runs the program until it ends or is killed.
 * @returns what it told last before it was killed, or put to sleep
 * @throws Error where it ends in another way than it should
 */
export async function runOnce(
  world: World,
  run: Run,
): Promise<{ readonly killed: boolean; readonly metAt?: string }> {
  const { kill, jumps, isOver } = run;
  const child = start(world, run);
  const written = collect(child);
  let last = "start";
  child.on("message", (message) => {
    if (message !== "clock") last = String(message);
  });
  const ended = once(child, "exit").then(([status, signal]) => ({ status, signal }));
  const over = new AbortController();
  const limit = wait(patience, "timeout" as const, { signal: over.signal });
  let sleptAt: string | undefined;
  const tasks = [
    killLater(child, kill, over.signal, () => {
      sleptAt = last;
    }),
    jumpLater(child, world.clock, jumps, over.signal),
    endLater(child, isOver, over.signal),
  ];
  const end = await Promise.race([ended, limit]);
  over.abort();
  await Promise.allSettled([...tasks, limit]);
  if (end === "timeout") {
    child.kill("SIGKILL");
    throw new Error(`${nameOf(run)} did not end in ${patience} ms: ${written().stderr}`);
  }
  if (end.signal === "SIGKILL" && kill) return { killed: true, metAt: last };
  if (end.status !== 0) throw new Error(`${nameOf(run)} ended with ${end.status}: ${written().stderr}`);
  return sleptAt === undefined ? { killed: false } : { killed: false, metAt: sleptAt };
}

/** What the program answers to a line in a channel. */
export async function ask(world: World, line: string, channel: string, ahead: number): Promise<string> {
  const child = start(world, { words: ["ask", "--json", "--channel", channel, line], ahead, lease: 1000 });
  const written = collect(child);
  await once(child, "close");
  return written().stdout;
}

function start(
  { clock, database, folder, platform }: World,
  { words, ahead, lease, kill }: Run,
): ChildProcess {
  const env = {
    PATH: process.env.PATH ?? "",
    DATABASE_URL: database,
    HF_ENDPOINT: "http://127.0.0.1:4",
    ARXIV_ENDPOINT: "http://127.0.0.1:4",
    DEFAULT_TIME_ZONE: "UTC",
    ADAPTER: platform.adapter,
    CLOCK_AHEAD: String(ahead),
    CLOCK_FILE: clock,
    PATIENCE: JSON.stringify({ lease, timeout: 300, backoff: 20, pause: 50 }),
    ...(kill && "step" in kill ? { KILL_STEP: `${kill.step}:${kill.nth}` } : {}),
    // What is not compiled again is time for kills.
    NODE_COMPILE_CACHE: join(folder, "compiled"),
    ...platform.env,
  };
  return spawn(process.execPath, [main, ...words], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

async function killLater(
  child: ChildProcess,
  kill: Kill | undefined,
  signal: AbortSignal,
  slept: () => void,
): Promise<void> {
  if (!kill || "step" in kill) return;
  // By the clock alone most kills would meet the start.
  if (kill.after === "work") await told(child, isStep, signal);
  await wait(kill.ms, undefined, { signal });
  if (kill.sleep === undefined) return void child.kill("SIGKILL");
  if (!child.kill("SIGSTOP")) return;
  slept();
  await wait(kill.sleep);
  child.kill("SIGCONT");
}

async function jumpLater(
  child: ChildProcess,
  file: string,
  jumps: readonly Jump[] | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (!jumps) return;
  await told(child, (message) => message === "clock", signal);
  // Where everything waits for a later hour, from which the clock was set back, there is no step to wait for.
  const step = told(child, isStep, signal);
  await Promise.race([step, wait(idle, undefined, { signal })]);
  step.catch(() => {});
  await jump(file, jumps, signal);
}

async function endLater(
  child: ChildProcess,
  isOver: (() => boolean) | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (!isOver) return;
  // Asked before it listens for signals, a process would just be gone.
  await told(child, () => true, signal);
  while (!isOver()) await wait(glance, undefined, { signal });
  child.kill("SIGTERM");
}

const isStep = (message: unknown): boolean => message !== "ready" && message !== "clock";

/** Waits for a message of the process: "ready", "clock" when it reads the time first, and the name of each step. */
async function told(
  child: ChildProcess,
  isWanted: (message: unknown) => boolean,
  signal: AbortSignal,
): Promise<void> {
  for await (const [message] of on(child, "message", { signal })) if (isWanted(message)) return;
}

function nameOf({ words, kill }: Run): string {
  return `paperboy ${words.join(" ")}${kill ? ` with ${JSON.stringify(kill)}` : ""}`;
}
