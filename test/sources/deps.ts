import { Writable } from "node:stream";
import { onTestFinished } from "vitest";
import type { Sleep } from "../../src/clock.ts";
import { createLogger } from "../../src/logger.ts";
import type { HttpDeps } from "../../src/sources/http.ts";
import { type Content, type FakeHuggingFace, startHuggingFace } from "../support/huggingface-server.ts";

export interface FakeDeps extends HttpDeps {
  /** Milliseconds of each sleep, in order. */
  readonly waits: readonly number[];
  /** Lines of the log. */
  readonly log: readonly string[];
  /** Lets time go by without a sleep; back where negative. */
  pass(ms: number): void;
}

const noon = Date.parse("2026-11-20T12:00:00Z");

/** What a source needs, at noon of Fri 20 Nov 2026: a sleep takes no time, but the clock shows that it has. */
export function fakeDeps(): FakeDeps {
  let now = noon;
  const waits: number[] = [];
  const log: string[] = [];
  const out = new Writable({
    write: (line, _, done) => {
      log.push(String(line));
      done();
    },
  });
  const sleep: Sleep = async (ms, signal) => {
    signal?.throwIfAborted();
    waits.push(ms);
    now += ms;
  };
  return {
    clock: () => new Date(now),
    sleep,
    logger: createLogger("debug", out, false),
    userAgent: "paperboy/0.0.0 (test)",
    waits,
    log,
    pass: (ms) => {
      now += ms;
    },
  };
}

/** A loopback Hugging Face that stops with the test. */
export async function aServer(content?: Content): Promise<FakeHuggingFace> {
  const server = await startHuggingFace(content);
  onTestFinished(() => server.stop());
  return server;
}

/** What a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`did not fail, but gave ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );
}
