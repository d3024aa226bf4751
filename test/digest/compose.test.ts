import { describe, expect, test } from "vitest";
import { composeDigest, composeNothingNew, type DigestOptions } from "../../src/digest/compose.ts";
import type { Paper } from "../../src/model/paper.ts";
import { aPaper, papers } from "../support/builders.ts";

const friday: DigestOptions = { date: "2026-11-20", newest: "2026-11-20", layout: "list" };
const fresh = (n: number): Paper[] => papers(n, () => ({ listDays: ["2026-11-20"] }));

/** The parts of a digest that shows `chosen`; everything unseen is wanted and shown, where nothing else is said. */
function digest(
  chosen: readonly Paper[],
  options: Partial<DigestOptions> = {},
  unseen = chosen.length,
  wanted = unseen,
) {
  return composeDigest({ chosen, unseen, wanted }, { ...friday, ...options });
}

describe("a digest's head", () => {
  test("the title is the slot's local date", () => {
    expect(digest(fresh(1))[0]?.message.title).toBe("Daily Papers, Fri 20 Nov");
  });

  test("the lead says how many are new and how many are shown", () => {
    expect(digest(fresh(10), {}, 35)[0]?.message.lead).toBe("35 new on the list, 10 shown");
  });

  test("the lead says what the channel's filters leave", () => {
    expect(digest(fresh(4), {}, 35, 4)[0]?.message.lead).toBe(
      "35 new on the list, 4 fit this channel's filters, 4 shown",
    );
  });

  test("the lead names the newest list where it is not the slot's own day", () => {
    const [part] = digest(fresh(2), { date: "2026-11-23" });
    expect(part?.message.title).toBe("Daily Papers, Mon 23 Nov");
    expect(part?.message.lead).toBe("2 new on the list, 2 shown; newest list Fri 20 Nov 2026");
  });

  test("the footer says how to save", () => {
    expect(digest(fresh(10))[0]?.message.note).toBe("React 1️⃣ to 🔟 to save one, 🔖 for all.");
  });

  test.each([
    [1, "React 🔖 to save it."],
    [2, "React 1️⃣ to 2️⃣ to save one, 🔖 for all."],
    [3, "React 1️⃣ to 3️⃣ to save one, 🔖 for all."],
  ])("the footer of %i names no keycap that saves nothing", (n, note) => {
    expect(digest(fresh(n))[0]?.message.note).toBe(note);
  });

  test.each([
    [11, "React 🔖 to save it."],
    [12, "React 1️⃣ to save number 11, 2️⃣ for 12, 🔖 for all of these."],
    [20, "React 1️⃣ to save number 11, 2️⃣ for 12 and so on, 🔖 for all of these."],
  ])("the footer of the second part of %i says which number a keycap saves", (n, note) => {
    expect(digest(fresh(n))[1]?.message.note).toBe(note);
  });

  test("trouble that ends as a sentence ends once", () => {
    const [part] = digest(fresh(2), { trouble: "The disk is full. Free some space, and try again." });
    expect(part?.message.note).toBe(
      "The disk is full. Free some space, and try again. React 1️⃣ to 2️⃣ to save one, 🔖 for all.",
    );
  });

  test("source trouble stands in the note, before how to save", () => {
    const [part] = digest(fresh(10), { trouble: "Hugging Face has not answered since 02:10" });
    expect(part?.message.note).toBe(
      "Hugging Face has not answered since 02:10. React 1️⃣ to 🔟 to save one, 🔖 for all.",
    );
  });
});

