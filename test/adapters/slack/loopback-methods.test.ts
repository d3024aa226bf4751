import { webApi } from "@slack/bolt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { everyScope } from "../../support/slack/method.ts";
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
  });
}
async function again(options: SlackOptions): Promise<void> {
  await slack.stop();
  await begin(options);
}
const quiet = { unfurl_links: false, unfurl_media: false } as const;
const post = (text = "hello", more: object = {}) =>
  client.chat.postMessage({ channel: "C1", text, ...quiet, ...more });
const update = (text: string, more: object = {}) =>
  client.chat.update({ channel: "C1", ts: nowhere, text, parse: "none", ...more });
const metadata = (part: string) => ({ event_type: "paperboy", event_payload: { part } });
const code = (error: string) => ({ data: { error } });
const plainly = async (body: string, headers: Record<string, string>, method = "auth.test") =>
  (await fetch(`${slack.url}${method}`, { method: "POST", body, headers })).json();

const nowhere = "1790000000.000000";

describe("the loopback Slack's tokens", () => {
  it("say who the bot is and what it may do", async () => {
    const { user_id, response_metadata } = await client.auth.test();
    expect([user_id, response_metadata?.scopes]).toEqual([slack.botUser, everyScope]);
    expect(slack.calls).toMatchObject([{ method: "auth.test", token: "bot" }]);
  });

  it.each([
    [{}, "not_authed"],
    [{ authorization: "Bearer x" }, "invalid_auth"],
  ])("are wanted: %o", async (headers, error) => {
    expect(await plainly("", headers)).toEqual({ ok: false, error });
    expect(slack.refused).toHaveLength(1);
  });

  it("are of the right kind", async () => {
    await expect(client.apps.connections.open()).rejects.toMatchObject(code("not_allowed_token_type"));
    const app = { authorization: `Bearer ${slack.env.SLACK_APP_TOKEN}` };
    expect(await plainly("", app)).toMatchObject({ error: "not_allowed_token_type" });
    expect(slack.refused).toHaveLength(2);
  });

  it("are refused once the app is removed, which is no fault of the client", async () => {
    slack.revoke();
    await expect(post()).rejects.toMatchObject(code("token_revoked"));
    const app = { authorization: `Bearer ${slack.env.SLACK_APP_TOKEN}` };
    expect(await plainly("", app, "apps.connections.open")).toMatchObject({ error: "invalid_auth" });
    expect(slack.refused).toEqual([]);
  });

  it.each([
    ["chat:write", () => post()],
    ["chat:write", () => client.chat.postEphemeral({ channel: "C1", user: "U1", text: "a" })],
    ["chat:write", () => update("a")],
    ["chat:write", () => client.chat.delete({ channel: "C1", ts: nowhere })],
    ["links:write", () => client.chat.unfurl({ channel: "C1", ts: nowhere, unfurls: {} })],
    ["files:write", () => client.files.completeUploadExternal({ files: [{ id: "F1" }] })],
    ["channels:read", () => client.users.conversations({})],
    ["im:read", () => client.users.conversations({ types: "im" })],
    ["users:read", () => client.users.info({ user: "U1" })],
    ["reactions:read", () => client.reactions.get({ channel: "C1", timestamp: nowhere })],
    ["channels:history", () => client.conversations.history({ channel: "C1" })],
    ["groups:history", () => client.conversations.history({ channel: "G1" })],
    ["im:history", () => client.conversations.replies({ channel: "D1", ts: nowhere })],
    ["channels:read", () => client.conversations.info({ channel: "C1" })],
    ["groups:read", () => client.users.conversations({ types: "private_channel" })],
    ["im:write", () => client.conversations.open({ users: "U1" })],
    ["files:write", () => client.files.getUploadURLExternal({ filename: "a", length: 1 })],
  ])("need %s", async (needed, call) => {
    await again({ scopes: everyScope.filter((scope) => scope !== needed) });
    await expect(call()).rejects.toMatchObject({ data: { error: "missing_scope", needed } });
    expect(slack.refused).toEqual([]);
  });
});

