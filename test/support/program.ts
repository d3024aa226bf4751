import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const main = resolve(import.meta.dirname, "../../src/main.ts");

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Place {
  /** A fresh folder that the program runs in; its database is made there. */
  readonly folder: string;
  /** Starts the program; its input stays open. */
  start(words: readonly string[], env?: Record<string, string>): ChildProcess;
  /** Runs the program to its end. */
  run(
    words: readonly string[],
    options?: { readonly input?: string; readonly env?: Record<string, string> },
  ): Promise<Outcome>;
}

/** A place to run the real program as a process: its own folder and database, and sources at `url` or out of reach. */
export function aPlace(url = "http://127.0.0.1:4"): Place {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-"));
  const basics = {
    PATH: process.env.PATH ?? "",
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? "",
    HF_ENDPOINT: url,
    ARXIV_ENDPOINT: url,
    DATABASE_URL: join(folder, "paperboy.db"),
  };
  const start: Place["start"] = (words, env = {}) =>
    spawn(process.execPath, [main, ...words], { cwd: folder, env: { ...basics, ...env } });
  return {
    folder,
    start,
    async run(words, { input = "", env } = {}) {
      const child = start(words, env);
      const collected = collect(child);
      child.stdin?.on("error", () => {});
      child.stdin?.end(input);
      const [status] = (await once(child, "close")) as [number | null];
      return { status, ...collected() };
    },
  };
}

/** What a process has written so far. */
export function collect(child: ChildProcess): () => Omit<Outcome, "status"> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return () => ({ stdout, stderr });
}
