import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findArxivIds, findLinkedIds } from "../../src/text/arxiv-id.ts";

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
    ["https://arxiv.org/pdf/hep-th/9901001v2.pdf and math.GT/0309136", ["hep-th/9901001", "math/0309136"]],
    [`https://www.alphaxiv.org/abs/${one} https://doi.org/10.48550/arXiv.${two}`, [one, two]],
    [`https://example.com/${one} https://arxiv.org.evil.example/abs/${two}`, []],
    [`https://arxiv.org/list/cs.CL/2601 ${oneLink}`, [one]],
  ] as const)("%j", (text, ids) => {
    expect(findArxivIds(text)).toEqual(ids);
  });

  test.each([
    [`arXiv:${one}v2 [cs.CL]`, [one]],
    [`arxiv: ${one}, ${two}`, [one]],
    [`doi:10.48550/arXiv.${one}. 10.48550/arXiv.${two}`, [one, two]],
    [`${oneLink} costs 1201.5000, see ${two} and hep-th/9901001`, [one]],
  ] as const)("only what is named beyond doubt counts as linked: %j", (text, ids) => {
    expect(findLinkedIds(text)).toEqual(ids);
  });

  test.each([
    [`论文${one}很好`, [one]],
    [`${one},${two}`, [one, two]],
    [`#papers:${one} – ${two}—new`, [one, two]],
    [`\`${one}\` **${two}**`, [one, two]],
    [`cs.CL/0112017, cmp-lg/9404001`, ["cs/0112017", "cmp-lg/9404001"]],
  ] as const)("bare ids in %j", (text, ids) => {
    expect(findArxivIds(text)).toEqual(ids);
  });

  test.each([
    "12401.000012",
    "12401.00001",
    "2401.000012",
    "-2401.00001",
    "1.2401.00001",
    "2401.00001.7",
    "2401.00001:30",
    "$1201.5000",
    "1201.5000€",
    "1201.5000%",
    "2401.00001x",
    "x2401.00001",
    "2413.00001",
    "2400.00001",
    "folder/2401.00001",
    "2401.00001/2",
    "a=2401.00001",
    "2401.00001@example.com",
    "img/0101001.png",
    "src/hep-th/9901001",
    "and/0112017",
    "hep-th/99010011",
    "hep-th/9913001",
    "xhep-th/9901001",
  ])("no id: %s", (text) => {
    expect(findArxivIds(`It says ${text} there`)).toEqual([]);
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

  // Nothing is timed: a pattern whose time grows with the square of the text would not end within the test's patience.
  test.each([
    "https://arxiv.org/abs/",
    oneLink,
    "https://arxiv.org/abs/2601.000/",
    "https://example.com/",
    `${"a".repeat(63)}.`,
    ":a.",
    "a-",
    "---",
    "arXiv: ",
    " ",
    "2601.",
    "260",
    "hep-th/",
    "alphaxiv.org/a/",
    "10.48550/arXiv.",
    "见",
    "\ud83d",
  ])("a megabyte of %j is read in one go", (piece) => {
    const long = piece.repeat(1_000_000 / piece.length);
    expect(findArxivIds(`${twoLink} ${long} ${oneLink}`)).toEqual([two, one]);
    expect(findLinkedIds(`${twoLink} ${long} ${oneLink}`)).toEqual([two, one]);
  });
});
