import { describe, expect, it } from "vitest";
import { botThat } from "../../support/edge.ts";
import type { SocketRefusal } from "../../support/slack/sockets.ts";
import { useSlack } from "../../support/slack-scene.ts";

const open = useSlack();
const soon = { timeout: 25_000 };
/** Names of errors, which are no words. */
const codes = /\b(?:E[A-Z]{4,}|UND_ERR_\w+|1006)\b/;

describe("an outage", () => {
  it.each<SocketRefusal>([502, 200, "closed", "closed after hello"])(
    "of both sockets (%s) is one warning, and one line behind it that says how long it took",
    async (how) => {
      const { slack, scene, logged, informed } = await open();
      await slack.connected(2);
      slack.refuseSockets(how);
      slack.dropSockets();
      await expect.poll(() => logged, soon).toHaveLength(1);
      const before = slack.tries;
      await expect.poll(() => slack.tries, soon).toBeGreaterThan(before + 1);
      const [lost] = await scene.store.contacts.all();
      expect(lost).toMatchObject({ platform: "slack", state: "lost", outages: [] });
      expect(lost?.reason).not.toMatch(codes);
      slack.refuseSockets(undefined);
      await slack.connected();
      await expect.poll(() => informed.join(), soon).toMatch(/Slack is connected again after \d+ seconds?/);
      expect(await scene.store.contacts.all()).toMatchObject([{ state: "connected", outages: [{}] }]);
      expect(logged.splice(0).join()).toMatch(/^[^\n]*Slack is not connected \(its socket was closed\)/);
    },
  );

  it("is none where one socket stays open, or Slack asks to come again", async () => {
    const { slack, scene, informed } = await open();
    await slack.connected(2);
    slack.disconnect("refresh_requested", "one");
    await expect.poll(() => slack.connections, soon).toBe(3);
    await slack.connected(2);
    slack.disconnect("warning", "all");
    await expect.poll(() => slack.connections, soon).toBe(5);
    await slack.connected(2);
    expect(await scene.store.contacts.all()).toMatchObject([{ state: "connected", outages: [] }]);
    expect(informed.join()).not.toContain("again");
  });

  it("at the start, behind a proxy that lets no socket through, keeps no digest waiting", async () => {
    const { slack, adapter, logged } = await open({ idle: true });
    slack.refuseSockets(502);
    await adapter.start(botThat(async () => undefined));
    expect(slack.sockets).toBe(0);
    await adapter.post("slack:T1/C1", { note: "a digest" });
    slack.refuseSockets(undefined);
    await slack.connected();
    expect(logged.splice(0)).toHaveLength(1);
  });
});
