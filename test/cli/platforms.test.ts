import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { AdapterEntry } from "../../src/chat/adapter.ts";
import { configured, run } from "../../src/cli/run.ts";
import { UsageError } from "../../src/errors.ts";
import { aHost, aPlatform } from "../support/host.ts";

const secret = "coo-4711-secret";
const settings = z.object({
  PIGEON_TOKEN: z.string().regex(/^coo-/, "must begin with coo-"),
  PIGEON_LOFT: z.enum(["north", "south"], { error: "must be north or south" }).optional(),
});
/** A platform that may be switched on in two ways, one of them with a setting that is not its own. */
const pigeon: AdapterEntry = {
  ...aPlatform("pigeon", undefined, { settings }).entry,
  needs: [
    ["PIGEON_TOKEN", "PIGEON_RING"],
    ["PIGEON_TOKEN", "PIGEON_SEAL", "PORT"],
  ],
};
const owl = aPlatform("owl", undefined, {
  settings: z.object({ OWL_TOKEN: z.string().regex(/^hoo-/, "must begin with hoo-") }),
}).entry;
const chat: AdapterEntry = { ...aPlatform("chat").entry, needs: [] };

const named = async (env: Record<string, string>) =>
  (await configured(aHost([pigeon, owl, chat], env))).map(({ platform }) => platform);
/** What is wrong with the settings. */
async function problem(env: Record<string, string>): Promise<string> {
  const error: unknown = await configured(aHost([pigeon, owl, chat], env)).catch((thrown) => thrown);
  if (!(error instanceof UsageError)) throw new Error("the settings are taken", { cause: error });
  return error.message;
}

describe("the platforms that run", () => {
  it.each([
    ["none without settings", {}, []],
    ["one by each of its ways", { PIGEON_TOKEN: secret, PIGEON_RING: secret }, ["pigeon"]],
    ["one by the other way", { PIGEON_TOKEN: secret, PIGEON_SEAL: secret, PORT: "3000" }, ["pigeon"]],
    ["several", { PIGEON_TOKEN: secret, PIGEON_RING: secret, OWL_TOKEN: "hoo-1" }, ["pigeon", "owl"]],
    [
      "one with settings of its other way too",
      { PIGEON_TOKEN: secret, PIGEON_RING: secret, PIGEON_SEAL: secret },
      ["pigeon"],
    ],
    ["none where a setting is only there by name", { OWL_TOKEN: "  " }, []],
    ["none where there are only quotes", { OWL_TOKEN: '""' }, []],
  ] as const)("are %s", async (_, env, platforms) => {
    expect(await named(env)).toEqual(platforms);
  });

  it("are not asked for by a setting that others use too, such as PORT", async () => {
    expect(await named({ PORT: "3000" })).toEqual([]);
    expect(await named({ PORT: "3000", OWL_TOKEN: "hoo-1" })).toEqual(["owl"]);
  });
});

describe("half a configuration", () => {
  it.each([
    [["PIGEON_TOKEN"], "pigeon also needs PIGEON_RING, or PIGEON_SEAL and PORT"],
    [["PIGEON_RING"], "pigeon also needs PIGEON_TOKEN: set it"],
    [["PIGEON_TOKEN", "PIGEON_SEAL"], "pigeon also needs PIGEON_RING, or PORT"],
    [["PIGEON_TOKEN", "PORT"], "pigeon also needs PIGEON_RING, or PIGEON_SEAL"],
    [["PIGEON_SEAL", "PORT"], "pigeon also needs PIGEON_TOKEN: set it"],
  ])("%j names what each way lacks, and no value", async (given, sentence) => {
    const said = await problem(Object.fromEntries(given.map((name) => [name, secret])));
    expect(said).toContain(sentence);
    expect(said).toContain("in the environment or in .env");
    expect(said).not.toContain(secret);
  });

  it("of one platform is told though another is complete", async () => {
    expect(await problem({ PIGEON_TOKEN: secret, OWL_TOKEN: "hoo-1" })).toContain("pigeon also needs");
  });

  it("is told together with every other problem", async () => {
    const said = await problem({ PIGEON_TOKEN: secret, OWL_TOKEN: secret, LOG_LEVEL: secret });
    for (const part of ["pigeon also needs PIGEON_RING", "OWL_TOKEN must begin with hoo-", "LOG_LEVEL"])
      expect(said).toContain(part);
    expect(said).not.toContain(secret);
  });

  it("of two platforms is told for both", async () => {
    const raven = { ...aPlatform("raven").entry, needs: [["RAVEN_TOKEN", "RAVEN_RING"]] };
    const host = aHost([pigeon, raven], { PIGEON_TOKEN: secret, RAVEN_TOKEN: secret });
    const both = /pigeon also needs PIGEON_RING.*raven also needs RAVEN_RING/;
    await expect(configured(host)).rejects.toThrow(both);
  });
});

describe("settings that cannot be used", () => {
  it("are told in one error, shared ones and each platform's, by name and mend and never by value", async () => {
    const said = await problem({
      PIGEON_TOKEN: "wrong-4711-secret",
      PIGEON_RING: secret,
      PIGEON_LOFT: "hidden-4711-loft",
      OWL_TOKEN: "wrong-4711-secret",
      LOG_LEVEL: "hidden-4711-level",
      HF_ENDPOINT: "ftp://hidden-4711.example",
    });
    for (const part of [
      "PIGEON_TOKEN must begin with coo-",
      "PIGEON_LOFT must be north or south",
      "OWL_TOKEN must begin with hoo-",
      "LOG_LEVEL must be one of",
      "HF_ENDPOINT must be an http or https address",
    ])
      expect(said).toContain(part);
    expect(said).not.toContain("4711");
  });

  it("are told where no platform runs too", async () => {
    expect(await problem({ DEFAULT_TIME_ZONE: "Mars/Olympus" })).toContain("DEFAULT_TIME_ZONE must be");
  });

  it("of a platform that does not run are not looked at", async () => {
    expect(await named({ PIGEON_LOFT: "west" })).toEqual([]);
  });

  it("keep everything from starting", async () => {
    const hawk = aPlatform("hawk");
    const host = aHost([hawk.entry], { HAWK_TOKEN: "x", LOG_LEVEL: "loud" });
    await expect(run(host)).rejects.toThrow(UsageError);
    expect(hawk.isStarted()).toBe(false);
  });
});
