import { describe, expect, it } from "vitest";
import { readMissedReactions } from "../../../src/jobs/missed-reactions.ts";
import { papers } from "../../support/builders.ts";
import type { SlackMessage } from "../../support/slack/types.ts";
import { team } from "../../support/slack/workspace.ts";
import { type SlackScene, type SlackSceneOptions, useSlack } from "../../support/slack-scene.ts";

const open = useSlack();
const home = `slack:${team}` as const;

/** A channel with a digest of twelve papers in it, as the bot posts one. */
async function withDigest(
  options: SlackSceneOptions = {},
): Promise<SlackScene & { readonly digest: SlackMessage }> {
  const room = await open({ papers: papers(12), ...options });
  const shown = papers(10).map(({ id }) => id);
  const id = await room.adapter.post(`${home}/C1`, { title: "Daily Papers", note: "React 🔖 for all." });
  await room.scene.store.posts.record(
    { id, team: home, channel: `${home}/C1`, papers: shown, kind: "digest" },
    new Date(),
  );
  const [digest] = room.slack.messages;
  if (!digest) throw new Error("nothing was posted");
  return Object.assign(room, { digest });
}

const savers = ({ scene }: SlackScene, paper: string) => scene.store.saves.savers(home, paper);

const catchUp = ({ adapter, scene }: SlackScene): Promise<void> =>
  readMissedReactions(
    adapter,
    { store: scene.store, clock: () => new Date(), logger: { error: () => {}, debug: () => {} } as never },
    new AbortController().signal,
  );

describe("a reaction to a post", () => {
  it("saves the paper at its number, for the person by the name that Slack shows, and its removal takes it back", async () => {
    const room = await withDigest();
    await room.slack.react(room.digest, "two", { user: "U2" });
    await expect.poll(() => savers(room, "2611.00002")).toEqual(["Li"]);
    expect(await savers(room, "2611.00001")).toEqual([]);
    await room.slack.unreact(room.digest, "two", { user: "U2" });
    await expect.poll(() => savers(room, "2611.00002")).toEqual([]);
  });

  it("of somebody whose profile Slack gives late is a save by their name all the same, whatever is not confirmed", async () => {
    const room = await withDigest();
    room.slack.next("users.info", { retryAfter: 3 });
    room.slack.next("chat.postEphemeral", { retryAfter: 30 });
    await room.slack.react(room.digest, "two", { user: "U2" });
    await expect.poll(() => savers(room, "2611.00002")).toEqual(["Li"]);
    await expect.poll(() => room.slack.calls.map(({ method }) => method)).toContain("chat.postEphemeral");
  });

  it("is a save at once, and is called by a name that Slack gives much later", async () => {
    const room = await withDigest();
    const { promise: until, resolve: answer } = Promise.withResolvers<void>();
    room.slack.next("users.info", { until });
    await room.slack.react(room.digest, "two", { user: "U2" });
    await expect.poll(() => savers(room, "2611.00002"), { timeout: 10_000 }).toEqual(["U2"]);
    answer();
    await expect.poll(() => savers(room, "2611.00002")).toEqual(["Li"]);
  });

  it.each([
    ["one", ["2611.00001"]],
    ["keycap_ten", ["2611.00010"]],
    ["nine::skin-tone-4", ["2611.00009"]],
    ["bookmark::skin-tone-2", papers(10).map(({ id }) => id)],
  ])("%s means its papers", async (name, meant) => {
    const room = await withDigest();
    await room.slack.react(room.digest, name);
    await expect.poll(() => savers(room, meant[0] ?? "")).toEqual(["Ana"]);
    for (const paper of papers(12)) {
      expect(await savers(room, paper.id)).toEqual(meant.includes(paper.id) ? ["Ana"] : []);
    }
  });

  it("with any other emoji means nothing, and asks nobody's profile", async () => {
    const room = await withDigest();
    for (const name of ["tada", "zero", "1234", "bookmark_tabs", "star"])
      await room.slack.react(room.digest, name);
    await (await room.slack.command("status", { user: "U2" })).answer();
    expect(room.slack.calls.filter(({ method }) => method === "users.info")).toHaveLength(1);
    expect(await savers(room, "2611.00001")).toEqual([]);
  });

  it.each([
    [":Star:", "star", "star"],
    ["⭐ :star:", "star", "star"],
    ["⭐", "star", "star"],
    [":thumbsup:", "thumbsup", "+1"],
    ["+1", "+1", "+1::skin-tone-3"],
    ["👍🏽", "+1", "+1"],
    [":our-own:", "our-own", "our-own"],
    ["⭐ :our-own:", "our-own", "our-own"],
  ])(
    "with the configured emoji, by any of its names, saves, the bookmark then no more: %s",
    async (emoji, said, name) => {
      const room = await withDigest({ env: { SAVE_EMOJI: emoji } });
      expect(JSON.stringify(room.digest.blocks)).toContain(`React :${said}: for all.`);
      await room.slack.react(room.digest, "bookmark");
      await room.slack.react(room.digest, name, { user: "U2" });
      await expect.poll(() => savers(room, "2611.00001")).toEqual(["Li"]);
    },
  );

  it("to somebody else's message, or to a file, is none of our business", async () => {
    const room = await withDigest();
    await room.slack.react(room.slack.write("look"), "bookmark");
    const item = { type: "file", file: "F1" };
    await room.slack.event({
      type: "reaction_added",
      user: "U1",
      reaction: "bookmark",
      item,
      event_ts: "1.0",
    });
    await (await room.slack.command("status", { user: "U2" })).answer();
    expect(await savers(room, "2611.00001")).toEqual([]);
  });

  it("that is told twice, late or out of order ends in what was done last", async () => {
    const room = await withDigest();
    const { channel, ts } = room.digest;
    const told = (type: string, event_ts: string) =>
      room.slack.event({
        type,
        user: "U1",
        reaction: "one",
        item_user: room.slack.botUser,
        item: { type: "message", channel, ts },
        event_ts,
      });
    await told("reaction_removed", "1900000002.000200");
    await told("reaction_added", "1900000001.000100");
    await told("reaction_added", "1900000001.000100");
    await told("reaction_added", "1900000003.000100");
    await told("reaction_removed", "1900000002.000200");
    await expect.poll(() => savers(room, "2611.00001")).toEqual(["Ana"]);
    await told("reaction_removed", "1900000004.000100");
    await expect.poll(() => savers(room, "2611.00001")).toEqual([]);
  });
});

