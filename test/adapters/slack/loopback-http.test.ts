import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { App, HTTPReceiver, LogLevel } from "@slack/bolt";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startSlack } from "../../support/slack/server.ts";
import type { SlackMessage, SlackServer } from "../../support/slack/types.ts";

let slack: SlackServer;
let server: Server;
beforeEach(async () => {
  server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  slack = await startSlack({ http: { requestUrl: `${address()}/slack/events` }, ackWithin: 250 });
});
afterEach(async () => {
  await slack.stop();
  server.closeAllConnections();
  server.close();
});
const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const mention = { type: "app_mention", channel: "C1", user: "U1", text: "hi", ts: "1790000000.000000" };

describe("HTTP mode with the real receiver", () => {
  let app: App;
  beforeEach(() => {
    const logLevel = LogLevel.ERROR;
    const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel });
    const clientOptions = { slackApiUrl: slack.url, retryConfig: { retries: 0 } };
    app = new App({ receiver, token: slack.env.SLACK_BOT_TOKEN ?? "", clientOptions, logLevel });
    server.on("request", (request, response) => receiver.requestListener(request, response));
    vi.spyOn(console, "error").mockImplementation(() => {});
  });
  afterEach(() => void vi.restoreAllMocks());

  it("brings commands, buttons and events, signed", async () => {
    const seen: string[] = [];
    const button = {
      type: "button" as const,
      action_id: "go",
      text: { type: "plain_text" as const, text: "Go" },
    };
    app.command("/papers", async ({ ack, respond, command }) => {
      await ack();
      await respond({ text: command.text, blocks: [{ type: "actions", elements: [button] }] });
    });
    app.action("go", async ({ ack, respond }) => {
      await ack();
      await respond({ replace_original: true, text: "gone" });
    });
    app.event("app_mention", async ({ event }) => void seen.push(event.text));
    const message: SlackMessage = await (await slack.command("show é & x")).answer();
    expect(message.text).toBe("show é &amp; x");
    const pressed = await slack.press(message, "Go");
    expect([pressed.ackedAfter, (await pressed.answer()).text]).toEqual([expect.any(Number), "gone"]);
    await slack.event(mention);
    await expect.poll(() => seen).toEqual(["hi"]);
    expect(slack.refused).toEqual([]);
    expect(slack.env).toEqual({
      SLACK_API_URL: slack.url,
      SLACK_BOT_TOKEN: expect.stringMatching(/^xoxb-/),
      SLACK_SIGNING_SECRET: slack.signingSecret,
    });
  });

  it("forges signatures, and asks for the challenge", async () => {
    expect(await slack.forged()).toBe(401);
    expect(await slack.forged("age")).toBe(401);
    expect(await slack.verifyUrl()).toEqual({ challenge: expect.stringMatching(/^[0-9A-F]{12}$/) });
    expect(slack.refused).toEqual([]);
  });

  it("notes a command that is not acked", async () => {
    expect((await slack.command("today")).ackedAfter).toBeUndefined();
    expect(slack.refused).toEqual(["no ack of /papers today: no answer within 250 ms"]);
  });
});

describe("HTTP mode", () => {
  const tries = (request: IncomingMessage) => [
    request.headers["x-slack-retry-num"],
    request.headers["x-slack-retry-reason"],
  ];

  it("sends an event again that is not answered with 200", async () => {
    const seen: unknown[] = [];
    server.on("request", (request, response) => {
      seen.push(tries(request));
      response.writeHead(seen.length === 1 ? 500 : 200).end();
    });
    expect((await slack.event(mention)).ackedAfter).toBeUndefined();
    await expect
      .poll(() => seen)
      .toEqual([
        [undefined, undefined],
        ["1", "http_error"],
      ]);
    expect(slack.refused).toEqual(["no ack of the event app_mention: 500"]);
  });

  it("sends an event again that is answered late", async () => {
    const seen: unknown[] = [];
    server.on("request", (request, response) => {
      if (seen.push(tries(request)) > 1) response.end();
    });
    await slack.event(mention);
    await expect
      .poll(() => seen)
      .toEqual([
        [undefined, undefined],
        ["1", "http_timeout"],
      ]);
    expect(slack.refused).toHaveLength(1);
  });

  it("sends an event again to an app that was not there, and blames no one", async () => {
    const seen: unknown[] = [];
    const { port } = server.address() as AddressInfo;
    await once(server.close(), "close");
    await slack.event(mention);
    expect((await slack.command("today")).ackedAfter).toBeUndefined();
    server.on("request", (request, response) => {
      seen.push(tries(request));
      response.end();
    });
    await once(server.listen(port, "127.0.0.1"), "listening");
    // Whichever retry is the first to find it.
    await expect.poll(() => seen).toEqual([[expect.stringMatching(/^[123]$/), "connection_failed"]]);
    expect(slack.refused).toEqual([]);
  });

  it("takes an ack that answers", async () => {
    server.on("request", (_, response) => void response.end(JSON.stringify({ text: "at once" })));
    expect(await (await slack.command("today")).answer()).toMatchObject({
      text: "at once",
      ephemeralTo: "U1",
    });
    await slack.sendRaw({ type: "app_rate_limited" });
    expect(slack.refused).toEqual([]);
  });
});
