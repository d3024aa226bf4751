import { describe, expect, test } from "vitest";
import type { Sleep } from "../../src/clock.ts";
import { createGet } from "../../src/sources/http.ts";
import { createQuota } from "../../src/sources/quota.ts";
import type { Behaviour } from "../support/huggingface-server.ts";
import { aServer, failureOf, fakeDeps } from "./deps.ts";

/** A server that plays `script`, and a `get` that asks it and sleeps as told. */
async function aGet(script: readonly Behaviour[], sleep?: Sleep) {
  const deps = { ...fakeDeps(), ...(sleep ? { sleep } : {}) };
  const server = await aServer();
  server.next(...script);
  const quota = createQuota(1000, 1000, deps.clock, deps.sleep);
  const get = createGet({ name: "Hugging Face", headers: {}, quota, maxBytes: 1_000_000 }, deps);
  return { ...deps, server, quota, get, url: new URL(`${server.url}/api/daily_papers`) };
}

const asksToWait = (headers: Record<string, string>, status = 429): Behaviour => ({ status, headers });

describe("Retry-After", () => {
  test.each([
    ["seconds", 429, "7", 7000],
    ["seconds, with a server that is down", 503, "120", 120_000],
    ["no time at all", 429, "0", 0],
    ["a date", 429, "Fri, 20 Nov 2026 12:00:30 GMT", 30_000],
    ["a date that is past", 429, "Fri, 20 Nov 2026 11:59:00 GMT", 0],
  ])("as %s is obeyed", async (_, status, value, ms) => {
    const { get, url, waits } = await aGet([asksToWait({ "retry-after": value }, status)]);
    await get(url);
    expect(waits).toEqual([ms]);
  });

  test.each(["soon", "1.5", "-1"])("that makes no sense (%s) counts as absent", async (value) => {
    const { get, url, waits } = await aGet([asksToWait({ "retry-after": value })]);
    await get(url);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(250);
    expect(waits[0]).toBeLessThan(750);
  });

  test("of more than ten minutes is not waited for", async () => {
    const { get, url, server, waits } = await aGet([asksToWait({ "retry-after": "601" })]);
    expect(await failureOf(get(url))).toMatchObject({
      message: "Hugging Face asks us to wait (429)",
      trouble: "limited",
      status: 429,
    });
    expect(server.requests).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  test("holds the next request too, where the first gave up", async () => {
    const { get, url, waits } = await aGet([asksToWait({ "retry-after": "60" })]);
    await failureOf(get(url, { attempts: 1 }));
    await get(url);
    expect(waits).toEqual([60_000]);
  });
});

describe("the RateLimit header", () => {
  test("of a refusal says when to try again", async () => {
    const { get, url, waits } = await aGet([asksToWait({ ratelimit: '"api";r=0;t=55' })]);
    await get(url);
    expect(waits).toEqual([55_000]);
  });

  test("that has nothing left holds the next request", async () => {
    const { get, url, waits } = await aGet([asksToWait({ ratelimit: '"api";r=0;t=1' }, 200)]);
    await get(url);
    expect(waits).toEqual([]);
    await get(url);
    expect(waits).toEqual([1000]);
  });

  test("that has something left holds nothing", async () => {
    const { get, url, waits } = await aGet([asksToWait({ ratelimit: '"api";r=10;t=55' }, 200)]);
    await get(url);
    await get(url);
    expect(waits).toEqual([]);
  });

  test("never holds for more than ten minutes", async () => {
    const { get, url, waits } = await aGet([asksToWait({ ratelimit: '"api";r=0;t=86400' }, 200)]);
    await get(url);
    await get(url);
    expect(waits).toEqual([600_000]);
  });

  test.each(["", "nonsense", '"api";r=0', '"api";r=none;t=x'])(
    "that makes no sense (%s) counts as absent",
    async (ratelimit) => {
      const { get, url, waits } = await aGet([asksToWait({ ratelimit }, 200)]);
      await get(url);
      await get(url);
      expect(waits).toEqual([]);
    },
  );
});

describe("a caller that gives up ends it", () => {
  const reason = new Error("never mind");

  test("before it begins", async () => {
    const { get, url, server } = await aGet([]);
    expect(await failureOf(get(url, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(server.requests).toHaveLength(0);
  });

  test.each(["hang", "stall"] as const)(
    "while the server is silent (%s), and the connection goes",
    async (trouble) => {
      const { get, url, server } = await aGet([trouble]);
      const caller = new AbortController();
      const failure = failureOf(get(url, { signal: caller.signal }));
      await expect.poll(() => server.requests).toHaveLength(1);
      caller.abort(reason);
      expect(await failure).toBe(reason);
      await expect.poll(() => server.unfinished()).toBe(0);
    },
  );

  test("while it waits to try again", async () => {
    const caller = new AbortController();
    const sleep: Sleep = async (_, signal) => {
      caller.abort(reason);
      signal?.throwIfAborted();
    };
    const { get, url, server } = await aGet([{ status: 500 }], sleep);
    expect(await failureOf(get(url, { signal: caller.signal }))).toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  test("while it waits for the quota", async () => {
    const caller = new AbortController();
    // As the real sleep of node:timers/promises: it rejects with an error of its own.
    const sleep: Sleep = async (_, signal) => {
      caller.abort(reason);
      if (signal?.aborted) throw new DOMException("The operation was aborted", "AbortError");
    };
    const { get, url, quota, server } = await aGet([], sleep);
    quota.pause(1000);
    expect(await failureOf(get(url, { signal: caller.signal }))).toBe(reason);
    expect(server.requests).toHaveLength(0);
  });

  test("with a sentence where its time is up", async () => {
    const { get, url } = await aGet(["hang"]);
    expect(await failureOf(get(url, { signal: AbortSignal.timeout(30) }))).toMatchObject({
      name: "SourceError",
      message: "Hugging Face did not answer in time",
      trouble: "timeout",
    });
  });
});
