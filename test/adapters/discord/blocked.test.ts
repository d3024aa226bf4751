import { describe, expect, it } from "vitest";
import { createShield } from "../../../adapters/discord/shield.ts";
import type { ChannelId } from "../../../src/chat/incoming.ts";
import type { DeliveryError } from "../../../src/errors.ts";
import { channelIds, guildId } from "../../support/discord/ids.ts";
import type { Block } from "../../support/discord/types.ts";
import { useDiscord } from "../../support/discord-scene.ts";

const open = useDiscord();
const general: ChannelId = `discord:${guildId}/${channelIds.general}`;
const random: ChannelId = `discord:${guildId}/${channelIds.random}`;

const troubleOf = (asked: Promise<unknown>): Promise<DeliveryError> =>
  asked.then(
    () => expect.fail("it was answered"),
    (error) => error,
  );

describe("an address that Discord's shield blocks", () => {
  it.each<Block>(["json", "html", "text"])("asks once (%s), and then nothing for a minute", async (how) => {
    const { discord, adapter } = await open({ idle: true });
    const post = await adapter.post(general, { note: "before" });
    const before = discord.calls.length;
    discord.block(how);
    const first = await troubleOf(adapter.post(general, { note: "digest" }, "key"));
    expect(first).toMatchObject({ retry: true, maybePosted: false });
    expect(first.after).toBeGreaterThan(59_000);
    for (const channel of [general, random, general]) {
      const trouble = await troubleOf(adapter.post(channel, { note: "digest" }, "key"));
      expect(trouble).toMatchObject({ retry: true, maybePosted: false });
      expect(trouble.after).toBeGreaterThan(50_000);
    }
    const others = [
      adapter.find(random, "key", new Date(0)),
      adapter.edit(post, { note: "after" }),
      adapter.reactions(post),
    ];
    for (const other of others) expect(await troubleOf(other)).toMatchObject({ retry: true });
    expect(discord.calls.length - before).toBe(1);
  });

  it("is told of the block at the start, in words, and asks for the way in once a minute at most", async () => {
    const { discord, adapter, scene, logged } = await open({ idle: true });
    discord.block("html");
    const started = adapter.start(scene.bot).catch(() => "stopped");
    await expect.poll(() => logged.length).toBe(1);
    await adapter.stop();
    expect(await started).toBe("stopped");
    expect(discord.calls).toHaveLength(1);
    expect(logged.splice(0).join()).toContain("Discord blocks this address for a while");
  });

  it("is asked by one request when the block may be over, and waits longer after each no", async () => {
    let now = 0;
    const shield = createShield(() => now);
    let asked = 0;
    let isBlocked = true;
    const request = async (): Promise<boolean> => {
      asked++;
      return isBlocked;
    };
    const ask = (): Promise<boolean> =>
      shield.ask(request, async (blocked) => (blocked ? { seconds: 0, isDiscords: false } : undefined));
    const all = async (): Promise<readonly (number | undefined)[]> =>
      (await Promise.allSettled(Array.from({ length: 20 }, ask))).map((one) =>
        one.status === "rejected" ? (one.reason as DeliveryError).after : 0,
      );
    // All twenty are under way before the first is answered.
    expect(Math.min(...(await all()).map(Number))).toBe(60_000);
    expect(asked).toBe(20);
    for (const [wait, next] of [
      [60_000, 120_000],
      [120_000, 240_000],
    ] as const) {
      now += wait - 1;
      await all();
      now += 1;
      asked = 0;
      expect(Math.max(...(await all()).map(Number))).toBe(next);
      expect(asked).toBe(1);
    }
    now += 240_000;
    isBlocked = false;
    asked = 0;
    expect(await ask()).toBe(false);
    expect(await all()).toEqual(Array.from({ length: 20 }, () => 0));
    expect(asked).toBe(21);
  });
});
