import { describe, expect, it } from "vitest";
import { settings as discord } from "../../adapters/discord/settings.ts";
import { settings as slack } from "../../adapters/slack/settings.ts";
import { readSettings } from "../../src/config.ts";

const slackEnv = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" };
const discordEnv = { DISCORD_TOKEN: "a.b.c" };

describe("the address of a platform", () => {
  it.each([
    "https://me:hunter2@slack.test/api/",
    "https://hunter2@slack.test/api/",
    "https://slack.test/api/?key=hunter2",
    "https://slack.test/?hunter2=/api/",
    "ftp://hunter2.test/api/",
  ])("of Slack holds no password: %s", (url) => {
    const read = () => readSettings(slack, { ...slackEnv, SLACK_API_URL: url });
    expect(read).toThrow(/SLACK_API_URL must/);
    expect(read).not.toThrow(/hunter2/);
  });

  it.each(["https://me:hunter2@discord.test/api", "https://discord.test/?hunter2=/api"])(
    "of Discord holds no password: %s",
    (url) => {
      const read = () => readSettings(discord, { ...discordEnv, DISCORD_API_URL: url });
      expect(read).toThrow(/DISCORD_API_URL must/);
      expect(read).not.toThrow(/hunter2/);
    },
  );

  it("is taken as it is where it holds none", () => {
    const url = "https://slack-gov.com/api/";
    expect(readSettings(slack, { ...slackEnv, SLACK_API_URL: url }).SLACK_API_URL).toBe(url);
    const other = "http://127.0.0.1:4/api";
    expect(readSettings(discord, { ...discordEnv, DISCORD_API_URL: other }).DISCORD_API_URL).toBe(other);
  });
});
