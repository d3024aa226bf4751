import { renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { keepChecking } from "../../src/jobs/database-in-place.ts";
import { openStore } from "../../src/store/sqlite/index.ts";
import { openForTest, tempFolder } from "../support/open-store.ts";
import { createTime } from "../support/time.ts";

describe.skipIf(process.platform === "win32")("a database that is moved under the running bot", () => {
  it("is told once within a minute, and once more when it is back", async () => {
    const file = join(tempFolder(), "paperboy.db");
    const store = await openForTest(() => openStore(file));
    const time = createTime("2026-11-19T08:00:00Z");
    const said: string[] = [];
    const say = (line: unknown): number => said.push(`${time.clock().toISOString().slice(11, 16)} ${line}`);
    const stop = new AbortController();
    const checking = keepChecking(
      { store, sleep: time.sleep, logger: { debug: say, info: say, warn: say, error: say } as never },
      stop.signal,
    );
    await time.until("2026-11-19T08:10:00Z");
    expect(said).toEqual([]);
    renameSync(file, `${file}.away`);
    await time.until("2026-11-19T08:11:00Z");
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/moved or deleted while Paperboy runs.*put it back, or restart Paperboy\.$/);
    await time.until("2026-11-19T08:30:00Z");
    renameSync(`${file}.away`, file);
    await time.until("2026-11-19T08:40:00Z");
    expect(said.slice(1)).toEqual(["08:30 the database is in its place again"]);
    stop.abort();
    await time.run(checking);
  });
});
