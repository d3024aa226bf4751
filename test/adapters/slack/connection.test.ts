import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { papers } from "../../support/builders.ts";
import { useSlack } from "../../support/slack-scene.ts";

const open = useSlack();

describe("the connection", () => {
  it("has two sockets, so that one hears while the other is renewed", async () => {
    const { slack } = await open({ papers: papers(3) });
    await slack.connected(2);
    slack.disconnect("refresh_requested", "one");
    const answer = await (await slack.command("today")).answer();
    expect(answer.text).toContain("Paper number 1");
    await slack.connected(2);
    expect(slack.connections).toBe(3);
  });

  it.each(["warning", "refresh_requested", "too_many_websockets"] as const)(
    "comes back when Slack ends all of it: %s",
    async (reason) => {
      const { slack } = await open();
      await slack.connected(2);
      slack.disconnect(reason, "all");
      await expect.poll(() => slack.connections).toBeGreaterThan(2);
      expect((await (await slack.command("status")).answer()).text).toContain("Paperboy");
    },
  );

  it("comes back when sockets break, and what was told meanwhile is heard", async () => {
    const { slack, logged } = await open();
    await slack.connected(2);
    slack.dropSockets();
    const sent = await slack.command("status");
    expect((await sent.answer()).text).toContain("Paperboy");
    expect(logged.splice(0)).toHaveLength(1);
  });

  it("comes back after a restart of Slack", async () => {
    const { slack, logged } = await open();
    await slack.connected(2);
    slack.refuseConnections(1500);
    slack.dropSockets();
    await wait(1500);
    await expect.poll(() => slack.sockets, { timeout: 15_000 }).toBeGreaterThan(0);
    expect((await (await slack.command("status")).answer()).text).toContain("Paperboy");
    expect(logged.splice(0)).toHaveLength(1);
  });

  it("survives frames without an event, and no frame at all", async () => {
    const { slack, logged } = await open();
    const payload = { type: "app_rate_limited", team_id: "T1", minute_rate_limited: 1 };
    await slack.sendRaw({ type: "events_api", envelope_id: "e-1", payload });
    await slack.sendRaw({ type: "events_api", envelope_id: "e-2" });
    await slack.sendRaw("no JSON");
    await slack.sendRaw("null");
    for (const type of ["ws_message", "disconnected", "close", "error"]) await slack.event({ type });
    await slack.sendRaw({});
    expect((await (await slack.command("status")).answer()).text).toContain("Paperboy");
    expect(logged.splice(0).join()).toContain("app_rate_limited");
  });

  const events = ["reaction_added", "message", "link_shared", "member_joined_channel", "app_uninstalled"];
  it.each<object | string>([
    ...["[]", "5", '"a"', "true", "[null]", '{"type":null}', '{"type":5}', '{"envelope_id":5}'],
    ...["connected", "disconnected", "close", "error", "slack_event", "ws_message"].map((type) => ({ type })),
    ...["slash_commands", "interactive", "events_api"].flatMap((type) =>
      [undefined, null, 5, "a", [], {}, { type: "block_actions" }, { event: null }, { command: 5 }].map(
        (payload) => ({ type, payload }),
      ),
    ),
    ...events.map((type) => ({ type: "events_api", payload: { type: "event_callback", event: { type } } })),
  ])("survives an envelope that is none of Slack's: %j", async (frame) => {
    const { slack, logged } = await open();
    await slack.sendRaw(frame);
    expect((await (await slack.command("status")).answer()).text).toContain("Paperboy");
    logged.splice(0);
    // Events without an envelope's id are acknowledged without one.
    slack.refused.splice(0);
  });

  it("ends with a sentence where Slack refuses the token while it runs", async () => {
    const { slack, ended, logged } = await open();
    slack.revoke();
    await expect.poll(() => ended.length).toBeGreaterThan(0);
    logged.splice(0);
    expect(ended[0]?.message).toContain("SLACK_APP_TOKEN");
    expect(ended[0]?.message).not.toMatch(/xapp-|xoxb-/);
  });

  it("does not begin where Slack refuses the bot token, and says where to mend it", async () => {
    const { slack, adapter } = await open({ idle: true });
    slack.revoke();
    const bot = {
      commands: [],
      suggest: async () => [],
      complete: async () => [],
      handle: async () => undefined,
    };
    const refused = await adapter.start(bot).catch((error) => error);
    expect(refused.message).toContain("SLACK_BOT_TOKEN (token_revoked)");
    expect(refused.message).toContain("OAuth & Permissions");
    expect(refused.message).not.toMatch(/xoxb-/);
  });

  it("waits for a network that is not there yet, and can be stopped meanwhile", async () => {
    const { adapter, logged } = await open({ idle: true, env: { SLACK_API_URL: "http://127.0.0.1:4/api/" } });
    const bot = {
      commands: [],
      suggest: async () => [],
      complete: async () => [],
      handle: async () => undefined,
    };
    const started = adapter.start(bot).then(
      () => "started",
      () => "stopped",
    );
    await expect.poll(() => logged.length).toBeGreaterThan(0);
    expect(logged.splice(0).join()).toMatch(
      /ECONNREFUSED.*Slack could not be reached \(connection refused\)/,
    );
    await adapter.stop();
    expect(await started).toBe("stopped");
  });
});

describe("stopping", () => {
  it("finishes what it holds", async () => {
    let finish = (): void => {};
    const working = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const bot = {
      commands: [],
      suggest: async () => [],
      complete: async () => [],
      handle: async () => {
        await working;
        return { to: "user", message: { note: "still answered" } } as const;
      },
    };
    const { slack, adapter } = await open({ bot });
    const sent = await slack.command("today");
    const stopped = adapter.stop();
    finish();
    await stopped;
    expect((await sent.answer()).text).toBe("still answered");
    await expect.poll(() => slack.sockets).toBe(0);
  });
});
