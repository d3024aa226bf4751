import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { checks } from "../../../adapters/slack/index.ts";
import manifest from "../../../adapters/slack/manifest.json" with { type: "json" };
import type { ChannelId } from "../../../src/chat/incoming.ts";
import { everyScope } from "../../support/slack/method.ts";
import { startSlack } from "../../support/slack/server.ts";
import type { SlackOptions, SlackServer } from "../../support/slack/types.ts";
import { team } from "../../support/slack/workspace.ts";

let slack: SlackServer;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} } as never;

/** What every check says, "ok: ..." or "wrong: ...". */
async function examine(
  options: SlackOptions = {},
  {
    channels = [],
    env = {},
    heard = {},
  }: { channels?: ChannelId[]; env?: object; heard?: Record<string, string> } = {},
): Promise<Readonly<Record<string, string>>> {
  slack = await startSlack(options);
  if ("revoked" in env) slack.revoke();
  const deps = {
    env: { ...slack.env, ...env },
    clock: () => new Date(),
    logger: silent,
    memory: { get: async (key: string) => heard[key], set: async () => {}, clear: async () => {} },
    ended: () => {},
  };
  const said: Record<string, string> = {};
  for (const [name, check] of Object.entries(checks(deps, channels))) {
    said[name] = await check().then(
      (found) => `ok: ${found}`,
      (error: Error) => `wrong: ${error.message}`,
    );
  }
  for (const secret of [slack.env.SLACK_BOT_TOKEN, slack.env.SLACK_APP_TOKEN]) {
    if (secret) expect(JSON.stringify(said)).not.toContain(secret);
  }
  return said;
}

afterEach(async () => {
  await slack.stop();
  expect(slack.refused).toEqual([]);
});

describe("doctor on Slack", () => {
  it("is content with what the manifest asks for", async () => {
    const { bot } = manifest.oauth_config.scopes;
    const said = await examine({ scopes: bot }, { channels: [`slack:${team}/C1`] });
    expect(Object.values(said).filter((one) => !one.startsWith("ok"))).toEqual([]);
    expect(said["Slack token"]).toContain("@papers");
    expect(said["Slack scopes"]).toBe("ok: all there");
  });

  it("names a scope that is missing, and where to click", async () => {
    const scopes = everyScope.filter((scope) => scope !== "reactions:read" && scope !== "im:write");
    const said = await examine({ scopes });
    expect(said["Slack scopes"]).toMatch(
      /^wrong: reactions:read, im:write missing\. .*Reinstall to Workspace/,
    );
  });

  it("says what is lost without the optional scopes, and that this is fine", async () => {
    const { bot, bot_optional } = manifest.oauth_config.scopes;
    const said = await examine({ scopes: bot.filter((scope) => !bot_optional.includes(scope)) });
    expect(said["Slack scopes"]).toMatch(/^ok: .*channels:history \(without it after a crash/);
  });

  it("says which token is refused", async () => {
    const said = await examine({}, { env: { revoked: "" } });
    expect(said["Slack token"]).toMatch(/^wrong: SLACK_BOT_TOKEN: token_revoked\. .*Bot User OAuth Token/);
    expect(said["Slack connection"]).toMatch(/^wrong: Socket Mode: .*connections:write/);
  });

  it("says which subscribed channel it may not post in", async () => {
    const channels = ["C1", "C2", "C3", "C9"].map((id) => `slack:${team}/${id}` as const);
    const said = await examine({}, { channels });
    expect(said["Slack channels"]).toContain("C2 (#random): I am no member");
    expect(said["Slack channels"]).toContain("C3");
    expect(said["Slack channels"]).toContain("archived");
    expect(said["Slack channels"]).toContain("C9: channel_not_found");
    expect(said["Slack channels"]).not.toContain("C1");
  });

  it("says which events came, and which never did", async () => {
    const said = await examine({}, { heard: { "heard reaction_added": "2026-11-20T08:00:00.000Z" } });
    expect(said["Slack events"]).toContain("reaction_added last came 2026-11-20");
    expect(said["Slack events"]).toMatch(/link_shared.* never came.*Subscribe to bot events/);
  });

  it("does not miss messages in channels, which are optional, and says what they are for", async () => {
    const none = (await examine())["Slack events"] ?? "";
    expect(none).toMatch(/without message.channels and message.groups, replies in threads do not count$/);
    expect(none.slice(0, none.indexOf("never came"))).not.toContain("message.");
    await slack.stop();
    const some = await examine({}, { heard: { "heard message.channels": "2026-11-20T08:00:00.000Z" } });
    expect(some["Slack events"]).toContain("message.channels last came 2026-11-20");
    expect(some["Slack events"]).not.toContain("message.groups");
  });
});

describe("the manifest", () => {
  it("asks for no scope that the README does not explain", () => {
    const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
    const explained = [...readme.matchAll(/`([a-z]+:[a-z]+|commands)`(?=[^|\n]*\|)/g)].map(
      ([, scope]) => scope,
    );
    const scopes = manifest.oauth_config.scopes.bot;
    expect(scopes.filter((scope) => !explained.includes(scope))).toEqual([]);
  });

  it("asks for messages by scopes that can be left out", () => {
    const { bot_events: events } = manifest.settings.event_subscriptions;
    const kinds = events.flatMap((name) => (name.startsWith("message.") ? [name.slice(8)] : []));
    expect(kinds).toEqual(["channels", "groups"]);
    const { bot_optional: optional } = manifest.oauth_config.scopes;
    expect(optional).toEqual(expect.arrayContaining(kinds.map((kind) => `${kind}:history`)));
  });

  it("keeps Slack's lengths, and asks for no scope twice", () => {
    const { display_information: shown, features, oauth_config, settings } = manifest;
    expect(shown.name.length).toBeLessThanOrEqual(35);
    expect(shown.description.length).toBeLessThanOrEqual(140);
    expect(shown.long_description.length).toBeGreaterThanOrEqual(175);
    expect(shown.long_description.length).toBeLessThanOrEqual(4000);
    expect(features.unfurl_domains.length).toBeLessThanOrEqual(5);
    for (const { name, description } of features.shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24);
      expect(description.length).toBeLessThanOrEqual(150);
    }
    const { bot, bot_optional: optional } = oauth_config.scopes;
    expect(new Set(bot).size).toBe(bot.length);
    expect(optional.filter((scope) => !bot.includes(scope))).toEqual([]);
    expect(settings.socket_mode_enabled).toBe(true);
  });
});
