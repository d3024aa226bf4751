import { describe, expect, it } from "vitest";
import { papers } from "../../support/builders.ts";
import { team } from "../../support/slack/workspace.ts";
import { useSlack } from "../../support/slack-scene.ts";

const open = useSlack();

describe("a command", () => {
  it("is answered to whoever asked, and to nobody else", async () => {
    const { slack } = await open({ papers: papers(12) });
    const answer = await (await slack.command("today", { user: "U2" })).answer();
    expect(answer.ephemeralTo).toBe("U2");
    expect(JSON.stringify(answer.blocks)).toContain("Paper number 1");
  });

  it("is acknowledged at once, whatever the core is doing", async () => {
    let finish = (): void => {};
    const working = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const bot = {
      commands: [],
      suggest: async () => [],
      complete: async () => [],
      handle: async () => {
        await working;
        return { to: "user", message: { note: "At last." } } as const;
      },
    };
    const { slack } = await open({ bot });
    const sent = await slack.command("search something slow");
    expect(sent.ackedAfter).toBeLessThan(500);
    expect(sent.answers).toEqual([]);
    finish();
    expect((await sent.answer()).text).toBe("At last.");
  });

  it.each([
    ["subscribe 08:15 “weekdays”", "08:15"],
    ["search “world model”", "world model"],
    ["search a < b & c > d", "a < b & c > d"],
    ["search @nobody in #general", "@nobody in #general"],
    // Slack tells the handle, which is not the name that anybody sees.
    ["saved @ana", "saved @U1"],
    ["search <@here> &lt;", "<@here> &lt;"],
  ])("is understood as it was typed: %s", async (typed, understood) => {
    const heard: string[] = [];
    const bot = {
      commands: [],
      suggest: async () => [],
      complete: async () => [],
      handle: async (incoming: { kind: string; text?: string }) => {
        heard.push(incoming.text ?? "");
        return { to: "user", message: { note: "ok" } } as const;
      },
    };
    const { slack } = await open({ bot });
    await (await slack.command(typed)).answer();
    expect(heard[0]).toContain(understood);
  });

  it("that is meant for everyone is a post of the bot's", async () => {
    const { slack, scene } = await open({ papers: papers(3) });
    await slack.command("subscribe 09:00", { user: "U2" });
    await expect.poll(() => slack.messages.length).toBe(1);
    const [post] = slack.messages;
    expect(post?.ephemeralTo).toBeUndefined();
    expect(post?.text).toContain("Set by Li");
    // Nobody named a zone: it is that of the subscriber's profile.
    await expect.poll(async () => (await scene.store.subscriptions.all())[0]?.wish.zone).toBe("Asia/Tokyo");
  });

  it("changes nothing where the bot may not post, and says how to let it in", async () => {
    const { slack, scene } = await open();
    const answer = await (await slack.command("subscribe 09:00", { channel: "C2" })).answer();
    expect(answer.ephemeralTo).toBe("U1");
    expect(answer.text).toContain("/invite @");
    expect(await scene.store.subscriptions.all()).toEqual([]);
  });

  it("with an error is answered with the mend, to whoever typed it", async () => {
    const { slack } = await open();
    const answer = await (await slack.command("serch transformers")).answer();
    expect(answer.text).toContain("/papers search transformers");
    expect(answer.ephemeralTo).toBe("U1");
  });

  it("limited to admins is refused to others", async () => {
    const { slack, scene } = await open({ env: { CONFIGURE: "admins" } });
    expect((await (await slack.command("subscribe", { user: "U1" })).answer()).text).toContain(
      "Only those who may",
    );
    await slack.command("subscribe", { user: "U3" });
    await expect.poll(() => slack.messages.filter((one) => !one.ephemeralTo).length).toBe(1);
    await expect.poll(() => scene.store.subscriptions.all()).toHaveLength(1);
  });

  it("that Slack tells twice is done once", async () => {
    const { slack, scene } = await open();
    const sent = await slack.command("subscribe 09:00");
    await expect.poll(() => slack.messages.length).toBe(1);
    await slack.resend(sent);
    await (await slack.command("status")).answer();
    expect(slack.messages.filter((one) => !one.ephemeralTo)).toHaveLength(1);
    expect(await scene.store.subscriptions.changes(`slack:${team}`, `slack:${team}/C1`, 5)).toHaveLength(1);
  });

  it("is answered another way where its response_url does not work any more", async () => {
    const bot = {
      commands: [],
      suggest: async () => [],
      complete: async () => [],
      handle: async () => ({ to: "user", message: { note: "late" } }) as const,
    };
    const { slack } = await open({ bot });
    const sent = await slack.command("today");
    await sent.answer();
    for (let i = 0; i < 4; i++) await slack.resend(sent);
    await expect.poll(() => sent.answers.length).toBe(5);
    await slack.resend(sent);
    await expect
      .poll(() => slack.calls.filter(({ method }) => method === "chat.postEphemeral"))
      .toHaveLength(1);
    // The sixth use is what the loopback notes, and what this test is about.
    slack.refused.splice(0);
  });
});

