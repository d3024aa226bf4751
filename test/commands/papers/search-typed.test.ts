import { describe, expect, it } from "vitest";
import { aScene, type SceneOptions, titles } from "../../support/bot.ts";
import { aPaper, papers } from "../../support/builders.ts";
import { aBook } from "../../support/searching.ts";

const boats = aBook("2606.14777", "Quiet Boats", { abstract: "Boats glide at night." });
const mixing = aBook("2611.00001", "Diffusion in Rivers", { upvotes: 900 });
const more = aBook("2611.00002", "Slow Diffusion", { upvotes: 1 });
/** Says the id and the words of links, and is none of what they mean. */
const quoting = aBook("2611.00003", "On https arXiv org Links to abs, hf co and HuggingFace Papers", {
  abstract: "As 2606.14777v2 says of boats, and doi 10.48550 arXiv.2606.14777, and 2601.01234.",
  upvotes: 900,
});
const library = [mixing, more, quoting, boats];

const ways = [
  "2606.14777",
  "2606.14777v2",
  "arXiv:2606.14777",
  "https://arxiv.org/abs/2606.14777v2",
  "http://www.arxiv.org/pdf/2606.14777v1.pdf",
  "arxiv.org/abs/2606.14777",
  "<https://huggingface.co/papers/2606.14777>",
  "https://hf.co/papers/2606.14777",
  "hf.co/papers/2606.14777",
  "https://doi.org/10.48550/arXiv.2606.14777",
  "(https://arxiv.org/abs/2606.14777)",
];

/** A scene whose sources answer, and know nothing but what is in `over`. */
const aCalmScene = (over: SceneOptions = {}) =>
  aScene({ papers: library, huggingFace: [], arxiv: [], ...over });

describe("an id or a link in a search", () => {
  it.each(ways)("alone finds just that paper, and nobody else is asked: %s", async (typed) => {
    const scene = await aCalmScene();
    const reply = await scene.ask(`search ${typed}`);
    expect(titles(reply)).toEqual(["Quiet Boats"]);
    expect(reply.message.lead).toBe("1 paper");
    expect(scene.asked).toEqual([]);
  });

  it.each(ways)("comes first, then what the other words find: %s", async (typed) => {
    const scene = await aCalmScene();
    const found = ["Quiet Boats", "Diffusion in Rivers", "Slow Diffusion"];
    expect(titles(await scene.ask(`search ${typed} diffusion`)).toSorted()).toEqual(found.toSorted());
    for (const line of [`${typed} diffusion`, `diffusion ${typed}`, `diffusion in ${typed} rivers`]) {
      const [first, ...others] = titles(await scene.ask(`search ${line}`));
      expect(first, line).toBe("Quiet Boats");
      expect(others, line).toEqual(expect.arrayContaining(["Diffusion in Rivers", "Slow Diffusion"]));
      expect(others, line).not.toContain("Quiet Boats");
    }
  });

  it("is found within a question", async () => {
    const rivers = aBook("2611.00004", "Please Mind the Rivers");
    const scene = await aCalmScene({ papers: [...library, rivers] });
    const found = titles(await scene.ask("search what about 2606.14777 please"));
    expect(found[0]).toBe("Quiet Boats");
    expect(found).toContain("Please Mind the Rivers");
    expect(titles(await scene.ask("search what about 2606.14777, please?"))[0]).toBe("Quiet Boats");
  });

  it("of the time before 2007 counts too", async () => {
    const strings = aBook("hep-th/9901001", "Strings on Violins");
    const scene = await aCalmScene({ papers: [...library, strings] });
    expect(titles(await scene.ask("search hep-th/9901001"))).toEqual(["Strings on Violins"]);
    expect(titles(await scene.ask("search diffusion https://arxiv.org/abs/hep-th/9901001"))[0]).toBe(
      "Strings on Violins",
    );
  });

  it("beside another puts both first, in their order", async () => {
    const scene = await aCalmScene();
    const line = "search 2611.00002 and https://arxiv.org/abs/2606.14777";
    expect(titles(await scene.ask(line)).slice(0, 2)).toEqual(["Slow Diffusion", "Quiet Boats"]);
  });

  it("stands first on the first page only", async () => {
    const robots = papers(7, (i) => ({ title: `Robot ${i}`, id: `2612.0000${i}` }));
    const scene = await aCalmScene({ papers: [...robots, boats] });
    const reply = await scene.ask("search robot 2606.14777");
    expect(titles(reply)[0]).toBe("Quiet Boats");
    const next = await scene.ask("search robot 2606.14777 page:2");
    expect([...titles(reply), ...titles(next)].toSorted()).toEqual(
      [...robots.map(({ title }) => title), "Quiet Boats"].toSorted(),
    );
  });

  it.each(["search rivers 1234.5678", "search rivers $2606.14777", "search rivers 2606.147771"])(
    "is none where it only looks like one: %s",
    async (line) => {
      const scene = await aCalmScene();
      const found = titles(await scene.ask(line));
      expect(found).toContain("Diffusion in Rivers");
      expect(found).not.toContain("Quiet Boats");
      expect(scene.asked.filter((what) => what.includes(" paper "))).toEqual([]);
    },
  );
});

