import { afterEach, describe, expect, it } from "vitest";
import type { AdapterDeps, ChatAdapter } from "../../src/chat/adapter.ts";
import { createCounting } from "../support/counting-adapter.ts";
import { type CountingServer, type Fate, startCounting } from "../support/counting-server.ts";

// The crash test is worth as much as its platform: what it says of a post has to be true.

const channel = "count:T1/C1";
const key = `${channel} digest 2026-03-02 0`;
const message = { title: "Daily Papers" };
const at = new Date("2026-03-02T09:00:00Z");

let server: CountingServer | undefined;
afterEach(() => server?.stop());

async function aPlatform(history = true): Promise<{ server: CountingServer; adapter: ChatAdapter }> {
  server = await startCounting({ history });
  const deps = { env: { COUNT_URL: server.url }, clock: () => at } as unknown as AdapterDeps;
  return { server, adapter: createCounting(deps) };
}

describe("the counting platform", () => {
  it.each<[Fate, object, number]>([
    ["lose answer", { retry: true, maybePosted: true }, 1],
    ["fail after", { retry: true, maybePosted: true }, 1],
    ["fail before", { retry: true, maybePosted: true }, 0],
    ["drop", { retry: true, maybePosted: true }, 0],
    ["limit ms", { retry: true, maybePosted: false, after: 40 }, 0],
    ["limit s", { retry: true, maybePosted: false, after: 1000 }, 0],
  ])("on %s tells what can be known of the post", async (fate, trouble, count) => {
    const { server, adapter } = await aPlatform();
    server.next(fate);
    await expect(adapter.post(channel, message, key)).rejects.toMatchObject(trouble);
    expect(server.count(key)).toBe(count);
  });

  it("takes a post as often as it is sent, and finds the first", async () => {
    const { server, adapter } = await aPlatform();
    const post = await adapter.post(channel, message, key);
    await adapter.post(channel, message, key);
    expect(server.count(key)).toBe(2);
    expect(await adapter.find(channel, key, at)).toBe(post);
  });

  it("finds nothing of another key, or of before the time that is looked through", async () => {
    const { adapter } = await aPlatform();
    await adapter.post(channel, message, key);
    expect(await adapter.find(channel, key.replace(/0$/, "1"), at)).toBe("absent");
    expect(await adapter.find(channel, key, new Date(at.getTime() + 1))).toBe("absent");
  });

  it("cannot tell without a history", async () => {
    const { adapter } = await aPlatform(false);
    await adapter.post(channel, message, key);
    expect(await adapter.find(channel, key, at)).toBe("unknown");
  });

  it("knows that a refused connection carried no post", async () => {
    const { server, adapter } = await aPlatform();
    await server.stop();
    await expect(adapter.post(channel, message, key)).rejects.toMatchObject({
      retry: true,
      maybePosted: false,
    });
  });

  it("refuses what is malformed, in the wrong place, or not what was said before", async () => {
    const { server, adapter } = await aPlatform();
    const refusal = { retry: false, maybePosted: false };
    await expect(adapter.post(channel, {}, key)).rejects.toMatchObject(refusal);
    await expect(adapter.post("count:T1/C2", message, key)).rejects.toMatchObject(refusal);
    await expect(adapter.post("count:1", message, key.replace(/0$/, "1"))).rejects.toMatchObject(refusal);
    server.next("drop");
    await expect(adapter.post(channel, message, `${channel} recap 2026-03-02 0`)).rejects.toThrow();
    await expect(
      adapter.post(channel, { title: "Another" }, `${channel} recap 2026-03-02 0`),
    ).rejects.toMatchObject(refusal);
    expect(server.refused).toHaveLength(4);
    expect(server.posts).toEqual([]);
  });
});
