import { describe, expect, it } from "vitest";
import type { Incoming } from "../../../src/chat/incoming.ts";
import { usualWish } from "../../../src/commands/channel/wish.ts";
import { papers } from "../../support/builders.ts";
import { botThat } from "../../support/edge.ts";
import { team } from "../../support/slack/workspace.ts";
import { useSlack } from "../../support/slack-scene.ts";

const open = useSlack();
const home = `slack:${team}` as const;
const joined = (user: string) => ({
  type: "member_joined_channel",
  user,
  channel: "C1",
  channel_type: "C",
  team,
  inviter: "U1",
});

describe("coming into a channel", () => {
  it("is greeted once, with buttons that work, and never again on a restart", async () => {
    const room = await open({ papers: papers(3) });
    const { slack, scene } = room;
    await slack.event(joined(slack.botUser), { eventId: "Ev1" });
    await slack.event(joined(slack.botUser), { eventId: "Ev1", retry: 1 });
    await expect.poll(() => slack.messages.length).toBe(1);
    await room.restart();
    await slack.event(joined(slack.botUser), { eventId: "Ev2" });
    await (await slack.command("status")).answer();
    const [welcome, ...others] = slack.messages.filter((one) => !one.ephemeralTo);
    expect(others).toEqual([]);
    if (!welcome) throw new Error("no welcome");
    expect(JSON.stringify(welcome.blocks)).toContain("Paper number 1");
    const preview = await (await slack.press(welcome, "Preview")).answer();
    expect(preview.ephemeralTo).toBe("U1");
    await slack.press(welcome, "Start daily here", { user: "U2" });
    await expect.poll(() => scene.store.subscriptions.all()).toHaveLength(1);
    expect((await scene.store.subscriptions.all())[0]?.subscriber).toBe(`${home}/U2`);
    expect((await scene.store.deliveries.seen(`${home}/C1`)).size).toBe(0);
  });

  it("of somebody else is not greeted", async () => {
    const { slack } = await open();
    await slack.event(joined("U2"));
    await (await slack.command("status")).answer();
    expect(slack.messages.filter((one) => !one.ephemeralTo)).toEqual([]);
  });
});

describe("the message menu", () => {
  it.each([
    ["a link", "look <https://arxiv.org/abs/2611.00002v3|at this>"],
    ["a link with a query", "<https://huggingface.co/papers/2611.00002?a=1&amp;b=2>"],
    ["a bare id", "see 2611.00002."],
  ])("saves the paper of %s", async (_, text) => {
    const { slack, scene } = await open({ papers: papers(3) });
    const answer = await (await slack.shortcut("save_paper", { text }, { user: "U2" })).answer();
    expect(answer.text).toContain("Paper number 2");
    expect(answer.ephemeralTo).toBe("U2");
    expect(await scene.store.saves.savers(home, "2611.00002")).toEqual(["Li"]);
  });

  it("says what counts where there is no link", async () => {
    const { slack } = await open();
    const answer = await (await slack.shortcut("save_paper", { text: "good morning" })).answer();
    expect(answer.text).toContain("no link to a paper");
  });

  it("saves the papers of a message of the bot's own, whose links stand in its blocks", async () => {
    const { slack, scene } = await open({ papers: papers(3) });
    const list = await (await slack.command("today")).answer();
    await slack.event(joined(slack.botUser));
    await expect.poll(() => slack.messages.filter((one) => !one.ephemeralTo).length).toBe(1);
    const welcome = slack.messages.find((one) => !one.ephemeralTo);
    expect(list.ephemeralTo).toBe("U1");
    await (
      await slack.shortcut("save_paper", { text: welcome?.text ?? "", ts: welcome?.ts ?? "", channel: "C1" })
    ).answer();
    expect(await scene.store.saves.savers(home, "2611.00001")).toEqual(["Ana"]);
  });
});

