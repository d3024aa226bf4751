import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Store } from "../../src/store/store.ts";

/** A fresh, empty store. */
export type Open = () => Promise<Store> | Store;

/** An empty store that is closed when the test ends. */
export async function openForTest(open: Open): Promise<Store> {
  const store = await open();
  onTestFinished(() => store.close());
  return store;
}

/** An empty folder of the test's own, gone when the test ends. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Instants in order: `at(1)` is before `at(2)`, each an hour later. */
export const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 19) + hour * 3_600_000);
