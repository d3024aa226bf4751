import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { createLookup } from "../../src/collect/lookup.ts";
import { createArxiv } from "../../src/sources/arxiv.ts";
import { createHuggingFace } from "../../src/sources/huggingface.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import { aPaper } from "../support/builders.ts";
import { type FakeHuggingFace, startHuggingFace } from "../support/huggingface-server.ts";

let server: FakeHuggingFace | undefined;
afterEach(async () => {
  await server?.stop();
});

/** A look-up with the real sources on a loopback server. */
async function aLookup() {
  server = await startHuggingFace({
    arxiv: new Map(["2601.00001", "2601.00002"].map((id) => [id, aPaper({ id })])),
  });
  const { url } = server;
  const store = openStore(":memory:");
  const clock = () => new Date();
  const deps = {
    clock,
    sleep: (ms: number, signal?: AbortSignal) => setTimeout(ms, undefined, { signal }),
    logger: console,
    userAgent: "test",
  };
  const huggingFace = createHuggingFace({ HF_ENDPOINT: url }, deps as never);
  const arxiv = createArxiv({ ARXIV_ENDPOINT: url }, deps as never);
  return { store, server, lookup: createLookup({ huggingFace, arxiv, store, clock }) };
}

describe("a look-up", () => {
  it("that our own restraint towards arXiv ends is not taken for arXiv's trouble", async () => {
    const { lookup, store } = await aLookup();
    expect((await lookup.paper("2601.00001")).from).toBe("arXiv");
    const second = await lookup.paper("2601.00002");
    expect(second).toEqual({ trouble: "arXiv may not be asked again so soon" });
    expect((await store.collection.health()).every(({ trouble }) => trouble === undefined)).toBe(true);
    await setTimeout(3000);
    expect((await lookup.paper("2601.00002")).from).toBe("arXiv");
  });

  it("tells what a source answered, not that time ran out while it waited to ask again", async () => {
    const { lookup, server } = await aLookup();
    server.next({ status: 429, headers: { "retry-after": "60" } });
    expect((await lookup.search("maps")).trouble).toBe("Hugging Face asks us to wait (429)");
  });

  it("ends within two seconds for all sources together", async () => {
    const { lookup, server } = await aLookup();
    server.next("hang", "hang");
    const found = await lookup.paper("2601.00001");
    expect(found).toEqual({ trouble: "Hugging Face did not answer in time" });
    expect(server.requests.map(({ url }) => url)).toEqual(["/api/papers/2601.00001"]);
  });
});
