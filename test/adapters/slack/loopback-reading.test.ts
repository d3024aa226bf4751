import { webApi } from "@slack/bolt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startSlack } from "../../support/slack/server.ts";
import type { SlackMessage, SlackServer } from "../../support/slack/types.ts";

let slack: SlackServer;
let client: webApi.WebClient;
beforeEach(async () => {
  slack = await startSlack();
  client = new webApi.WebClient(slack.env.SLACK_BOT_TOKEN, {
    slackApiUrl: slack.url,
    retryConfig: { retries: 0 },
  });
});
afterEach(() => slack.stop());

const code = (error: string) => ({ data: { error } });
const channel = "C1";
const post = (text: string, thread_ts?: string) => {
  const metadata = { event_type: "paperboy", event_payload: { part: text } };
  const quiet = { unfurl_links: false, unfurl_media: false, metadata };
  return client.chat.postMessage({ channel, text, ...quiet, ...(thread_ts !== undefined && { thread_ts }) });
};
const texts = (messages: readonly { text?: string }[] | undefined) => messages?.map(({ text }) => text);
const first = (): SlackMessage => slack.messages[0] as SlackMessage;

describe("the loopback Slack's history", () => {
  it("pages from the newest on, without replies", async () => {
    const root = await post("1");
    for (const text of ["2", "3", "4", "5"]) await post(text);
    await post("reply", root.ts);
    slack.write("elsewhere", { channel: "G1" });
    const pages: unknown[] = [];
    for await (const page of client.paginate("conversations.history", { channel, limit: 2 }))
      pages.push(page);
    expect(pages).toMatchObject([
      { messages: [{ text: "5" }, { text: "4" }], has_more: true },
      { messages: [{ text: "3" }, { text: "2" }], has_more: true },
      { messages: [{ text: "1" }], has_more: false },
    ]);
    expect(slack.refused).toEqual([]);
  });

  it("shows metadata only where all of it is asked for", async () => {
    await post("1");
    const [without] = (await client.conversations.history({ channel })).messages ?? [];
    const [found] =
      (await client.conversations.history({ channel, include_all_metadata: true })).messages ?? [];
    expect(without).not.toHaveProperty("metadata");
    expect(found).toMatchObject({ metadata: { event_payload: { part: "1" } } });
  });

  it("begins and ends where it is asked to", async () => {
    for (const text of ["1", "2", "3"]) await post(text);
    const [one = "", two = "", three = ""] = slack.messages.map(({ ts }) => ts);
    const read = async (more: object) =>
      texts((await client.conversations.history({ channel, ...more })).messages);
    expect(await read({ oldest: two })).toEqual(["3"]);
    expect(await read({ oldest: two, inclusive: true })).toEqual(["3", "2"]);
    expect(await read({ latest: two })).toEqual(["1"]);
    expect(await read({ oldest: one, latest: three, inclusive: true })).toEqual(["3", "2", "1"]);
    expect(await read({ oldest: one, latest: three })).toEqual(["2"]);
    expect(await read({ oldest: String(Math.floor(Date.now() / 1000) + 1) })).toEqual([]);
  });

  it("tells threads, edits and bots", async () => {
    const { ts = "" } = await post("root");
    await post("reply", ts);
    await client.chat.update({ channel, ts, text: "edited", parse: "none" });
    slack.write("theirs");
    const [theirs, root] = (await client.conversations.history({ channel })).messages ?? [];
    expect(theirs).toEqual({
      type: "message",
      user: "U1",
      ts: slack.messages[2]?.ts,
      text: "theirs",
      team: "T0PAPERS",
    });
    const thread = { thread_ts: ts, reply_count: 1, edited: { ts } };
    expect(root).toMatchObject({ text: "edited", user: slack.botUser, bot_id: "B0BOT", ...thread });
    const [, reply] = (await client.conversations.replies({ channel, ts })).messages ?? [];
    expect(reply).toMatchObject({ text: "reply", thread_ts: ts });
    expect(reply).not.toHaveProperty("reply_count");
  });

  it("refuses cursors that it has not given, and limits that are none", async () => {
    await expect(client.conversations.history({ channel, cursor: "abc" })).rejects.toMatchObject(
      code("invalid_cursor"),
    );
    await expect(client.conversations.history({ channel, limit: 1000 })).rejects.toMatchObject(
      code("invalid_arguments"),
    );
    expect(slack.refused).toHaveLength(2);
  });

  it("is for members only", async () => {
    await expect(client.conversations.history({ channel: "C2" })).rejects.toMatchObject(
      code("not_in_channel"),
    );
  });

  it("of a thread begins with its root, the oldest first", async () => {
    const { ts = "" } = await post("root");
    for (const text of ["a", "b", "c"]) await post(text, ts);
    await post("other");
    const read = async (more: object) =>
      texts((await client.conversations.replies({ channel, ts, ...more })).messages);
    expect(await read({})).toEqual(["root", "a", "b", "c"]);
    expect(await read({ oldest: slack.messages[2]?.ts })).toEqual(["root", "c"]);
    const { response_metadata } = await client.conversations.replies({ channel, ts, limit: 3 });
    expect(await read({ limit: 3, cursor: response_metadata?.next_cursor })).toEqual(["c"]);
    const missing = { channel, ts: "1790000000.000000" };
    await expect(client.conversations.replies(missing)).rejects.toMatchObject(code("thread_not_found"));
  });
});

