import { describe, expect, it } from "vitest";
import { aScene, words } from "../support/bot.ts";
import { aPaper, papers } from "../support/builders.ts";
import { menu } from "../support/happenings.ts";

const first = "Your team sees what you save, and who did; /papers save private keeps a paper to yourself.";
const savedBy = (note: string) => `Saved: ${note} (saved by Ana).`;

describe("Save paper on a message", () => {
  it("with one link saves that paper for whoever picked it, and says so to them alone", async () => {
    const scene = await aScene({ papers: papers(3) });
    const reply = await scene.bot.handle(menu("Have you read https://arxiv.org/abs/2611.00002v1? It walks."));
    expect(reply).toEqual({ to: "user", message: { note: `${savedBy('"Paper number 2"')}\n${first}` } });
    expect(await scene.store.saves.savers("test:team", "2611.00002")).toEqual(["Ana"]);
    expect(await scene.store.saves.savers("test:team", "2611.00001")).toEqual([]);
  });

  it("with several links saves each once, a line for each in their order", async () => {
    const scene = await aScene({ papers: papers(3) });
    const reply = await scene.bot.handle(
      menu(
        "<https://huggingface.co/papers/2611.00003|this> and [that](https://arxiv.org/abs/2611.00001)\nhttps://arxiv.org/pdf/2611.00003",
      ),
    );
    expect(reply?.message.note).toBe(
      `${savedBy('"Paper number 3"')}\n${savedBy('"Paper number 1"')}\n${first}`,
    );
    expect(await scene.store.saves.savers("test:team", "2611.00001")).toEqual(["Ana"]);
  });

  it("of a paper that is saved says so", async () => {
    const scene = await aScene({ papers: papers(1) });
    await scene.ask("save 2611.00001", { user: { id: "test:team/li", name: "Li" } });
    scene.pass(1000);
    await scene.bot.handle(menu("https://arxiv.org/abs/2611.00001"));
    const again = await scene.bot.handle(menu("https://arxiv.org/abs/2611.00001"));
    expect(again?.message.note).toBe('Already saved: "Paper number 1" (saved by Li, Ana).');
  });

  it.each(["", "Lunch at 12.30?", "https://example.com/2611.00001", "https://arxiv.org/list/cs.CL/2611"])(
    "without a link to a paper (%j) names the links that count",
    async (text) => {
      const scene = await aScene({ papers: papers(1) });
      const reply = await scene.bot.handle(menu(text));
      expect(reply?.error).toContain("That message has no link to a paper.");
      expect(reply?.error).toContain("arxiv.org, huggingface.co/papers, alphaxiv.org and arXiv DOIs");
      expect(reply?.to).toBe("user");
      expect(scene.asked).toEqual([]);
    },
  );

  it("saves the others where one cannot be found, and says which that is", async () => {
    const scene = await aScene({ papers: papers(2), huggingFace: [], arxiv: [] });
    const reply = await scene.bot.handle(
      menu("arxiv.org/abs/2611.00001 arxiv.org/abs/2601.99999 arxiv.org/abs/2611.00002"),
    );
    const [first, second, third] = reply?.message.note?.split("\n") ?? [];
    expect([first, third]).toEqual([savedBy('"Paper number 1"'), savedBy('"Paper number 2"')]);
    expect(second).toContain('There is no paper "2601.99999"');
  });

  it("looks up a paper that is not stored", async () => {
    const scene = await aScene({ huggingFace: [aPaper({ id: "2601.01234", title: "New here" })] });
    await scene.bot.handle(menu("https://arxiv.org/abs/2601.01234"));
    expect(words(await scene.ask("show 2601.01234"))).toContain("saved by Ana");
    expect(scene.asked).toEqual(["Hugging Face paper 2601.01234"]);
  });

  it("with more than ten papers saves the first ten", async () => {
    const scene = await aScene({ papers: papers(12) });
    const all = papers(12).map(({ id }) => `https://arxiv.org/abs/${id}`);
    const reply = await scene.bot.handle(menu(all.join("\n")));
    const saved = await Promise.all(papers(12).map(({ id }) => scene.store.saves.savers("test:team", id)));
    expect(saved.map((names) => names.length)).toEqual([...Array(10).fill(1), 0, 0]);
    expect(reply?.message.note).toContain(savedBy('"Paper number 10"'));
  });

  it("in another team saves for that team", async () => {
    const scene = await aScene({ papers: papers(1) });
    const elsewhere = { channel: "test:other/x", user: { id: "test:other/bo", name: "Bo" } } as const;
    await scene.bot.handle(menu("https://arxiv.org/abs/2611.00001", elsewhere));
    expect(await scene.store.saves.savers("test:other", "2611.00001")).toEqual(["Bo"]);
    expect(await scene.store.saves.savers("test:team", "2611.00001")).toEqual([]);
  });
});
