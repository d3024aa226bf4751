import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays, dayOf, weekdaysBack } from "../../src/calendar/days.ts";
import { aRecord } from "../support/builders.ts";
import { type FakeHuggingFace, startHuggingFace } from "../support/huggingface-server.ts";
import { aPlace, collect, type Place } from "../support/program.ts";
import { startSlack } from "../support/slack/server.ts";
import type { SlackServer } from "../support/slack/types.ts";
import { team } from "../support/slack/workspace.ts";

const tomorrow = addDays(dayOf(new Date()), 1);
let slack: SlackServer;
let source: FakeHuggingFace;
let place: Place;

beforeEach(async () => {
  const today = dayOf(new Date());
  const [day = ""] = weekdaysBack(today, addDays(today, -7));
  const records = Array.from({ length: 12 }, (_, i) =>
    aRecord({
      id: `2611.000${10 + i}`,
      title: `Walk ${i} <!channel>`,
      upvotes: 90 - i,
      submittedOnDailyAt: `${day}T00:00:00.000Z`,
    }),
  );
  source = await startHuggingFace({ days: new Map([[day, records]]), today: "2100-01-01" });
  slack = await startSlack();
  place = aPlace(source.url);
  const lines = Object.entries({ ...slack.env, DEFAULT_TIME_ZONE: "UTC" });
  writeFileSync(join(place.folder, ".env"), lines.map(([name, value]) => `${name}=${value}`).join("\n"));
});

afterEach(async () => {
  expect(slack.refused).toEqual([]);
  await slack.stop();
  await source.stop();
});

/** Ends the program as a supervisor does. @returns its exit status, and the milliseconds that it took */
async function end(child: ChildProcess): Promise<{ readonly status: number; readonly ms: number }> {
  const begun = performance.now();
  child.kill("SIGTERM");
  const [status] = await once(child, "close");
  return { status, ms: performance.now() - begun };
}

describe("paperboy with Slack's tokens in .env", () => {
  it("answers, is subscribed, and ends within five seconds of being asked to", async () => {
    const child = place.start([]);
    const written = collect(child);
    await slack.connected(1);
    const list = await (await slack.command("today")).answer();
    expect(list.blocks.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(list.blocks)).toContain("Walk 0 &lt;!channel&gt;");
    await slack.command("subscribe 09:00 UTC daily");
    await expect.poll(() => slack.messages.filter((one) => !one.ephemeralTo).length).toBe(1);
    const { status, ms } = await end(child);
    expect(status).toBe(0);
    expect(ms).toBeLessThan(5000);
    expect(written().stdout).toBe("");
    expect(written().stderr).not.toMatch(/xoxb-|xapp-/);

    const dry = await place.run(["deliver", "--at", `${tomorrow}T09:00:20Z`, "--dry-run", "--as", "slack"]);
    const payload = JSON.parse(dry.stdout);
    expect(Object.keys(payload).sort()).toEqual(["blocks", "parse", "text", "unfurl_links", "unfurl_media"]);
    const delivered = await place.run(["deliver", "--at", `${tomorrow}T09:00:20Z`]);
    expect(delivered.stderr).toContain("1 delivery taken up.");
    const digest = slack.messages.at(-1);
    expect(digest?.text).toBe(payload.text);
    expect(digest?.blocks).toEqual(payload.blocks);
    expect(digest?.metadata?.event_payload).toEqual({ part: `slack:${team}/C1 digest ${tomorrow} 0` });
    expect((await place.run(["deliver", "--at", `${tomorrow}T09:05:00Z`])).stderr).toBe("Nothing is due.\n");
  });

  it("reads the reactions that it missed", async () => {
    let child = place.start([]);
    await slack.connected(1);
    const list = await (await slack.command("today")).answer();
    await slack.press(list, "Share");
    await expect.poll(() => slack.messages.filter((one) => !one.ephemeralTo).length).toBe(1);
    await end(child);
    const shared = slack.messages.find((one) => !one.ephemeralTo);
    if (!shared) throw new Error("nothing was shared");
    slack.reactSilently(shared, "two", "U2");
    child = place.start([]);
    await slack.connected(1);
    await expect.poll(() => slack.calls.some(({ method }) => method === "reactions.get")).toBe(true);
    const saved = async () => (await (await slack.command("show 2611.00011")).answer()).text;
    await expect.poll(saved).toContain("saved by Li");
    await end(child);
  });

  it("delivers what was due while Slack refused the token, once that is mended", async () => {
    await place.run(["ask", "--channel", `slack:${team}/C1`, "subscribe 09:00 UTC daily"]);
    slack.next("chat.postMessage", { error: "token_revoked" });
    const refused = await place.run(["deliver", "--at", `${tomorrow}T09:00:20Z`]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("slack refuses Paperboy as a whole (token_revoked)");
    expect(refused.stderr).not.toMatch(/xoxb-|xapp-/);
    const mended = await place.run(["deliver", "--at", `${tomorrow}T09:01:30Z`]);
    expect(mended.stderr).toBe("1 delivery taken up.\n");
    expect(slack.messages.map(({ metadata }) => metadata?.event_payload)).toEqual([
      { part: `slack:${team}/C1 digest ${tomorrow} 0` },
    ]);
  });

  it("says in one line which token Slack refuses, and ends", async () => {
    slack.revoke();
    const { status, stderr } = await place.run([]);
    expect(status).toBe(1);
    expect(stderr.trim().split("\n").at(-1)).toContain("Slack refuses SLACK_BOT_TOKEN (token_revoked)");
    expect(stderr).not.toMatch(/xoxb-|xapp-/);
  });

  it("ends with a sentence when it is uninstalled, with its channels paused", async () => {
    const child = place.start([]);
    const written = collect(child);
    await slack.connected(1);
    await slack.command("subscribe 09:00 UTC daily");
    await expect
      .poll(async () => (await (await slack.command("settings")).answer()).text)
      .toContain("daily at 09:00");
    await slack.event({ type: "app_uninstalled" });
    const [status] = await once(child, "close");
    expect(status).toBe(1);
    expect(written().stderr).toContain("uninstalled from this workspace");
    const channel = `slack:${team}/C1`;
    const settings = await place.run(["ask", "--channel", channel, "settings"]);
    expect(settings.stdout).toContain("none while it is paused");
  });

  it("names every setting that is wrong, at once, and no value", async () => {
    const { status, stderr } = await place.run([], {
      env: { SLACK_BOT_TOKEN: "hunter2", PORT: "x", LOG_LEVEL: "loud" },
    });
    expect(status).toBe(2);
    for (const name of ["SLACK_BOT_TOKEN", "PORT", "LOG_LEVEL"]) expect(stderr).toContain(name);
    expect(stderr).not.toContain("hunter2");
  });

  it("names what is missing where only one of the two tokens is there", async () => {
    writeFileSync(join(place.folder, ".env"), `SLACK_BOT_TOKEN=${slack.env.SLACK_BOT_TOKEN}`);
    const { status, stderr } = await place.run([]);
    expect(status).toBe(2);
    expect(stderr).toContain("SLACK_APP_TOKEN, or SLACK_SIGNING_SECRET and PORT");
  });

  it("is examined by doctor", async () => {
    const { status, stdout } = await place.run(["doctor"]);
    expect(stdout).toContain("Slack scopes: all there");
    expect(stdout).toContain("Socket Mode works");
    expect(status).toBe(0);
  });
});
