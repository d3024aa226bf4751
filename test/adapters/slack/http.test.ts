import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
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
    expect(await slack.forged("future")).toBe(401);
  });

  const form = "application/x-www-form-urlencoded";
  const json = "application/json";
  it.each([
    ...[
      "payload=null",
      "payload=1",
      "payload=[]",
      "payload=%7B",
      "payload=%22a%22",
      "payload=",
      "payload=true",
    ],
    ...["payload=%FF", "payload={%22type%22:", "payload=[null]"],
  ])("answers a form that is no message, %s, with 400, and goes on", async (body) => {
    const { slack } = await overHttp();
    expect(await slack.signed(body, form)).toBe(400);
    expect((await (await slack.command("status")).answer()).text).toContain("Paperboy");
  });

  it.each(["null", "1", "[]", '"a"', "true", "", "{", "\u0000", "[[[[", "nul", "-", "[null]"])(
    "answers JSON that is no message, %j, with 400, whatever it is called",
    async (body) => {
      const { slack } = await overHttp();
      for (const type of [json, "text/plain", "", `${form}; charset=utf-8`, "multipart/form-data"])
        expect(await slack.signed(body, type)).toBe(400);
      expect(JSON.stringify(await slack.verifyUrl())).toContain("challenge");
    },
  );

  it.each([
    ...[
      '{"type":"event_callback"}',
      '{"type":"event_callback","event":null}',
      '{"event":{"type":"message"}}',
    ],
    ...['{"type":"block_actions","actions":[]}', '{"type":"block_actions","actions":null}'],
    ...['{"type":"event_callback","event":{"type":"reaction_added","item":null}}', '{"command":5}', "{}"],
    ...['{"type":"message_action","callback_id":"save_paper"}', '{"type":"view_submission","view":null}'],
  ])("survives a message that lacks something: %s", async (body) => {
    const { slack, logged } = await overHttp();
    const status = await slack.signed(body, json);
    expect(status === 200 || (status >= 400 && status < 500)).toBe(true);
    expect(JSON.stringify(await slack.verifyUrl())).toContain("challenge");
    logged.splice(0);
  });

  it.each([
    ["GET", "/"],
    ["GET", "/slack/events"],
    ["HEAD", "/slack/events"],
    ["PUT", "/slack/events"],
    ["GET", "//"],
  ])("answers what is not Slack's, %s %s, with 404", async (method, path) => {
    const { slack, env } = await httpMode();
    await open({ slack, env });
    const { status } = await fetch(`http://${env.PORT}${path}`, { method });
    expect(status).toBe(404);
  });

  it("takes no body that is larger than any message", async () => {
    const { slack } = await overHttp();
    expect(await slack.signed(JSON.stringify({ text: "a".repeat(300_000) }), json)).toBe(413);
  });

  it("listens on this machine alone where only a port is said", async () => {
    const { slack, env } = await httpMode();
    const port = env.PORT.replace(/^.*:/, "");
    const { informed, slack: running } = await open({ slack, env: { PORT: port } });
    expect(informed.join()).toContain(`on 127.0.0.1, port ${port},`);
    expect(JSON.stringify(await running.verifyUrl())).toContain("challenge");
    const others = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    for (const { address, internal, family } of others) {
      if (internal || family !== "IPv4") continue;
      await expect(fetch(`http://${address}:${port}/slack/events`)).rejects.toThrow();
    }
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
    expect(refused.message).toBe(
      "PORT cannot be listened on, because another program listens there: choose another.",
    );
    other.close();
  });

  it("stops within seconds, though somebody keeps a connection open", async () => {
    const { slack, adapter } = await overHttp();
    await slack.verifyUrl();
    await adapter.stop();
    await expect(slack.verifyUrl()).rejects.toThrow();
  });
});
