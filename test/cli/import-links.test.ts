import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { addDays, dayOf, weekdaysBack } from "../../src/calendar/days.ts";
import { aRecord } from "../support/builders.ts";
import { type FakeHuggingFace, startHuggingFace } from "../support/huggingface-server.ts";
import { aPlace, type Place } from "../support/program.ts";

const channel = "slack:T012/C345";

let server: FakeHuggingFace | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

function aPlaceWith(files: Readonly<Record<string, string | Buffer>>, url?: string): Place {
  const place = aPlace(url);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(place.folder, name, ".."), { recursive: true });
    writeFileSync(join(place.folder, name), content);
  }
  return place;
}

/** A day of a channel, as Slack exports it: each link several times, slashes and signs escaped. */
const slackDay = JSON.stringify([
  {
    type: "message",
    user: "U1",
    text: "Good morning, has anybody 2401.09999 tries left?",
    ts: "1764000000.000100",
  },
  {
    type: "message",
    text: "Worth a look: <https://arxiv.org/abs/2611.00001?a=b&amp;c=d|the maps paper> &lt;https://hf.co/papers/2611.00002&gt;",
    blocks: [
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_section",
            elements: [{ type: "link", url: "https://arxiv.org/abs/2611.00001v2" }],
          },
        ],
      },
    ],
    attachments: [{ from_url: "https://www.alphaxiv.org/overview/2611.00003", id: 1 }],
  },
]).replaceAll("/", "\\/");

/** A channel, as DiscordChatExporter writes it. */
const discordChannel = JSON.stringify({
  guild: { id: "12", name: "Lab" },
  channel: { id: "345", name: "papers", topic: null },
  messages: [
    { id: "1", content: "**https://arxiv.org/pdf/2611.00004v1.pdf** 👀", embeds: [] },
    { id: "2", content: "", embeds: [{ url: "https://huggingface.co/papers/2611.00005", fields: [] }] },
  ],
});

const html =
  '<div class="text">See <a href="https://arxiv.org/abs/2611.00006?x=1&amp;y=2">this</a> &quot;doi.org/10.48550/arXiv.2611.00007&quot;</div>';
const csv = 'Date,Author,Content\r\n2026-11-20,Ana,"read arxiv.org/abs/2611.00008, please"\r\n';

