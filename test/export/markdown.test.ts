import fc from "fast-check";
import { marked } from "marked";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/export/entry.ts";
import { writeMarkdown } from "../../src/export/markdown.ts";
import { cleanText } from "../../src/text/clean.ts";
import { aPaper } from "../support/builders.ts";
import { anEntry, crowd, hostileEntries } from "./entries.ts";

const render = (entries: readonly Entry[]): string =>
  marked.parse(writeMarkdown(entries), { async: false, gfm: true });

/** The tags of some HTML, in their order. */
const tagsOf = (html: string): readonly string[] => html.match(/<[^>]*>/g) ?? [];

/** The words a reader sees, without the gap that keeps addresses and mentions from being links. */
function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(
      /&(lt|gt|quot|#39|amp);/g,
      (_, name) => ({ lt: "<", gt: ">", quot: '"', "#39": "'" })[name as string] ?? "&",
    )
    .replaceAll("\u200B", "")
    .replace(/\s+/g, " ")
    .trim();
}

test("a paper is a list item with its link, and the rest below", () => {
  expect(
    writeMarkdown([anEntry({}, { note: "For Tuesday" }), anEntry({ id: "2611.00002", title: "Maps" })]),
  ).toBe(
    `- [Walking Robots That Read Maps](https://huggingface.co/papers/2611.00001)

  Ana Müller, Li Wei, Yoshi Tanaka · 2026 · 12 upvotes · 2 comments

  A robot corrects its map while walking.

  Note: For Tuesday

- [Maps](https://huggingface.co/papers/2611.00002)

  Ana Müller, Li Wei, Yoshi Tanaka · 2026 · 12 upvotes · 2 comments

  A robot corrects its map while walking.
`,
  );
});

test("of 573 authors three are named", () => {
  expect(writeMarkdown([anEntry({ authors: crowd })])).toContain(
    "Given0 Family0, Given1 Family1, Given2 Family2 et al. (573 authors) · 2026",
  );
});

test("what is not known is not there", () => {
  const { id, title } = aPaper();
  const paper = { id, title, authors: [], keywords: [], listDays: [] };
  expect(writeMarkdown([{ ...anEntry(), paper }])).toBe(
    "- [Walking Robots That Read Maps](https://huggingface.co/papers/2611.00001)\n",
  );
  expect(writeMarkdown([])).toBe("");
});

describe("text stays text:", () => {
  test.each([
    "[here](https://evil.example)",
    "![](https://evil.example/x.png)",
    "](https://evil.example) [",
    "<script>alert(1)</script>",
    "<https://evil.example>",
    "https://evil.example and www.evil.example and WWW.evil.example",
    "eve@evil.example or mailto:eve@evil.example",
    "*bold* _italic_ ~~struck~~ `code` ***",
    "# Heading",
    "1. First",
    "2) Second",
    "- item",
    "+ item",
    "> quote",
    "---",
    "===",
    "| a | b |",
    "```js",
    "~~~",
    "[^1]: note",
    "AT&T &amp; &lt;b&gt; &#64;all",
    "ends with a backslash \\",
    "line\n\n# heading\n- item",
  ])("%j", (text) => {
    const html = render([anEntry({ title: text, authors: [text], summary: text }, { note: text })]);
    expect(new Set(tagsOf(html))).toEqual(
      new Set([
        "<ul>",
        "<li>",
        "<p>",
        '<a href="https://huggingface.co/papers/2611.00001">',
        "</a>",
        "</p>",
        "</li>",
        "</ul>",
      ]),
    );
    expect(textOf(html)).toBe(
      cleanText(`${text} ${text} · 2026 · 12 upvotes · 2 comments ${text} Note: ${text}`),
    );
  });

  test("nobody is mentioned, and no address left for a chat to link", () => {
    const file = writeMarkdown([
      anEntry({ title: "Ask @everyone", summary: "At WWW.evil.example or x://y" }),
    ]);
    expect(file).not.toMatch(/@\w|www\.|x:\/\//i);
  });
});

test("whatever people write, a paper is one item with one link, to its page", () =>
  fc.assert(
    fc.property(hostileEntries, (entries) => {
      const html = render(entries);
      const tags = tagsOf(html);
      const links = entries.map(({ paper }) => `<a href="https://huggingface.co/papers/${paper.id}">`);
      expect(tags.filter((tag) => tag.startsWith("<a"))).toEqual(links);
      expect(tags.filter((tag) => tag.startsWith("<li"))).toHaveLength(entries.length);
      expect(new Set(tags.map((tag) => /\w+/.exec(tag)?.[0]))).toEqual(
        new Set(entries.length > 0 ? ["ul", "li", "p", "a"] : []),
      );
      for (const { paper } of entries) expect(textOf(html)).toContain(cleanText(paper.title));
    }),
    { numRuns: 200 },
  ));
