import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createGet, type Manners } from "../../src/sources/http.ts";
import { createQuota } from "../../src/sources/quota.ts";
import type { Behaviour } from "../support/huggingface-server.ts";
import { aServer, failureOf, fakeDeps } from "./deps.ts";

/** A server without papers that plays `script`, and a `get` that asks it. */
async function aGet(script: readonly Behaviour[] = [], over: Partial<Manners> = {}) {
  const deps = fakeDeps();
  const server = await aServer();
  server.next(...script);
  const quota = createQuota(1000, 1000, deps.clock, deps.sleep);
  const get = createGet(
    { name: "Hugging Face", headers: { accept: "application/json" }, quota, maxBytes: 1_000_000, ...over },
    deps,
  );
  return { ...deps, server, get, url: new URL(`${server.url}/api/daily_papers`) };
}

const times = (n: number, behaviour: Behaviour): Behaviour[] => Array<Behaviour>(n).fill(behaviour);

test("an answer is its text, asked for by GET with our headers and the project's name", async () => {
  const { get, url, server } = await aGet([{ status: 200, body: "Zoë 🤖" }]);
  expect(await get(url)).toBe("Zoë 🤖");
  expect(server.requests).toMatchObject([
    { method: "GET", headers: { accept: "application/json", "user-agent": "paperboy/0.0.0 (test)" } },
  ]);
});

describe("what may pass is tried again", () => {
  test.each([408, 429, 500, 502, 503, 504])("after %i, with growing waits", async (status) => {
    const { get, url, server, waits } = await aGet(times(3, { status }));
    expect(await get(url)).toBe("[]");
    expect(server.requests).toHaveLength(4);
    expect(waits).toHaveLength(3);
    for (const [i, ms] of waits.entries()) {
      expect(ms).toBeGreaterThanOrEqual(250 * 2 ** i);
      expect(ms).toBeLessThan(750 * 2 ** i);
    }
  });

  test.each(["reset", "cut"] as const)("after a broken connection (%s)", async (trouble) => {
    const { get, url, server } = await aGet([trouble]);
    expect(await get(url)).toBe("[]");
    expect(server.requests).toHaveLength(2);
  });

  test.each(["hang", "stall"] as const)(
    "after a server that does not finish in time (%s)",
    async (trouble) => {
      const { get, url } = await aGet([trouble], { timeout: 400 });
      expect(await get(url)).toBe("[]");
    },
  );

  test("four times in all, then the last failure is told", async () => {
    const { get, url, server, waits } = await aGet(times(9, { status: 503 }));
    expect(await failureOf(get(url))).toMatchObject({
      name: "SourceError",
      message: "Hugging Face answered 503",
      trouble: "failed",
      status: 503,
    });
    expect(server.requests).toHaveLength(4);
    expect(waits).toHaveLength(3);
  });

  test("less often where the caller is in a hurry", async () => {
    const { get, url, server, waits } = await aGet(times(9, { status: 500 }));
    await failureOf(get(url, { attempts: 1 }));
    expect(server.requests).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  test("and each further attempt is in the log", async () => {
    const { get, url, log } = await aGet([{ status: 500 }]);
    await get(url);
    expect(log.map((line) => JSON.parse(line))).toMatchObject([
      { source: "Hugging Face", attempt: 1, msg: "Hugging Face answered 500" },
    ]);
  });
});

describe("what will not pass fails at once", () => {
  test.each([400, 401, 403, 404, 406, 410])("%i", async (status) => {
    const { get, url, server, waits } = await aGet([{ status }]);
    expect(await failureOf(get(url))).toMatchObject({
      message: `Hugging Face answered ${status}`,
      trouble: "rejected",
      status,
    });
    expect(server.requests).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  test("a refused connection", async () => {
    const { get, url, server, waits } = await aGet();
    await server.stop();
    expect(await failureOf(get(url))).toMatchObject({
      message: "Hugging Face could not be reached (connection refused)",
      trouble: "unreachable",
    });
    expect(waits).toEqual([]);
  });

  test.each([
    ["https://elsewhere.example/api/daily_papers", "Hugging Face sends us on to elsewhere.example"],
    ["/login", "Hugging Face sends us on to another address"],
  ])("a redirect to %s, which is named and not followed", async (location, message) => {
    const { get, url, server } = await aGet([{ status: 302, headers: { location } }]);
    expect(await failureOf(get(url))).toMatchObject({ message, trouble: "rejected", status: 302 });
    expect(server.requests).toHaveLength(1);
  });
});

test("a server that never finishes is given up, with the time it had in words", async () => {
  const { get, url, waits } = await aGet(["hang", "stall"], { timeout: 50 });
  expect(await failureOf(get(url, { attempts: 2 }))).toMatchObject({
    message: "Hugging Face did not answer within 0.05 s",
    trouble: "timeout",
  });
  expect(waits).toHaveLength(1);
});

describe("the size of an answer has a limit", () => {
  test("an answer without end is read no further", async () => {
    const { get, url, server } = await aGet(["huge"]);
    expect(await failureOf(get(url))).toMatchObject({
      message: "Hugging Face sent more than 1 MB",
      trouble: "garbage",
    });
    await expect.poll(() => server.unfinished()).toBe(0);
    expect(server.requests).toHaveLength(1);
  });

  test("a packed answer counts as it is unpacked", async () => {
    const body = gzipSync(" ".repeat(2_000_000));
    const { get, url } = await aGet([{ status: 200, headers: { "content-encoding": "gzip" }, body }]);
    expect(await failureOf(get(url))).toMatchObject({ message: "Hugging Face sent more than 1 MB" });
  });

  test("an answer that just fits is read", async () => {
    const { get, url } = await aGet([{ status: 200, body: "x".repeat(1_000_000) }]);
    expect(await get(url)).toHaveLength(1_000_000);
  });

  test("the body of an error is not waited for", async () => {
    const { get, url, server } = await aGet(["huge error"]);
    await failureOf(get(url, { attempts: 1 }));
    await expect.poll(() => server.unfinished()).toBe(0);
  });
});
