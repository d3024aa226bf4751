import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Tests that start the program as a process wait for it; nothing is measured by time here.
    testTimeout: 30_000,
  },
});
