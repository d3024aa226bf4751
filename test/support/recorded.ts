import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe } from "vitest";

/** The folder of recorded answers, where this machine has one: they are not part of the project. */
const recordedFolder = resolve(process.env.RECORDED_ANSWERS || "none");
const isThere = existsSync(join(recordedFolder, "hf"));

if (!isThere) process.stderr.write("skipped: tests on recorded answers (RECORDED_ANSWERS names no folder)\n");

/** `describe` for tests on recorded answers: skipped where there are none. */
export const describeRecorded = describe.skipIf(!isThere);

/** Paths of the recorded files in a sub-folder that end in `ending`. */
export function recordedFiles(folder: "hf" | "arxiv", ending: string): string[] {
  if (!isThere) return [];
  return readdirSync(join(recordedFolder, folder))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(recordedFolder, folder, name));
}

/** A recorded file's text. */
export function readRecorded(path: string): string {
  return readFileSync(path, "utf8");
}
