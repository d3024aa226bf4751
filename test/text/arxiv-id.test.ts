import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseArxivId } from "../../src/text/arxiv-id.ts";

const id = "2601.01234";

describe("an id by itself", () => {
  test.each([
    [id, id],
    ["  2601.01234\n", id],
    ["2601.01234v2", id],
    ["2601.01234V12", id],
    ["arXiv:2601.01234", id],
    ["arxiv: 2601.01234v3", id],
    ["0704.0001", "0704.0001"],
    ["hep-th/9901001", "hep-th/9901001"],
    ["hep-th/9901001v3", "hep-th/9901001"],
    ["HEP-TH/9901001", "hep-th/9901001"],
    ["math.GT/0309136", "math/0309136"],
    ["MATH.gt/0309136v1", "math/0309136"],
    ["arXiv:cs/0112017", "cs/0112017"],
    ["10.48550/arXiv.2601.01234", id],
    ["doi:10.48550/arXiv.2601.01234", id],
    ["DOI: 10.48550/ARXIV.2601.01234", id],
  ])("%s", (text, expected) => {
    expect(parseArxivId(text)).toBe(expected);
  });
});

const madeOfPieces = fc
  .array(
    fc.constantFrom(
      ..."https:// www. arxiv.org /abs/ 2601.01234 math.gt/0309136 v2 . ? # > evil / hf.co papers".split(" "),
    ),
  )
  .map((pieces) => pieces.join(""));

const places = [
  "arxiv.org/abs/",
  "arxiv.org/pdf/",
  "arxiv.org/html/",
  "export.arxiv.org/abs/",
  "huggingface.co/papers/",
  "hf.co/papers/",
  "alphaxiv.org/abs/",
  "alphaxiv.org/pdf/",
  "alphaxiv.org/overview/",
  "doi.org/10.48550/arXiv.",
  "dx.doi.org/10.48550/arXiv.",
];

describe.each(places)("a link to %s", (place) => {
  test.each(["https://", "http://", "", "https://www.", "www.", "HTTPS://"])(
    "with %j before it",
    (scheme) => {
      expect(parseArxivId(`${scheme}${place}${id}`)).toBe(id);
    },
  );

  test.each(["", "v1", "v12"])("with version %j", (version) => {
    expect(parseArxivId(`https://${place}${id}${version}`)).toBe(id);
  });

  test.each([
    "?utm_source=chat",
    "?context=cs.CL&a=b%20c",
    "#section-3",
    "?a=b#c",
    "v2?a=b",
    "/",
    "/?a=b",
    ".",
    ",",
    "!",
    ")",
    "),",
    ":",
    ";",
    "?",
    "]",
    ".pdf",
    "v2.pdf#page=3",
  ])("with %s behind it", (tail) => {
    expect(parseArxivId(`https://${place}${id}${tail}`)).toBe(id);
  });

  test("in angle brackets", () => {
    expect(parseArxivId(`<https://${place}${id}>`)).toBe(id);
    expect(parseArxivId(`<https://${place}${id}v2?a=b>`)).toBe(id);
  });

  test("in capitals", () => {
    expect(parseArxivId(`HTTPS://${place.toUpperCase()}${id}V2`)).toBe(id);
  });
});

describe("a link to an old-style id", () => {
  test.each([
    ["https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"],
    ["arxiv.org/pdf/hep-th/9901001v2.pdf", "hep-th/9901001"],
    ["https://arxiv.org/abs/math.GT/0309136", "math/0309136"],
    ["https://arxiv.org/abs/math/0309136v1?a=b", "math/0309136"],
    ["https://doi.org/10.48550/arXiv.cs/0112017", "cs/0112017"],
    ["https://www.alphaxiv.org/abs/cond-mat/9901001", "cond-mat/9901001"],
  ])("%s", (link, expected) => {
    expect(parseArxivId(link)).toBe(expected);
  });
});

describe("what is no id", () => {
  test.each([
    "",
    " ",
    "attention is all you need",
    "maps",
    "1234.5678",
    "2613.01234",
    "2600.01234",
    "2601.012",
    "2601.012345",
    "12601.01234",
    "2601.01234v",
    "2601.01234v1234",
    "2601.01234x",
    "2601.01234 and more",
    "see 2601.01234",
    "1.2.3",
    "v2.10.1",
    "3.14159",
    "24.11.2026",
    "2026-11-20",
    "hep-th/990100",
    "hep-th/9913001",
    "9901001",
    "and/or",
    "https://arxiv.org/abs/",
    "https://arxiv.org/list/cs.CL/2601",
    "https://arxiv.org/abs/1234.5678",
    "https://arxiv.org/a/2601.01234",
    "https://huggingface.co/papers",
    "https://huggingface.co/papers/date/2026-11-20",
    "https://huggingface.co/papers/month/2026-11",
    "https://huggingface.co/example/2601.01234",
    "https://doi.org/10.1000/2601.01234",
    "https://example.com/2601.01234",
    "https://example.com/?u=https://arxiv.org/abs/2601.01234",
    "https://example.com/#arxiv.org/abs/2601.01234",
    "https://example.com/arxiv.org/abs/2601.01234",
    "https://evil-arxiv.org/abs/2601.01234",
    "evil-arxiv.org/abs/2601.01234",
    "https://evilarxiv.org/abs/2601.01234",
    "https://arxiv.org.evil.com/abs/2601.01234",
    "https://arxivxorg/abs/2601.01234",
    "https://arxiv.org@evil.com/abs/2601.01234",
    "https://user@arxiv.org/abs/2601.01234",
    "https://evil.com\\arxiv.org/abs/2601.01234",
    "https://nothf.co/papers/2601.01234",
    "https://xhuggingface.co/papers/2601.01234",
    "https://hf.co.evil.com/papers/2601.01234",
    "ftp://arxiv.org/abs/2601.01234",
    "javascript:arxiv.org/abs/2601.01234",
    "https://arxiv.org/abs/2601.01234 https://arxiv.org/abs/2601.04321",
    "https://arxiv.org/abs/2601.01234/../../evil",
  ])("%s", (text) => {
    expect(parseArxivId(text)).toBeUndefined();
  });
});

describe("whatever the text", () => {
  test("what is longer than any link is no id", () => {
    expect(parseArxivId(`https://arxiv.org/abs/2601.01234?${"a".repeat(500)}`)).toBeUndefined();
  });

  test("the answer is an id without a version, or none", () =>
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), madeOfPieces), (text) => {
        expect(parseArxivId(text) ?? id).toMatch(/^(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})$/);
      }),
    ));

  test("an id is its own id", () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.nat(99),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(99_999),
        (place, ...n) => {
          const [year, month, number] = n.map((part, i) => String(part).padStart(i === 2 ? 5 : 2, "0"));
          const some = `${year}${month}.${number}`;
          expect(parseArxivId(some)).toBe(some);
          expect(parseArxivId(parseArxivId(`https://${place}${some}v7`) ?? "")).toBe(some);
        },
      ),
    ));
});
