import { describe, expect, it } from "vitest";
import type { Incoming } from "../../../src/chat/incoming.ts";
import { botThat } from "../../support/edge.ts";
import { httpMode } from "../../support/slack/http-mode.ts";
import { everyScope } from "../../support/slack/method.ts";
import type { SlackServer } from "../../support/slack/types.ts";
import { team } from "../../support/slack/workspace.ts";
import { type SlackScene, type SlackSceneOptions, useSlack } from "../../support/slack-scene.ts";

const open = useSlack();
const home = `slack:${team}` as const;

/** The adapter with a core that only listens. */
async function listening(
  options: SlackSceneOptions = {},
): Promise<SlackScene & { readonly heard: readonly Incoming[]; all(): Promise<readonly Incoming[]> }> {
  const heard: Incoming[] = [];
  const bot = botThat(async (incoming) => {
    if (incoming.kind === "command") return { to: "user", message: { note: "done" } };
    heard.push(incoming);
    return undefined;
  });
  const room = await open({ bot, ...options });
  /** Everything that was told before now: events come in order. */
  const all = async (): Promise<readonly Incoming[]> => {
    await (await room.slack.command("status")).answer();
    return heard;
  };
  return Object.assign(room, { heard, all });
}

/** A post of the bot's. */
async function posted({ adapter, slack }: SlackScene) {
  await adapter.post(`${home}/C1`, { title: "Daily Papers" });
  const [post] = slack.messages;
  if (!post) throw new Error("nothing was posted");
  return post;
}

const asked = ({ calls }: SlackServer) => calls.filter(({ method }) => method === "users.info").length;

describe.each([
  ["sockets", async () => ({})],
  ["HTTP", httpMode],
])("over %s", (_, mode) => {
  it("reactions and replies come with who, where and when", async () => {
    const room = await listening(await mode());
    const { slack, heard } = room;
    const post = await posted(room);
    await slack.react(post, "tada", { user: "U2" });
    const reply = slack.write("what about it?", { user: "U2", threadTs: post.ts });
    await expect.poll(() => heard).toHaveLength(2);
    const id = `${home}/C1/${post.ts}`;
    const here = { channel: `${home}/C1`, post: id, id: expect.stringMatching(/^slack /) };
    expect(heard[0]).toMatchObject({ ...here, kind: "emoji", emoji: "tada", added: true });
    expect(heard[0]).toMatchObject({ user: { id: `${home}/U2` } });
    expect(heard[1]).toEqual({
      ...here,
      kind: "replied",
      user: { id: `${home}/U2`, name: "Li", zone: "Asia/Tokyo" },
      mayConfigure: true,
      at: new Date(Math.floor(Number(reply.ts) * 1000)),
    });
    expect(JSON.stringify(heard)).not.toContain("what about it?");
  });
});

describe("a reaction that saves nothing", () => {
  it("is told by its name without a skin tone, when it comes and when it goes", async () => {
    const room = await listening();
    const post = await posted(room);
    await room.slack.react(post, "wave::skin-tone-3");
    await room.slack.unreact(post, "wave::skin-tone-3");
    await room.slack.react(post, "people_holding_hands::skin-tone-2-3");
    const told = (await room.all()).map((one) => one.kind === "emoji" && [one.emoji, one.added]);
    expect(told).toEqual([
      ["wave", true],
      ["wave", false],
      ["people_holding_hands", true],
    ]);
  });

  it("is told of members' messages too, which nobody saves by", async () => {
    const room = await listening();
    const theirs = room.slack.write("look: https://arxiv.org/abs/2611.00001", { user: "U2" });
    for (const name of ["tada", "one", "bookmark", "bookmark::skin-tone-2"])
      await room.slack.react(theirs, name);
    const told = (await room.all()).filter(({ kind }) => kind !== "replied");
    expect(told).toMatchObject([{ kind: "emoji", emoji: "tada", post: `${home}/C1/${theirs.ts}` }]);
  });

  it("is told, and one that saves is, where Slack does not say whose message it is", async () => {
    const room = await listening();
    for (const reaction of ["tada", "one"])
      await room.slack.event({
        type: "reaction_added",
        user: "U1",
        reaction,
        item: { type: "message", channel: "C1", ts: "1790000000.000100" },
        event_ts: "1790000001.000100",
      });
    expect((await room.all()).map(({ kind }) => kind).sort()).toEqual(["emoji", "reaction"]);
  });

  it("a thousand of them ask Slack nothing", async () => {
    const room = await listening();
    const theirs = room.slack.write("good morning");
    const item = { type: "message", channel: "C1", ts: theirs.ts };
    const before = room.slack.calls.length;
    const events = Array.from({ length: 1000 }, (_, i) =>
      room.slack.event({
        type: "reaction_added",
        user: `U${1000 + i}`,
        reaction: "tada",
        item,
        item_user: "U1",
        event_ts: "1790000001.000100",
      }),
    );
    await Promise.all(events);
    await expect.poll(() => room.heard.length).toBe(1000);
    expect(room.slack.calls).toHaveLength(before);
  });

  it("of the bot itself, or on a file, is none", async () => {
    const room = await listening();
    const post = await posted(room);
    await room.slack.react(post, "tada", { user: room.slack.botUser });
    const item = { type: "file", file: "F1" };
    await room.slack.event({ type: "reaction_added", user: "U1", reaction: "tada", item, event_ts: "1.0" });
    expect(await room.all()).toEqual([]);
  });
});