describe("links that members post", () => {
  const shared = (links: readonly string[], more: object = {}) => ({
    type: "link_shared",
    channel: "C1",
    user: "U1",
    is_bot_user_member: true,
    message_ts: "1763629200.000100",
    unfurl_id: "C1.1",
    source: "conversations_history",
    links: links.map((url) => ({ domain: new URL(url).host, url })),
    ...more,
  });
  const abs = "https://arxiv.org/abs/2611.00001";

  it("get the paper's card, and the paper is seen in that channel", async () => {
    const { slack, scene } = await open({ papers: papers(3) });
    const { ts } = slack.write(`look ${abs}`);
    await slack.event(shared([abs], { message_ts: ts }));
    await expect.poll(() => slack.unfurls.length).toBe(1);
    expect(slack.unfurls[0]).toMatchObject({ url: abs, channel: "C1" });
    expect(JSON.stringify(slack.unfurls[0]?.blocks)).toContain("Paper number 1");
    expect([...(await scene.store.deliveries.seen(`${home}/C1`))]).toEqual(["2611.00001"]);
  });

  it("two get a card each, three none, and a paper not twice within half an hour", async () => {
    const { slack } = await open({ papers: papers(5) });
    const links = ["https://hf.co/papers/2611.00002", "https://www.alphaxiv.org/abs/2611.00003"];
    const { ts } = slack.write(links.join(" "));
    await slack.event(shared(links, { message_ts: ts }));
    await expect.poll(() => slack.unfurls.map(({ url }) => url)).toEqual(links);
    await slack.event(shared([links[0] ?? ""], { message_ts: slack.write(links[0] ?? "").ts }));
    const many = [1, 4, 5].map((n) => `https://arxiv.org/pdf/2611.0000${n}`);
    await slack.event(shared(many, { message_ts: slack.write(many.join(" ")).ts }));
    await (await slack.command("status")).answer();
    expect(slack.unfurls).toHaveLength(2);
  });

  it("in a draft are shown and not remembered; elsewhere they are left alone", async () => {
    const { slack, scene } = await open({ papers: papers(3) });
    await slack.event(shared([abs], { source: "composer", channel: "COMPOSER", unfurl_id: "Uxxx.1" }));
    await expect.poll(() => slack.calls.filter(({ method }) => method === "chat.unfurl").length).toBe(1);
    await slack.event(shared([abs], { channel: "C2", is_bot_user_member: false }));
    await (await slack.command("status")).answer();
    expect(slack.calls.filter(({ method }) => method === "chat.unfurl")).toHaveLength(1);
    expect((await scene.store.deliveries.seen(`${home}/C1`)).size).toBe(0);
    expect((await scene.store.deliveries.seen(`${home}/C2`)).size).toBe(0);
  });

  it("say in which message they stand, but for one that is still being written", async () => {
    const heard: Incoming[] = [];
    const { slack } = await open({ bot: botThat(async (incoming) => void heard.push(incoming)) });
    const { ts } = slack.write(abs);
    await slack.event(shared([abs], { message_ts: ts }));
    await slack.event(shared([abs], { message_ts: "a4f7e1c2-draft", source: "composer" }));
    await expect.poll(() => heard.filter(({ kind }) => kind === "links")).toHaveLength(2);
    const [sent, draft] = heard;
    expect(sent).toMatchObject({ draft: false, message: `${home}/C1/${ts}` });
    expect(draft).toMatchObject({ draft: true });
    expect(draft).not.toHaveProperty("message");
  });
});

describe("being taken out of the workspace", () => {
  it.each([
    ["app_uninstalled", { type: "app_uninstalled" }],
    ["tokens_revoked", { type: "tokens_revoked", tokens: { oauth: [], bot: ["UBOT"] } }],
  ])(
    "by %s pauses its channels, forgets what was kept and ends the adapter with a sentence",
    async (_, event) => {
      const { slack, scene, memory, ended } = await open();
      const subscription = {
        team: home,
        channel: `${home}/C1`,
        wish: usualWish("UTC"),
        since: new Date(),
        subscriber: `${home}/U1`,
      };
      await scene.store.subscriptions.save(subscription, { at: new Date(), by: "Ana", what: "subscribed" });
      await slack.react(slack.write("hm"), "eyes");
      await expect.poll(() => memory.has("heard reaction_added")).toBe(true);
      await slack.event(event);
      await expect.poll(() => ended.length).toBe(1);
      expect(ended[0]?.message).toMatch(/uninstalled|revoked/);
      expect((await scene.store.subscriptions.get(home, `${home}/C1`))?.pause?.by).toBe("Paperboy");
      expect(memory.size).toBe(0);
    },
  );

  it("is not meant by the revoked token of one person", async () => {
    const { slack, ended } = await open();
    await slack.event({ type: "tokens_revoked", tokens: { oauth: ["U1"], bot: [] } });
    await (await slack.command("status")).answer();
    expect(ended).toEqual([]);
  });
});
