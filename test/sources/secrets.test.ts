import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createGet } from "../../src/sources/http.ts";
import { createQuota } from "../../src/sources/quota.ts";
import type { Behaviour } from "../support/huggingface-server.ts";
import { aServer, failureOf, fakeDeps } from "./deps.ts";

describe("a secret is in no error and no line of the log", () => {
  const secret = "hunter2-of-the-test";
  const troubles: Behaviour[] = [
    { status: 401 },
    { status: 429 },
    { status: 500 },
    { status: 302, headers: { location: `https://user:${secret}@elsewhere.example/` } },
    "reset",
    "cut",
    "huge",
  ];

  async function told(headers: Record<string, string>, change: (url: URL) => void, script: Behaviour[]) {
    const deps = fakeDeps();
    const server = await aServer();
    server.next(...script);
    const quota = createQuota(1000, 1000, deps.clock, deps.sleep);
    const get = createGet({ name: "Hugging Face", headers, quota, maxBytes: 1_000_000 }, deps);
    const url = new URL(`${server.url}/api/daily_papers`);
    change(url);
    const error = await failureOf(get(url, { attempts: 2 }));
    deps.logger.warn({ err: error }, "as the schedule would write it");
    return { error: inspect(error, { depth: 20, showHidden: true }), log: deps.log.join("") };
  }

  test.each(troubles)("when the answer is %j", async (trouble) => {
    const { error, log } = await told({ authorization: `Bearer ${secret}` }, () => {}, [trouble, trouble]);
    expect(error).not.toContain(secret);
    expect(log).not.toContain(secret);
  });

  test("when the token holds a line break, so that no request can be made of it", async () => {
    const { error, log } = await told({ authorization: `Bearer ab\n${secret}` }, () => {}, []);
    expect(error).not.toContain(secret);
    expect(log).not.toContain(secret);
  });

  test("when the address holds a password", async () => {
    const { error, log } = await told(
      {},
      (url) => Object.assign(url, { username: "me", password: secret }),
      [],
    );
    expect(error).not.toContain(secret);
    expect(log).not.toContain(secret);
  });
});
