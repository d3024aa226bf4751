import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { channelSpacing } from "../../../adapters/slack/limits.ts";
import type { ChannelId, PostId, UserId } from "../../../src/chat/incoming.ts";
import type { Message } from "../../../src/chat/message.ts";
import { DeliveryError } from "../../../src/errors.ts";
import { everyScope } from "../../support/slack/method.ts";
import type { SlackFate } from "../../support/slack/types.ts";
import { team } from "../../support/slack/workspace.ts";
import { useSlack } from "../../support/slack-scene.ts";

const open = useSlack();
const channel = (id: string): ChannelId => `slack:${team}/${id}`;
const message: Message = { title: "Daily Papers", cards: [{ number: 1, title: "One", buttons: [] }] };
const key = `slack:${team}/C1 digest 2026-11-20 0`;
const since = new Date(Date.now() - 3_600_000);

async function troubleOf(work: Promise<unknown>): Promise<DeliveryError> {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  return error;
}

describe("a post", () => {
  it("goes to a channel, into a post's thread, and to a person, also before the adapter listens", async () => {
    const { slack, adapter } = await open({ idle: true });
    const headline = await adapter.post(channel("C1"), message);
    const reply = await adapter.post(headline, { note: "a reply" });
    const direct: UserId = `slack:${team}/U2`;
    await adapter.post(direct, { note: "to you" });
    const [first, second, third] = slack.messages;
    expect(headline).toBe(`slack:${team}/C1/${first?.ts}`);
    expect(reply).toBe(`slack:${team}/C1/${second?.ts}`);
    expect(second?.threadTs).toBe(first?.ts);
    expect(third?.channel).toMatch(/^D/);
    expect(slack.sockets).toBe(0);
  });

  it.each([
    ["C2", "not_in_channel", "/invite @papers"],
    ["C9", "channel_not_found", "/invite @papers"],
    ["C3", "is_archived", "unarchive it"],
    // What two people say to each other.
    ["D9", "channel_not_found", "Use a channel, and invite me with /invite @papers; or write to me directly"],
    ["G9", "channel_not_found", "A group message has to become a private channel first"],
  ])("to %s is refused for good: %s", async (id, reason, mend) => {
    const { adapter } = await open({ idle: true });
    const trouble = await troubleOf(adapter.post(channel(id), message));
    expect(trouble).toMatchObject({ message: reason, retry: false, maybePosted: false });
    expect(trouble.mend).toContain(mend);
  });

  it.each([
    ...["restricted_action", "restricted_action_read_only_channel", "no_permission", "messages_tab_disabled"],
    ...["slack_connect_file_link_sharing_blocked", "ekm_access_denied", "cannot_dm_bot", "user_disabled"],
  ])("that is refused by %s says what works in its place, which is no invitation", async (error) => {
    const { slack, adapter } = await open({ idle: true });
    slack.next("chat.postMessage", { error });
    const { mend } = await troubleOf(adapter.post(channel("C1"), message));
    expect(mend).toMatch(/^[A-Z].*\.$/);
    expect(mend).not.toMatch(/invite|let me in/i);
  });

  const refusedWhole = { installation: true, retry: true, maybePosted: false };
  it.each<[string, SlackFate, Partial<DeliveryError>]>([
    ["a rate limit", { retryAfter: 7 }, { retry: true, maybePosted: false, after: 7000 }],
    ["a rate limit in words", { error: "ratelimited" }, { retry: true, maybePosted: false, after: 30_000 }],
    ["restricted_action", { error: "restricted_action" }, { retry: false, maybePosted: false }],
    ["token_revoked", { error: "token_revoked" }, refusedWhole],
    ["account_inactive", { error: "account_inactive" }, refusedWhole],
    ["missing_scope", { error: "missing_scope" }, refusedWhole],
    ["fatal_error", { error: "fatal_error" }, { retry: true, maybePosted: true }],
    ["internal_error", { error: "internal_error" }, { retry: true, maybePosted: true }],
    ["an error nobody knows", { error: "something_new" }, { retry: true, maybePosted: false }],
    ["a lost answer", "lose answer", { retry: true, maybePosted: true }],
    ["a 503 behind the post", "fail after", { retry: true, maybePosted: true }],
    ["a 500 before it", "fail before", { retry: true, maybePosted: true }],
    ["a broken connection", "drop", { retry: true, maybePosted: true }],
  ])("that meets %s says whether to try again and whether it may be there", async (_, fate, expected) => {
    const { slack, adapter } = await open({ idle: true });
    slack.next("chat.postMessage", fate);
    expect(await troubleOf(adapter.post(channel("C1"), message))).toMatchObject(expected);
    // Asked once: trying again is the ledger's business.
    expect(slack.calls.filter(({ method }) => method === "chat.postMessage")).toHaveLength(1);
  });

  it("that Slack does not answer in time may be there", async () => {
    const pace = { channel: 0, workspace: 0, patience: 0, request: 300 };
    const { slack, adapter } = await open({ idle: true, pace });
    slack.next("chat.postMessage", "hang");
    const trouble = await troubleOf(adapter.post(channel("C1"), message));
    expect(trouble).toMatchObject({ retry: true, maybePosted: true });
    expect(slack.messages).toHaveLength(1);
  });

  it("where nobody listens was surely not made", async () => {
    const { adapter } = await open({ idle: true, env: { SLACK_API_URL: "http://127.0.0.1:4/api/" } });
    const trouble = await troubleOf(adapter.post(channel("C1"), message));
    expect(trouble).toMatchObject({ retry: true, maybePosted: false });
    expect(trouble.message).toContain("(connection refused)");
  });

  it("whose form Slack refuses is made as plain text, and said in the log", async () => {
    const { slack, adapter, logged } = await open({ idle: true });
    slack.next("chat.postMessage", { error: "invalid_blocks" });
    await adapter.post(channel("C1"), message, key);
    expect(slack.messages[0]?.text).toContain("Daily Papers");
    expect(slack.messages[0]?.blocks).toEqual([]);
    expect(slack.posts.map((post) => post.key)).toEqual([key]);
    expect(logged.splice(0).join()).toContain("plain text");
  });

  it("waits its turn: one a second in a channel, others in between", async () => {
    const pace = { channel: 300, workspace: 0, patience: 1000, request: 6000 };
    const { slack, adapter } = await open({ idle: true, pace });
    await Promise.all([
      adapter.post(channel("C1"), { note: "1" }),
      adapter.post(channel("C1"), { note: "2" }),
      adapter.post(channel("G1"), { note: "3" }),
      adapter.post(channel("C1"), { note: "4" }),
    ]);
    const at = (text: string): number =>
      slack.calls.find(({ method, args }) => method === "chat.postMessage" && args.text === text)?.at ?? 0;
    expect(at("2") - at("1")).toBeGreaterThan(250);
    expect(at("4") - at("2")).toBeGreaterThan(250);
    expect(slack.messages.map(({ text }) => text)).toEqual(["1", "3", "2", "4"]);
  });

  it("whose turn is too far off is not begun, and says when it comes", async () => {
    const pace = { channel: 1000, workspace: 0, patience: 500, request: 6000 };
    const { slack, adapter } = await open({ idle: true, pace });
    await adapter.post(channel("C1"), message);
    const trouble = await troubleOf(adapter.post(channel("C1"), message));
    expect(trouble).toMatchObject({ retry: true, maybePosted: false });
    expect(trouble.after).toBeGreaterThan(500);
    expect(slack.messages).toHaveLength(1);
  });

  it("to a person who may not be written to is refused for good, and says nothing of channels", async () => {
    const scopes = everyScope.filter((scope) => scope !== "im:write");
    const { slack, adapter } = await open({ idle: true, slack: { scopes } });
    const trouble = await troubleOf(adapter.post(`slack:${team}/U2`, message));
    expect(trouble).toMatchObject({ message: "missing_scope", retry: false, installation: false });
    await adapter.post(channel("C1"), message);
    slack.refused.splice(0);
  });

  it("is asked for again where Slack wanted a pause that outlasts every digest", async () => {
    const pace = { channel: 0, workspace: 0, patience: 1000, request: 6000, pause: 50 };
    const { slack, adapter } = await open({ idle: true, pace });
    slack.next("chat.postMessage", { retryAfter: 18_000 });
    expect((await troubleOf(adapter.post(channel("C1"), message))).after).toBe(18_000_000);
    await expect.poll(() => adapter.post(channel("C1"), message).catch(() => undefined)).toBeDefined();
    expect(slack.messages).toHaveLength(1);
  });

  it("leaves a channel alone for as long as Slack asked, and no other", async () => {
    const { slack, adapter } = await open({ idle: true });
    slack.next("chat.postMessage", { retryAfter: 3 });
    await troubleOf(adapter.post(channel("C1"), message));
    const again = await troubleOf(adapter.post(channel("C1"), message));
    expect(again.after).toBeGreaterThan(1000);
    await adapter.post(channel("G1"), message);
    expect(slack.calls.filter(({ method }) => method === "chat.postMessage")).toHaveLength(2);
  });
});

