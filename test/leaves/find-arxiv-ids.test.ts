import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findArxivIds } from "../../src/arxiv-id.ts";

const [one, two] = ["2601.01234", "2601.04321"] as const;
const oneLink = `https://arxiv.org/abs/${one}`;
const twoLink = `https://huggingface.co/papers/${two}`;

describe("the papers of a text", () => {
  test.each([
    ["", []],
    ["Lunch at 12.30 on 24.11.2026, costs 1234.5678?", []],
    [`Look: ${oneLink}`, [one]],
    [`${twoLink}\n${oneLink}`, [two, one]],
    [`${oneLink}, ${twoLink}. Also ${oneLink}v2!`, [one, two]],
    [`(${oneLink}) and [this](${twoLink})`, [one, two]],
    [`<${oneLink}|arxiv.org/abs/${one}> <${twoLink}>`, [one, two]],
    [`"${oneLink}" '${twoLink}'`, [one, two]],
    [`{"url":"${oneLink}"}`, [one]],
    [`${one} and arXiv:${two}v3`, [one, two]],
    [`arXiv: ${one}`, [one]],
    ["https://arxiv.org/pdf/hep-th/9901001v2.pdf and math.GT/0309136", ["hep-th/9901001", "math.GT/0309136"]],
    [`https://www.alphaxiv.org/abs/${one} https://doi.org/10.48550/arXiv.${two}`, [one, two]],
    [`https://example.com/${one} https://arxiv.org.evil.example/abs/${two}`, []],
    [`https://arxiv.org/list/cs.CL/2601 ${oneLink}`, [one]],
  ] as const)("%j", (text, ids) => {
    expect(findArxivIds(text)).toEqual(ids);
  });

  test.each([".", ",", ";", ":", "!", "?", "..."])("a bare id may end with a sentence's %s", (sign) => {
    expect(findArxivIds(`Read ${one}${sign} It is short.`)).toEqual([one]);
  });

  test("links in any order and surroundings are found, each once, in their order", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.integer({ min: 10_000, max: 99_999 }),
            fc.constantFrom(" ", "\n", " (", "<", "[", ' "'),
            fc.constantFrom(" ", "\n", ") ", "> ", "] ", '" ', ". ", ", "),
          ),
        ),
        (links) => {
          const text = links
            .map(([n, open, close]) => `${open}https://arxiv.org/abs/2601.${n}${close}`)
            .join("");
          expect(findArxivIds(text)).toEqual([...new Set(links.map(([n]) => `2601.${n}`))]);
        },
      ),
    ));

  test("a text of 40,000 characters takes no time to speak of", () => {
    const long = `${"https://arxiv.org/abs/".repeat(500)} ${"a.".repeat(5000)} ${".".repeat(20_000)}a ${oneLink}`;
    const began = performance.now();
    expect(findArxivIds(long)).toEqual([one]);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
