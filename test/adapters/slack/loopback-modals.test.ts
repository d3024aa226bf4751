import { webApi } from "@slack/bolt";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { startSlack } from "../../support/slack/server.ts";
import type { SlackServer } from "../../support/slack/types.ts";

let slack: SlackServer;
let client: webApi.WebClient;
/** What the next envelope is acked with, and what has come. */
let ack: unknown;
let came: { trigger_id: string; view?: object; accepts: boolean }[];
beforeEach(async () => {
  [ack, came] = [undefined, []];
  slack = await startSlack();
  client = new webApi.WebClient(slack.env.SLACK_BOT_TOKEN, {
    slackApiUrl: slack.url,
    retryConfig: { retries: 0 },
  });
  const app = new webApi.WebClient(slack.env.SLACK_APP_TOKEN, { slackApiUrl: slack.url });
  const socket = new WebSocket((await app.apps.connections.open()).url ?? "");
  socket.on("message", (data) => {
    const { envelope_id, payload, accepts_response_payload: accepts } = JSON.parse(String(data));
    if (envelope_id === undefined) return;
    came.push({ ...payload, accepts });
    socket.send(JSON.stringify({ envelope_id, payload: ack }));
  });
  await slack.connected();
});
afterEach(async () => {
  vi.useRealTimers();
  await slack.stop();
});

const title = { type: "plain_text" as const, text: "Search" };
const modal = { type: "modal" as const, title, callback_id: "search", blocks: [] };
const trigger = async () => {
  await slack.command("search");
  return came.at(-1)?.trigger_id ?? "";
};
const open = async (trigger_id: string) => client.views.open({ trigger_id, view: modal });
const code = (error: string) => ({ data: { error } });

describe("a modal", () => {
  it("opens once for each trigger, within three seconds", async () => {
    const first = await trigger();
    await open(first);
    expect(slack.views).toMatchObject([{ user: "U1", view: { callback_id: "search" } }]);
    expect(slack.refused).toEqual([]);
    await expect(open(first)).rejects.toMatchObject(code("exchanged_trigger_id"));
    await expect(open("1.2")).rejects.toMatchObject(code("invalid_trigger_id"));
    const second = await trigger();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3100 });
    await expect(open(second)).rejects.toMatchObject(code("expired_trigger_id"));
    expect([slack.refused.length, slack.views.length]).toEqual([3, 1]);
  });

  it("is updated by id, where the hash is the last one", async () => {
    const { view: { id = "", hash = "" } = {} } = await open(await trigger());
    await client.views.update({ view_id: id, hash, view: { ...modal, callback_id: "found" } });
    expect(slack.views).toMatchObject([{ id, view: { callback_id: "found" } }]);
    await expect(client.views.update({ view_id: id, hash, view: modal })).rejects.toMatchObject(
      code("hash_conflict"),
    );
    await expect(client.views.update({ view_id: "V0", view: modal })).rejects.toMatchObject(
      code("not_found"),
    );
  });

  it("closes when it is submitted, unless the app finds fault", async () => {
    await open(await trigger());
    const [view] = slack.views;
    if (!view) throw new Error("no view");
    ack = { response_action: "errors", errors: { words: "Too short" } };
    expect((await slack.submit(view, { words: { term: "x" } })).ack).toEqual(ack);
    expect(came.at(-1)?.accepts).toBe(true);
    expect(came.at(-1)?.view).toMatchObject({ state: { values: { words: { term: { value: "x" } } } } });
    expect(slack.views).toHaveLength(1);
    ack = {};
    await slack.submit(view);
    expect([slack.views, slack.refused]).toEqual([[], []]);
    ack = { response_action: "shout" };
    await slack.submit(view);
    expect(slack.refused).toEqual([expect.stringContaining("the ack of a modal")]);
  });

  it.each<[string, object]>([
    ["title of 25", { title: { ...title, text: "x".repeat(25) } }],
    ["submit of 25", { submit: { ...title, text: "x".repeat(25) } }],
    ["close of 25", { close: { ...title, text: "x".repeat(25) } }],
    ["private_metadata of 3001", { private_metadata: "x".repeat(3001) }],
    ["callback_id of 256", { callback_id: "x".repeat(256) }],
    ["101 blocks", { blocks: Array.from({ length: 101 }, () => ({ type: "divider" })) }],
    [
      "input without submit",
      { blocks: [{ type: "input", label: title, element: { type: "plain_text_input" } }] },
    ],
    ["unknown key", { colour: "red" }],
  ])("has no %s", async (_, wrong) => {
    const view = { ...modal, ...wrong };
    const opened = client.views.open({ trigger_id: await trigger(), view });
    await expect(opened).rejects.toMatchObject(code("invalid_arguments"));
    expect(slack.refused).toHaveLength(1);
  });
});
