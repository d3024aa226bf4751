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

describe("a command", () => {
  it("reaches the app with names as ids, is acked and answered", async () => {
    const texts: string[] = [];
    app.command("/papers", async ({ ack, respond, command }) => {
      await ack();
      texts.push(command.text, command.channel_name, command.user_name);
      await respond("here");
    });
    await app.start();
    const sent = await slack.command("show <x> & @Ana #general @who https://a.org/?a=1&b=2", {
      user: "U2",
      channel: "G1",
    });
    expect(await sent.answer()).toMatchObject({
      channel: "G1",
      ephemeralTo: "U2",
      text: "here",
      user: slack.botUser,
    });
    const url = "<https://a.org/?a=1&amp;b=2>";
    expect(texts).toEqual([`show &lt;x&gt; &amp; <@U1|ana> <#C1|general> @who ${url}`, "board", "li"]);
    expect(sent.ackedAfter).toBeDefined();
    expect([slack.sockets, slack.connections]).toEqual([1, 1]);
  });

  it("that nobody acks is noted", async () => {
    await app.start();
    const { ackedAfter } = await slack.command("today");
    expect(ackedAfter).toBeUndefined();
    expect(slack.refused).toEqual(["no ack of /papers today within 500 ms"]);
  });

  it("can be answered in its ack, to the same rules", async () => {
    app.command("/papers", ({ ack, command }) =>
      ack(command.text === "bad" ? "<!here>" : { text: "at once" }),
    );
    await app.start();
    expect(await (await slack.command("today")).answer()).toMatchObject({
      text: "at once",
      ephemeralTo: "U1",
    });
    expect((await slack.command("bad")).answers).toEqual([]);
    expect(slack.refused).toEqual([expect.stringMatching(/^ack: .*speaks to everyone/s)]);
  });

  it("can be answered for all to see", async () => {
    app.command("/papers", async ({ ack, respond }) => {
      await ack();
      await respond({ text: "look", response_type: "in_channel" });
    });
    await app.start();
    expect(await (await slack.command("today")).answer()).not.toHaveProperty("ephemeralTo");
  });
});

describe("shortcuts and events", () => {
  it("bring a member's message, and reactions to it", async () => {
    const seen: unknown[] = [];
    app.shortcut("save_paper", async ({ ack, shortcut, respond }) => {
      await ack();
      if (shortcut.type === "message_action") await respond(shortcut.message.text ?? "");
    });
    for (const type of ["reaction_added", "reaction_removed"] as const)
      app.event(type, async ({ event, context }) => {
        seen.push([type, event.user, event.reaction, event.item.ts, event.item_user, context.retryNum]);
      });
    await start();
    const sent = await slack.shortcut("save_paper", { text: "1706.03762", user: "U2", channel: "C2" });
    expect(await sent.answer()).toMatchObject({ text: "1706.03762", channel: "C2", ephemeralTo: "U1" });
    const message = slack.messages[0] as SlackMessage;
    expect((await slack.react(message, "bookmark", { user: "U3" })).ackedAfter).toBeDefined();
    expect(slack.messages[0]?.reactions).toEqual([{ name: "bookmark", users: ["U3"] }]);
    await slack.unreact(message, "bookmark", { user: "U3" });
    await expect.poll(() => seen).toHaveLength(2);
    expect(seen).toEqual([
      ["reaction_added", "U3", "bookmark", message.ts, "U2", 0],
      ["reaction_removed", "U3", "bookmark", message.ts, "U2", 0],
    ]);
    expect(slack.messages[0]?.reactions).toEqual([]);
  });

  it("can come twice, and come of the bot's own doing, which Bolt drops", async () => {
    const seen: unknown[] = [];
    app.event("app_mention", async ({ body, context }) => {
      seen.push([body.event_id, context.retryNum, context.retryReason]);
    });
    app.message(async ({ message }) => {
      seen.push(message.channel);
    });
    await start();
    const mention = { type: "app_mention", user: "U1", text: "hi", ts: "1790000000.000000", channel: "C1" };
    await slack.event(mention, { eventId: "Ev1" });
    await slack.event(mention, { eventId: "Ev1", retry: 1 });
    await app.client.chat.postMessage({ channel: "C1", text: "own", ...quiet });
    slack.write("theirs", { channel: "G1" });
    await expect.poll(() => seen).toEqual([["Ev1", 0, ""], ["Ev1", 1, "timeout"], "G1"]);
    expect(slack.refused).toEqual([]);
  });
});

describe("messages", () => {
  it("are told with their thread, their channel's kind and their edits, where the bot is and may read", async () => {
    const seen: unknown[] = [];
    app.event("message", async ({ event }) => {
      const { channel, channel_type: kind, subtype } = event;
      const { user, thread_ts: thread } = { user: undefined, thread_ts: undefined, ...event };
      seen.push([channel, kind, subtype, user, thread]);
    });
    await start();
    const root = slack.write("one");
    const reply = slack.write("two", { user: "U2", threadTs: root.ts });
    slack.rewrite(reply, "three");
    slack.write("where the bot is not", { channel: "C2" });
    slack.write("to the bot alone, which it did not ask for", { channel: "D1" });
    slack.write("private", { channel: "G1" });
    await expect.poll(() => seen).toHaveLength(4);
    expect(seen).toEqual([
      ["C1", "channel", undefined, "U1", undefined],
      ["C1", "channel", undefined, "U2", root.ts],
      ["C1", "channel", "message_changed", undefined, undefined],
      ["G1", "group", undefined, "U1", undefined],
    ]);
    expect(slack.messages.find(({ ts }) => ts === reply.ts)).toMatchObject({ text: "three", edited: true });
    expect(() => slack.write("a", { threadTs: reply.ts })).toThrow("no thread");
    expect(slack.refused).toEqual([]);
  });
});

describe("the real client", () => {
  it.each([
    ["told to go", () => slack.disconnect("refresh_requested")],
    ["cut off", () => slack.dropSockets()],
  ])("comes back when it is %s, and gets what waited", async (_, end) => {
    await start();
    end();
    await expect.poll(() => slack.sockets).toBe(0);
    const event = slack.event({ type: "app_mention", channel: "C1", user: "U1" });
    expect((await event).ackedAfter).toBeDefined();
    expect([slack.sockets, slack.connections, slack.refused]).toEqual([1, 2, []]);
  });
});
