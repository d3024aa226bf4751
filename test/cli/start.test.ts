import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { adapters } from "../../adapters/index.ts";
import { findOddSettings } from "../../src/cli/odd-settings.ts";
import { aHost } from "../support/host.ts";
import { aPlace, collect } from "../support/program.ts";

describe("a machine whose time zone has no name", () => {
  const zones = ["", ":/etc/localtime", "CEST", "UTC+2", "UTC-02:00", '"Europe/Berlin"', "europe/berlin"];

  it.each(zones)("TZ=%j: everything works in UTC, and doctor calls it wrong", async (TZ) => {
    const place = aPlace();
    const env = { TZ };
    const ask = (line: string) => place.run(["ask", line], { env });
    expect((await ask("subscribe 09:00")).stdout).toContain("09:00, UTC");
    for (const line of ["preview", "watch add walking robots"]) {
      const { status, stderr } = await ask(line);
      expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: "" });
    }
    const { status, stdout } = await place.run(["doctor"], { env });
    expect(stdout).toMatch(
      /^wrong Time zone: .*UTC.*Set DEFAULT_TIME_ZONE, for example to Europe\/Berlin\.$/m,
    );
    expect(status).toBe(1);
  });

  it.each(["GMT", ":GMT", "utc", "UTC", "Etc/UTC"])("is no trouble in %s, which is UTC", async (TZ) => {
    const { stdout } = await aPlace().run(["doctor"], { env: { TZ } });
    expect(stdout).toContain("ok    Time zone: digests are planned in UTC");
  });

  it("says so at the start", async () => {
    const { stderr } = await aPlace().run([], { env: { TZ: "CEST" } });
    expect(stderr).toContain("TZ is not the name of a time zone, so digests are planned in UTC");
  });

  it("is no trouble where a zone is set, or the machine's has a name", async () => {
    for (const env of [
      { TZ: "CEST", DEFAULT_TIME_ZONE: "asia/tokyo" },
      { TZ: "Asia/Tokyo" },
      { TZ: ":Asia/Tokyo" },
    ]) {
      const { stdout } = await aPlace().run(["doctor"], { env });
      expect(stdout).toContain("ok    Time zone: digests are planned in Asia/Tokyo");
    }
  });
});

/** The settings of the file, each under a name that the doctor shows. */
const settings = [
  "DATABASE_URL=./elsewhere.db",
  "DEFAULT_TIME_ZONE=Asia/Tokyo",
  "# Grüße",
  "LOG_LEVEL=debug",
  "",
];
const inUtf16 = (text: string): Buffer => Buffer.from(text, "utf16le");

