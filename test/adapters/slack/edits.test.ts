import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { create } from "../../../adapters/slack/index.ts";
import { tier3Spacing } from "../../../adapters/slack/limits.ts";
import type { ChatAdapter } from "../../../src/chat/adapter.ts";
import type { PostId } from "../../../src/chat/incoming.ts";
import type { Message } from "../../../src/chat/message.ts";
import { DeliveryError } from "../../../src/errors.ts";
import { listeningLogger, memoryIn } from "../../support/edge.ts";
import type { SlackFate, SlackServer } from "../../support/slack/types.ts";
import { team } from "../../support/slack/workspace.ts";
import { useSlack } from "../../support/slack-scene.ts";

const open = useSlack();
const home = `slack:${team}/C1` as const;
const key = `${home} digest 2026-11-20 0`;
const since = new Date(Date.now() - 3_600_000);
const saved = (savedBy?: string): Message => ({
  title: "Daily Papers",
  cards: [{ number: 1, title: "One", facts: ["▲ 150"], ...(savedBy === undefined ? {} : { savedBy }) }],
});

async function troubleOf(work: Promise<unknown>): Promise<DeliveryError> {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  return error;
}

const updates = ({ calls }: SlackServer) => calls.filter(({ method }) => method === "chat.update");

/** Milliseconds from each edit to the next. */
const gaps = (slack: SlackServer): readonly number[] => {
  const moments = updates(slack).map(({ at }) => at);
  return moments.slice(1).map((at, i) => at - (moments[i] ?? 0));
};

describe("an edit", () => {
  it("shows where the post stands, and leaves its key, its thread and its reactions alone", async () => {
    const { slack, adapter } = await open({ idle: true });
    const post = await adapter.post(home, saved(), key);
    const reply = await adapter.post(post, { note: "a reply" }, `${key} reply`);
    const before = slack.messages[0];
    if (before) slack.reactSilently(before, "one", "U2");
    await adapter.edit(post, saved("Ana, Li"));
    await adapter.edit(reply, { note: "another reply" });
    const [root, answer, ...others] = slack.messages;
    expect(others).toEqual([]);
    expect(JSON.stringify(root?.blocks)).toContain("saved by Ana, Li");
    expect(root?.text).toContain("saved by Ana, Li");
    expect(root).toMatchObject({ ts: before?.ts, metadata: before?.metadata });
    expect(root?.reactions).toEqual([{ name: "one", users: ["U2"] }]);
    expect(answer).toMatchObject({ threadTs: root?.ts, text: "another reply" });
    expect(await adapter.find(home, key, since)).toBe(post);
    expect(await adapter.find(post, `${key} reply`, since)).toBe(reply);
  });

  it("is the same form as a post's", async () => {
    const { slack, adapter } = await open({ idle: true });
    const edited = await adapter.post(home, saved());
    await adapter.edit(edited, saved("Ana"));
    await adapter.post(home, saved("Ana"));
    const [one, other] = slack.messages;
    expect([one?.text, one?.blocks]).toEqual([other?.text, other?.blocks]);
  });

  it("reaches a direct message, and a channel that is private", async () => {
    const { slack, adapter } = await open({ idle: true });
    for (const place of [`slack:${team}/U2`, `slack:${team}/G1`] as const)
      await adapter.edit(await adapter.post(place, { note: "before" }), { note: "after" });
    expect(slack.messages.map(({ text }) => text)).toEqual(["after", "after"]);
  });

  it.each(["message_not_found", "cant_update_message"])("is impossible for ever: %s", async (reason) => {
    const { slack, adapter } = await open({ idle: true });
    const { ts } = slack.write("mine");
    const post = reason === "message_not_found" ? "1790000000.000000" : ts;
    const trouble = await troubleOf(adapter.edit(`${home}/${post}`, saved()));
    expect(trouble).toMatchObject({ message: reason, retry: false, maybePosted: false });
  });

  it.each([
    ...["channel_not_found", "not_in_channel", "edit_window_closed", "is_inactive", "is_archived"],
    ...["no_permission", "restricted_action", "block_mismatch", "cant_update_message"],
  ])("that Slack refuses with %s is not to be tried again", async (error) => {
    const { slack, adapter } = await open({ idle: true });
    const post = await adapter.post(home, saved());
    slack.next("chat.update", { error });
    expect(await troubleOf(adapter.edit(post, saved("Ana")))).toMatchObject({ message: error, retry: false });
    expect(updates(slack)).toHaveLength(1);
  });

  it.each<[string, SlackFate, Partial<DeliveryError>]>([
    ["a rate limit", { retryAfter: 7 }, { after: 7000 }],
    ["a rate limit in words", { error: "ratelimited" }, { after: 30_000 }],
    ["token_revoked", { error: "token_revoked" }, { after: 3_600_000 }],
    ["missing_scope", { error: "missing_scope" }, { after: 3_600_000 }],
    ["update_failed", { error: "update_failed" }, {}],
    ["fatal_error", { error: "fatal_error" }, {}],
    ["a lost answer", "lose answer", {}],
    ["a 500", "fail before", {}],
    ["a broken connection", "drop", {}],
  ])("that meets %s is to be tried again, and is asked for once", async (_, fate, expected) => {
    const { slack, adapter } = await open({ idle: true });
    const post = await adapter.post(home, saved());
    slack.next("chat.update", fate);
    expect(await troubleOf(adapter.edit(post, saved("Ana")))).toMatchObject({ retry: true, ...expected });
    expect(updates(slack)).toHaveLength(1);
  });

  it.each(["invalid_blocks", "msg_blocks_too_long", "msg_too_long"])(
    "whose form Slack refuses (%s) is not made: what stands there says more than plain text",
    async (error) => {
      const { slack, adapter, logged } = await open({ idle: true });
      const post = await adapter.post(home, saved());
      const [before] = slack.messages;
      slack.next("chat.update", { error });
      expect(await troubleOf(adapter.edit(post, saved("Ana")))).toMatchObject({ retry: false });
      expect(slack.messages).toEqual([before]);
      expect(logged.splice(0).join()).toContain("stays as it was");
    },
  );

  it("of a bot that listens is heard by nobody as a message", async () => {
    const { slack, adapter } = await open();
    await adapter.edit(await adapter.post(home, saved()), saved("Ana"));
    await (await slack.command("status")).answer();
    expect(updates(slack)).toHaveLength(1);
  });
});

