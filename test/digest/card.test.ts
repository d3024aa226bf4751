import { describe, expect, test } from "vitest";
import { paperCard } from "../../src/digest/card.ts";
import type { Paper } from "../../src/model/paper.ts";
import { aPaper } from "../support/builders.ts";

const bare: Paper = { id: "2611.00001", title: "Maps", authors: [], keywords: [], listDays: [] };

const cardOf = (over: Partial<Paper>) => paperCard(aPaper(over), {});
const { summary: _, ...unsummarised } = aPaper();
const { organization: __, ...independent } = aPaper();

describe("a card", () => {
  test("links the title to the paper's page at Hugging Face", () => {
    expect(cardOf({})).toMatchObject({
      title: "Walking Robots That Read Maps",
      url: "https://huggingface.co/papers/2611.00001",
    });
  });

  test("of a paper of which little is known says little", () => {
    expect(paperCard(bare, {})).toEqual({
      title: "Maps",
      url: "https://huggingface.co/papers/2611.00001",
      facts: [],
    });
  });

  test("of a paper that was withdrawn says that first", () => {
    expect(cardOf({ withdrawn: true }).facts?.slice(0, 2)).toEqual(["Withdrawn", "▲ 12"]);
  });

  test("carries number, mark and buttons where given", () => {
    const buttons = [{ label: "Save", action: "save 2611.00001" }];
    expect(paperCard(bare, { number: 3, mark: "rising, listed Wed", buttons })).toMatchObject({
      number: 3,
      facts: ["rising, listed Wed"],
      buttons,
    });
  });
});

describe("the byline", () => {
  test.each([
    [["Ana Müller"], "Ana Müller · Institute of Maps"],
    [["Ana Müller", "Li Wei"], "Ana Müller and Li Wei · Institute of Maps"],
    [["Ana Müller", "Li Wei", "Yoshi Tanaka"], "Ana Müller et al. (3 authors) · Institute of Maps"],
    [[], "Institute of Maps"],
  ])("%j and an organisation", (authors, byline) => {
    expect(cardOf({ authors }).byline).toBe(byline);
  });

  test("has no dot where no organisation is known", () => {
    expect(paperCard(independent, {}).byline).toBe("Ana Müller et al. (3 authors)");
  });
});

describe("the body", () => {
  test("is the summary", () => {
    expect(cardOf({}).body).toBe("A robot corrects its map while walking.");
  });

  test("is the abstract's first sentence where there is no summary", () => {
    expect(paperCard(unsummarised, {}).body).toBe("Robots get lost where maps are old.");
  });

  test("is cut at a word where it is long", () => {
    const body = cardOf({ summary: "A robot walks on and on. ".repeat(40) }).body ?? "";
    expect([...body].length).toBeLessThanOrEqual(300);
    expect(body).toMatch(/(?:robot|walks|on|and|A)…$/);
  });
});

describe("the facts", () => {
  test("are upvotes, comments and code with its stars", () => {
    expect(cardOf({ upvotes: 1204, comments: 3, codeStars: 15_000 }).facts).toEqual([
      "▲ 1,204",
      "3 comments",
      "code ★ 15,000",
    ]);
  });

  test("count one comment as one, and none not at all", () => {
    expect(cardOf({ comments: 1 }).facts).toContain("1 comment");
    expect(cardOf({ comments: 0 }).facts?.join()).not.toMatch(/comment/);
  });

  test("hold figures only where they are known", () => {
    const { upvotes: _, comments: __, codeStars: ___, ...uncounted } = aPaper();
    expect(paperCard(uncounted, {}).facts).toEqual(["code"]);
    expect(cardOf({ upvotes: 0 }).facts).toContain("▲ 0");
  });

  test("go with a link to the code", () => {
    expect(cardOf({}).links).toEqual([{ label: "Code", url: "https://github.com/example/maps" }]);
    expect(paperCard(bare, {}).links).toBeUndefined();
  });
});
