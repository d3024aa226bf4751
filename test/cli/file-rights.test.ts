import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openStore } from "../../src/store/sqlite/index.ts";
import { papers } from "../support/builders.ts";
import { aPlace, collect } from "../support/program.ts";

const main = join(import.meta.dirname, "../../src/main.ts");

/** Runs a line of shell where `paperboy` is the program, with a umask that keeps nothing from anybody or everything from everybody. */
async function shell(folder: string, umask: string, line: string): Promise<void> {
  const env = {
    ...{ PATH: process.env.PATH ?? "", NODE: process.execPath, MAIN: main },
    ...{ DATABASE_URL: "deep/data/paperboy.db", HF_ENDPOINT: "http://127.0.0.1:4" },
  };
  const script = `umask ${umask}; paperboy() { "$NODE" "$MAIN" "$@"; }; ${line}`;
  const child = spawn("sh", ["-c", script], { cwd: folder, env });
  const shown = collect(child);
  const [status] = await once(child, "close");
  expect(shown().stderr).toBe("");
  expect(status).toBe(0);
}

const rights = (...path: string[]): string => (statSync(join(...path)).mode & 0o777).toString(8);

async function seed(file: string): Promise<void> {
  const store = openStore(file);
  await store.papers.upsert(papers(3), new Date());
  const save = { team: "slack:T1", user: "slack:T1/U1", paper: "2611.00001", origin: "command" };
  await store.saves.add(save, "Ana", new Date());
  await store.close();
}

describe.skipIf(process.platform === "win32")("only the account that Paperboy runs as may read", () => {
  it.each(["000", "022", "277"])(
    "the database, its folder, backups and exports, with umask %s",
    async (umask) => {
      const { folder } = aPlace();
      await shell(folder, umask, "paperboy ask status > /dev/null");
      expect([rights(folder, "deep"), rights(folder, "deep/data")]).toEqual(["700", "700"]);
      expect(rights(folder, "deep/data/paperboy.db")).toBe("600");
      await seed(join(folder, "deep/data/paperboy.db"));
      await shell(
        folder,
        umask === "277" ? "077" : umask,
        "paperboy backup copy.db > /dev/null && paperboy export csv > papers.csv",
      );
      expect(rights(folder, "copy.db")).toBe("600");
      expect(rights(folder, "papers.csv")).toBe("600");
      expect(statSync(join(folder, "papers.csv")).size).toBeGreaterThan(100);
    },
  );

  it("the log and the index beside the database, and a database that was made with wider rights", async () => {
    const { folder } = aPlace();
    const file = join(folder, "paperboy.db");
    await seed(file);
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    chmodSync(file, 0o664);
    writeFileSync(`${file}-wal`, "", { mode: 0o666 });
    const store = openStore(file);
    onTestFinished(() => store.close());
    expect(["", "-wal", "-shm"].map((end) => rights(`${file}${end}`))).toEqual(["600", "600", "600"]);
  });

  it("and a folder that was there is left as it is, as is a file that an export is added to", async () => {
    const { folder } = aPlace();
    mkdirSync(join(folder, "deep/data"), { recursive: true });
    chmodSync(join(folder, "deep/data"), 0o755);
    await seed(join(folder, "deep/data/paperboy.db"));
    writeFileSync(join(folder, "papers.bib"), "% ours\n");
    chmodSync(join(folder, "papers.bib"), 0o644);
    await shell(folder, "022", "paperboy export bibtex >> papers.bib");
    expect(rights(folder, "deep/data")).toBe("755");
    expect(rights(folder, "papers.bib")).toBe("644");
  });
});