describe("many edits", () => {
  const pace = { channel: 0, workspace: 0, patience: 1000, request: 6000 };
  const posts = async (adapter: ChatAdapter): Promise<readonly PostId[]> =>
    Promise.all(["C1", "C1", "G1"].map((id) => adapter.post(`slack:${team}/${id}`, saved())));

  it("wait for each other in the whole workspace, and no post waits for them", async () => {
    const { slack, adapter } = await open({ idle: true, pace: { ...pace, edit: 300 } });
    const edited = (await posts(adapter)).map((post) => adapter.edit(post, saved("Ana")));
    await adapter.post(home, { note: "in between" });
    expect(updates(slack).length).toBeLessThan(3);
    await Promise.all(edited);
    expect(Math.min(...gaps(slack))).toBeGreaterThan(250);
  });

  it("are at Slack's pace where nothing else is said", async () => {
    const { slack } = await open({ idle: true });
    const logger = listeningLogger([]);
    const memory = memoryIn(new Map());
    const adapter = create({ env: slack.env, clock: () => new Date(), logger, memory, ended: () => {} });
    const post = await adapter.post(home, saved());
    await adapter.edit(post, saved("Ana"));
    await adapter.edit(post, saved("Ana, Li"));
    await adapter.stop();
    expect(gaps(slack)[0]).toBeGreaterThan(1200);
    expect(60_000 / tier3Spacing).toBeLessThanOrEqual(50);
  });

  it("whose turn is too far off are not begun, and say when it comes", async () => {
    const { slack, adapter } = await open({ idle: true, pace: { ...pace, edit: 2000 } });
    const [one, other] = await posts(adapter);
    if (one) await adapter.edit(one, saved("Ana"));
    const trouble = await troubleOf(adapter.edit(other ?? home, saved("Ana")));
    expect(trouble).toMatchObject({ retry: true, maybePosted: false });
    expect(trouble.after).toBeGreaterThan(1000);
    expect(updates(slack)).toHaveLength(1);
  });

  it("leave Slack alone for as long as it asked, those that wait already too, and posts go on", async () => {
    const { slack, adapter } = await open({ idle: true, pace: { ...pace, edit: 100 } });
    const made = await posts(adapter);
    slack.next("chat.update", { retryAfter: 2 });
    const troubles = await Promise.all(made.map((post) => troubleOf(adapter.edit(post, saved("Ana")))));
    expect(troubles.map(({ retry }) => retry)).toEqual([true, true, true]);
    expect(Math.min(...troubles.map(({ after = 0 }) => after))).toBeGreaterThan(1000);
    await troubleOf(adapter.edit(made[0] ?? home, saved("Ana")));
    expect(updates(slack)).toHaveLength(1);
    await adapter.post(home, { note: "meanwhile" });
    await wait(2050);
    for (const post of made) await adapter.edit(post, saved("Ana"));
    expect(updates(slack)).toHaveLength(4);
    expect(slack.messages.filter(({ text }) => text.includes("saved by Ana"))).toHaveLength(3);
  });
});