describe("a button", () => {
  it("turns pages in place", async () => {
    const { slack } = await open({ papers: papers(12) });
    const first = await (await slack.command("today")).answer();
    const second = await (await slack.press(first, "Next")).answer();
    expect(second.ts).toBe(first.ts);
    expect(JSON.stringify(second.blocks)).toContain("Paper number 6");
    const back = await (await slack.press(second, "Prev")).answer();
    expect(JSON.stringify(back.blocks)).toContain("Paper number 1");
  });

  it.each([
    ["Save", "Saved: "],
    ["Details", "arXiv 2611.00001"],
    ["Related", "Related to Paper number 1"],
  ])("of a card, %s, answers whoever pressed it", async (label, said) => {
    const { slack } = await open({ papers: papers(3) });
    const list = await (await slack.command("today")).answer();
    const answer = await (await slack.press(list, label, { user: "U2" })).answer();
    expect(answer.ephemeralTo).toBe("U2");
    expect(answer.text).toContain(said);
  });

  it("Cite answers with the entry to copy", async () => {
    const { slack } = await open({ papers: papers(1) });
    const shown = await (await slack.command("show 2611.00001")).answer();
    const cited = await (await slack.press(shown, "Cite")).answer();
    expect(JSON.stringify(cited.blocks)).toContain("@misc{");
  });

  it("Share puts the answer before everyone, with the name of who shared it; reactions to it save", async () => {
    const { slack, scene } = await open({ papers: papers(12) });
    const list = await (await slack.command("today")).answer();
    await slack.press(list, "Share");
    // A reaction means something once the post is recorded.
    await expect.poll(() => scene.store.posts.recent("slack", new Date(0), 1)).toHaveLength(1);
    const shared = slack.messages.find((one) => !one.ephemeralTo);
    if (!shared) throw new Error("nothing was shared");
    expect(JSON.stringify(shared.blocks)).toContain("Shared by Ana.");
    expect(JSON.stringify(shared.blocks)).not.toContain('"Next"');
    await slack.react(shared, "two", { user: "U2" });
    await expect.poll(() => scene.store.saves.savers(`slack:${team}`, "2611.00002")).toEqual(["Li"]);
    expect(await scene.store.deliveries.seen(`slack:${team}/C1`)).toContain("2611.00001");
  });

  it("works on a message from before a restart", async () => {
    const room = await open({ papers: papers(12) });
    const list = await (await room.slack.command("today")).answer();
    await room.restart();
    const next = await (await room.slack.press(list, "Next")).answer();
    expect(JSON.stringify(next.blocks)).toContain("Paper number 6");
  });
});

describe("a file", () => {
  it("comes to whoever asked, in a direct message", async () => {
    const bot = {
      commands: [],
      suggest: async () => [],
      complete: async () => [],
      handle: async () =>
        ({ to: "user", message: { file: { name: "papers.csv", content: "id\n2611.00001\n" } } }) as const,
    };
    const { slack } = await open({ bot });
    const answer = await (await slack.command("export csv", { user: "U2" })).answer();
    expect(answer.text).toContain("papers.csv");
    expect(slack.files).toEqual([
      expect.objectContaining({ name: "papers.csv", content: "id\n2611.00001\n" }),
    ]);
    const channel = slack.files[0]?.channel;
    expect(channel).toMatch(/^D/);
    expect(slack.messages.find((one) => one.channel === channel)?.ephemeralTo).toBeUndefined();
  });
});
