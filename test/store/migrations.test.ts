import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { migrations } from "../../src/store/sqlite/migrations.ts";

/** The steps that have landed, each by a hash of its text. A new step needs one line more, at the end; no other line ever changes. */
const landed: readonly string[] = [
  "89fa6825a18a730e",
  "fd1e0e92abcf0c35",
  "c99996b99312a5a9",
  "eb1991eb8042df80",
  "27cfc1569f5a5fc4",
  "03823678eca4ed60",
  "dbbb1a6fc0fd28c9",
  "2b858268c61e6a31",
  "2aceb70dc199cd1d",
  "93cf6b1bc9ab8275",
  "162c307deb880485",
];

const hashOf = (step: string): string => createHash("sha256").update(step).digest("hex").slice(0, 16);

test("a step that landed is as it was, and every step is in the list", () => {
  for (const [i, step] of migrations.entries()) {
    const hash = hashOf(step);
    const known = landed[i];
    expect(
      hash,
      known === undefined
        ? `Step ${i + 1} is new: append "${hash}" to the hashes in this file.`
        : `Step ${i + 1} was changed. Databases that have gone through it never see the change: put its text back as it was, and append a further step instead.`,
    ).toBe(known);
  }
});

test("no step that landed is gone", () => {
  expect(
    migrations.length,
    "A database that has gone through a step would be called newer.",
  ).toBeGreaterThanOrEqual(landed.length);
});
