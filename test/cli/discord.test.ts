import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays, dayOf, weekdaysBack } from "../../src/calendar/days.ts";
import { aRecord } from "../support/builders.ts";
import { channelIds, guildId, userIds } from "../support/discord/ids.ts";
import { startDiscord } from "../support/discord/server.ts";
import type { DiscordMessage, DiscordServer } from "../support/discord/types.ts";
import { type FakeHuggingFace, startHuggingFace } from "../support/huggingface-server.ts";
import { aPlace, collect, type Place } from "../support/program.ts";
import { startSlack } from "../support/slack/server.ts";

const tomorrow = addDays(dayOf(new Date()), 1);
const nobody = { parse: [] };
let discord: DiscordServer;
let source: FakeHuggingFace;
let place: Place;

const said = ({ components }: DiscordMessage): string => JSON.stringify(components);
const posted = (): DiscordMessage[] => discord.messages.filter((one) => one.ephemeralTo === undefined);
function configure(env: Readonly<Record<string, string>>): void {
  const lines = Object.entries({ ...env, DEFAULT_TIME_ZONE: "UTC" });
  writeFileSync(join(place.folder, ".env"), lines.map(([name, value]) => `${name}=${value}`).join("\n"));
}

beforeEach(async () => {
  const today = dayOf(new Date());
  const [day = ""] = weekdaysBack(today, addDays(today, -7));
  const records = Array.from({ length: 12 }, (_, i) =>
    aRecord({
      id: `2611.000${10 + i}`,
      title: `Walk ${i} @everyone`,
      upvotes: 90 - i,
      submittedOnDailyAt: `${day}T00:00:00.000Z`,
    }),
  );
  source = await startHuggingFace({ days: new Map([[day, records]]), today: "2100-01-01" });
  discord = await startDiscord();
  place = aPlace(source.url);
  configure(discord.env);
});

afterEach(async () => {
  expect(discord.refused).toEqual([]);
  await discord.stop();
  await source.stop();
});

/** Starts the program, with its commands registered. */
async function start(): Promise<ChildProcess> {
  const child = place.start([]);
  await discord.ready();
  await expect.poll(() => discord.registrations).toBeGreaterThan(0);
  return child;
}

/** Ends the program as a supervisor does. @returns its exit status, and the milliseconds that it took */
async function end(child: ChildProcess): Promise<{ readonly status: number; readonly ms: number }> {
  const begun = performance.now();
  child.kill("SIGTERM");
  const [status] = await once(child, "close");
  return { status, ms: performance.now() - begun };
}

