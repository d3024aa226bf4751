import { expect, test } from "vitest";
import { collectNewest, keepCollecting } from "../../src/collect/collect.ts";
import { createLookup } from "../../src/collect/lookup.ts";
import { SourceError } from "../../src/errors.ts";
import { createArxiv } from "../../src/sources/arxiv.ts";
import { createHuggingFace } from "../../src/sources/huggingface.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import { aServer, fakeDeps } from "../sources/deps.ts";
import { openForTest } from "../support/open-store.ts";

/** The real sources, by a clock that stands still: whoever would have to wait for the quota is turned away. */
async function aSource() {
  const server = await aServer();
  const store = await openForTest(() => openStore(":memory:"));
  const { clock, logger, userAgent } = fakeDeps();
  const sleep = async (): Promise<void> => {
    throw new SourceError("has to wait", "restraint");
  };
  const deps = { clock, logger, userAgent, sleep };
  const source = createHuggingFace({ HF_ENDPOINT: server.url }, deps);
  const arxiv = createArxiv({ ARXIV_ENDPOINT: server.url }, deps);
  return { server, store, clock, logger, source, arxiv };
}

test("however much people search, what a digest needs is fetched at once", async () => {
  const { server, store, clock, source, arxiv } = await aSource();
  const lookup = createLookup({ huggingFace: source, arxiv, store, clock });
  const answers = [];
  for (let i = 0; i < 650; i++) answers.push(await lookup.search(`robots ${i}`));
  expect(answers.filter(({ found }) => found)).toHaveLength(400);
  expect(answers.at(-1)).toEqual({ trouble: "has to wait" });
  await collectNewest({ source, store, clock });
  expect(server.requests.length).toBeGreaterThan(400);
});

test("however much of the archive is missing, what a digest needs is fetched at once", async () => {
  const { server, store, clock, logger, source } = await aSource();
  let waited = 0;
  const end = new AbortController();
  // Between two days, or after the quota ended them.
  const sleep = async (): Promise<void> => {
    if (++waited > 600) end.abort();
    end.signal.throwIfAborted();
  };
  await keepCollecting({ source, store, clock }, logger, sleep, end.signal);
  expect(server.requests).toHaveLength(400);
  await collectNewest({ source, store, clock });
  expect(server.requests.length).toBeGreaterThan(400);
});
