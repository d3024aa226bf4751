import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { create } from "../../../adapters/local/index.ts";
import type { Logger } from "../../../src/logger.ts";
import { aScene, now, type SceneOptions } from "../../support/bot.ts";
import { papers } from "../../support/builders.ts";

/** The terminal chat on a pipe: `type` writes lines and ends the input, the answer is all that was shown. */
async function aChat(options: SceneOptions = {}) {
  const scene = await aScene({
    papers: papers(12, (i) => ({ upvotes: 50 - i })),
    huggingFace: [],
    ...options,
  });
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = "";
  output.on("data", (chunk) => {
    shown += chunk;
  });
  const over = Promise.withResolvers<Error | undefined>();
  const memory = new Map<string, string>();
  const adapter = create(
    {
      env: {},
      clock: () => now,
      logger: { error: (entry: unknown) => over.reject(entry) } as unknown as Logger,
      memory: {
        get: async (key) => memory.get(key),
        set: async (key, value) => void memory.set(key, value),
        clear: async () => memory.clear(),
      },
      ended: over.resolve,
    },
    { input: input as unknown as NodeJS.ReadStream, output: output as unknown as NodeJS.WriteStream },
  );
  return {
    scene,
    adapter,
    async type(...lines: string[]): Promise<string> {
      await adapter.start(scene.bot);
      input.end(lines.map((line) => `${line}\n`).join(""));
      await over.promise;
      await adapter.stop();
      return shown;
    },
  };
}

describe("the terminal chat", () => {
  it("answers the lines it reads in their order and ends with the input", async () => {
    const shown = await (await aChat()).type("/papers today top:1", "help status", "/papers today page:99");
    expect(shown.indexOf("Paper number 1")).toBeLessThan(shown.indexOf("/papers status"));
    expect(shown.indexOf("/papers status")).toBeLessThan(shown.indexOf("There is no page 99"));
  });

  it("answers the last line too where it has no line break, and lines that end in CRLF", async () => {
    const shown = await (await aChat()).type("/papers today top:1\r", "show #1");
    expect(shown).toContain("arXiv: https://arxiv.org/abs/2611.00001");
  });

  it("presses a button when its key is typed", async () => {
    const shown = await (await aChat()).type("today", "n", "d6", "p");
    expect(shown).toContain("· 2/3");
    expect(shown).toContain("https://arxiv.org/abs/2611.00006");
  });

  it("presses a button of a message without cards, and those before it stay on screen", async () => {
    const shown = await (await aChat()).type("today", "save #1", "done #1", "n", "d2", "forget me", "d");
    expect(shown).toContain('Not done any more: "Paper number 1".');
    expect(shown).toContain("https://arxiv.org/abs/2611.00002");
    expect(shown).toContain("Forgotten: ");
  });

  it("saves by reaction on a post and on an answer, and takes it back", async () => {
    const chat = await aChat();
    const post = await chat.adapter.post("local:me/terminal", {
      title: "Digest",
      cards: papers(2).map(({ title }, i) => ({ number: i + 1, title })),
    });
    await chat.scene.store.posts.record(
      {
        id: post,
        team: "local:me",
        channel: "local:me/terminal",
        papers: ["2611.00001", "2611.00002"],
        kind: "digest",
      },
      now,
    );
    const shown = await chat.type(
      "react 2 🔖",
      "show 2611.00002",
      "today",
      "react 3️⃣",
      "unreact 3 🔖",
      "react 🔖",
    );
    expect(shown).toContain('Saved: "Paper number 2".');
    expect(shown).toContain("saved by you");
    expect(shown).toContain('Saved: "Paper number 3".');
    expect(shown).toContain('No longer saved: "Paper number 3".');
    expect(await chat.scene.store.saves.savers("local:me", "2611.00001")).toEqual(["you"]);
  });

  it("counts a reaction's number as shown, on later pages too", async () => {
    const chat = await aChat();
    const shown = await chat.type("today page:2", "react 7 🔖", "react 2 🔖");
    expect(shown).toContain('Saved: "Paper number 7".');
    expect(shown).toContain('"2 🔖" is not a number on screen.');
  });

  it.each([
    ["react 2 🔖", "There is nothing on screen to react to yet."],
    ["react 🎉", "There is nothing on screen"],
  ])("explains %s before there is anything", async (line, sentence) => {
    expect(await (await aChat()).type(line)).toContain(sentence);
  });

  it.each(["exit", "/quit"])("leaves at %s, without answering what stands behind it", async (word) => {
    const shown = await (await aChat()).type(word, "today");
    expect(shown).not.toContain("Daily Papers");
  });

  it("finds a digest's papers by #n", async () => {
    const chat = await aChat();
    const post = await chat.adapter.post("local:me/terminal", { title: "Digest" });
    await chat.scene.store.posts.record(
      { id: post, team: "local:me", channel: "local:me/terminal", papers: ["2611.00009"], kind: "digest" },
      now,
    );
    expect(await chat.type("#1")).toContain("Paper number 9");
  });
});
