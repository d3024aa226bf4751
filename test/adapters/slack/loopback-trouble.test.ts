import { webApi } from "@slack/bolt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSlack } from "../../support/slack/server.ts";
import type { SlackOptions, SlackServer } from "../../support/slack/types.ts";

let slack: SlackServer;
let client: webApi.WebClient;
beforeEach(() => begin());
afterEach(() => slack.stop());

async function begin(options: SlackOptions = {}): Promise<void> {
  slack = await startSlack(options);
  client = new webApi.WebClient(slack.env.SLACK_BOT_TOKEN, {
    slackApiUrl: slack.url,
    retryConfig: { retries: 0 },
    timeout: 1000,
  });
}
async function again(options: SlackOptions): Promise<void> {
  await slack.stop();
  await begin(options);
}
const quiet = { unfurl_links: false, unfurl_media: false } as const;
const post = (text = "hello", more: object = {}) =>
  client.chat.postMessage({ channel: "C1", text, ...quiet, ...more });
const code = (error: string) => ({ data: { error } });

describe("the loopback Slack's trouble", () => {
  it.each([
    ["lose answer", 1, { code: "slack_webapi_request_error" }],
    ["hang", 1, { code: "slack_webapi_request_error" }],
    ["fail after", 1, { statusCode: 503 }],
    ["hang before", 0, { code: "slack_webapi_request_error" }],
    ["drop", 0, { code: "slack_webapi_request_error" }],
    ["fail before", 0, { statusCode: 500 }],
    [{ error: "is_archived" }, 0, code("is_archived")],
  ] as const)("%o leaves %i posts", async (fate, count, error) => {
    slack.next("chat.postMessage", fate);
    await expect(post()).rejects.toMatchObject(error);
    expect(slack.messages).toHaveLength(count);
    await post();
    expect(slack.messages).toHaveLength(count + 1);
    expect(slack.refused).toEqual([]);
  });

  it("asks to wait, and the client's own retry waits", async () => {
    slack.next("chat.postMessage", { retryAfter: 1 });
    client = new webApi.WebClient(slack.env.SLACK_BOT_TOKEN, {
      slackApiUrl: slack.url,
      retryConfig: { retries: 1, minTimeout: 1 },
    });
    const before = Date.now();
    await post();
    expect(Date.now() - before).toBeGreaterThan(950);
    expect(slack.calls).toHaveLength(2);
  });

  it("is a post a second in a channel, a burst aside", async () => {
    slack.limitPosts({ burst: 2 });
    client = new webApi.WebClient(slack.env.SLACK_BOT_TOKEN, {
      slackApiUrl: slack.url,
      rejectRateLimitedCalls: true,
    });
    await Promise.all([post(), post(), post("a", { channel: "G1" })]);
    await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
    await new Promise((done) => setTimeout(done, 1050));
    await post();
    await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
    slack.limitPosts(undefined);
    await Promise.all([post(), post()]);
    expect(slack.refused).toEqual([]);
  });

  it("comes by itself where it is asked for", async () => {
    await again({ trouble: 1, random: () => 0.9999 });
    await expect(post()).rejects.toThrow(/rate limit/);
    await client.auth.test();
  });

  it("is noted where a method is not there", async () => {
    await expect(client.apiCall("chat.shout")).rejects.toMatchObject(code("unknown_method"));
    expect(slack.refused).toEqual([expect.stringContaining("chat.shout")]);
    expect((await fetch(slack.url.replace("/api/", "/nowhere"))).status).toBe(404);
    expect(slack.refused).toHaveLength(2);
  });
});
