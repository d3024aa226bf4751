import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aRecord } from "../support/builders.ts";
import { aPlace, collect, type Place } from "../support/program.ts";

async function aFilledPlace(): Promise<Place> {
  const place = aPlace();
  const records = Array.from({ length: 7 }, (_, i) =>
    aRecord({ id: `2611.0000${i}`, title: `Walk ${i}`, upvotes: 90 - i }),
  );
  writeFileSync(join(place.folder, "day.json"), JSON.stringify(records));
  await place.run(["import", "day.json"]);
  return place;
}

describe("paperboy ask", () => {
  it("prints the answer as text", async () => {
    const { status, stdout, stderr } = await (await aFilledPlace()).run(["ask", "/papers date 2026-11-19"]);
    expect(stdout).toContain("1. Walk 0");
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  it("prints the neutral reply as one line of JSON, what is empty left out", async () => {
    const { stdout } = await (await aFilledPlace()).run(["ask", "--json", "date 2026-11-19 top:1"]);
    const { to, message } = JSON.parse(stdout);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(to).toBe("user");
    expect(message.title).toBe("Daily Papers, Thu 19 Nov 2026 · 1/7");
    expect(Object.keys(message.cards[0])).toEqual([
      "number",
      "title",
      "url",
      "byline",
      "body",
      "facts",
      "buttons",
    ]);
    expect(message.cards[0].url).toBe("https://huggingface.co/papers/2611.00000");
  });

  it("keeps the last list between calls, for each person and channel", async () => {
    const place = await aFilledPlace();
    await place.run(["ask", "date 2026-11-19"]);
    expect((await place.run(["ask", "show #2"])).stdout).toContain("Walk 1");
    const other = await place.run(["ask", "--channel", "slack:T1/C1", "--user", "slack:T1/U1", "show #2"]);
    expect(other.stderr).toContain("there is none here yet");
  });

  it("writes an error as one line on standard error that quotes the input, with status 1", async () => {
    const { status, stdout, stderr } = await (await aFilledPlace()).run(["ask", "/papers serch walk"]);
    expect(stderr).toBe('"serch" is not a command. Did you mean: /papers search walk\n');
    expect(stdout).toBe("");
    expect(status).toBe(1);
  });

  it("with --json makes an error a reply on standard output, with status 1", async () => {
    const { status, stdout, stderr } = await aPlace().run(["ask", "--json", "date 2026-02-30"]);
    const reply = JSON.parse(stdout);
    expect(reply.error).toContain('"2026-02-30"');
    expect(reply.message.note).toBe(reply.error);
    expect(stderr).toBe("");
    expect(status).toBe(1);
  });

  it("with - answers each line on one line, in order, errors too, with status 0", async () => {
    const input = "date 2026-11-19\r\nnonsense here\n\n/papers show #3\nhelp";
    const { status, stdout } = await (await aFilledPlace()).run(["ask", "-"], { input });
    const replies = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(replies.map((reply) => reply.error !== undefined)).toEqual([false, true, false, false, false]);
    expect(replies[3].message.cards[0].title).toBe("Walk 2");
    expect(status).toBe(0);
  });

  it("with --as prints the bare message of that platform on one line", async () => {
    const { stdout } = await (await aFilledPlace()).run(["ask", "--as", "local", "date 2026-11-19"]);
    expect(JSON.parse(stdout)).toContain("1. Walk 0");
  });

  it("does not wait for a source that refuses, and never starts a sync", async () => {
    const { stdout } = await aPlace().run(["ask", "--json", "today"]);
    expect(JSON.parse(stdout).message.note).toContain("paperboy sync");
  });

  it("ends a line at a line feed only, so that there is one answer a line", async () => {
    const { stdout } = await aPlace().run(["ask", "-"], { input: "help\u2028me\nhelp\u0085\rme\n" });
    expect(stdout.trim().split("\n")).toHaveLength(2);
  });

  it("lets no control character of a command reach the terminal in an error", async () => {
    for (const line of ["frob \u001B[31mred", "show \u001B]0;title\u0007zz", "search x min:\u001B[2J"]) {
      expect((await aPlace().run(["ask", line])).stderr).toMatch(/^[^\p{Cc}]+\n$/u);
    }
  });

  it("with --json says wrong settings and ids as a reply too", async () => {
    const wrongSetting = await aPlace().run(["ask", "--json", "today"], { env: { LOG_LEVEL: "loud" } });
    expect(JSON.parse(wrongSetting.stdout).error).toContain("LOG_LEVEL");
    const wrongId = await aPlace().run(["ask", "--json", "--user", "ana", "today"]);
    expect(JSON.parse(wrongId.stdout).error).toContain('"--user ana"');
    expect(wrongId.status).toBe(2);
  });

  it.skipIf(process.platform === "win32")(
    "ends when it is interrupted while it waits for lines",
    async () => {
      const child = aPlace().start(["ask", "-"]);
      const shown = collect(child);
      child.stdin?.write("help\n");
      await once(child.stdout as NodeJS.ReadableStream, "data");
      child.kill("SIGINT");
      expect((await once(child, "close"))[0]).toBe(130);
      expect(shown().stderr).toBe("");
    },
  );

  it.each([
    [["ask"], "missing required argument 'line'"],
    [["ask", "--as", "pigeon", "today"], '"--as pigeon" is no platform here: --as slack'],
    [["ask", "--channel", "nowhere", "today"], '"--channel nowhere" is not an id'],
    [["ask", "--jsn", "today"], "unknown option '--jsn'"],
    [["askk", "today"], '"askk" is not a call. Did you mean: paperboy ask'],
    [["ask", "search", "agents", "-diffusion"], "Put the command in quotes."],
  ])("%j: wrong usage is one line with status 2", async (words, sentence) => {
    const { status, stdout, stderr } = await aPlace().run(words);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
});