describe("an id that the store does not know", () => {
  const unknown = aPaper({ id: "2601.01234", title: "From arXiv", listDays: [] });

  it.each(["2601.01234", "https://arxiv.org/abs/2601.01234v3"])(
    "is looked up and kept: %s",
    async (typed) => {
      const scene = await aCalmScene({ arxiv: [unknown] });
      const reply = await scene.ask(`search ${typed}`);
      expect(titles(reply)).toEqual(["From arXiv"]);
      expect(reply.message.note).toContain("came from arXiv");
      expect(scene.asked).toEqual(["Hugging Face paper 2601.01234", "arXiv paper 2601.01234"]);
      expect(titles(await scene.ask(`search ${typed}`))).toEqual(["From arXiv"]);
      expect(scene.asked).toHaveLength(2);
    },
  );

  it("comes before what the other words find", async () => {
    const scene = await aCalmScene({ arxiv: [unknown] });
    const reply = await scene.ask("search slow diffusion 2601.01234");
    const [first, ...others] = titles(reply);
    expect(first).toBe("From arXiv");
    expect(others).toEqual(expect.arrayContaining(["Diffusion in Rivers", "Slow Diffusion"]));
    expect(reply.message.lead).toBe("2 papers with every word, 1 with some of them");
  });

  it("is named in the note where nobody knows it, and the words are searched", async () => {
    const scene = await aCalmScene();
    const reply = await scene.ask("search 2601.01234 diffusion");
    expect(reply.error).toBeUndefined();
    expect(titles(reply)).toEqual(expect.arrayContaining(["Diffusion in Rivers", "Slow Diffusion"]));
    expect(reply.message.note).toContain("2601.01234");
    expect(scene.asked).toEqual(
      expect.arrayContaining(["Hugging Face paper 2601.01234", "arXiv paper 2601.01234"]),
    );
  });

  it("is named in the note, with the reason, where nobody can be asked", async () => {
    const scene = await aScene({ papers: library });
    const reply = await scene.ask("search 2601.01234 diffusion");
    expect(reply.error).toBeUndefined();
    expect(titles(reply)).toEqual(expect.arrayContaining(["Diffusion in Rivers", "Slow Diffusion"]));
    expect(reply.message.note).toContain("2601.01234");
    expect(reply.message.note).toContain("Hugging Face could not be reached");
  });

  it("alone, and nobody knows it: a note says so", async () => {
    const scene = await aCalmScene({ papers: [mixing, boats] });
    const reply = await scene.ask("search 2601.01234");
    expect(titles(reply)).toEqual([]);
    expect(reply.message.note).toContain("2601.01234");
    expect(scene.errors).toEqual([]);
  });
});

describe("/papers search, as typed", () => {
  const shelf = [
    aBook("1", "Lora in the Garden", { abstract: "Lora is a name.", upvotes: 900 }),
    aBook("2", "LoRA in the Garden", { abstract: "It is no name." }),
    aBook("3", "A Transformer of Rivers"),
    aBook("4", "Cross-Lingual Boats"),
    aBook("5", "Be Not or to Be To", { upvotes: 900 }),
    aBook("6", "To Be or Not to Be"),
    aBook("7", "会看地图的机器人"),
    aBook("8", "Quiet Water", { authors: ["José Núñez"] }),
    aBook("9", "The Old World", { abstract: "A model of it.", codeUrl: "https://github.com/example/old" }),
    aBook("10", "A World Model", { codeUrl: "https://github.com/example/world", listDays: ["2026-11-20"] }),
    aBook("11", "Sand", { codeUrl: "https://github.com/example/sand", upvotes: 70 }),
  ];

  it.each([
    ["LoRA", ["LoRA in the Garden", "Lora in the Garden"]],
    ["tranformer", ["A Transformer of Rivers"]],
    ["TRASNFORMERS", ["A Transformer of Rivers"]],
    ["crosslingual", ["Cross-Lingual Boats"]],
    ["cross lingual", ["Cross-Lingual Boats"]],
    ["nunez", ["Quiet Water"]],
    ["Núñez", ["Quiet Water"]],
    ["会看地图的机器人", ["会看地图的机器人"]],
    ["world model", ["A World Model", "The Old World"]],
    ["has:code since:7d", ["Sand", "A World Model", "The Old World"]],
    ["qwxzvk", []],
  ])("%s", async (typed, expected) => {
    const reply = await (await aCalmScene({ papers: shelf })).ask(`search ${typed}`);
    expect(titles(reply)).toEqual(expected);
    expect(reply.error).toBeUndefined();
  });

  it.each(["To Be or Not to Be", "to be or not to be.", "“To Be or Not to Be”", "TO BE OR NOT TO BE?"])(
    "puts the exact title first: %s",
    async (typed) => {
      const reply = await (await aCalmScene({ papers: shelf })).ask(`search ${typed}`);
      expect(titles(reply)[0]).toBe("To Be or Not to Be");
    },
  );

  it("asks Hugging Face about a word that no paper has, though it was read as another", async () => {
    const many = Array.from({ length: 9 }, (_, i) => aBook(`9${i}`, "Mamba Layers"));
    const scene = await aCalmScene({ papers: many });
    const reply = await scene.ask("search mambo");
    expect(reply.message.lead).toBe('9 papers; "mambo" was read as "mamba"');
    expect(scene.asked).toEqual(["Hugging Face search mambo"]);
    await scene.ask("search mamba");
    expect(scene.asked).toHaveLength(1);
  });

  it.each(["search lora", "search LORA"])("%s finds both", async (line) => {
    const found = titles(await (await aCalmScene({ papers: shelf })).ask(line));
    expect(found.toSorted()).toEqual(["LoRA in the Garden", "Lora in the Garden"]);
  });
});
