import { App, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startSlack } from "../../support/slack/server.ts";
import type { SlackMessage, SlackServer } from "../../support/slack/types.ts";

let slack: SlackServer;
let app: App;
let receiver: SocketModeReceiver;
const quiet = { unfurl_links: false, unfurl_media: false } as const;

beforeEach(async () => {
  slack = await startSlack({ ackWithin: 500 });
  const clientOptions = () => ({ slackApiUrl: slack.url, retryConfig: { retries: 0 } });
  const { SLACK_APP_TOKEN: appToken = "", SLACK_BOT_TOKEN: token = "" } = slack.env;
  // A short ping timeout makes for a short wait before the client connects again.
  const installerOptions = { clientOptions: clientOptions() };
  receiver = new SocketModeReceiver({
    appToken,
    installerOptions,
    clientPingTimeout: 200,
    logLevel: LogLevel.ERROR,
  });
  app = new App({ receiver, token, clientOptions: clientOptions(), logLevel: LogLevel.ERROR });
});
afterEach(async () => {
  vi.useRealTimers();
  await app.stop();
  await slack.stop();
});

/** An app that answers every command with the given text and buttons. */
async function start(text = "done", ...labels: string[]): Promise<void> {
  const elements = labels.map((label) => ({
    type: "button" as const,
    text: { type: "plain_text" as const, text: label },
  }));
  const blocks = labels.length > 0 ? [{ type: "actions" as const, elements }] : [];
  app.command("/papers", async ({ ack, respond }) => {
    await ack();
    await respond({ text, blocks });
  });
  await app.start();
  await slack.connected();
}

describe("a response_url", () => {
  const answer = async (body: object, url?: string) => {
    const sent = url === undefined ? await slack.command("today") : undefined;
    await sent?.answer();
    const response = await fetch(url ?? given(), { method: "POST", body: JSON.stringify(body) });
    return [response.status, ((await response.json()) as { error?: string }).error];
  };
  let urls: string[];
  const given = () => urls.at(-1) ?? "";
  beforeEach(async () => {
    urls = [];
    app.use(async ({ body, next }) => {
      if ("response_url" in body) urls.push(String(body.response_url));
      await next();
    });
    await start("ok", "Go");
  });

  it("works five times", async () => {
    await answer({ text: "2" });
    for (const text of ["3", "4", "5"]) expect(await answer({ text }, given())).toEqual([200, undefined]);
    expect(slack.refused).toEqual([]);
    expect(await answer({ text: "6" }, given())).toEqual([404, "used_url"]);
    expect([slack.refused.length, slack.messages.length]).toEqual([1, 5]);
  });

  it("works for half an hour", async () => {
    await answer({ text: "2" });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 30 * 60_000 - 1000 });
    expect(await answer({ text: "3" }, given())).toEqual([200, undefined]);
    vi.setSystemTime(Date.now() + 2000);
    expect(await answer({ text: "4" }, given())).toEqual([404, "expired_url"]);
    expect(slack.refused).toHaveLength(1);
  });

  it.each<[string, object]>([
    ["no text", {}],
    ["hostile text", { text: "<!channel>" }],
    ["51 blocks", { text: "a", blocks: Array.from({ length: 51 }, () => ({ type: "divider" })) }],
    ["wrong blocks", { text: "a", blocks: [{ type: "header" }] }],
    ["an unknown key", { text: "a", channel: "C2" }],
    ["a parsed text", { text: "a", parse: "full" }],
    ["an unknown kind", { text: "a", response_type: "loud" }],
    ["no message to replace", { text: "a", replace_original: true }],
    ["no message to delete", { delete_original: true }],
    ["an unknown thread", { text: "a", thread_ts: "1790000000.000000" }],
  ])("refuses %s", async (_, body) => {
    expect(await answer(body)).toEqual([400, "invalid_payload"]);
    expect([slack.refused.length, slack.messages.length]).toEqual([1, 1]);
  });

  it("leads into a thread, and takes metadata", async () => {
    const { ts: thread_ts } = slack.write("root");
    const metadata = { event_type: "paperboy", event_payload: { part: "p 1" } };
    expect(await answer({ text: "a", thread_ts, metadata })).toEqual([200, undefined]);
    expect(slack.messages.at(-1)).toMatchObject({ threadTs: thread_ts, metadata });
    await answer({ text: "b" });
    expect(slack.messages.at(-1)).not.toHaveProperty("threadTs");
    expect(slack.messages.at(-1)).not.toHaveProperty("metadata");
  });

  it("is one that was given", async () => {
    expect((await answer({ text: "a" }, given().replace(/.$/, "!") || `${slack.url}../response/x`))[0]).toBe(
      404,
    );
    expect(slack.refused).toHaveLength(1);
  });
});

describe("a button", () => {
  it("of an ephemeral message comes without the message, which can be replaced and deleted", async () => {
    const seen: object[] = [];
    app.action({ type: "block_actions" }, async ({ ack, respond, body }) => {
      await ack();
      seen.push({ message: body.message, container: body.container });
      await respond(
        seen.length === 1
          ? { replace_original: true, text: "again", blocks: body.message?.blocks }
          : { delete_original: true },
      );
    });
    await start("ok", "Save", "Save");
    const message = await (await slack.command("today")).answer();
    await expect(slack.press(message, "Mute")).rejects.toThrow(
      "there is no Mute to press; there is: Save, Save",
    );
    const pressed = await slack.press(message, "Save", { nth: 2 });
    expect(await pressed.answer()).toMatchObject({ ts: message.ts, ephemeralTo: "U1", text: "again" });
    expect(seen).toMatchObject([
      { message: undefined, container: { is_ephemeral: true, message_ts: message.ts } },
    ]);
    expect(slack.refused).toEqual([]);
  });

  it("of a post comes with the message, by label, by action_id, as an option, from an accessory", async () => {
    const seen: unknown[] = [];
    app.action({ type: "block_actions" }, async ({ ack, respond, body }) => {
      await ack();
      const [action] = body.actions;
      const option = action?.type === "overflow" ? action.selected_option.value : undefined;
      seen.push([action?.action_id, body.user.id, body.message?.ts, option]);
      await respond({ text: "for you", replace_original: false });
    });
    await start();
    const text = (label: string) => ({ type: "plain_text" as const, text: label });
    const overflow = {
      type: "overflow" as const,
      action_id: "more",
      options: [{ text: text("Mute"), value: "m" }],
    };
    const button = { type: "button" as const, action_id: "save", text: text("Save") };
    const blocks = [
      { type: "section" as const, text: text("Paper"), accessory: overflow },
      { type: "actions" as const, elements: [button] },
    ];
    const { ts } = await app.client.chat.postMessage({ channel: "C1", text: "a", blocks, ...quiet });
    const [message] = slack.messages as [SlackMessage];
    expect(await (await slack.press(message, "Save")).answer()).toMatchObject({ ephemeralTo: "U1" });
    await slack.press(message, "save", { user: "U2" });
    await slack.press(message, "Mute");
    expect(seen).toEqual([
      ["save", "U1", ts, undefined],
      ["save", "U2", ts, undefined],
      ["more", "U1", ts, "m"],
    ]);
    expect(slack.refused).toEqual([]);
  });

  it("has to say whether its answer replaces the message", async () => {
    app.action({ type: "block_actions" }, async ({ ack, respond }) => {
      await ack();
      await respond("unclear").catch(() => {});
    });
    await start("ok", "Save");
    await slack.press(await (await slack.command("today")).answer(), "Save");
    await expect.poll(() => slack.refused).toEqual([expect.stringContaining("whether it replaces")]);
  });
});