describe("paperboy import-links", () => {
  it.concurrent.each([
    ["Slack's JSON", slackDay, 3],
    ["Discord's JSON", discordChannel, 2],
    ["HTML", html, 2],
    ["CSV", csv, 1],
    ["plain text", "见https://arxiv.org/abs/2611.00009这篇\n", 1],
    ["JSON with a byte order mark", `\uFEFF${slackDay}`, 3],
    ["JSON with a record a line", `${slackDay}\n${slackDay}\n`, 3],
    ["JSON that was cut short", slackDay.slice(0, -5), 3],
    ["JSON in deep nests", `${"[".repeat(50_000)}"arxiv.org/abs/2611.00001"${"]".repeat(50_000)}`, 1],
    ["UTF-16 of Windows", Buffer.from(`\uFEFF${csv}`, "utf16le"), 1],
    ["UTF-16, big-endian", Buffer.from(`\uFEFF${csv}`, "utf16le").swap16(), 1],
  ])("reads %s", async (_, content, papers) => {
    const place = aPlaceWith({ history: content });
    const { status, stdout, stderr } = await place.run(["import-links", "history", "--channel", channel]);
    expect(stdout).toBe(
      `Seen in ${channel} from now on: ${papers === 1 ? "1 paper" : `${papers} papers`} (${papers} new), linked in 1 file. No digest is subscribed there yet.\n`,
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("reads many files and folders, and a second time finds nothing new", async () => {
    const place = aPlaceWith({
      "papers/2026-11-19.json": slackDay,
      "papers/2026-11-20.json": "[]",
      "papers/picture.png": Buffer.from([0x89, 0, 1]),
      "papers/threads/2026-11-20.json": discordChannel,
      "more.html": html,
    });
    const words = ["import-links", "papers", "more.html", "--channel", channel];
    expect((await place.run(words)).stdout).toContain("5 papers (5 new), linked in 2 of 3 files.");
    expect((await place.run(words)).stdout).toContain("5 papers (0 new), linked in 2 of 3 files.");
    const elsewhere = await place.run([...words.slice(0, -1), "discord:12/345"]);
    expect(elsewhere.stdout).toContain("Seen in discord:12/345 from now on: 5 papers (5 new)");
  });

  it("keeps a later digest from showing these papers, and fetches nothing itself", async () => {
    const tomorrow = addDays(dayOf(new Date()), 1);
    const [day = ""] = weekdaysBack(tomorrow, addDays(tomorrow, -7));
    const listed = Array.from({ length: 4 }, (_, i) =>
      aRecord({
        id: `2611.0000${i + 1}`,
        title: `Walk ${i + 1}`,
        submittedOnDailyAt: `${day}T00:00:00.000Z`,
      }),
    );
    server = await startHuggingFace({ days: new Map([[day, listed]]), today: "2100-01-01" });
    const place = aPlaceWith({ "day.json": slackDay }, server.url);
    await place.run(["ask", "subscribe 09:00 UTC daily"]);
    const asked = server.requests.length;
    const imported = await place.run(["import-links", "day.json", "--channel", "local:me/terminal"]);
    expect(imported.stdout).toBe(
      "Seen in local:me/terminal from now on: 3 papers (3 new), linked in 1 file.\n",
    );
    expect(server.requests).toHaveLength(asked);
    const { stdout } = await place.run(["deliver", "--at", `${tomorrow}T09:00:20Z`]);
    expect(stdout).toContain("Walk 4");
    expect(stdout).not.toMatch(/Walk [123]/);
  });
});

describe("paperboy import-links, where something is wrong", () => {
  it.concurrent.each([
    ["missing.json", undefined, "cannot be read (there is no such file or folder)"],
    ["empty.json", " \n", "is empty"],
    ["export.zip", Buffer.from("PK\u0003\u0004\0\0arxiv.org/abs/2611.00002", "latin1"), "is no text"],
    ["folder", null, "is a folder without files of text directly in it"],
  ])("%s: one line names it and the mend, and nothing is changed", async (name, content, sentence) => {
    const place = aPlaceWith({ "good.html": html, ...(content ? { [name]: content } : {}) });
    if (content === null) mkdirSync(join(place.folder, name));
    const words = ["import-links", "good.html", name, "--channel", channel];
    const { status, stdout, stderr } = await place.run(words);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain(`"${name}" ${sentence}`);
    expect(stderr).toContain("name an unpacked export of the channel");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(existsSync(join(place.folder, "paperboy.db"))).toBe(false);
  });

  it.concurrent.each([
    [["none.txt"], 'No paper is linked in "none.txt"'],
    [["none.txt", "list.json"], "No paper is linked in 2 files"],
  ])("%j link no paper: that is said, and nothing is changed", async (names, sentence) => {
    const place = aPlaceWith({
      "none.txt": "Lunch at 12.30, costs 1201.5000. https://arxiv.org/list/cs.CL/recent",
      "list.json": '[1, null, {"url":"https://notarxiv.org/abs/2611.00001"}]',
    });
    const { status, stderr } = await place.run(["import-links", ...names, "--channel", channel]);
    expect(stderr).toContain(sentence);
    expect(status).toBe(1);
    expect(existsSync(join(place.folder, "paperboy.db"))).toBe(false);
  });

  it.concurrent.each([
    [
      ["a.json"],
      "needs to know whose history it is: add --channel slack:T012/C345 or --channel discord:12/345",
    ],
    [["a.json", "--channel", "#papers"], '"--channel #papers" is not a channel\'s id'],
    [["a.json", "--channel", "slack:T012"], "write platform:team/channel"],
    [["a.json", "--channel", "teams:1/2"], '"teams" is no platform here, there are slack, discord, local'],
    [["--channel", channel], "missing required argument 'file'"],
  ])("%j is wrong usage", async (words, sentence) => {
    const place = aPlaceWith({ "a.json": slackDay });
    const { status, stdout, stderr } = await place.run(["import-links", ...words]);
    expect(stderr).toContain(sentence);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(existsSync(join(place.folder, "paperboy.db"))).toBe(false);
  });
});
