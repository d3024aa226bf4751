import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { addDays, dayOf, weekdaysBack } from "../../src/calendar/days.ts";
import { aRecord } from "../support/builders.ts";
import { type FakeHuggingFace, startHuggingFace } from "../support/huggingface-server.ts";
import { aPlace, collect } from "../support/program.ts";

let server: FakeHuggingFace | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const until = dayOf(new Date());
const since = addDays(until, -13);
const weekdays = [...weekdaysBack(until, since)];

async function aServer(): Promise<FakeHuggingFace> {
  const days = new Map(
    weekdays.map((day, i) => [
      day,
      [aRecord({ id: `2611.0000${i}`, submittedOnDailyAt: `${day}T00:00:00.000Z` })],
    ]),
  );
  server = await startHuggingFace({ days });
  return server;
}

describe("paperboy sync", () => {
  it("fetches the weekdays between two dates, shows how far it is, and ends with counts", async () => {
    const { url, requests } = await aServer();
    const { status, stdout, stderr } = await aPlace(url).run(["sync", "--since", since, "--until", until]);
    expect(stdout).toBe(`${weekdays.length} list days fetched: read 10, new 10, changed 0, skipped 0\n`);
    expect(stderr).toContain(`${weekdays.length}/${weekdays.length} list days`);
    expect(requests).toHaveLength(weekdays.length);
    expect(status).toBe(0);
  });

  it("goes on where it stopped: settled days are not fetched again", async () => {
    const { url, requests, next } = await aServer();
    const place = aPlace(url);
    next(...Array(4).fill("ok"), ...Array(3).fill({ status: 404 }));
    const first = await place.run(["sync", "--since", since]);
    expect(first.status).toBe(1);
    expect(first.stderr).toContain(
      "Hugging Face answered 404. 4 of 10 list days are done; the same command goes on from there.",
    );
    const second = await place.run(["sync", "--since", since]);
    expect(second.stdout).toContain("6 list days fetched");
    expect(requests).toHaveLength(4 + 3 + 6);
    const third = await place.run(["sync", "--since", since]);
    expect(third.stdout).toContain("Nothing to fetch");
  });

  it("is not held up by a day that the source refuses: it is named, and tried again the next time", async () => {
    const { url, next } = await aServer();
    const place = aPlace(url);
    next("ok", { status: 404 }, "ok", "wrong schema");
    const first = await place.run(["sync", "--since", since]);
    expect(first.stdout).toContain("8 list days fetched: read 8, new 8");
    expect(first.stderr).toContain(`${weekdays[1]} could not be fetched: Hugging Face answered 404.`);
    expect(first.stderr).toContain(`${weekdays[3]} could not be fetched`);
    expect(first.status).toBe(1);
    expect((await place.run(["sync", "--since", since])).stdout).toContain("2 list days fetched");
  });

  it.skipIf(process.platform === "win32")("can be interrupted", async () => {
    const { url, next } = await aServer();
    next("ok", "hang");
    const child = aPlace(url).start(["sync", "--since", since]);
    const shown = collect(child);
    for (let i = 0; i < 100 && (server?.requests.length ?? 0) < 2; i++)
      await new Promise((done) => setTimeout(done, 50));
    child.kill("SIGINT");
    const [status] = await once(child, "close");
    expect(shown().stderr).toContain("Stopped. 1 of 10 list days are done");
    expect(status).toBe(1);
  });

  it.each([
    [["--since", "soon"], '"--since soon" is not a day'],
    [["--until", "2099-01-01"], "still to come"],
    [["--since", "2001-01-01"], "before the first list of Daily Papers: --since 2023-05-04"],
    [["--since", "2026-02-02", "--until", "2026-02-01"], "swap them"],
  ])("%j is wrong usage", async (words, sentence) => {
    const { status, stderr } = await aPlace().run(["sync", ...words]);
    expect(stderr).toContain(sentence);
    expect(status).toBe(2);
  });
});

describe("settings", () => {
  it("are told all at once, by name and never by value", async () => {
    const env = {
      LOG_LEVEL: "loud-secret",
      HF_ENDPOINT: "secret-endpoint",
      ARXIV_ENDPOINT: "http://user:secret@127.0.0.1",
      HF_TOKEN: "hf_secret\nhf_secret",
      DEFAULT_TIME_ZONE: "Moon/Secret",
      DATABASE_URL: "postgres://u:secret@h/d",
    };
    const { status, stderr } = await aPlace().run(["ask", "today"], { env });
    for (const name of Object.keys(env)) expect(stderr).toContain(name);
    expect(stderr).not.toContain("ecret");
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(status).toBe(2);
  });

  it("are read from .env, and the environment wins", async () => {
    const place = aPlace();
    writeFileSync(join(place.folder, ".env"), "LOG_LEVEL=nonsense\n");
    expect((await place.run(["ask", "status"])).stderr).toContain("LOG_LEVEL");
    expect((await place.run(["ask", "status"], { env: { LOG_LEVEL: "info" } })).status).toBe(0);
  });
});