describe("a file .env", () => {
  it.each([
    ["plain", Buffer.from(settings.join("\n"))],
    ["with a byte order mark", Buffer.from(`\uFEFF${settings.join("\n")}`)],
    ["in UTF-16, as PowerShell writes it", inUtf16(`\uFEFF${settings.join("\r\n")}`)],
    ["in UTF-16 with the bytes the other way", inUtf16(`\uFEFF${settings.join("\n")}`).swap16()],
    ["in UTF-16 without a mark", inUtf16(settings.join("\n"))],
    ["with line ends of old editors", Buffer.from(settings.join("\r"))],
    ["with line ends of Windows", Buffer.from(settings.join("\r\n"))],
    ["with a comment in Latin-1", Buffer.from(settings.join("\n"), "latin1")],
    ["put together of two with marks", Buffer.from(settings.map((line) => `\uFEFF${line}`).join("\n"))],
  ])("%s is read in full", async (_, bytes) => {
    const place = aPlace();
    writeFileSync(join(place.folder, ".env"), bytes);
    const { stdout } = await place.run(["doctor"], { env: { DATABASE_URL: undefined as never } });
    expect(stdout).toContain("./elsewhere.db");
    expect(stdout).toContain("Asia/Tokyo");
  });

  it.each([
    [
      "a value that is not UTF-8",
      Buffer.from("DATABASE_URL=./Bücher.db\n", "latin1"),
      /DATABASE_URL.*Save it as UTF-8/,
    ],
    ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 65, 0, 0, 0, 61, 0, 0, 0]), /UTF-32.*Save it as UTF-8/],
  ])("in %s is refused in one sentence that names the encoding", async (_, bytes, sentence) => {
    const place = aPlace();
    writeFileSync(join(place.folder, ".env"), bytes);
    const { status, stderr } = await place.run(["ask", "status"]);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(status).toBe(2);
  });

  it("has its misspelt and unknown names told by doctor and at the start, never a value", async () => {
    const place = aPlace();
    const lines = [
      "SLACK_BOTTOKEN=xoxb-1-secret",
      "COLOUR=secret",
      "DISCORD_TOKEN: secret",
      "aGVsbG8gc2VjcmV0==",
      "NODE_OPTIONS=",
    ];
    writeFileSync(join(place.folder, ".env"), lines.join("\n"));
    const { status, stdout } = await place.run(["doctor"]);
    expect(status).toBe(1);
    const child = place.start([]);
    const shown = collect(child);
    child.stdin?.end();
    await once(child, "close");
    for (const told of [stdout, shown().stderr]) {
      expect(told).toContain("SLACK_BOTTOKEN is not a setting of Paperboy. Did you mean SLACK_BOT_TOKEN?");
      expect(told).toContain("Not settings of Paperboy in .env: COLOUR, and 1 more.");
      expect(told).toMatch(/The line of DISCORD_TOKEN in \.env has no /);
      expect(told).toContain("NODE_OPTIONS in .env comes too late for Node.");
      expect(told).not.toMatch(/secret|aGVs/);
    }
  });

  it.each([
    "xoxb-1-2-secret",
    "hf_secretsecretsecret",
    "MTAwMDAwMDAwMDAwMDAwMDAw.GsecrE.secretsecretsecretsecret123",
  ])("with a token where a path belongs is not repeated: %s", async (token) => {
    const { stdout } = await aPlace().run(["doctor"], { env: { DATABASE_URL: token } });
    expect(stdout).toContain("ok    Database: [secret] will be made");
  });

  it("that Notepad called .env.txt is told", async () => {
    const place = aPlace();
    writeFileSync(join(place.folder, ".env.txt"), "LOG_LEVEL=info\n");
    expect((await place.run(["doctor"])).stdout).toContain("Rename it to .env");
  });
});

it("doctor says where no database can be made, and makes none", async () => {
  const place = aPlace();
  writeFileSync(join(place.folder, "taken"), "");
  const run = (file: string) => place.run(["doctor"], { env: { DATABASE_URL: file } });
  expect((await run("taken/papers.db")).stdout).toMatch(
    /^wrong Database: .*taken is not a folder.*set DATABASE_URL/m,
  );
  expect((await run("new/folder/papers.db")).stdout).toContain("new/folder/papers.db will be made");
  expect(existsSync(join(place.folder, "new"))).toBe(false);
});

describe("names that are nearly those of settings", () => {
  const odd = (env: Record<string, string>) => findOddSettings(aHost(adapters, env));

  it.each([
    ["SLACK_BOTTOKEN", "SLACK_BOT_TOKEN"],
    ["DISCORD_BOT_TOKEN", "DISCORD_TOKEN"],
    ["DISCORD_TOKKEN", "DISCORD_TOKEN"],
    ["SLACK_TOKEN", "SLACK_BOT_TOKEN or SLACK_APP_TOKEN"],
    ["SLACK_SECRET", "SLACK_SIGNING_SECRET"],
    ["SAVE_EMOJIS", "SAVE_EMOJI"],
    ["DATABASE_URI", "DATABASE_URL"],
  ])("%s in the environment: did you mean %s?", async (name, meant) => {
    const { DATABASE_URL: _, ...host } = { ...aHost(adapters, { [name]: "x" }).env };
    const told = await findOddSettings({ ...aHost(adapters), env: host });
    expect(told).toEqual([`${name} is not a setting of Paperboy. Did you mean ${meant}?`]);
  });

  it.each([
    "HF_HOME",
    "HF_HUB_CACHE",
    "HF_TOKEN_PATH",
    "HTTPS_PROXY",
    "NODE_OPTIONS",
    "LOG_FILE",
    "SLACK_CLIENT_ID",
    "POST",
    "TOKEN",
  ])("%s in the environment is somebody else's", async (name) => {
    expect(await odd({ [name]: "x" })).toEqual([]);
  });

  it("are left alone beside the setting itself", async () => {
    expect(await odd({ DATABASE_URL_TEST: "x", DISCORD_TOKEN: "x", DISCORD_BOT_TOKEN: "x" })).toEqual([]);
  });
});

it.each(adapters)("$platform shows its settings without being loaded", async ({ load, loadSettings }) => {
  expect((await loadSettings?.())?.settings).toBe((await load()).settings);
});
