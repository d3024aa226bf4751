import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { create } from "../../../adapters/local/index.ts";
import { openStore } from "../../../src/store/sqlite/index.ts";
import { aScene, now } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";
import { listeningLogger, memoryIn } from "../../support/edge.ts";
import { openForTest, tempFolder } from "../../support/open-store.ts";

/** Types lines into the terminal chat, a session after the other on one database. @returns what each session showed */
async function type(...sessions: readonly (readonly string[])[]): Promise<readonly string[]> {
  const file = join(tempFolder(), "paperboy.db");
  const store = await openForTest(() => openStore(file));
  const logged: string[] = [];
  const shown: string[] = [];
  for (const lines of sessions) {
    const scene = await aScene({ papers: papers(12, (i) => ({ upvotes: 50 - i })), huggingFace: [], store });
    const [input, output] = [new PassThrough(), new PassThrough()];
    const over = Promise.withResolvers<void>();
    const deps = { env: {}, clock: () => now, logger: listeningLogger(logged), memory: memoryIn(new Map()) };
    const adapter = create(
      { ...deps, ended: () => over.resolve() },
      { input: input as unknown as NodeJS.ReadStream, output: output as unknown as NodeJS.WriteStream },
    );
    await adapter.start(scene.bot);
    input.end(lines.map((line) => `${line}\n`).join(""));
    await over.promise;
    await adapter.stop();
    shown.push(String(output.read()).replace(/\s+/g, " "));
  }
  expect(logged).toEqual([]);
  return shown;
}

describe("one person's library in the terminal", () => {
  it("is there in the next session: what was saved in any way, done and noted", async () => {
    const saving = ["today", "react 2 🔖", "s3", "save private 2611.00004", "done 2611.00002"];
    const [, list = ""] = await type(
      [...saving, "note 2611.00003 compare with our baseline", "unsave 2611.00002", "react 1 🔖"],
      ["saved", "show 2611.00003", "saved baseline"],
    );
    for (const said of ["saved by you", "for you alone", "Your note: compare with our baseline"])
      expect(list).toContain(said);
    expect(list).toContain("Paper number 1");
    expect(list).not.toContain("Paper number 2");
    expect(list).toContain("1 of 3 papers");
  });

  it("is exported on the screen, and a watch says that it is kept", async () => {
    const [shown = ""] = await type([
      "save 2611.00003",
      "export bibtex",
      "watch add diffusion",
      "watch list",
    ]);
    expect(shown.match(/@misc\{/g)).toHaveLength(1);
    expect(shown).toContain("in a direct message a day");
  });

  it("is forgotten at a word, after a question", async () => {
    const [, , list = ""] = await type(
      ["save 2611.00003", "forget me", "saved"],
      ["forget me now", "saved"],
      ["saved"],
    );
    expect(list).toContain("Nothing saved yet");
  });
});