describe(".env", () => {
  it("that cannot be read is one line, not a stack trace", async () => {
    const place = aPlace();
    mkdirSync(join(place.folder, ".env"));
    const { status, stderr } = await place.run(["ask", "status"]);
    expect(stderr).toMatch(/^The file \.env cannot be read .*\n$/);
    expect(status).toBe(2);
  });
});

describe("a database that cannot be used", () => {
  it("gives one sentence that says what to do, and is left as it is", async () => {
    const place = aPlace();
    await place.run(["ask", "status"]);
    const file = join(place.folder, "paperboy.db");
    const db = new Database(file);
    db.pragma("user_version = 9999");
    db.close();
    const before = hash(file);
    const { status, stderr } = await place.run(["ask", "today"]);
    expect(stderr).toMatch(/written by a newer Paperboy .* update Paperboy/);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(status).toBe(1);
    expect(hash(file)).toBe(before);
  });

  it("is a reply where replies are asked for", async () => {
    const place = aPlace();
    mkdirSync(join(place.folder, "folder"));
    const { status, stdout } = await place.run(["ask", "--json", "today"], {
      env: { DATABASE_URL: "folder" },
    });
    expect(JSON.parse(stdout).error).toContain("The database folder cannot be written");
    expect(status).toBe(1);
  });
});

describe("a token that Hugging Face refuses", () => {
  const env = { HF_TOKEN: "hf_expired" };

  it("is wrong for doctor, which names the remedy", async () => {
    const { url, next } = await aServer();
    next({ status: 401 });
    const { status, stdout } = await aPlace(url).run(["doctor"], { env });
    expect(stdout).toMatch(/^wrong Hugging Face: HF_TOKEN is refused.*huggingface\.co\/settings\/tokens/m);
    expect(status).toBe(1);
  });

  it("does not keep sync from fetching every day", async () => {
    const { url, next } = await aServer();
    next({ status: 401 });
    const { status, stdout, stderr } = await aPlace(url).run(["sync", "--since", since], { env });
    expect(stdout).toContain("10 list days fetched: read 10, new 10");
    expect(stderr.match(/HF_TOKEN is refused/g)).toHaveLength(1);
    expect(status).toBe(0);
  });
});

describe("paperboy doctor", () => {
  it("finds nothing wrong with sources that answer", async () => {
    const { url } = await aServer();
    const { status, stdout } = await aPlace(url).run(["doctor"]);
    expect(stdout).toContain("ok    Database");
    expect(stdout).toContain("ok    Hugging Face");
    expect(status).toBe(0);
  });

  it("says what is wrong and what to do, with status 1", async () => {
    const place = aPlace();
    writeFileSync(
      join(place.folder, "paperboy.db"),
      "this is not a database at all, and long enough to be looked at",
    );
    const { status, stdout } = await place.run(["doctor"]);
    expect(stdout).toMatch(/wrong Database: .*put a backup in its place/);
    expect(stdout).toMatch(/wrong Hugging Face: .*connection refused.*HF_ENDPOINT/);
    expect(status).toBe(1);
  });
});

describe("paperboy doctor on a database that another hand changed", () => {
  it("names what differs from what Paperboy makes, and what to do", async () => {
    const { url } = await aServer();
    const place = aPlace(url);
    await place.run(["ask", "status"]);
    const db = new Database(join(place.folder, "paperboy.db"));
    db.exec(
      "DROP INDEX post_stale; ALTER TABLE watch ADD COLUMN colour TEXT; CREATE TABLE recipe (name TEXT)",
    );
    db.close();
    const { status, stdout } = await place.run(["doctor"]);
    expect(stdout).toMatch(
      /wrong Database: .*the index post_stale is missing; the table watch was changed, and 1 other difference\. .*put a backup/,
    );
    expect(status).toBe(1);
  });

  it("finds a table that is gone, and no other call ends in SQL", async () => {
    const place = aPlace();
    await place.run(["ask", "status"]);
    const db = new Database(join(place.folder, "paperboy.db"));
    db.exec("DROP TABLE source_health");
    db.close();
    expect((await place.run(["doctor"])).stdout).toContain("the table source_health is missing");
    const { status, stderr } = await place.run(["ask", "status"]);
    expect(stderr).toMatch(/is not as Paperboy made it .*paperboy doctor says what differs/);
    expect(status).toBe(1);
  });
});

describe("paperboy doctor with wrong settings", () => {
  it("names them", async () => {
    const { status, stdout } = await aPlace().run(["doctor"], { env: { LOG_LEVEL: "loud" } });
    expect(stdout).toMatch(/^wrong Settings: .*LOG_LEVEL/);
    expect(status).toBe(1);
  });
});

describe("help and version", () => {
  it.each(["ask", "sync", "import", "backup", "doctor"])("%s explains itself", async (call) => {
    const { status, stdout } = await aPlace().run([call, "--help"]);
    expect(stdout).toContain(`paperboy ${call}`);
    expect(status).toBe(0);
  });

  it("lists the calls", async () => {
    const { stdout } = await aPlace().run(["--help"]);
    for (const call of ["ask", "sync", "import", "backup", "doctor"]) expect(stdout).toContain(call);
  });
});

const hash = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");
