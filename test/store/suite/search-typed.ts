import { describe, expect, test } from "vitest";
import type { Open } from "../../support/open-store.ts";
import { aBook, aShelf, find, idsOf } from "../../support/searching.ts";

type Pair = readonly [typed: string, written: string];

/** Each form of each group, with its group. */
const withGroups = (groups: readonly (readonly string[])[]) =>
  groups.flatMap((group) => group.map((typed) => [typed, group] as const));

const compounds = [
  ["cross-lingual", "cross lingual", "crosslingual"],
  ["fine-tuning", "fine tuning", "finetuning"],
  ["GPT-4", "GPT 4", "GPT4"],
  ["multi-agent", "multi agent", "multiagent"],
  ["chain-of-thought", "chain of thought"],
];
const halves =
  "A Cross Wind|Lingual Notes|A Fine Day|Tuning Violins|GPT|4 Seasons|Multi|Agent|A Chain|Thought";
const compoundLibrary = [
  ...halves.split("|").map((title, i) => aBook(`half ${i}`, title, { upvotes: 900 })),
  ...compounds
    .flat()
    .flatMap((form) => [
      aBook(`${form} in a title`, `Notes on ${form} Boats`),
      aBook(`${form} in an abstract`, "Boats", { abstract: `Some boats are ${form} by nature.` }),
    ]),
];
const titled = (group: readonly string[]) => group.map((form) => `${form} in a title`);
const abstracted = (group: readonly string[]) => group.map((form) => `${form} in an abstract`);

const forms = [
  ["transformer", "transformers"],
  ["transform", "transforming"],
  ["general", "generalization", "generalize"],
  ["generate", "generation", "generative"],
  ["experiment", "experimental"],
  ["experience", "experiences"],
  ["policy", "policies"],
  ["study", "studies"],
  ["loss", "losses"],
  ["box", "boxes"],
  ["bias", "biases"],
  ["LLM", "LLMs", "llm", "llms"],
  ["GAN", "GANs"],
];

const scripts = [
  ["Chinese", "会看地图的机器人"],
  ["Chinese with signs", "机器人：一种看地图的方法"],
  ["Japanese", "地図を読むロボットについて"],
  ["Korean", "지도를 읽는 로봇"],
  ["Cyrillic", "Роботы, которые читают карты"],
  ["Arabic", "روبوتات تقرأ الخرائط"],
  ["Hindi", "नक्शे पढ़ने वाले रोबोट"],
] as const;