describe("an answer in a thread", () => {
  /** A message event as Slack's documents show it. */
  const said = (more: object) => ({
    type: "message",
    user: "U2",
    text: "yes",
    ts: "1790000002.000100",
    thread_ts: "1790000001.000100",
    channel: "C1",
    channel_type: "channel",
    event_ts: "1790000002.000100",
    ...more,
  });

  it.each<[string, object]>([
    ["words", {}],
    ["a file", { subtype: "file_share", files: [] }],
    ["words for the channel too", { subtype: "thread_broadcast", root: {} }],
    ["words in a private channel", { channel: "G1", channel_type: "group" }],
  ])("of %s is told", async (_, more) => {
    const room = await listening();
    await room.slack.event(said(more));
    const channel = "channel" in more ? more.channel : "C1";
    expect(await room.all()).toMatchObject([
      {
        kind: "replied",
        post: `${home}/${channel}/1790000001.000100`,
        at: new Date(1_790_000_002_000),
        user: { name: "Li" },
      },
    ]);
  });

  it.each<[string, object]>([
    ["a message in the channel", { thread_ts: undefined }],
    ["a thread's first message", { thread_ts: "1790000002.000100" }],
    ["the bot's own", { user: "U0BOT", bot_id: "B0BOT" }],
    ["another bot's", { bot_id: "B7" }],
    ["another bot's, as it was of old", { subtype: "bot_message", bot_id: "B7", user: undefined }],
    ["an edit", { subtype: "message_changed", hidden: true, user: undefined, message: said({}) }],
    ["a deletion", { subtype: "message_deleted", hidden: true, user: undefined, previous_message: said({}) }],
    [
      "the news of a reply, which misses its subtype",
      { user: undefined, thread_ts: undefined, message: said({}) },
    ],
    ["somebody who came", { subtype: "channel_join" }],
    ["a new topic", { subtype: "channel_topic" }],
  ])("is none: %s", async (_, more) => {
    const room = await listening();
    const before = room.slack.calls.length;
    await room.slack.event(said(more));
    expect(await room.all()).toEqual([]);
    // Whoever asks for the status is looked up, nobody else.
    expect(room.slack.calls.slice(before).map(({ method }) => method)).toEqual(["users.info"]);
  });

  it("is one, though it is told twice under two names; edited it is no other", async () => {
    const room = await listening();
    const post = await posted(room);
    const { slack } = room;
    const reply = slack.write("hm", { user: "U2", threadTs: post.ts });
    slack.rewrite(reply, "hm!");
    await slack.event(
      said({ ...reply, thread_ts: post.ts, subtype: "thread_broadcast", event_ts: reply.ts }),
    );
    const told = await room.all();
    expect(told.map(({ kind }) => kind)).toEqual(["replied", "replied"]);
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
  });

  it("a lively channel asks who somebody is once", async () => {
    const room = await listening();
    const root = room.slack.write("what do you think?");
    for (let i = 0; i < 100; i++) {
      room.slack.write(`chatter ${i}`, { user: "U2" });
      room.slack.write(`reply ${i}`, { user: "U3", threadTs: root.ts });
    }
    await expect.poll(() => room.heard).toHaveLength(100);
    expect(asked(room.slack)).toBe(1);
  });

  it("is not counted where the app may not read, or is not told of messages; everything else works", async () => {
    const scopes = everyScope.filter((scope) => !scope.endsWith(":history"));
    for (const slack of [{ scopes }, { events: ["reaction_added", "reaction_removed"] }]) {
      const room = await listening({ slack });
      const post = await posted(room);
      room.slack.write("hm", { threadTs: post.ts });
      await room.slack.react(post, "tada");
      expect((await room.all()).map(({ kind }) => kind)).toEqual(["emoji"]);
    }
  });

  it("and that messages come at all is noted for doctor, by kind of channel", async () => {
    const { slack, memory } = await listening();
    slack.write("good morning");
    slack.write("good morning", { channel: "G1" });
    await expect
      .poll(() => [...memory.keys()].sort())
      .toEqual(["heard message.channels", "heard message.groups"]);
  });
});
