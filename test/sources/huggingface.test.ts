import { describe, expect, test } from "vitest";
import { createHuggingFace, type HuggingFaceSettings } from "../../src/sources/huggingface.ts";
import { aRecord } from "../support/builders.ts";
import type { Content } from "../support/huggingface-server.ts";
import { aServer, failureOf, fakeDeps } from "./deps.ts";

const day = "2026-11-19";
const idOf = (i: number): string => `2611.${String(i + 1).padStart(5, "0")}`;
const records = (n: number) => Array.from({ length: n }, (_, i) => aRecord({ id: idOf(i) }));

/** Hugging Face on Fri 20 Nov 2026, with `items` on the list of the day before. */
async function aSource(items: readonly unknown[], over: Content & Partial<HuggingFaceSettings> = {}) {
  const deps = fakeDeps();
  const server = await aServer({ days: new Map([[day, items]]), today: "2026-11-20", ...over });
  const source = createHuggingFace({ HF_ENDPOINT: server.url, HF_TOKEN: over.HF_TOKEN }, deps);
  const asked = () => server.requests.map(({ url }) => url);
  return { ...deps, server, source, asked };
}

describe("a list day", () => {
  test("of a few papers is asked for once", async () => {
    const { source, asked } = await aSource(records(3));
    const { papers, skipped, asOf } = await source.listDay(day);
    expect(papers.map(({ id }) => id)).toEqual([idOf(0), idOf(1), idOf(2)]);
    expect(papers[0]?.listDays).toEqual([day]);
    expect(skipped).toEqual([]);
    expect(asOf).toBe(Date.parse("2026-11-19T00:00:00.000Z"));
    expect(asked()).toEqual([`/api/daily_papers?date=${day}&limit=100&p=0`]);
  });

  test("without papers is an empty answer", async () => {
    const { source } = await aSource([]);
    expect(await source.listDay(day)).toEqual({ papers: [], skipped: [], asOf: 0 });
  });

  test.each([
    [49, 1],
    [100, 2],
    [130, 2],
    [250, 4],
  ])("of %i papers is read to its end, in %i requests", async (n, requests) => {
    const { source, asked } = await aSource(records(n));
    const { papers } = await source.listDay(day);
    expect(papers.map(({ id }) => id)).toEqual(records(n).map((_, i) => idOf(i)));
    expect(asked()).toHaveLength(requests);
  });

  test("is whole where a server knows no `limit` and sends 50 at a time", async () => {
    const { source, asked } = await aSource(records(120), { ignores: ["limit"] });
    expect((await source.listDay(day)).papers).toHaveLength(120);
    expect(asked()).toHaveLength(3);
  });

  test("ends where a server knows no `p` and sends the same page for ever", async () => {
    const { source, asked } = await aSource(records(120), { ignores: ["p"] });
    expect((await source.listDay(day)).papers).toHaveLength(100);
    expect(asked()).toHaveLength(2);
  });

  test("counts a record that cannot be used once, also where the same page comes twice", async () => {
    const { source } = await aSource([aRecord({ id: "no id" }), ...records(120)], { ignores: ["p"] });
    expect((await source.listDay(day)).skipped).toHaveLength(1);
  });

  test("counts what cannot be used on a last page of nothing else", async () => {
    const { source } = await aSource([...records(100), aRecord({ id: "no id" })]);
    expect((await source.listDay(day)).skipped).toEqual([
      { name: "no id", reason: "id is missing or of a wrong type" },
    ]);
  });

  test("ends after twenty pages, however many there are", async () => {
    const { source, asked } = await aSource(records(2100));
    expect((await source.listDay(day)).papers).toHaveLength(2000);
    expect(asked()).toHaveLength(20);
  });

  test("that is still to come is refused, and says so", async () => {
    const { source } = await aSource([]);
    expect(await failureOf(source.listDay("2026-11-21"))).toMatchObject({
      message: "Hugging Face answered 400",
      trouble: "rejected",
    });
  });

  test("keeps what can be used, and names what cannot in the log", async () => {
    const { source, log } = await aSource([
      aRecord(),
      aRecord({ id: "2611.00002", authors: "nobody" }),
      "not even a record",
    ]);
    const { papers, skipped } = await source.listDay(day);
    expect(papers).toHaveLength(1);
    expect(skipped).toEqual([
      { name: "2611.00002", reason: "authors is missing or of a wrong type" },
      { name: "record 3", reason: "not a record" },
    ]);
    expect(log.map((line) => JSON.parse(line))).toMatchObject([
      { source: "Hugging Face", skipped, msg: "2 of 3 records left out" },
    ]);
  });

  test("names only the first that cannot be used", async () => {
    const { source, log } = await aSource(Array.from({ length: 200 }, () => ({})));
    expect((await source.listDay(day)).skipped).toHaveLength(100);
    expect(log.map((line) => JSON.parse(line))).toMatchObject([
      { skipped: [1, 2, 3, 4, 5].map((n) => ({ name: `record ${n}` })), msg: "100 of 100 records left out" },
    ]);
  });

  test("of more records than a day can hold is none, and the rest of it is not read", async () => {
    const { source, server, log } = await aSource([]);
    server.next({ status: 200, body: `[${"{},".repeat(2001)}{broken` });
    expect(await failureOf(source.listDay(day))).toMatchObject({
      message: "Hugging Face sent more than 2,000 records",
      trouble: "garbage",
    });
    expect(log).toEqual([]);
  });

  test("without anything left out leaves the log empty", async () => {
    const { source, log } = await aSource(records(2));
    await source.listDay(day);
    expect(log).toEqual([]);
  });
});

