import { once } from "node:events";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { openStore } from "../../src/store/sqlite/index.ts";
import { papers } from "../support/builders.ts";
import { aPlace, collect } from "../support/program.ts";

it.skipIf(process.platform === "win32")(
  "nobody is told that something is saved while the database is not in its place",
  async () => {
    const place = aPlace();
    const file = join(place.folder, "paperboy.db");
    const seed = openStore(file);
    await seed.papers.upsert(papers(3), new Date());
    await seed.close();
    const child = place.start(["ask", "-"]);
    const shown = collect(child);
    let lines = 0;
    const answer = async (line: string): Promise<string> => {
      child.stdin?.write(`${line}\n`);
      lines++;
      const answers = (): string[] => shown().stdout.trimEnd().split("\n").filter(Boolean);
      await vi.waitUntil(() => answers().length === lines, { timeout: 20_000 });
      return answers().at(-1) ?? "";
    };
    expect(await answer("/papers save 2611.00001")).toContain("Saved");
    renameSync(file, `${file}.away`);
    const refused = await answer("/papers save 2611.00002");
    expect(refused).not.toContain("Saved");
    expect(JSON.parse(refused).error).toContain("was moved or deleted while Paperboy runs");
    renameSync(`${file}.away`, file);
    expect(await answer("/papers save 2611.00003")).toContain("Saved");
    child.stdin?.end();
    expect(await once(child, "close")).toEqual([0, null]);
  },
);
