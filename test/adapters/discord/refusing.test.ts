import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { ChatAdapter } from "../../../src/chat/adapter.ts";
import type { Refusal } from "../../support/discord/gateway.ts";
import { type DiscordScene, useDiscord } from "../../support/discord-scene.ts";

const open = useDiscord();
/** Milliseconds that the gateway refuses. */
const refusing = 4000;
/** Tries of one connection that waits longer each time; a client a retry would make ten and more. */
const fewTries = 5;
const soon = { timeout: 20_000 };
const kinds: readonly Refusal[] = [502, 200, "closed", "closed when ready"];

/** One command is answered, by one connection. */
async function expectOneConnection({ discord }: DiscordScene): Promise<void> {
  await expect.poll(() => discord.sessions, soon).toBe(1);
  const sent = await discord.command({ subcommand: "status" });
  expect(JSON.stringify((await sent.answer()).components)).toContain("Paperboy");
  expect(sent.acks).toHaveLength(1);
  expect(discord.open).toBe(1);
}

const starting = ({ adapter, scene }: DiscordScene): Promise<string> =>
  adapter.start(scene.bot).then(
    () => "started",
    () => "stopped",
  );
/** @returns milliseconds */
async function stopping(adapter: ChatAdapter): Promise<number> {
  const begun = performance.now();
  await adapter.stop();
  return performance.now() - begun;
}

describe("a gateway that lets nobody in", () => {
  it.each(kinds)("at the start (%s) is asked by one connection, later and later", async (how) => {
    const room = await open({ idle: true });
    room.discord.refuseConnections(refusing, how);
    const started = starting(room);
    await wait(refusing);
    expect(room.discord.tries).toBeGreaterThan(1);
    expect(room.discord.tries).toBeLessThanOrEqual(fewTries);
    expect(await started).toBe("started");
    await expectOneConnection(room);
    room.logged.splice(0);
  });

  it.each(kinds)("later on (%s) is asked by one connection, later and later", async (how) => {
    const room = await open();
    const before = room.discord.tries;
    room.discord.refuseConnections(refusing, how);
    room.discord.dropSockets();
    await wait(refusing);
    expect(room.discord.tries - before).toBeGreaterThan(1);
    expect(room.discord.tries - before).toBeLessThanOrEqual(fewTries);
    await expectOneConnection(room);
    expect(room.ended).toEqual([]);
    room.logged.splice(0);
  });

  it.each([502, "closed", "silent"] as const)(
    "(%s) keeps no stop waiting, and no connection stays",
    async (how) => {
      const room = await open({ idle: true });
      room.discord.refuseConnections(60_000, how);
      const started = starting(room);
      await expect.poll(() => room.discord.tries).toBeGreaterThan(0);
      expect(await stopping(room.adapter)).toBeLessThan(5000);
      await started;
      await expect.poll(() => room.discord.open, soon).toBe(0);
      const { tries } = room.discord;
      // Longer than the SDK waits before it comes again.
      await wait(1500);
      expect(room.discord.tries).toBe(tries);
      room.logged.splice(0);
    },
  );
});
