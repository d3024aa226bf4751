import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { adapters } from "../adapters/index.ts";

const root = resolve(import.meta.dirname, "..");

/** Files directly in src that import nothing of ours but each other. */
const leaves = [
  "arxiv-id",
  "calendar",
  "clock",
  "config",
  "errors",
  "logger",
  "paper",
  "query",
  "tex",
  "text",
  "time-zone",
];

/**
 * Who may import whom, by room. "leaf" stands for all leaves; a room may always import from itself. Adapters know the seam and
 * the leaves; sources, store and digest do not know each other; only main knows adapters.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  leaf: [],
  chat: ["leaf"],
  sources: ["leaf"],
  store: ["leaf"],
  digest: ["leaf", "chat"],
  export: ["leaf"],
  commands: ["leaf", "chat", "sources", "store", "digest", "export", "schedule"],
  reactions: ["leaf", "chat", "store", "digest", "commands"],
  schedule: ["leaf", "chat", "sources", "store", "digest"],
  bot: ["leaf", "chat", "digest", "commands", "reactions"],
  calls: ["leaf", "chat", "sources", "store", "digest", "export", "commands", "reactions", "schedule", "bot"],
  main: ["leaf", "calls", "adapters"],
  adapters: ["leaf", "chat"],
};

/** Rooms may use another's interfaces only, where a folder has both interfaces and an implementation behind them. */
const onlyCallsKnow = join("src", "store", "sqlite");

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith(".ts") && statSync(join(root, name)).isFile());
}

function roomOf(file: string): string {
  const [top = "", second = ""] = file.split(sep);
  if (top === "adapters") return "adapters";
  const name = second.replace(/\.ts$/, "");
  return leaves.includes(name) || name.startsWith("tex-") ? "leaf" : name;
}

/** Our own files that a file imports, relative to the root. */
function importsOf(file: string): string[] {
  const code = readFileSync(join(root, file), "utf8");
  return [...code.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, path]) =>
    relative(root, resolve(root, dirname(file), path ?? "")),
  );
}

const files = [...filesBelow("src"), ...filesBelow("adapters")];

describe("the house", () => {
  it.each(files)("%s imports only what its room may", (file) => {
    const room = roomOf(file);
    expect(Object.keys(allowed)).toContain(room);
    const wrong = importsOf(file)
      .filter((other) => other.endsWith(".ts"))
      .filter((other) => roomOf(other) !== room && !allowed[room]?.includes(roomOf(other)));
    expect(wrong).toEqual([]);
  });

  it("keeps SQL in the store's sqlite folder, which only the calls open", () => {
    const outside = files.filter((file) => !file.startsWith(onlyCallsKnow));
    const knowing = outside.filter((file) =>
      importsOf(file).some((other) => other.startsWith(onlyCallsKnow)),
    );
    expect(knowing.every((file) => roomOf(file) === "calls")).toBe(true);
    const speaking = outside.filter((file) =>
      /better-sqlite3|\b(?:SELECT|INSERT INTO|DELETE FROM)\b/.test(codeOf(file)),
    );
    expect(speaking).toEqual([]);
  });

  it("keeps each adapter's folder to itself and in the registry", () => {
    const folders = readdirSync(join(root, "adapters"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(adapters.map(({ platform }) => platform).sort()).toEqual(folders.sort());
    const across = files.filter((file) => {
      const own = join("adapters", file.split(sep)[1] ?? "");
      return (
        file.split(sep).length > 2 &&
        importsOf(file).some((other) => other.startsWith("adapters") && !other.startsWith(own))
      );
    });
    expect(across.filter((file) => file.startsWith("adapters"))).toEqual([]);
  });

  it.each(adapters.map(({ platform }) => platform))(
    "gives the adapter %s the files that every adapter has",
    (platform) => {
      for (const name of ["index.ts", "listen.ts", "render.ts", "limits.ts"]) {
        expect(statSync(join(root, "adapters", platform, name)).isFile()).toBe(true);
      }
    },
  );

  it("takes time from outside: only main reads the clock", () => {
    const reading = files.filter((file) => /new Date\(\)|Date\.now\(\)|Temporal\.Now/.test(codeOf(file)));
    expect(reading).toEqual([join("src", "main.ts")]);
  });

  it("reads the environment in main only", () => {
    expect(files.filter((file) => /process\.env/.test(codeOf(file)))).toEqual([join("src", "main.ts")]);
  });

  it("never asks in the core which platform it is", () => {
    const core = files.filter((file) => file.startsWith("src") && !["calls", "main"].includes(roomOf(file)));
    expect(core.filter((file) => /["'`](?:slack|discord|local)["'`:]/.test(codeOf(file)))).toEqual([]);
  });

  it("has no file that makes one scroll", () => {
    const long = files.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length > 250);
    expect(long).toEqual([]);
  });
});

/** A file without its comments. */
function codeOf(file: string): string {
  return readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
}