describe("the loopback Slack's people and places", () => {
  it("have names and zones", async () => {
    expect((await client.users.info({ user: "U1" })).user).toMatchObject({
      tz: "Europe/Berlin",
      is_admin: false,
      profile: { display_name: "Ana", real_name: "Ana" },
    });
    expect((await client.users.info({ user: "U3" })).user).toMatchObject({ is_admin: true });
    await expect(client.users.info({ user: "U9" })).rejects.toMatchObject(code("user_not_found"));
  });

  it("are told of where the bot may know them", async () => {
    const info = async (id: string) => (await client.conversations.info({ channel: id })).channel;
    expect(await info("C1")).toMatchObject({ name: "general", is_member: true, is_private: false });
    expect(await info("C2")).toMatchObject({ is_member: false });
    expect(await info("C3")).toMatchObject({ is_archived: true });
    expect(await info("G1")).toMatchObject({ is_private: true });
    expect(await info("D2")).toMatchObject({ is_im: true, user: "U2" });
    await expect(info("C9")).rejects.toMatchObject(code("channel_not_found"));
    expect((await client.conversations.open({ users: "U2" })).channel?.id).toBe("D2");
  });

  it("list the bot's own", async () => {
    const list = async (more: object) =>
      (await client.users.conversations({ types: "public_channel,private_channel", ...more })).channels?.map(
        ({ id }) => id,
      );
    expect(await list({})).toEqual(["C1", "C3", "G1"]);
    expect(await list({ exclude_archived: true })).toEqual(["C1", "G1"]);
    expect(await list({ types: "public_channel" })).toEqual(["C1", "C3"]);
    const { response_metadata } = await client.users.conversations({ limit: 1 });
    expect(await list({ types: "public_channel", cursor: response_metadata?.next_cursor })).toEqual(["C3"]);
  });

  it("react, and all are told of only where all are asked for", async () => {
    await post("1");
    for (const user of ["U1", "U2", "U2"]) slack.reactSilently(first(), "bookmark", user);
    slack.reactSilently(first(), "tada", "U3");
    slack.unreactSilently(first(), "tada", "U3");
    const read = async (full: boolean) =>
      (await client.reactions.get({ channel, timestamp: first().ts, full })).message?.reactions;
    expect(await read(true)).toEqual([{ name: "bookmark", count: 2, users: ["U1", "U2"] }]);
    expect(await read(false)).toEqual([{ name: "bookmark", count: 2, users: ["U1"] }]);
    const missing = { channel, timestamp: "1790000000.000000" };
    await expect(client.reactions.get(missing)).rejects.toMatchObject(code("message_not_found"));
  });
});

describe("the loopback Slack's files and unfurls", () => {
  it("shares a file that the client uploads", async () => {
    const file = { filename: "saved.csv", content: "id,title\n1,é\n", initial_comment: "Here" };
    await client.files.uploadV2({ channel_id: channel, ...file });
    expect(slack.files).toMatchObject([{ channel, name: "saved.csv", content: "id,title\n1,é\n" }]);
    expect(slack.messages).toMatchObject([{ text: "Here", files: ["saved.csv"] }]);
    expect(slack.refused).toEqual([]);
  });

  it("refuses a file of another length, and one that never came", async () => {
    const { upload_url = "", file_id: id = "" } = await client.files.getUploadURLExternal({
      filename: "a",
      length: 3,
    });
    expect((await fetch(upload_url, { method: "POST", body: "four" })).status).toBe(400);
    const complete = client.files.completeUploadExternal({ files: [{ id }], channel_id: channel });
    await expect(complete).rejects.toMatchObject(code("file_not_found"));
    expect([slack.refused.length, slack.files]).toEqual([2, []]);
  });

  it("unfurls links that were shared, and no others", async () => {
    const url = "https://arxiv.org/abs/1706.03762";
    const { ts } = slack.write(url);
    const links = [{ domain: "arxiv.org", url }];
    const told = slack.event({
      type: "link_shared",
      channel,
      user: "U1",
      message_ts: ts,
      unfurl_id: "F1",
      links,
    });
    const blocks = [{ type: "divider" }];
    await client.chat.unfurl({ channel, ts, unfurls: { [url]: { blocks } } });
    await client.chat.unfurl({
      unfurl_id: "F1",
      source: "conversations_history",
      unfurls: { [url]: { blocks } },
    });
    expect(slack.unfurls).toEqual([
      { channel, ts, url, blocks },
      { channel, ts, url, blocks },
    ]);
    expect(slack.refused).toEqual([]);
    const attempt = (more: object) => client.chat.unfurl({ channel, ts, unfurls: {}, ...more });
    const text = {
      type: "rich_text",
      elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "a" }] }],
    };
    await expect(attempt({ unfurls: { "https://a.org/": { blocks } } })).rejects.toMatchObject(
      code("cannot_unfurl_url"),
    );
    await expect(attempt({ ts: "1790000000.000000" })).rejects.toMatchObject(code("cannot_unfurl_message"));
    await expect(attempt({ unfurls: { [url]: { blocks: [text] } } })).rejects.toMatchObject(
      code("invalid_arguments"),
    );
    const odd = { [url]: { blocks, stranger: 1 } };
    await expect(attempt({ unfurls: odd })).rejects.toMatchObject(code("invalid_arguments"));
    expect(slack.refused).toHaveLength(4);
    await slack.stop();
    expect((await told).ackedAfter).toBeUndefined();
  });
});
