import { describe, expect, test } from "vitest";
import { at, type Open, openForTest } from "../../support/open-store.ts";

export function describeCollection(open: Open): void {
  describe("collection", () => {
    test("it remembers when each list day was last fetched", async () => {
      const { collection } = await openForTest(open);
      await collection.markFetched("2026-11-18", at(1));
      await collection.markFetched("2026-11-19", at(2));
      await collection.markFetched("2026-11-19", at(3));
      await collection.markFetched("2026-11-20", at(2));
      expect(await collection.fetched("2026-11-18", "2026-11-19")).toEqual(
        new Map([
          ["2026-11-18", at(1)],
          ["2026-11-19", at(3)],
        ]),
      );
    });

    test("the last fetch is the newest, whatever its day", async () => {
      const { collection } = await openForTest(open);
      expect(await collection.lastFetch(at(9))).toBeUndefined();
      await collection.markFetched("2026-11-18", at(5));
      await collection.markFetched("2026-11-20", at(2));
      expect(await collection.lastFetch(at(9))).toEqual(at(5));
    });

    test("a source that answers has no trouble", async () => {
      const { collection } = await openForTest(open);
      expect(await collection.health()).toEqual([]);
      await collection.recordHealth("Hugging Face", at(1));
      expect(await collection.health()).toEqual([{ source: "Hugging Face", answeredAt: at(1) }]);
    });

    test("trouble is kept beside the last answer until the source answers again", async () => {
      const { collection } = await openForTest(open);
      await collection.recordHealth("arXiv", at(1), "arXiv answered 500");
      await collection.recordHealth("Hugging Face", at(1));
      await collection.recordHealth("Hugging Face", at(2), "Hugging Face answered 503");
      await collection.recordHealth("Hugging Face", at(3), "Hugging Face did not answer");
      expect(await collection.health()).toEqual([
        {
          source: "Hugging Face",
          answeredAt: at(1),
          trouble: { at: at(3), reason: "Hugging Face did not answer" },
        },
        { source: "arXiv", trouble: { at: at(1), reason: "arXiv answered 500" } },
      ]);
      await collection.recordHealth("Hugging Face", at(4));
      expect((await collection.health())[0]).toEqual({ source: "Hugging Face", answeredAt: at(4) });
    });
  });
}

export function describeMemories(open: Open): void {
  describe("memories", () => {
    test("a text is remembered per platform and key, and the last one holds", async () => {
      const { memories } = await openForTest(open);
      expect(await memories.get("slack", "installed")).toBeUndefined();
      await memories.set("slack", "installed", "no");
      await memories.set("slack", "installed", "yes 🔖");
      await memories.set("discord", "installed", "");
      expect(await memories.get("slack", "installed")).toBe("yes 🔖");
      expect(await memories.get("discord", "installed")).toBe("");
      expect(await memories.get("slack", "registered")).toBeUndefined();
    });

    test("a key is claimed once on each platform, and keeps what the first claim said", async () => {
      const { memories } = await openForTest(open);
      expect(await memories.claim("slack", "welcome C1", "first")).toBe(true);
      expect(await memories.claim("slack", "welcome C1", "second")).toBe(false);
      expect(await memories.get("slack", "welcome C1")).toBe("first");
      expect(await memories.claim("slack", "welcome C2", "first")).toBe(true);
      expect(await memories.claim("discord", "welcome C1", "first")).toBe(true);
    });

    test("what was set cannot be claimed", async () => {
      const { memories } = await openForTest(open);
      await memories.set("slack", "key", "");
      expect(await memories.claim("slack", "key", "mine")).toBe(false);
      expect(await memories.get("slack", "key")).toBe("");
    });

    test("a platform's memories are cleared all at once, and no other platform's", async () => {
      const { memories } = await openForTest(open);
      await memories.set("slack", "one", "1");
      await memories.claim("slack", "two", "2");
      await memories.set("slacker", "one", "1");
      await memories.clear("slack");
      expect(await memories.get("slack", "one")).toBeUndefined();
      expect(await memories.claim("slack", "two", "again")).toBe(true);
      expect(await memories.get("slacker", "one")).toBe("1");
    });
  });
}