describe("many posts", () => {
  it("to one channel are never faster than Slack allows", async () => {
    const pace = { channel: channelSpacing, workspace: 0, patience: 3500, request: 6000 };
    const { slack, adapter } = await open({ idle: true, pace });
    slack.limitPosts({ burst: 1 });
    await Promise.all(["1", "2", "3"].map((note) => adapter.post(channel("C1"), { note })));
    expect(slack.messages.map(({ text }) => text)).toEqual(["1", "2", "3"]);
    expect(slack.calls.filter(({ method }) => method === "chat.postMessage")).toHaveLength(3);
  });

  it("in a storm of limits are each made once, when they come back at the time they were told", async () => {
    const { slack, adapter } = await open({ idle: true });
    slack.next("chat.postMessage", ...Array.from({ length: 3 }, () => ({ retryAfter: 1 })));
    const untilPosted = async (note: string): Promise<void> => {
      for (let tries = 0; tries < 20; tries++) {
        const trouble = await adapter.post(channel("C1"), { note }).then(
          () => undefined,
          (error: DeliveryError) => error,
        );
        if (!trouble) return;
        expect(trouble).toMatchObject({ retry: true, maybePosted: false });
        await wait(trouble.after ?? 0);
      }
    };
    await Promise.all(["1", "2", "3", "4"].map(untilPosted));
    expect(slack.messages.map(({ text }) => text).sort()).toEqual(["1", "2", "3", "4"]);
  });

  it("of a bot that listens are asked once, too: the sockets' patience is not the posts'", async () => {
    const { slack, adapter } = await open();
    slack.next("chat.postMessage", "fail before");
    await troubleOf(adapter.post(channel("C1"), message));
    expect(slack.calls.filter(({ method }) => method === "chat.postMessage")).toHaveLength(1);
  });

  it("of two workspaces go out with the token of each", async () => {
    const [one, other] = [await open({ idle: true }), await open({ idle: true })];
    await one.adapter.post(channel("C1"), { note: "one" });
    await other.adapter.post(channel("C1"), { note: "other" });
    await one.adapter.post(channel("C1"), { note: "one again" });
    // A wrong token is refused, which useSlack looks at.
    expect(one.slack.messages.map(({ text }) => text)).toEqual(["one", "one again"]);
    expect(other.slack.messages.map(({ text }) => text)).toEqual(["other"]);
  });
});