describe("the loopback Slack's posts", () => {
  it("stand where they were posted, by form and by JSON", async () => {
    await post("one", { metadata: metadata("p 1") });
    const headers = {
      authorization: `Bearer ${slack.env.SLACK_BOT_TOKEN}`,
      "content-type": "application/json",
    };
    await plainly(JSON.stringify({ channel: "U1", text: "two", ...quiet }), headers, "chat.postMessage");
    expect(slack.messages).toMatchObject([
      { channel: "C1", user: slack.botUser, text: "one", metadata: metadata("p 1") },
      { channel: "D1", text: "two" },
    ]);
    expect(slack.posts).toEqual([{ key: "p 1", content: { text: "one", blocks: [] } }]);
    expect(slack.refused).toEqual([]);
  });

  it.each([
    ["C2", "not_in_channel"],
    ["C3", "is_archived"],
    ["C4", "restricted_action"],
    ["G2", "channel_not_found"],
    ["C9", "channel_not_found"],
  ])("do not go to %s: %s", async (channel, error) => {
    const places = [
      { id: "C2", name: "random" },
      { id: "C3", name: "attic", isMember: true, isArchived: true },
      { id: "C4", name: "news", isMember: true, restricted: true },
      { id: "G2", name: "secret", isPrivate: true },
    ];
    await again({ channels: places });
    await expect(post("a", { channel })).rejects.toMatchObject(code(error));
    expect([slack.messages, slack.refused]).toEqual([[], []]);
  });

  const section = (length: number) => ({
    type: "section",
    text: { type: "plain_text", text: "x".repeat(length) },
  });
  it.each<[string, object]>([
    ["no_text", { text: "" }],
    ["msg_too_long", { text: "x".repeat(40_001) }],
    ["invalid_arguments", { text: "<!channel>" }],
    ["invalid_blocks", { blocks: [{ type: "header" }] }],
    ["invalid_blocks", { blocks: "[{" }],
    ["invalid_blocks", { blocks: Array.from({ length: 51 }, () => ({ type: "divider" })) }],
    ["msg_blocks_too_long", { blocks: [1, 2, 3, 4, 5].map(() => section(3000)) }],
    ["invalid_metadata_format", { metadata: { event_type: "a" } }],
    ["invalid_arguments", { unfurl_links: true }],
    ["invalid_arguments", { unfurl_media: true }],
    ["invalid_arguments", { unfurl_links: undefined }],
    ["invalid_arguments", { parse: "full" }],
    ["invalid_arguments", { link_names: true }],
    ["invalid_arguments", { colour: "red" }],
    ["invalid_arguments", { thread_ts: "1.5" }],
  ])("are refused: %s", async (error, wrong) => {
    await expect(post("a", wrong)).rejects.toMatchObject(code(error));
    expect(slack.messages).toEqual([]);
    expect(slack.refused).toEqual([expect.stringContaining("chat.postMessage")]);
  });

  it("take 40,000 characters", async () => {
    await post("x".repeat(40_000));
    expect(slack.refused).toEqual([]);
  });

  it("hang on a thread's first message only", async () => {
    const root = await post();
    const reply = await post("reply", { thread_ts: root.ts });
    expect(slack.messages.at(-1)).toMatchObject({ threadTs: root.ts });
    await expect(post("a", { thread_ts: reply.ts })).rejects.toMatchObject(code("thread_not_found"));
    await expect(post("a", { thread_ts: nowhere })).rejects.toMatchObject(code("thread_not_found"));
    expect(slack.refused).toHaveLength(2);
    await client.chat.delete({ channel: "C1", ts: root.ts ?? "" });
    await expect(post("a", { thread_ts: root.ts })).rejects.toMatchObject(code("thread_not_found"));
    expect(slack.refused).toHaveLength(2);
  });

  it("for one member go to a member, and to a thread's first message", async () => {
    const whisper = (more: object) =>
      client.chat.postEphemeral({ channel: "C1", user: "U1", text: "psst", ...more });
    const { ts: thread_ts } = await post();
    await whisper({ thread_ts });
    expect(slack.messages.at(-1)).toMatchObject({ threadTs: thread_ts, ephemeralTo: "U1" });
    await expect(whisper({ user: "U9" })).rejects.toMatchObject(code("user_not_in_channel"));
    await expect(whisper({ thread_ts: nowhere })).rejects.toMatchObject(code("thread_not_found"));
    await expect(whisper({ channel: "C2" })).rejects.toMatchObject(code("not_in_channel"));
  });

  it("for one member are marked, and neither found, changed nor reacted to", async () => {
    const { message_ts: ts = "" } = await client.chat.postEphemeral({
      channel: "C1",
      user: "U2",
      text: "psst",
    });
    expect(slack.messages).toMatchObject([{ ephemeralTo: "U2", text: "psst" }]);
    await expect(update("b", { ts })).rejects.toMatchObject(code("message_not_found"));
    expect((await client.conversations.history({ channel: "C1" })).messages).toEqual([]);
    expect(() => slack.reactSilently(slack.messages[0] as never, "tada")).toThrow();
  });

  it("can be changed and deleted by the bot, and no one else's can", async () => {
    const block = { type: "divider" };
    const { ts = "" } = await post("a", { blocks: [block], metadata: metadata("p 1") });
    await update("b", { ts, blocks: [block, block] });
    const kept = { edited: true, metadata: metadata("p 1") };
    expect(slack.messages).toMatchObject([{ ...kept, text: "b", blocks: [block, block] }]);
    await update("c", { ts });
    expect(slack.messages).toMatchObject([{ ...kept, text: "c", blocks: [] }]);
    await client.chat.delete({ channel: "C1", ts });
    const theirs = { channel: "C1", ts: slack.write("mine").ts };
    await expect(update("b", theirs)).rejects.toMatchObject(code("cant_update_message"));
    await expect(client.chat.delete(theirs)).rejects.toMatchObject(code("cant_delete_message"));
    expect(slack.messages.map(({ text }) => text)).toEqual(["mine"]);
  });

  it.each<[string, object]>([
    ["msg_too_long", { text: "x".repeat(4001) }],
    ["invalid_blocks", { blocks: [{ type: "header" }] }],
    ["invalid_arguments", { parse: undefined }],
    ["invalid_arguments", { unfurl_links: false }],
    ["invalid_arguments", { thread_ts: nowhere }],
  ])("are not changed so: %s", async (error, wrong) => {
    const { ts = "" } = await post("a");
    await expect(update("b", { ts, ...wrong })).rejects.toMatchObject(code(error));
    expect(slack.messages).toMatchObject([{ text: "a" }]);
    expect(slack.refused).toEqual([expect.stringContaining("chat.update")]);
  });
});
