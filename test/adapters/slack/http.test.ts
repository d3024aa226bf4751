import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { papers } from "../../support/builders.ts";
import { httpMode } from "../../support/slack/http-mode.ts";
import { team } from "../../support/slack/workspace.ts";
import { type SlackScene, useSlack } from "../../support/slack-scene.ts";

const open = useSlack();

async function overHttp(): Promise<SlackScene> {
  return open({ papers: papers(12), ...(await httpMode()) });
}

describe("HTTP mode", () => {
  it("answers the challenge, commands, buttons, events and the message menu", async () => {
    const { slack, scene } = await overHttp();
    expect(JSON.stringify(await slack.verifyUrl())).toContain("challenge");
    const list = await (await slack.command("today")).answer();
    const next = await (await slack.press(list, "Next")).answer();
    expect(JSON.stringify(next.blocks)).toContain("Paper number 6");
    await (await slack.shortcut("save_paper", { text: "https://arxiv.org/abs/2611.00003" })).answer();
    await slack.press(next, "Share");
    await expect.poll(() => scene.store.posts.recent("slack", new Date(0), 1)).toHaveLength(1);
    const shared = slack.messages.find(({ user, ephemeralTo }) => user === slack.botUser && !ephemeralTo);
    if (shared) await slack.react(shared, "one", { user: "U2" });
    await expect.poll(() => scene.store.saves.savers(`slack:${team}`, "2611.00006")).toEqual(["Li"]);
    expect(await scene.store.saves.savers(`slack:${team}`, "2611.00003")).toEqual(["Ana"]);
    expect(slack.sockets).toBe(0);
  });

  it("takes nothing that Slack did not sign, or signed long ago", async () => {
    const { slack } = await overHttp();
    expect(await slack.forged("signature")).toBe(401);
    expect(await slack.forged("age")).toBe(401);
  });

  it("says where to mend it when the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = `127.0.0.1:${(other.address() as AddressInfo).port}`;
    const slack = { http: { requestUrl: `http://${address}/slack/events` } };
    const { adapter } = await open({ idle: true, slack, env: { PORT: address } });
    const bot = {
      commands: [],
      suggest: async () => [],
      complete: async () => [],
      handle: async () => undefined,
    };
    const refused = await adapter.start(bot).catch((error) => error);
    expect(refused.message).toContain("PORT cannot be listened on");
    other.close();
  });

  it("stops within seconds, though somebody keeps a connection open", async () => {
    const { slack, adapter } = await overHttp();
    await slack.verifyUrl();
    await adapter.stop();
    await expect(slack.verifyUrl()).rejects.toThrow();
  });
});