describe("a digest's cards", () => {
  test("are numbered in the order chosen, and the part remembers that order", () => {
    const chosen = fresh(3).toReversed();
    const [part] = digest(chosen);
    expect(part?.message.cards?.map(({ number, title }) => [number, title])).toEqual([
      [1, "Paper number 3"],
      [2, "Paper number 2"],
      [3, "Paper number 1"],
    ]);
    expect(part?.papers).toEqual(["2611.00003", "2611.00002", "2611.00001"]);
  });

  test("each has a Save button that names its paper", () => {
    expect(digest(fresh(2))[0]?.message.cards?.map(({ buttons }) => buttons)).toEqual([
      [{ label: "Save", action: "save 2611.00001" }],
      [{ label: "Save", action: "save 2611.00002" }],
    ]);
  });

  test("a paper of an earlier list day is marked as rising", () => {
    const chosen = [
      aPaper({ listDays: ["2026-11-18"] }),
      aPaper({ id: "2611.00002", listDays: ["2026-11-20"] }),
    ];
    const facts = digest(chosen)[0]?.message.cards?.map((card) => card.facts);
    expect(facts?.[0]).toContain("rising, listed Wed");
    expect(facts?.[1]?.join()).not.toMatch(/rising/);
  });

  test("a paper that is listed anew is not rising", () => {
    const [part] = digest([aPaper({ listDays: ["2026-11-12", "2026-11-20"] })]);
    expect(part?.message.cards?.[0]?.facts?.join()).not.toMatch(/rising/);
  });
});

describe("layout list", () => {
  test("up to ten cards are one message", () => {
    expect(digest(fresh(10))).toHaveLength(1);
  });

  test("more than ten make a second part, numbered from 11", () => {
    const parts = digest(fresh(12), {}, 40);
    expect(parts).toHaveLength(2);
    expect(parts[0]?.message.cards?.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(parts[1]?.message.cards?.map(({ number }) => number)).toEqual([11, 12]);
    expect(parts[1]?.message.title).toBe("Daily Papers, Fri 20 Nov, continued");
    expect(parts[1]?.message.lead).toBeUndefined();
    expect(parts[1]?.papers).toEqual(["2611.00011", "2611.00012"]);
  });

  test("trouble is told once, how to save in every part", () => {
    const notes = digest(fresh(20), { trouble: "arXiv is away" }).map(({ message }) => message.note);
    expect(notes.map((note) => note?.includes("arXiv is away"))).toEqual([true, false]);
    expect(notes.every((note) => note?.includes("🔖 for all"))).toBe(true);
  });
});

describe("layout thread", () => {
  test("is a headline and one reply a paper", () => {
    const parts = digest(fresh(12), { layout: "thread" }, 35);
    expect(parts).toHaveLength(13);
    expect(parts[0]?.message).toMatchObject({
      title: "Daily Papers, Fri 20 Nov",
      lead: "35 new on the list, 12 shown",
    });
    expect(parts[0]?.message.cards).toBeUndefined();
    expect(parts[0]?.papers).toBeUndefined();
    for (const [i, { message, papers: ids }] of parts.slice(1).entries()) {
      expect(message.cards?.map(({ number }) => number)).toEqual([i + 1]);
      expect(ids).toEqual([`2611.${String(i + 1).padStart(5, "0")}`]);
    }
  });

  test("says in the headline how to save, and any trouble", () => {
    const [headline] = digest(fresh(1), {
      layout: "thread",
      trouble: "Hugging Face has not answered since 02:10",
    });
    expect(headline?.message.note).toMatch(
      /^Hugging Face has not answered since 02:10\. .*🔖 there to save it\.$/,
    );
  });
});

describe("nothing to show", () => {
  test("makes no part", () => {
    expect(digest([], {}, 0)).toEqual([]);
    expect(digest([], { layout: "thread" }, 9, 0)).toEqual([]);
  });

  test("is one line where a channel wants it said: nothing new", () => {
    expect(composeNothingNew("2026-11-20", 0)).toEqual({
      message: { note: "Daily Papers, Fri 20 Nov: nothing new on the list." },
    });
  });

  test("and why, where the filters left none", () => {
    expect(composeNothingNew("2026-11-20", 12).message.note).toBe(
      "Daily Papers, Fri 20 Nov: 12 new papers on the list, none fits this channel's filters.",
    );
    expect(composeNothingNew("2026-11-20", 1).message.note).toMatch(/: 1 new paper on the list, none/);
  });
});