describe("two reactions of one person that mean the same", () => {
  it("in two skin tones keep the save until both are taken back", async () => {
    const room = await withDigest({ env: { SAVE_EMOJI: ":+1:" } });
    const { slack, digest } = room;
    const [plain, toned] = ["+1", "+1::skin-tone-3"];
    for (const name of [plain, toned]) await slack.react(digest, name);
    await expect.poll(() => savers(room, "2611.00001")).toEqual(["Ana"]);
    await slack.unreact(digest, plain);
    await slack.react(digest, "three", { user: "U2" });
    await expect.poll(() => savers(room, "2611.00003")).toEqual(["Ana", "Li"]);
    expect(await savers(room, "2611.00001")).toEqual(["Ana"]);
    await catchUp(room);
    expect(await savers(room, "2611.00001")).toEqual(["Ana"]);
    await slack.unreact(digest, toned);
    await expect.poll(() => savers(room, "2611.00001")).toEqual([]);
  });
});

describe("a reaction whose time is not told", () => {
  it.each([undefined, null, "", "soon"])("counts from when it arrived: %j", async (event_ts) => {
    const room = await withDigest();
    const { channel, ts } = room.digest;
    const item = { type: "message", channel, ts };
    const told = (type: string) =>
      room.slack.event({ type, user: "U1", reaction: "one", item_user: room.slack.botUser, item, event_ts });
    await told("reaction_added");
    await expect.poll(() => savers(room, "2611.00001")).toEqual(["Ana"]);
    await told("reaction_removed");
    await expect.poll(() => savers(room, "2611.00001")).toEqual([]);
  });
});

describe("what was missed while the bot was away", () => {
  it("is read again: what came is saved, what went is taken back, what was unsaved stays so", async () => {
    const room = await withDigest();
    for (const name of ["one", "two", "three"]) await room.slack.react(room.digest, name);
    await expect.poll(() => savers(room, "2611.00003")).toEqual(["Ana"]);
    await (await room.slack.command("unsave 2611.00002")).answer();
    await room.adapter.stop();
    room.slack.unreactSilently(room.digest, "one", "U1");
    room.slack.reactSilently(room.digest, "four", "U2");
    room.slack.reactSilently(room.digest, "tada", "U2");
    await room.restart();
    await catchUp(room);
    expect(await savers(room, "2611.00001")).toEqual([]);
    expect(await savers(room, "2611.00002")).toEqual([]);
    expect(await savers(room, "2611.00003")).toEqual(["Ana"]);
    expect(await savers(room, "2611.00004")).toEqual(["Li"]);
    const asked = room.slack.calls.filter(({ method }) => method === "reactions.get");
    expect(asked.map(({ args }) => args.full)).toEqual([expect.anything()]);
  });

  it("changes nothing where the message was deleted", async () => {
    const room = await withDigest();
    await room.slack.react(room.digest, "one");
    await expect.poll(() => savers(room, "2611.00001")).toEqual(["Ana"]);
    room.slack.next("reactions.get", { error: "message_not_found" });
    await catchUp(room);
    expect(await savers(room, "2611.00001")).toEqual(["Ana"]);
  });
});
