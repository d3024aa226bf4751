import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { unwritable } from "../../src/store/sqlite/guard.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import { aPaper } from "../support/builders.ts";
import { aPlace, collect, type Outcome, type Place } from "../support/program.ts";

const main = join(import.meta.dirname, "../../src/main.ts");
const say = "The output is cut: the disk is full. Free some space, and try again.\n";

/** A place in which a team saved as many papers. */
async function aPlaceWithSaves(n: number): Promise<Place> {
  const place = aPlace();
  const store = openStore(join(place.folder, "paperboy.db"));
  const ids = Array.from({ length: n }, (_, i) => `2611.${String(i + 1).padStart(5, "0")}`);
  await store.papers.upsert(
    ids.map((id) => aPaper({ id, title: `${id} ${"walks on ".repeat(30)}` })),
    new Date(),
  );
  for (const paper of ids) {
    const save = { team: "slack:T1", user: "slack:T1/U1", paper, origin: "command" };
    await store.saves.add(save, "Ana", new Date());
  }
  await store.close();
  return place;
}

/** The program with its words as the shell would start it. */
async function shell({ folder }: Place, script: string): Promise<Outcome> {
  const env = {
    PATH: process.env.PATH ?? "",
    NODE: process.execPath,
    MAIN: main,
    DATABASE_URL: "paperboy.db",
    HF_ENDPOINT: "http://127.0.0.1:4",
  };
  const child = spawn("sh", ["-c", script], { cwd: folder, env });
  const shown = collect(child);
  const [status] = (await once(child, "close")) as [number | null];
  return { status, ...shown() };
}

describe.skipIf(process.platform !== "linux")("standard output on a full disk", () => {
  it.each(["export bibtex", "ask today", "ask --json help", "--help"])(
    "%s fails and says why",
    async (call) => {
      const place = await aPlaceWithSaves(2);
      const { status, stderr } = await shell(place, `"$NODE" "$MAIN" ${call} > /dev/full`);
      expect(stderr).toBe(say);
      expect(status).toBe(1);
    },
  );

  it("is told where only the beginning had room", async () => {
    const place = await aPlaceWithSaves(400);
    const { stderr, status } = await shell(place, 'ulimit -f 256; "$NODE" "$MAIN" export json > saved.json');
    expect(statSync(join(place.folder, "saved.json")).size).toBeLessThan(270_000);
    expect(stderr).toMatch(/^The output is cut: it cannot be written \(EFBIG\)\..*\n$/);
    expect(status).toBe(1);
  });

  it("is whole where there is room, and quiet where its reader leaves early", async () => {
    const place = await aPlaceWithSaves(400);
    const { status, stderr, stdout } = await shell(
      place,
      '"$NODE" "$MAIN" export json > saved.json && ("$NODE" "$MAIN" export json; echo "status $?" >&2) | head -c 20',
    );
    expect(JSON.parse(readFileSync(join(place.folder, "saved.json"), "utf8"))).toHaveLength(400);
    expect(stdout).toHaveLength(20);
    expect(stderr).toBe("status 0\n");
    expect(status).toBe(0);
  });
});

describe("a database on a full disk", () => {
  it.each(["SQLITE_FULL", "ENOSPC"])("is not said to be in the wrong place (%s)", (code) => {
    const cause = code.startsWith("SQLITE")
      ? new Database.SqliteError("database or disk is full", code)
      : Object.assign(new Error("no space left on device"), { code });
    expect(unwritable("papers.db", cause).message).toBe(
      "The database papers.db cannot grow: the disk is full. Free some space, and try again.",
    );
  });

  it.skipIf(process.platform !== "linux")("cannot be begun beyond what there is room for", async () => {
    const place = aPlace();
    const { stderr, status } = await shell(place, 'ulimit -f 8; "$NODE" "$MAIN" ask status');
    expect(stderr).toMatch(/^The database paperboy\.db cannot be (?:reached|written)/);
    expect(stderr).not.toContain("set DATABASE_URL");
    expect(status).toBe(1);
  });
});

describe.skipIf(process.platform !== "linux")("paperboy backup beyond what there is room for", () => {
  it("leaves nothing and fails", async () => {
    const place = await aPlaceWithSaves(400);
    const { stderr, status } = await shell(place, 'ulimit -f 128; "$NODE" "$MAIN" backup copy.db');
    expect(stderr).toContain("The backup copy.db");
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(existsSync(join(place.folder, "copy.db"))).toBe(false);
    expect(existsSync(join(place.folder, "copy.db.part"))).toBe(false);
    expect(status).toBe(1);
  });
});