describe("paperboy with Discord's token in .env", () => {
  it("answers, is subscribed, and ends within five seconds of being asked to; digests go out without it", async () => {
    const child = await start();
    const written = collect(child);
    const list = await (await discord.command({ subcommand: "today" })).answer();
    expect(said(list)).toContain(String.raw`Walk 0 \\@everyone`);
    await discord.command({
      subcommand: "subscribe",
      options: { time: "09:00", zone: "UTC", days: "daily" },
    });
    await expect.poll(() => posted().map(said).join()).toContain("Set by Ana");
    const { status, ms } = await end(child);
    expect(status).toBe(0);
    expect(ms).toBeLessThan(5000);
    expect(written().stdout).toBe("");
    expect(written().stderr).not.toContain(discord.env.DISCORD_TOKEN);
    await expect.poll(() => discord.sessions).toBe(0);

    const before = posted().length;
    const at = `${tomorrow}T09:00:20Z`;
    const dry = await place.run(["deliver", "--at", at, "--dry-run", "--as", "discord"]);
    expect(dry.stdout.trim().split("\n")).toHaveLength(1);
    expect(posted()).toHaveLength(before);
    expect((await place.run(["deliver", "--at", at])).stderr).toContain("1 delivery taken up.");
    const [digest, ...others] = posted().slice(before);
    expect(others).toEqual([]);
    const { body } = discord.calls.findLast(({ route }) => route === "POST /channels/:id/messages") ?? {};
    const { nonce, enforce_nonce, components, ...sent } = body as Record<string, unknown>;
    const [{ id, ...top } = {}] = components as Record<string, unknown>[];
    // What a part carries unseen is the delivery's.
    expect([typeof nonce, enforce_nonce, typeof id]).toEqual(["string", true, "number"]);
    expect({ ...sent, components: [top] }).toEqual(JSON.parse(dry.stdout));
    expect(digest?.channelId).toBe(channelIds.general);
    expect((await place.run(["deliver", "--at", `${tomorrow}T09:05:00Z`])).stderr).toBe("Nothing is due.\n");
    expect(posted()).toHaveLength(before + 1);
  });

  it("reads the reactions that it missed, and registers nothing again", async () => {
    let child = await start();
    const list = await (await discord.command({ subcommand: "today" })).answer();
    await discord.press(list, "Share");
    const shared = () => posted().find((one) => said(one).includes("Shared by Ana"));
    await expect.poll(shared).toBeDefined();
    await end(child);
    discord.reactSilently(shared() as DiscordMessage, "2️⃣", userIds.li);
    child = await start();
    const show = { subcommand: "show", options: { paper: "2611.00011" } };
    const saved = async () => said(await (await discord.command(show)).answer());
    await expect.poll(saved).toContain("saved by Li");
    expect(discord.registrations).toBe(1);
    await end(child);
  });

  it("ends at once though Discord does not answer yet", async () => {
    discord.next("GET /gateway/bot", "hang before");
    const child = place.start([]);
    await expect.poll(() => discord.calls.length).toBeGreaterThan(0);
    const { status, ms } = await end(child);
    expect(status).toBe(0);
    expect(ms).toBeLessThan(5000);
  });

  it("delivers what was due while Discord refused the token, once that is mended", async () => {
    const channel = `discord:${guildId}/${channelIds.general}`;
    await place.run(["ask", "--channel", channel, "subscribe 09:00 UTC daily"]);
    discord.next("POST /channels/:id/messages", { status: 401, code: 0 });
    const refused = await place.run(["deliver", "--at", `${tomorrow}T09:00:20Z`]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("discord refuses Paperboy as a whole (Discord refuses the token)");
    expect(posted()).toEqual([]);
    const mended = await place.run(["deliver", "--at", `${tomorrow}T09:01:30Z`]);
    expect(mended.stderr).toBe("1 delivery taken up.\n");
    expect(posted()).toHaveLength(1);
  });

  it("says in one line that Discord refuses the token, and ends", async () => {
    discord.revoke();
    const { status, stdout, stderr } = await place.run([]);
    expect(status).toBe(1);
    expect(stderr.trim().split("\n").at(-1)).toContain(
      "Discord refuses DISCORD_TOKEN. At https://discord.com",
    );
    expect(stdout + stderr).not.toContain(discord.env.DISCORD_TOKEN);
  });

  it("names a token that is none, and no value", async () => {
    configure({ ...discord.env, DISCORD_TOKEN: "hunter2", DISCORD_MESSAGE_CONTENT: "maybe" });
    const { status, stderr } = await place.run([]);
    expect(status).toBe(2);
    for (const name of ["DISCORD_TOKEN", "DISCORD_MESSAGE_CONTENT"]) expect(stderr).toContain(name);
    expect(stderr).not.toMatch(/hunter2|maybe/);
    expect(discord.calls).toEqual([]);
  });

  it("is examined by doctor", async () => {
    const { status, stdout } = await place.run(["doctor"]);
    expect(stdout).toContain("ok    Discord token: DISCORD_TOKEN is good");
    expect(stdout).toContain("ok    Discord intents: none is privileged");
    expect(status).toBe(0);
  });
});

describe("paperboy with Slack's and Discord's tokens", () => {
  it("runs both, and goes on with Slack where Discord refuses its token", async () => {
    const slack = await startSlack();
    try {
      configure({ ...slack.env, ...discord.env });
      const child = await start();
      const written = collect(child);
      await slack.connected(1);
      const here = await (await discord.command({ subcommand: "today" })).answer();
      expect(said(here)).toContain("Walk 0");
      discord.revoke();
      await expect.poll(() => written().stderr).toContain("discord has ended");
      const there = await (await slack.command("today")).answer();
      expect(there.text).toContain("Walk 0");
      expect(written().stderr).not.toContain(discord.env.DISCORD_TOKEN);
      await end(child);
      expect(slack.refused).toEqual([]);
    } finally {
      await slack.stop();
    }
  });
});

describe("paperboy without the network", () => {
  it.each(["today", "show 2611.00010", "help", "serch walk", "show"])(
    "ask --as discord %j prints one line that calls nobody",
    async (line) => {
      const { stdout, stderr } = await place.run(["ask", "--as", "discord", line]);
      expect(stdout.trim().split("\n")).toHaveLength(1);
      expect(JSON.parse(stdout)).toMatchObject({ allowed_mentions: nobody, flags: 32_768 });
      expect(stderr).toBe("");
      expect(discord.calls).toEqual([]);
    },
  );

  it("commands --as discord prints what is registered", async () => {
    const { stdout } = await place.run(["commands", "--as", "discord"]);
    const child = await start();
    await end(child);
    const { body } = discord.calls.find(({ route }) => route === "PUT /applications/:id/commands") ?? {};
    expect(JSON.parse(stdout)).toEqual(body);
  });
});
