import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findArxivIds, findLinkedIds, parseArxivId } from "../../src/text/arxiv-id.ts";

const id = "2401.00001";

/** Every form of a link in chats, and the paper that it is of. */
const forms: readonly (readonly [link: string, id: string])[] = [
  ...["abs", "pdf", "html", "format", "src", "e-print", "ps"].map(
    (kind) => [`https://arxiv.org/${kind}/${id}`, id] as const,
  ),
  [`http://arxiv.org/abs/${id}`, id],
  [`arxiv.org/abs/${id}`, id],
  [`www.arxiv.org/pdf/${id}`, id],
  [`https://www.arxiv.org/abs/${id}`, id],
  [`https://export.arxiv.org/abs/${id}v1`, id],
  [`https://browse.arxiv.org/html/${id}v2`, id],
  [`https://arxiv.org:443/abs/${id}`, id],
  [`HTTPS://ARXIV.ORG/ABS/${id}V3`, id],
  [`https://ArXiv.org/abs/${id}`, id],
  [`https://arxiv.org/abs/arXiv:${id}`, id],
  [`https://arxiv.org/abs/${id}/`, id],
  [`https://arxiv.org/abs/${id}v2?context=cs.LG#sec`, id],
  [`https://arxiv.org/abs/${id}?utm_source=chat&amp;utm_medium=a`, id],
  [`https://arxiv.org/pdf/${id}.pdf`, id],
  [`https://arxiv.org/pdf/${id}v12.pdf#page=3`, id],
  [`https://arxiv.org/pdf/${id}.pdf?download=1`, id],
  [`https://arxiv.org/html/${id}v2#S3.F2`, id],
  [`https://arxiv.org/html/${id}v2/x3.png`, id],
  ["https://arxiv.org/abs/0704.0001", "0704.0001"],
  ["https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"],
  ["https://arxiv.org/pdf/hep-th/9901001v2.pdf", "hep-th/9901001"],
  ["https://arxiv.org/abs/math.GT/0309136", "math/0309136"],
  ["arxiv.org/abs/cmp-lg/9404001?a=b", "cmp-lg/9404001"],
  [`https://ar5iv.labs.arxiv.org/html/${id}`, id],
  [`https://ar5iv.org/abs/${id}`, id],
  [`https://doi.org/10.48550/arXiv.${id}`, id],
  [`https://doi.org/10.48550%2FarXiv.${id}`, id],
  [`http://dx.doi.org/10.48550/arxiv.${id}`, id],
  [`doi.org/10.48550/arXiv.hep-th/9901001`, "hep-th/9901001"],
  [`10.48550/arXiv.${id}`, id],
  [`doi:10.48550/arXiv.${id}`, id],
  [`DOI: 10.48550/ARXIV.${id}`, id],
  [`arXiv:${id}`, id],
  [`arXiv:${id}v2`, id],
  ["arXiv:hep-th/9901001", "hep-th/9901001"],
  [`https://huggingface.co/papers/${id}`, id],
  [`huggingface.co/papers/${id}`, id],
  [`https://www.huggingface.co/papers/${id}`, id],
  [`https://huggingface.co/papers/${id}/community`, id],
  [`https://huggingface.co/papers/${id}#659a1b2c3d`, id],
  [`https://huggingface.co/papers/${id}?ref=chat`, id],
  [`https://hf.co/papers/${id}`, id],
  [`hf.co/papers/${id}v1`, id],
  ...["", "abs/", "pdf/", "overview/", "resources/", "ja/overview/"].map(
    (kind) => [`https://www.alphaxiv.org/${kind}${id}v1`, id] as const,
  ),
  [`alphaxiv.org/abs/${id}?chatId=0199a`, id],
  ["https://alphaxiv.org/abs/cond-mat/9901001", "cond-mat/9901001"],
];

/** Sentences, as chats and exports have them, with a place for a link. */
const sentences: readonly (readonly [before: string, after: string])[] = [
  ["", ""],
  ["Look: ", " It is short."],
  ["Look:", "\nNext line"],
  ["Have you seen ", "?"],
  ...[".", ",", ";", ":", "!", "...", "…", ")", ").", "]", ">", '"', '",', "'", "`", "*", "**", "|"].map(
    (sign) => ["See ", sign] as const,
  ),
  ...["_", "~", "~~", "__", "*", "**", "||"].map((sign) => [`It is ${sign}`, `${sign}, I think`] as const),
  ["(", ")"],
  ["[the paper](", ") is out"],
  ["[", "](https://example.com/9)"],
  ["<", "|the paper> is out"],
  ["<", ">"],
  ["&lt;", "&gt;"],
  ['<a href="', '">the paper</a>'],
  ['{"url":"', '"}'],
  ['2026-11-20,"Ana","', '",2'],
  ["“", "”"],
  ["‘", "’"],
  ["„", "“"],
  ["«", "»"],
  ["「", "」"],
  ["『", "』"],
  ["（", "）"],
  ["【", "】"],
  ["见", "这篇论文"],
  ["请看：", "。很好"],
  ["論文", "、読んだ"],
  ["見て", "，好"],
  ["смотри", "там"],
  ["статья—", "—новая"],
  ["읽기", "입니다"],
  ["🔥", "🔥"],
  ["- ", "\r\n- next"],
  ["> ", ""],
  ["https://example.com/a,", ",https://example.com/b"],
  ["https://example.com/a ", " https://example.com/b"],
];