describe("a part that may be there", () => {
  it("is found in the channel, and in the thread, by its key", async () => {
    const { adapter } = await open({ idle: true });
    const post = await adapter.post(channel("C1"), message, key);
    const reply = await adapter.post(post, { note: "1" }, `${key} reply`);
    expect(await adapter.find(channel("C1"), key, since)).toBe(post);
    expect(await adapter.find(post, `${key} reply`, since)).toBe(reply);
    expect(await adapter.find(channel("C1"), "another", since)).toBe("absent");
    expect(await adapter.find(post, "another", since)).toBe("absent");
    expect(await adapter.find(channel("G1"), key, since)).toBe("absent");
  });

  it("is found behind many other messages", async () => {
    const { slack, adapter } = await open({ idle: true });
    const post = await adapter.post(channel("C1"), message, key);
    for (let i = 0; i < 450; i++) slack.write(`chatter ${i}`);
    expect(await adapter.find(channel("C1"), key, since)).toBe(post);
  });

  it("cannot be told of without the scope to read the history", async () => {
    const scopes = everyScope.filter((scope) => !scope.endsWith(":history"));
    const { adapter } = await open({ idle: true, slack: { scopes } });
    const post = await adapter.post(channel("C1"), message, key);
    expect(await adapter.find(channel("C1"), key, since)).toBe("unknown");
    expect(await adapter.find(post as PostId, key, since)).toBe("unknown");
  });

  it("is asked for again where Slack did not answer", async () => {
    const { slack, adapter } = await open({ idle: true });
    for (const fate of [{ retryAfter: 2 }, "drop", "fail before"] as const) {
      slack.next("conversations.history", fate);
      expect(await troubleOf(adapter.find(channel("C1"), key, since))).toMatchObject({ retry: true });
    }
  });
});
