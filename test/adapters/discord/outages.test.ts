import { describe, expect, it } from "vitest";
import type { Refusal } from "../../support/discord/gateway.ts";
import { channelIds, guildId } from "../../support/discord/ids.ts";
import { useDiscord } from "../../support/discord-scene.ts";
import { botThat } from "../../support/edge.ts";

const open = useDiscord();
const soon = { timeout: 25_000 };

describe("an outage", () => {
  it.each<Refusal>([502, 200, "closed", "closed when ready"])(
    "of the gateway (%s) is one warning, and one line behind it that says how long it took",
    async (how) => {
      const { discord, scene, logged, informed } = await open();
      discord.refuseConnections(60_000, how);
      discord.dropSockets();
      const before = discord.tries;
      await expect.poll(() => discord.tries, soon).toBeGreaterThan(before + 1);
      const [lost] = await scene.store.contacts.all();
      expect(lost).toMatchObject({
        platform: "discord",
        state: "lost",
        reason: "connection broke off",
        outages: [],
      });
      discord.refuseConnections(0);
      await discord.ready();
      await expect.poll(() => informed.join(), soon).toMatch(/Discord is connected again after \d+ seconds?/);
      expect(await scene.store.contacts.all()).toMatchObject([{ state: "connected", outages: [{}] }]);
      expect(logged.splice(0).join()).toMatch(/^[^\n]*Discord is not connected \(connection broke off\)/);
    },
  );

  it("at the start says why, and keeps no digest waiting", async () => {
    const { discord, adapter, logged } = await open({ idle: true });
    discord.refuseConnections(60_000, 502);
    await adapter.start(botThat(async () => undefined));
    expect(discord.sessions).toBe(0);
    await adapter.post(`discord:${guildId}/${channelIds.general}`, { note: "a digest" });
    expect(logged.splice(0).join()).toContain("its gateway answered 502");
    discord.refuseConnections(0);
    await discord.ready();
    await expect.poll(() => discord.registrations, soon).toBe(1);
  });

  it("is none where Discord asks to come again", async () => {
    const { discord, scene, informed } = await open();
    discord.reconnect();
    await expect.poll(() => discord.resumes, soon).toBe(1);
    discord.invalidSession(true);
    await discord.ready();
    expect(await scene.store.contacts.all()).toMatchObject([{ state: "connected", outages: [] }]);
    expect(informed.join()).not.toContain("again");
  });
});