describe.each(forms)("%s", (link, expected) => {
  test("by itself is its paper", () => {
    expect(parseArxivId(link)).toBe(expected);
  });

  test("is found in every sentence", () => {
    const texts = sentences.map(([before, after]) => `${before}${link}${after}`);
    expect(texts.filter((text) => findLinkedIds(text).join() !== expected)).toEqual([]);
    expect(texts.filter((text) => findArxivIds(text).join() !== expected)).toEqual([]);
  });

  test("is found beside another one, with nothing but a sign between", () => {
    const other = "https://arxiv.org/abs/2402.00002";
    for (const sign of [" ", ",", "\n", ")[y](", "|", "><", '","', "、"])
      expect(findArxivIds(`${other}${sign}${link}${sign}${other}`)).toEqual(["2402.00002", expected]);
  });
});

test("links that begin with https:// are found with nothing between them at all", () => {
  expect(findArxivIds(`https://arxiv.org/abs/${id}http://arxiv.org/abs/2402.00002v2`)).toEqual([
    id,
    "2402.00002",
  ]);
  expect(findArxivIds(`\\nhttps://arxiv.org/abs/${id}\\nhttps://hf.co/papers/2402.00002\\n`)).toEqual([
    id,
    "2402.00002",
  ]);
});

describe("any known form in any surroundings", () => {
  const form = fc.constantFrom(...forms);
  /** Text that neither is an address which goes on, nor continues what stands beside it. */
  const before = fc
    .string({ unit: "binary" })
    .filter((text) => !/https?:|arxiv|10\.48|[\w./\\@%&=?#+~-]$/i.test(text));
  const after = fc.string({ unit: "binary" }).filter((text) => !/^[\w./]/.test(text));

  test("is found", () =>
    fc.assert(
      fc.property(before, form, after, (head, [link, expected], tail) => {
        expect(findLinkedIds(`${head}${link}${tail}`)).toContain(expected);
        expect(findArxivIds(`${head}${link}${tail}`)).toContain(expected);
      }),
    ));

  test("is found as often as there are different ones", () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(form, fc.constantFrom(...sentences)), { maxLength: 20 }), (parts) => {
        const text = parts.map(([[link], [head, tail]]) => `${head}${link}${tail}`).join("\n");
        expect(findLinkedIds(text)).toEqual([...new Set(parts.map(([[, expected]]) => expected))]);
      }),
    ));
});

describe("no link to a paper, by itself or in a sentence", () => {
  test.each([
    `https://notarxiv.org/abs/${id}`,
    `notarxiv.org/abs/${id}`,
    `https://not-arxiv.org/abs/${id}`,
    `not-arxiv.org/abs/${id}`,
    `https://arxiv.org.evil.com/abs/${id}`,
    `https://arxiv.org:80@evil.com/abs/${id}`,
    `https://arxiv.org@evil.com/abs/${id}`,
    `https://user@arxiv.org/abs/${id}`,
    `https://еarxiv.org/abs/${id}`,
    `https://аrxiv.org/abs/${id}`,
    `evil.com/arxiv.org/abs/${id}`,
    `https://evil.com/arxiv.org/abs/${id}`,
    `https://evil.com\\arxiv.org/abs/${id}`,
    `https://example.com/?u=https://arxiv.org/abs/${id}`,
    `example.com/?u=arxiv.org/abs/${id}`,
    `https://example.com/#arxiv.org/abs/${id}`,
    `https://web.example.org/web/2026/https://arxiv.org/abs/${id}`,
    `ftp://arxiv.org/abs/${id}`,
    `ana@arxiv.org/abs/${id}`,
    `https://example.com/${id}`,
    `https://example.com/10.48550/arXiv.${id}`,
    `https://doi.org/10.1000/${id}`,
    "https://arxiv.org/abs/2413.00001",
    "https://arxiv.org/abs/2400.00001",
    "https://arxiv.org/abs/2401.001",
    "https://arxiv.org/abs/2401.000012",
    "https://arxiv.org/abs/12401.00001",
    "https://arxiv.org/abs/2401.00001x",
    "https://arxiv.org/abs/2401.00001.2",
    "https://arxiv.org/abs/and/0112017",
    `https://arxiv.org/abs/${id}/../evil`,
    "https://arxiv.org/list/cs.CL/recent",
    "https://arxiv.org/list/cs.CL/2401.00001",
    "arxiv.org/list/cs/0112017",
    "https://arxiv.org/a/mueller_a_1",
    `https://arxiv.org/search/?query=${id}`,
    "https://huggingface.co/papers",
    "https://huggingface.co/papers/date/2026-11-20",
    "https://huggingface.co/papers/trending",
    `https://huggingface.co/datasets/${id}`,
    `https://huggingface.co/papers?q=${id}`,
    `https://hf.co.evil.com/papers/${id}`,
    "https://www.alphaxiv.org/explore",
  ])("%s", (link) => {
    expect(parseArxivId(link)).toBeUndefined();
    for (const [before, after] of [
      ["", ""],
      ["See ", " there"],
      ["(", ")."],
      ["<", "|label>"],
    ])
      expect(findArxivIds(`${before}${link}${after}`)).toEqual([]);
  });
});
