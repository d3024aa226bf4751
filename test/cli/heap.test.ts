import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { aRecord } from "../support/builders.ts";
import { aPlace } from "../support/program.ts";

/** Says at the process's end how many MB its space for new values has, in two halves. */
const tell = `import { getHeapSpaceStatistics } from "node:v8";
process.on("exit", () => {
  const space = getHeapSpaceStatistics().find((one) => one.space_name === "new_space");
  console.log("new space " + Math.round(space.space_size / 1024 / 1024));
});`;

it("keeps its heap small where nothing but the program itself says so", async () => {
  const place = aPlace();
  const papers = Array.from({ length: 5000 }, (_, i) =>
    aRecord({ id: `2611.${String(i).padStart(5, "0")}`, summary: `Robot ${i} reads a map. `.repeat(40) }),
  );
  writeFileSync(join(place.folder, "papers.json"), JSON.stringify(papers));
  const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(tell)}` };
  const { stdout, stderr } = await place.run(["import", "papers.json"], { env });
  expect(stderr).toBe("");
  expect(stdout).toContain("new 5000,");
  expect(Number(/new space (\d+)/.exec(stdout)?.[1])).toBeLessThanOrEqual(16);
});

it("starts alike in all ways: no start script has settings of the heap", () => {
  expect(packageJson.scripts.start).not.toMatch(/semi-space|heap|old-space/);
});
