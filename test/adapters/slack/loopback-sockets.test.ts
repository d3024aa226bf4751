import { once } from "node:events";
import { webApi } from "@slack/bolt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startSlack } from "../../support/slack/server.ts";
import type { SlackServer } from "../../support/slack/types.ts";

interface Frame {
  readonly type: string;
  readonly envelope_id: string;
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
  readonly reason?: string;
}
interface Line {
  readonly frames: Frame[];
  readonly socket: WebSocket;
  ack(n: number): void;
}

/** Milliseconds: for tests in which somebody is late. */
const ackWithin = 120;
let slack: SlackServer;
beforeEach(async () => {
  slack = await startSlack();
});
afterEach(() => slack.stop());

async function hurry(limit = ackWithin): Promise<void> {
  await slack.stop();
  slack = await startSlack({ ackWithin: limit });
}

const open = async () => {
  const client = new webApi.WebClient(slack.env.SLACK_APP_TOKEN, {
    slackApiUrl: slack.url,
    retryConfig: { retries: 0 },
  });
  return (await client.apps.connections.open()).url ?? "";
};
/** A client that acks only when it is told to. */
async function connect(url?: string): Promise<Line> {
  const frames: Frame[] = [];
  const socket = new WebSocket(url ?? (await open()));
  socket.on("message", (data) => frames.push(JSON.parse(String(data))));
  socket.on("error", () => {});
  await expect.poll(() => frames[0]).toMatchObject({ type: "hello" });
  frames.shift();
  const ack = (n: number) =>
    socket.send(JSON.stringify({ envelope_id: frames[n]?.envelope_id, payload: {} }));
  return { frames, socket, ack };
}
const come = (line: Line, n: number) => expect.poll(() => line.frames).toHaveLength(n);
const mention = { type: "app_mention", channel: "C1", user: "U1" };

describe("an envelope", () => {
  it("of an event comes up to three times more where it is not acked in time", async () => {
    await hurry();
    const line = await connect();
    const sent = await slack.event(mention);
    await come(line, 4);
    await new Promise((done) => setTimeout(done, 1.5 * ackWithin));
    const tries = line.frames.map(({ retry_attempt, retry_reason }) => [retry_attempt, retry_reason]);
    expect(tries).toEqual([
      [0, ""],
      [1, "timeout"],
      [2, "timeout"],
      [3, "timeout"],
    ]);
    expect(new Set(line.frames.map(({ envelope_id }) => envelope_id)).size).toBe(1);
    expect(sent.ackedAfter).toBeUndefined();
    expect(slack.refused).toHaveLength(4);
  });

  it("of an event that is acked late is noted once, and does not come a third time", async () => {
    await hurry();
    const line = await connect();
    await slack.event(mention);
    await come(line, 2);
    line.ack(1);
    await new Promise((done) => setTimeout(done, 1.5 * ackWithin));
    expect([line.frames.length, slack.refused.length]).toEqual([2, 1]);
  });

  it("of a command comes once", async () => {
    await hurry();
    const line = await connect();
    expect((await slack.command("today")).ackedAfter).toBeUndefined();
    await new Promise((done) => setTimeout(done, 1.5 * ackWithin));
    expect(line.frames).toMatchObject([{ type: "slash_commands", accepts_response_payload: true }]);
    expect(slack.refused).toHaveLength(1);
  });

  it("goes to one of the connections in turn", async () => {
    const lines = [await connect(), await connect()];
    for (const line of lines) line.socket.on("message", () => line.ack(line.frames.length - 1));
    for (let event = 0; event < 4; event += 1) await slack.event(mention);
    expect(lines.map(({ frames }) => frames.length)).toEqual([2, 2]);
    expect([slack.sockets, slack.refused]).toEqual([2, []]);
  });

  it("comes again on another connection where its own is cut off", async () => {
    const line = await connect();
    const sent = slack.event(mention);
    const typed = slack.command("today");
    await come(line, 2);
    const other = connect();
    line.socket.terminate();
    const { frames, socket } = await other;
    await expect.poll(() => frames.length).toBeGreaterThan(1);
    for (const { envelope_id } of frames) socket.send(JSON.stringify({ envelope_id }));
    expect([(await sent).ackedAfter, (await typed).ackedAfter]).toEqual([
      expect.any(Number),
      expect.any(Number),
    ]);
    const again = frames.find(({ type }) => type === "events_api");
    expect(again).toMatchObject({ retry_attempt: 1, retry_reason: "connection_failed" });
    expect(slack.refused).toEqual([]);
  });

  it("of an event waits for a connection; a member does not, and no one is to blame", async () => {
    await hurry(500);
    const sent = slack.event(mention);
    expect((await slack.command("today")).ackedAfter).toBeUndefined();
    const url = await open();
    const frames: Frame[] = [];
    const socket = new WebSocket(url);
    socket.on("message", (data) => frames.push(JSON.parse(String(data))));
    await expect.poll(() => frames.map(({ type }) => type)).toEqual(["hello", "events_api"]);
    socket.send(JSON.stringify({ envelope_id: frames[1]?.envelope_id, payload: {} }));
    expect((await sent).ackedAfter).toBeDefined();
    expect(slack.refused).toEqual([]);
  });

  it("can be sent twice, and acked twice then, but not three times", async () => {
    const line = await connect();
    line.socket.on("message", () => line.ack(line.frames.length - 1));
    const sent = await slack.command("today");
    const again = await slack.resend(sent);
    expect([again.id, line.frames.length, slack.refused]).toEqual([sent.id, 2, []]);
    line.ack(0);
    await expect.poll(() => slack.refused).toEqual([expect.stringContaining("more often than sent")]);
  });

  it.each([
    [{ envelope_id: "x", payload: {} }, /never sent/],
    [{ envelope_id: 1 }, /no ack/],
    [{ envelope_id: "x", ok: true }, /no ack/],
    ["x", /no ack/],
  ])("is not acked by %o", async (frame, why) => {
    const { socket } = await connect();
    socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
    await expect.poll(() => slack.refused).toEqual([expect.stringMatching(why)]);
  });
});

