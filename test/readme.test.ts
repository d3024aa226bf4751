import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { allSettings, withTables } from "./support/readme-tables.ts";

const root = resolve(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");

describe("the README", () => {
  it.each(["commands", "calls", "settings"])("has a place for the table of %s", (name) => {
    expect(readme).toMatch(new RegExp(`<!-- ${name} -->[\\s\\S]*<!-- /${name} -->`));
  });

  it("has its tables as the code has them (npm run docs writes them)", async () => {
    expect(await withTables(readme)).toBe(readme);
  });

  it("names only npm scripts and files that exist", () => {
    const scripts = [...readme.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name ?? "");
    expect(scripts.filter((name) => !(name in packageJson.scripts))).toEqual([]);
    const paths = [...readme.matchAll(/`((?:src|adapters|test)\/[\w./-]*)`/g)].map(([, path]) => path ?? "");
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe(".env.example", () => {
  it("lists every setting and no other", async () => {
    const example = readFileSync(join(root, ".env.example"), "utf8");
    const names = [...example.matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual(Object.keys(await allSettings()).sort());
  });
});
