import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Programs and threads that tests start would otherwise compile the same files hundreds of times.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), "paperboy-compile-cache");

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // No module keeps anything that another test could find, and to load all of them anew for each file is a third of the time.
    isolate: false,
    // Tests that start the program as a process wait for it; nothing is measured by time here.
    testTimeout: 30_000,
    // A shared machine stands still for seconds now and then.
    expect: { poll: { timeout: 10_000 } },
  },
});