describe("a raw frame", () => {
  const limited = { type: "events_api", envelope_id: "e1", payload: { type: "app_rate_limited" } };

  it("comes as it is, and has to be acked", async () => {
    await hurry();
    const line = await connect();
    const sent = slack.sendRaw(limited);
    await come(line, 1);
    expect(line.frames).toEqual([limited]);
    line.ack(0);
    expect((await sent).ackedAfter).toBeDefined();
    expect(slack.refused).toEqual([]);
    await slack.sendRaw({ ...limited, envelope_id: "e2" });
    expect(slack.refused).toHaveLength(1);
  });

  it("without an id wants no ack", async () => {
    await hurry();
    const line = await connect();
    line.socket.removeAllListeners("message");
    const heard = once(line.socket, "message");
    await slack.sendRaw("{ not JSON");
    expect(String((await heard)[0])).toBe("{ not JSON");
    await new Promise((done) => setTimeout(done, 1.5 * ackWithin));
    expect(slack.refused).toEqual([]);
  });
});

describe("a connection", () => {
  it("needs an address that was given, once", async () => {
    const url = await open();
    await connect(url);
    for (const wrong of [url, url.replace(/[^/]+$/, "x")]) {
      const socket = new WebSocket(wrong);
      await once(socket, "error");
    }
    expect(slack.refused).toHaveLength(2);
  });

  it("is one of ten at most", async () => {
    for (let count = 0; count < 10; count += 1) await connect();
    expect(slack.refused).toEqual([]);
    const eleventh = new WebSocket(await open());
    const [data] = await once(eleventh, "message");
    expect(JSON.parse(String(data))).toMatchObject({ type: "disconnect", reason: "too_many_websockets" });
    expect([slack.sockets, slack.refused.length]).toEqual([10, 1]);
  });

  it("answers pings", async () => {
    const { socket } = await connect();
    socket.ping("x");
    expect(String((await once(socket, "pong"))[0])).toBe("x");
  });

  it("is told to end, and gets nothing more", async () => {
    await hurry();
    const lines = [await connect(), await connect()];
    slack.disconnect("warning", "one");
    await expect.poll(() => lines[0]?.frames).toMatchObject([{ type: "disconnect", reason: "warning" }]);
    const sent = [slack.command("today"), slack.command("today")];
    await expect.poll(() => lines[1]?.frames).toHaveLength(2);
    expect(lines[0]?.frames).toHaveLength(1);
    await Promise.all(sent);
  });

  it("can be refused for a while, cut off, and ended for good", async () => {
    slack.refuseConnections(1000);
    await expect(open()).rejects.toMatchObject({ statusCode: 503 });
    await new Promise((done) => setTimeout(done, 1010));
    const cut = await connect();
    slack.dropSockets();
    expect((await once(cut.socket, "close"))[0]).toBe(1006);
    const ended = await connect();
    slack.revoke();
    expect((await once(ended.socket, "close"))[0]).toBe(1000);
    await expect(open()).rejects.toMatchObject({ data: { error: "invalid_auth" } });
    await expect.poll(() => slack.sockets).toBe(0);
  });
});