export function describeTyped(open: Open): void {
  describe("search finds compounds however they are typed", () => {
    test.each(withGroups(compounds).filter(([typed]) => /[ -]/.test(typed)))(
      "%s finds %j, those with it in the title before what has one of the words",
      async (typed, group) => {
        const ids = await idsOf(await aShelf(open, compoundLibrary), typed);
        expect(ids).toEqual(expect.arrayContaining([...titled(group), ...abstracted(group)]));
        expect(ids.slice(0, group.length).toSorted()).toEqual(titled(group).toSorted());
      },
    );

    // How words are written apart, one word does not tell.
    test.each(withGroups(compounds).filter(([typed]) => !/[ -]/.test(typed)))(
      "%s finds %j but for those with two words, and nothing with a part of it",
      async (typed, group) => {
        const ids = await idsOf(await aShelf(open, compoundLibrary), typed);
        const one = group.filter((form) => !form.includes(" "));
        expect(ids.toSorted()).toEqual([...titled(one), ...abstracted(one)].toSorted());
      },
    );

    test.each([
      ["a hyphen that does not break", "cross\u2011lingual"],
      ["a longer dash", "cross\u2013lingual"],
      ["capitals", "Cross-Lingual"],
    ])("with %s too", async (_name, typed) => {
      const ids = await idsOf(await aShelf(open, compoundLibrary), typed);
      const group = ["cross-lingual", "cross lingual", "crosslingual"];
      expect(ids.slice(0, 3).toSorted()).toEqual(titled(group).toSorted());
    });

    test("with capitals, as one word, too", async () => {
      const ids = await idsOf(await aShelf(open, compoundLibrary), "CrossLingual");
      expect(ids.toSorted()).toEqual(
        ["cross-lingual", "crosslingual"]
          .flatMap((form) => [`${form} in a title`, `${form} in an abstract`])
          .toSorted(),
      );
    });
  });

  describe("search minds capitals where they say something", () => {
    const names: Pair[] = [
      ["LoRA", "Lora"],
      ["CLIP", "Clip"],
      ["CLIP", "clip"],
      ["RAG", "rag"],
      ["SAM", "Sam"],
      ["BERT", "Bert"],
    ];

    test.each(names)("%s in a title comes before %s, of which more is said", async (typed, other) => {
      const more = { abstract: `We met ${other} there.`, upvotes: 900, listDays: ["2026-11-20"] };
      const store = await aShelf(open, [
        aBook("1", `${other} in the Garden`, more),
        aBook("2", `${typed} in the Garden`, { abstract: "We met nobody there." }),
      ]);
      expect(await idsOf(store, typed)).toEqual(["2", "1"]);
    });

    test.each(names)("%s in an abstract comes before %s in one", async (typed, other) => {
      const store = await aShelf(open, [
        aBook("1", "Quiet Boats", { abstract: `We met ${other} there.`, upvotes: 900 }),
        aBook("2", "Quiet Boats", { abstract: `We met ${typed} there.` }),
      ]);
      expect(await idsOf(store, typed)).toEqual(["2", "1"]);
    });

    test.each([
      ["DIFFUSION MODELS", "Diffusion Models"],
      ["diffusion models", "Diffusion Models"],
      ["Diffusion Models", "DIFFUSION MODELS"],
      ["lora", "LoRA"],
      ["LORA", "LoRA"],
      ["Lora", "LoRA"],
      ["clip", "CLIP"],
    ])("%s finds every paper, whatever the capitals in it", async (typed, name) => {
      const cases = [name, name.toLowerCase(), name.toUpperCase(), `A ${name} for Boats`];
      const store = await aShelf(
        open,
        cases.map((title, i) => aBook(String(i), title)),
      );
      expect((await idsOf(store, typed)).toSorted()).toEqual(["0", "1", "2", "3"]);
    });
  });

  describe("search finds any form of a word", () => {
    test.each(withGroups(forms))("%s finds %j, and nothing else", async (typed, group) => {
      const store = await aShelf(
        open,
        forms.flat().map((form) => aBook(form, `Notes on ${form}`)),
      );
      expect((await idsOf(store, typed)).toSorted()).toEqual(group.toSorted());
    });
  });

  test("words that have a stem of their own do not swallow the word behind them", async () => {
    const store = await aShelf(open, [
      aBook("1", "Transformer for Boats"),
      aBook("2", "Attention in Boats"),
      aBook("3", "Transformer with Attention"),
      aBook("4", "A General-Purpose Boat"),
    ]);
    expect(await find(store, "transformer attention")).toMatchObject({ total: 3, complete: 1 });
    expect(await find(store, "transformer zzqqj")).toMatchObject({ total: 2, complete: 0 });
    expect(await idsOf(store, "generalpurpose")).toEqual(["4"]);
    expect(await idsOf(store, "general purpose")).toEqual(["4"]);
  });

  describe("search finds authors by a plain name", () => {
    test.each([
      ["nunez", "José Núñez"],
      ["Núñez", "José Núñez"],
      ["NÚÑEZ", "José Núñez"],
      ["Núñez".normalize("NFD"), "José Núñez"],
      ["Núñez", "Jose Nunez"],
      ["muller", "Ida Müller"],
      ["nguyen", "Nguyễn Lan"],
      ["O'Brien", "Flann O'Brien"],
      ["O’Brien", "Flann O'Brien"],
      ["lecun", "Yann LeCun"],
    ])("%s finds papers by %s", async (typed, name) => {
      const store = await aShelf(open, [aBook("1", "Quiet Boats", { authors: ["Ana Park", name] })]);
      expect(await idsOf(store, typed)).toEqual(["1"]);
    });

    test("a name and a word find first what that author wrote about it", async () => {
      const authors = ["José Núñez"];
      const store = await aShelf(open, [
        aBook("1", "Rivers", { authors, upvotes: 900 }),
        aBook("2", "Boats on Rafts", { authors: ["Wei Li"], upvotes: 900 }),
        aBook("3", "Boats at Sea", { authors }),
      ]);
      const ids = await idsOf(store, "nunez boats");
      expect(ids[0]).toBe("3");
      expect(ids.toSorted()).toEqual(["1", "2", "3"]);
    });
  });

  describe("search takes any script", () => {
    const library = scripts.map(([name, title]) => aBook(name, title));

    test.each(scripts)("a title in %s is found by itself", async (name, title) => {
      const store = await aShelf(open, library);
      for (const typed of [title, `${title}.`, title.normalize("NFD"), title.toUpperCase()])
        expect((await idsOf(store, typed))[0], typed).toBe(name);
    });

    test.each(scripts)("words in %s do not keep other words from being found", async (_name, title) => {
      const store = await aShelf(open, [aBook("1", "Quiet Boats")]);
      expect(await find(store, `${title} boats`)).toEqual({ ids: ["1"], total: 1, complete: 0 });
    });
  });
}
