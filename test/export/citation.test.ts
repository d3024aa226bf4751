import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { citationKey, doiOf } from "../../src/export/citation.ts";
import type { Paper } from "../../src/model/paper.ts";
import { aPaper } from "../support/builders.ts";
import { arxivId, hostileText } from "./entries.ts";

const keyOf = (over: Partial<Paper>): string => citationKey(aPaper(over));

describe("the key", () => {
  test.each([
    [{}, "muller-2611.00001"],
    [{ id: "2606.14777", authors: ["Dingyu Yao", "Li Wei"] }, "yao-2606.14777"],
    [{ id: "hep-th/9901001", authors: ["Edward Witten"] }, "witten-hep-th-9901001"],
    [{ id: "math/0309136", authors: ["William Thurston"] }, "thurston-math-0309136"],
    [{ authors: ["Zoë O’Neill-Ångström"] }, "oneillangstrom-2611.00001"],
    [{ authors: ["Łukasz Strauß"] }, "strauss-2611.00001"],
    [{ authors: ["Søren Ørsted"] }, "orsted-2611.00001"],
    [{ authors: ["Laurens van der Maaten"] }, "vandermaaten-2611.00001"],
    [{ authors: ["John Smith Jr."] }, "smith-2611.00001"],
    [{ authors: ["OpenAI"] }, "openai-2611.00001"],
    [{ authors: ["Qwen Team", ":", "Li Wei"] }, "qwenteam-2611.00001"],
    [{ authors: [":", "Li Wei"] }, "arxiv-2611.00001"],
    [{ authors: [] }, "arxiv-2611.00001"],
    [{ authors: ["李伟"] }, "arxiv-2611.00001"],
    [{ authors: ["Иван Петров"] }, "arxiv-2611.00001"],
    [{ authors: ["Agent 007"] }, "arxiv-2611.00001"],
    [{ id: "hep-th/9901001", authors: [] }, "arxiv-hep-th-9901001"],
  ] satisfies [Partial<Paper>, string][])("of %j", (over, key) => {
    expect(keyOf(over)).toBe(key);
  });

  test("stays when arXiv revises title, date and the other authors", () => {
    const revised = { title: "Maps", authors: ["Ana Müller"], publishedAt: "2027-01-01T00:00:00.000Z" };
    expect(keyOf(revised)).toBe(keyOf({}));
  });

  test("is no longer than a name, whatever the group", () => {
    expect(keyOf({ authors: [`The ${"Very ".repeat(60)}Large Team`] }).length).toBeLessThan(60);
  });

  test("of distinct papers is distinct, whoever wrote them, and has no sign that BibTeX or JabRef refuses", () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(arxivId, { maxLength: 20 }),
        fc.array(hostileText, { maxLength: 3 }),
        (ids, authors) => {
          const keys = ids.map((id) => keyOf({ id, authors }));
          expect(new Set(keys).size).toBe(ids.length);
          for (const key of keys) expect(key).toMatch(/^[a-z0-9]+-[A-Za-z0-9.-]+$/);
        },
      ),
    ));
});

test.each([
  ["2611.00001", "10.48550/arXiv.2611.00001"],
  ["hep-th/9901001", "10.48550/arXiv.hep-th/9901001"],
  ["math/0309136", "10.48550/arXiv.math/0309136"],
])("the DOI of %s", (id, doi) => {
  expect(doiOf(aPaper({ id }))).toBe(doi);
});
