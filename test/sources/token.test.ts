import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { createHuggingFace } from "../../src/sources/huggingface.ts";
import { aRecord } from "../support/builders.ts";
import { failureOf, fakeDeps } from "./deps.ts";

const token = "hf_tokenofthetest";
const hour = 3_600_000;

/** A Hugging Face that answers `refusal` to whoever brings a token that it does not take, and `anonymous` to those without. */
async function aDoor({ refusal = 401, anonymous = 200 } = {}) {
  const door = { takes: false, tokens: 0, others: 0 };
  const server = createServer(({ headers, url = "" }, response) => {
    if (headers.authorization) door.tokens++;
    else door.others++;
    const denied = headers.authorization ? !door.takes && refusal : anonymous !== 200 && anonymous;
    if (denied) return response.writeHead(denied).end('{"error":"Invalid credentials"}');
    if (url.startsWith("/api/papers/")) return response.writeHead(404).end("{}");
    response.writeHead(200).end(JSON.stringify([aRecord()]));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close().closeAllConnections());
  const deps = fakeDeps();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { ...deps, door, source: createHuggingFace({ HF_ENDPOINT: url, HF_TOKEN: token }, deps) };
}

const told = (log: readonly string[]) => log.filter((line) => line.includes("HF_TOKEN"));

describe("a token that Hugging Face refuses", () => {
  test.each([401, 403])("is told once, and papers come without it: %i", async (refusal) => {
    const { source, door, log } = await aDoor({ refusal });
    const days = ["2026-11-19", "2026-11-18", "2026-11-17"];
    const answers = await Promise.all(days.map((day) => source.listDay(day)));
    expect(answers.map(({ papers }) => papers.length)).toEqual([1, 1, 1]);
    const tries = door.tokens;
    await source.listDay("2026-11-16");
    expect(door.tokens).toBe(tries);
    expect(told(log)).toHaveLength(1);
    expect(told(log)[0]).toContain("https://huggingface.co/settings/tokens");
    expect(log.join("")).not.toContain(token);
    expect(source.isTokenRefused?.()).toBe(true);
  });

  test("is told where a paper is unknown without it, too", async () => {
    const { source, log } = await aDoor();
    expect(await source.paper("2611.00009")).toBeUndefined();
    expect(told(log)).toHaveLength(1);
  });

  test("is tried again after an hour, and used where it is taken", async () => {
    const { source, door, pass } = await aDoor();
    await source.listDay("2026-11-19");
    door.takes = true;
    pass(hour);
    await source.listDay("2026-11-19");
    expect([door.tokens, door.others]).toEqual([2, 1]);
    expect(source.isTokenRefused?.()).toBe(false);
  });

  test("is not blamed where Hugging Face refuses everybody", async () => {
    const { source, log } = await aDoor({ anonymous: 401 });
    expect(await failureOf(source.listDay("2026-11-19"))).toMatchObject({
      message: "Hugging Face answered 401",
    });
    expect(told(log)).toEqual([]);
  });
});

test("a token that is taken goes along each time", async () => {
  const { source, door } = await aDoor();
  door.takes = true;
  await source.listDay("2026-11-19");
  await source.listDay("2026-11-18");
  expect(door).toMatchObject({ tokens: 2, others: 0 });
});
