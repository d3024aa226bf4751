import { describe, expect, it } from "vitest";
import { aScene } from "../../support/bot.ts";
import { aPaper, papers } from "../../support/builders.ts";

describe("/papers cite", () => {
  it("gives the paper's BibTeX entry to copy, as a file of its name, to the person alone", async () => {
    const reply = await (await aScene({ papers: [aPaper()] })).ask("cite 2611.00001");
    expect(reply).toEqual({
      to: "user",
      message: {
        code: {
          name: "2611.00001.bib",
          content: [
            "@misc{muller-2611.00001,",
            "  title = {{Walking Robots That Read Maps}},",
            "  author = {Müller, Ana and Wei, Li and Tanaka, Yoshi},",
            "  year = {2026},",
            "  month = nov,",
            "  eprint = {2611.00001},",
            "  archivePrefix = {arXiv},",
            "  doi = {10.48550/arXiv.2611.00001},",
            "  url = {https://arxiv.org/abs/2611.00001},",
            "}",
          ].join("\n"),
        },
      },
    });
  });

  it("gives an old-style id a name without folders", async () => {
    const scene = await aScene({ papers: [aPaper({ id: "hep-th/9901001" })] });
    const { code } = (await scene.ask("cite hep-th/9901001")).message;
    expect(code?.name).toBe("hep-th-9901001.bib");
    expect(code?.content).toContain("eprint = {hep-th/9901001}");
  });

  it("is what the button Cite of a paper presses", async () => {
    const scene = await aScene({ papers: papers(2) });
    const { message } = await scene.ask("show 2611.00002");
    const cite = message.cards?.[0]?.buttons?.find(({ label }) => label === "Cite");
    const reply = await scene.ask(cite?.action ?? "", { kind: "button" });
    expect(reply.message.code?.name).toBe("2611.00002.bib");
  });

  it("knows the paper by its number, and asks which where none is named", async () => {
    const scene = await aScene({ papers: papers(2, (i) => ({ upvotes: 9 - i })) });
    await scene.ask("today");
    expect((await scene.ask("bibtex #2")).message.code?.name).toBe("2611.00002.bib");
    expect((await scene.ask("cite")).error).toContain("/papers cite 2606.14777");
  });
});
