import { describe, expect, it } from "vitest";
import { readSettings, settingsSchema } from "../src/config.ts";

const read = (env: Record<string, string>) => readSettings(settingsSchema, env);

describe("a setting", () => {
  it.each(['"./papers.db"', "'./papers.db'", " ./papers.db ", '" ./papers.db"'])(
    "is read without the quotes and spaces that a shell or Docker left around it: %j",
    (value) => {
      expect(read({ DATABASE_URL: value }).DATABASE_URL).toBe("./papers.db");
    },
  );

  it.each(["", "  ", '""', "' '"])("counts as absent where nothing is in it: %j", (value) => {
    expect(read({ DATABASE_URL: value }).DATABASE_URL).toBe("./data/paperboy.db");
  });

  it("keeps quotes that are its own", () => {
    expect(read({ DATABASE_URL: `./Ana's "papers".db` }).DATABASE_URL).toBe(`./Ana's "papers".db`);
  });
});
