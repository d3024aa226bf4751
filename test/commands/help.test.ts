import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aScene, titles, words } from "../support/bot.ts";
import { papers } from "../support/builders.ts";

describe("what people type", () => {
  it.each([
    ["TODAY", "Daily Papers"],
    ["  /papers   today ", "Daily Papers"],
    ["find number", "Search: number"],
    ["Latest", "Daily Papers"],
    ["papers today", "Daily Papers"],
    ["?", "Paperboy's commands"],
  ])("%s is understood", async (line, title) => {
    expect((await (await aScene({ papers: papers(5) })).ask(line)).message.title).toContain(title);
  });

  it("gives the nearest command for a misspelt one, with the rest of the line", async () => {
    const { ask, store } = await aScene();
    await ask("subscribe");
    for (const [typed, meant] of [
      ["todya", "today"],
      ["hepl", "help"],
      ["pasue", "pause"],
      ["unsvae 2611.00001", "unsave 2611.00001"],
    ]) {
      const { error } = await ask(typed ?? "");
      expect(error).toContain(`is not a command. Did you mean: /papers ${meant}`);
    }
    expect((await store.subscriptions.all())[0]?.pause).toBeUndefined();
    const reply = await ask("serch world models");
    expect(reply.error).toBe('"serch" is not a command. Did you mean: /papers search world models');
    expect(reply.to).toBe("user");
    expect(reply.message.note).toBe(reply.error);
  });

  it("offers a search for what is no command at all", async () => {
    expect((await (await aScene()).ask("diffusion policies")).error).toContain(
      "/papers search diffusion policies",
    );
  });

  it("says what a command takes where it is given more", async () => {
    expect((await (await aScene()).ask("week of may")).error).toBe(
      '/papers week takes only page:N and top:N, not "of may". For example: /papers week top:10',
    );
    expect((await (await aScene()).ask("status now")).error).toContain("nothing more");
  });

  it("answers any line with words, and never with an accident", async () => {
    const scene = await aScene({ papers: papers(3), huggingFace: [] });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async (line) => {
        expect(words(await scene.ask(line))).not.toBe("");
      }),
      { numRuns: 300 },
    );
    expect(scene.errors).toEqual([]);
  });
});

describe("/papers help", () => {
  it("lists every command that is not only for buttons", async () => {
    const scene = await aScene();
    const listed = titles(await scene.ask("help")).map((usage) => usage.split(" ")[1]);
    expect(listed).toEqual(scene.bot.commands.map(({ name }) => name));
    expect(listed).not.toContain("page");
  });

  it("explains one command, with a line to copy", async () => {
    const reply = await (await aScene()).ask("help search");
    expect(words(reply)).toContain('Example: /papers search "world model" robotics since:30d has:code');
    expect(words(reply)).toContain("author:name: by this author");
  });

  it.each([
    "help xyzzy",
    "help serch",
    "help /papers today",
    "help '; --",
    "help 🤖",
    `help ${"x".repeat(10_000)}`,
    "help page:2",
  ])("%.30s does not fail", async (line) => {
    const reply = await (await aScene()).ask(line);
    expect(reply.error).toBeUndefined();
    expect(words(reply)).not.toBe("");
  });

  it("gives examples that work as they stand", async () => {
    const scene = await aScene({ papers: papers(60, () => ({ id: "2606.14777" })), huggingFace: [] });
    for (const { name } of scene.bot.commands) {
      await scene.ask("subscribe 09:00");
      if (name === "resume") await scene.ask("pause");
      const help = words(await scene.ask(`help ${name}`));
      const example = /Example: \/papers ([^|·]+)/.exec(help)?.[1] ?? "";
      expect((await scene.ask(example)).error).toBeUndefined();
    }
  });
});

describe("/papers status", () => {
  it("says how fresh the store is, whether the sources answer, and the version", async () => {
    const scene = await aScene({ papers: papers(3) });
    await scene.store.collection.markFetched("2026-11-19", new Date("2026-11-20T07:30:00Z"));
    await scene.ask("search nothing like it");
    const said = words(await scene.ask("status"));
    expect(said).toContain("Paperboy 1.2.3");
    expect(said).toContain("3 papers, listed Thu 19 Nov 2026 to Thu 19 Nov 2026");
    expect(said).toContain("Last fetched 30 minutes ago");
    expect(said).toContain("The last try failed just now: Hugging Face could not be reached");
  });
});

describe("completion", () => {
  it("knows commands and what they take", async () => {
    const { bot } = await aScene();
    expect(await bot.suggest("sea")).toEqual(["search "]);
    expect(await bot.suggest("se")).toEqual(["search ", "settings"]);
    expect(await bot.suggest("search maps au")).toEqual(["search maps author:"]);
    expect(await bot.suggest("search maps h")).toEqual(["search maps has:code"]);
    expect(await bot.suggest("help sta")).toEqual(["help status"]);
    expect(await bot.suggest("nonsense x")).toEqual([]);
  });
});