describe("a search", () => {
  test("finds papers by words, and takes no date of theirs for a list day", async () => {
    const items = [aRecord({ submittedOnDailyAt: undefined }), aRecord({ id: idOf(1) }, { title: "Bread" })];
    const { source, asked } = await aSource(items);
    const { papers } = await source.search("walking robots");
    expect(papers).toMatchObject([{ id: idOf(0), listDays: [] }]);
    expect(asked()).toEqual(["/api/papers/search?q=walking+robots"]);
  });

  test("sends signs as they were typed, and never more than 250 characters", async () => {
    const { source, server } = await aSource([]);
    await source.search(`a&limit=1#?%2F "✂" ${"word ".repeat(400)}`);
    const q = new URL(server.requests[0]?.url ?? "", server.url).searchParams.get("q") ?? "";
    expect(q).toMatch(/^a&limit=1#\?%2F "✂" word word .*word$/);
    expect(q.length).toBeLessThanOrEqual(250);
  });
});

describe("one paper", () => {
  test("comes by its id", async () => {
    const { source, asked } = await aSource(records(2));
    expect(await source.paper(idOf(1))).toMatchObject({ id: idOf(1), listDays: [day], upvotes: 12 });
    expect(asked()).toEqual([`/api/papers/${idOf(1)}`]);
  });

  test("that is not known is undefined, not an error", async () => {
    const { source } = await aSource([]);
    expect(await source.paper("2611.99999")).toBeUndefined();
  });

  test("that is no paper is an error", async () => {
    const { source } = await aSource([], { papers: new Map([["2611.00001", { id: "2611.00001" }]]) });
    expect(await failureOf(source.paper("2611.00001"))).toMatchObject({
      message: "Hugging Face answered with something that is no paper",
      trouble: "garbage",
    });
  });
});

test("a paper of far more than its size is none", async () => {
  const { source, server } = await aSource([]);
  server.next({ status: 200, body: JSON.stringify(aRecord({ summary: "x".repeat(2_000_000) })) });
  expect(await failureOf(source.paper("2611.00001"))).toMatchObject({
    message: "Hugging Face sent more than 2 MB for one paper",
    trouble: "garbage",
  });
});

describe("an answer that cannot be read is one sentence", () => {
  test.each([
    ["broken JSON", "Hugging Face answered with broken JSON"],
    ["wrong schema", "Hugging Face answered with something that is no list"],
    ["huge", "Hugging Face sent more than 8 MB"],
    [{ status: 200, body: "<html>It works!</html>" }, "Hugging Face answered with broken JSON"],
    [{ status: 200, body: "" }, "Hugging Face answered with broken JSON"],
    [{ status: 200, body: "null" }, "Hugging Face answered with something that is no list"],
  ] as const)("%j", async (behaviour, message) => {
    const { source, server, asked } = await aSource(records(1));
    server.next(behaviour);
    expect(await failureOf(source.listDay(day))).toMatchObject({
      name: "SourceError",
      message,
      trouble: "garbage",
    });
    expect(asked()).toHaveLength(1);
  });
});

test("the token goes along as a bearer, and without one nothing does", async () => {
  const withToken = await aSource([], { HF_TOKEN: "hf_tokenofthetest" });
  await withToken.source.listDay(day);
  expect(withToken.server.requests[0]?.headers).toMatchObject({
    authorization: "Bearer hf_tokenofthetest",
    "user-agent": "paperboy/0.0.0 (test)",
  });
  const without = await aSource([]);
  await without.source.listDay(day);
  expect(without.server.requests[0]?.headers).not.toHaveProperty("authorization");
});

test("the 501st request waits until five minutes after the first", async () => {
  const { source, waits } = await aSource([]);
  for (let i = 0; i < 500; i++) await source.search("robots");
  expect(waits).toEqual([]);
  await source.paper("2611.00001");
  expect(waits).toEqual([300_000]);
});

test("a caller's patience ends a call, with a sentence", async () => {
  const { source, server } = await aSource([]);
  server.next("hang");
  expect(await failureOf(source.listDay(day, { signal: AbortSignal.timeout(30) }))).toMatchObject({
    message: "Hugging Face did not answer in time",
  });
});
