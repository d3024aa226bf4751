import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { adapters } from "../adapters/index.ts";

const root = resolve(import.meta.dirname, "..");

/**
 * The rooms of the house, from the top floor down: nothing imports what stands above it or beside it. Files directly in src are rooms
 * by their own names.
 */
const floors: readonly (readonly string[])[] = [
  ["main"],
  ["cli"],
  ["jobs"],
  ["bot"],
  ["commands"],
  ["delivery"],
  ["collect"],
  ["store"],
  ["adapters", "digest", "export", "search", "sources"],
  ["chat"],
  ["text"],
  ["config", "model"],
  ["logger", "calendar"],
  ["clock", "errors"],
];

/** What stands below a room and is none of its business all the same, and why. */
const strangers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  digest: { config: "a digest is made of values alone" },
  store: { chat: "the store knows no platform", digest: "the store keeps papers and ranks none" },
};

/** Whose adapters are loaded, and whose tables are opened: only by the rooms named. */
const keepers: readonly {
  readonly folder: string;
  readonly known: readonly string[];
  readonly why: string;
}[] = [
  { folder: "adapters", known: ["main"], why: "only src/main.ts knows adapters" },
  {
    folder: join("src", "store", "sqlite"),
    known: ["cli"],
    why: "only src/cli opens the store; others are given the interfaces of src/store",
  },
];

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith(".ts") && statSync(join(root, name)).isFile());
}

/** The room of a file: a folder of src, a file directly in it, or adapters. */
function roomOf(file: string): string {
  const [top = "", second = ""] = file.split(sep);
  return top === "src" ? second.replace(/\.ts$/, "") : top;
}

const floorOf = (room: string): number => floors.findIndex((floor) => floor.includes(room));

/** Our own files that a file imports, relative to the root. */
function importsOf(file: string): string[] {
  const code = readFileSync(join(root, file), "utf8");
  return [...code.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, path]) =>
    relative(root, resolve(root, dirname(file), path ?? "")),
  );
}

const files = [...filesBelow("src"), ...filesBelow("adapters")];

describe("the house", () => {
  it("has a floor for every room", () => {
    const homeless = [...new Set(files.map(roomOf))].filter((room) => floorOf(room) < 0);
    expect(
      homeless,
      "add the new room to `floors` in test/architecture.test.ts, below all that use it",
    ).toEqual([]);
  });

  it.each(files)("%s imports only what stands below it", (file) => {
    const room = roomOf(file);
    const others = importsOf(file).filter((other) => other.endsWith(".ts") && roomOf(other) !== room);
    const up = others
      .filter((other) => floorOf(roomOf(other)) <= floorOf(room))
      .map(
        (other) =>
          `${file} imports ${other}, which does not stand below it: move what both need into a room below, or hand it in as an argument`,
      );
    const strange = others.flatMap((other) => {
      const why = strangers[room]?.[roomOf(other)];
      return why === undefined ? [] : [`${file} imports ${other}: ${why}`];
    });
    const opened = keepers.flatMap(({ folder, known, why }) =>
      file.startsWith(folder) || known.includes(room)
        ? []
        : others
            .filter((other) => other.startsWith(folder))
            .map((other) => `${file} imports ${other}: ${why}`),
    );
    expect([...(room === "main" ? [] : up), ...strange, ...opened]).toEqual([]);
  });

  it("has no files that import each other in a circle", () => {
    const circle = findCircle(new Map(files.map((file) => [file, importsOf(file)])));
    expect(
      circle?.join(" -> "),
      "move what the first takes from the last into a file of its own that both import",
    ).toBeUndefined();
  });

  it("keeps SQL in the store's sqlite folder and in the search's own index", () => {
    const homes = [join("src", "store", "sqlite"), join("src", "search", "index")];
    const outside = files.filter((file) => !homes.some((home) => file.startsWith(home)));
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
    const core = files.filter((file) => file.startsWith("src") && !["cli", "main"].includes(roomOf(file)));
    expect(core.filter((file) => /["'`](?:slack|discord|local)["'`:]/.test(codeOf(file)))).toEqual([]);
  });

  it("has no file that makes one scroll", () => {
    const long = files.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length > 250);
    expect(long).toEqual([]);
  });
});

/** The first circle of imports, with the file that closes it at both ends; nothing where there is none. */
function findCircle(imports: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): readonly string[] | undefined => {
    const at = way.indexOf(file);
    if (at >= 0) return [...way.slice(at), file];
    if (done.has(file)) return undefined;
    for (const other of imports.get(file) ?? []) {
      const circle = walk(other, [...way, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const circle = walk(file, []);
    if (circle) return circle;
  }
  return undefined;
}

/** A file without its comments. */
function codeOf(file: string): string {
  return readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
}
