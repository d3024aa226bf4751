import { describe, expect, test } from "vitest";
import { parseAtom } from "../../src/sources/parse-arxiv.ts";
import { parseRecords } from "../../src/sources/parse-huggingface.ts";
import { aRecord } from "../support/builders.ts";

const feed = (entries: string): string => `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/abc</id><title>arXiv Query</title><updated>2026-11-20T10:00:00Z</updated>
  ${entries}
</feed>`;

/** An entry as arXiv has written it since November 2025; what a test is about stands in `over`. */
function anEntry(over: Readonly<Record<string, string>> = {}): string {
  const parts = {
    id: "<id>http://arxiv.org/abs/2601.01234v2</id>",
    title: "<title>Walking Robots That Read Maps</title>",
    summary: "<summary>Robots get lost where maps are old.</summary>",
    published: "<published>2026-01-02T18:59:34Z</published>",
    authors: "<author><name>Ana Müller</name></author><author><name>Li Wei</name></author>",
    ...over,
  };
  return `<entry>${Object.values(parts).join("\n")}</entry>`;
}

const thePaper = (entry: string) => parseAtom(feed(entry)).papers[0];

describe("a paper", () => {
  const expected = {
    id: "2601.01234",
    title: "Walking Robots That Read Maps",
    authors: ["Ana Müller", "Li Wei"],
    abstract: "Robots get lost where maps are old.",
    publishedAt: "2026-01-02T18:59:34.000Z",
    keywords: [],
    listDays: [],
  };

  test("in the format since November 2025", () => {
    expect(parseAtom(feed(anEntry()))).toEqual({
      papers: [expected],
      skipped: [],
      asOf: Date.parse("2026-11-20T10:00:00Z"),
    });
  });

  test("in the format before: other order, wrapped lines, affiliations", () => {
    const entry = `<entry>
      <id>http://arxiv.org/abs/2601.01234v2</id>
      <updated>2026-01-03T00:00:00Z</updated>
      <published>2026-01-02T18:59:34Z</published>
      <title>Walking Robots
  That Read Maps</title>
      <summary>  Robots get lost where
maps are old.
</summary>
      <author><name>Ana Müller</name>
        <arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">Institute of Maps</arxiv:affiliation></author>
      <author><name>Li Wei</name></author>
      <link href="http://arxiv.org/abs/2601.01234v2" rel="alternate" type="text/html"/>
    </entry>`;
    expect(thePaper(entry)).toEqual(expected);
  });

  test("in an announcement feed: one creator with commas, a line before the abstract", () => {
    const entry = anEntry({
      id: "<id>oai:arXiv.org:2601.01234v2</id>",
      summary:
        "<summary>arXiv:2601.01234v2 Announce Type: replace-cross \nAbstract: Robots get lost where maps are old.</summary>",
      authors: "<dc:creator>Ana Müller, Li Wei</dc:creator>",
    });
    expect(thePaper(entry)).toEqual(expected);
  });

  test.each([
    ["https://arxiv.org/abs/2601.01234v12", "2601.01234"],
    ["http://arxiv.org/abs/hep-th/9901001v3", "hep-th/9901001"],
    ["http://arxiv.org/abs/math.GT/0309136", "math/0309136"],
  ])("under the id %s has the id without its version", (given, id) => {
    expect(thePaper(anEntry({ id: `<id>${given}</id>` }))?.id).toBe(id);
  });

  test("keeps numbers in a title as they are written", () => {
    expect(thePaper(anEntry({ title: "<title>1984.0</title>" }))?.title).toBe("1984.0");
  });

  test("without abstract and date is kept", () => {
    const { abstract, publishedAt, ...rest } = expected;
    expect(thePaper(anEntry({ summary: "", published: "<published>soon</published>" }))).toEqual(rest);
    expect([abstract, publishedAt]).not.toContain(undefined);
  });

  test("with an over-long abstract is kept, and the abstract cut", () => {
    const long = thePaper(anEntry({ summary: `<summary>${"word ".repeat(20_000)}</summary>` }));
    expect(long?.abstract).toMatch(/^word word .*word…$/);
    expect(long?.abstract?.length).toBeLessThanOrEqual(20_000);
  });
});

test("a year that cannot be is not known", () => {
  const now = Date.parse("2026-11-20T12:00:00Z");
  const publishedIn = (year: string) =>
    parseAtom(feed(anEntry({ published: `<published>${year}-05-01T00:00:00Z</published>` })), now).papers[0]
      ?.publishedAt;
  expect(["0001", "1899", "1995", "2027", "2028"].map((year) => publishedIn(year)?.slice(0, 4))).toEqual([
    undefined,
    undefined,
    "1995",
    "2027",
    undefined,
  ]);
});

test("authors are as many at most as from the other source", () => {
  const names = Array.from({ length: 5200 }, (_, i) => `Person ${i}`);
  const authors = names.map((name) => `<author><name>${name}</name></author>`).join("");
  const record = aRecord({ authors: names.map((name) => ({ name })) });
  const { papers } = parseRecords([record], { daily: true, now: Date.parse("2026-11-20") });
  expect(thePaper(anEntry({ authors }))?.authors).toEqual(papers[0]?.authors);
  expect(papers[0]?.authors).toHaveLength(5000);
});

test("a page beyond the last one is empty, and no trouble", () => {
  const page = "<totalResults>7</totalResults><startIndex>10</startIndex><itemsPerPage>10</itemsPerPage>";
  expect(parseAtom(feed(page)).papers).toEqual([]);
});

describe("a paper that was withdrawn", () => {
  const withdrawn = "This paper has been withdrawn by Ana Müller due to an error in a lemma";

  test("says so by arXiv's comment", () => {
    const comment = `<arxiv:comment>${withdrawn}</arxiv:comment>`;
    expect(thePaper(anEntry({ comment }))).toEqual({ ...thePaper(anEntry()), withdrawn: true });
    expect(thePaper(anEntry({ comment: "<arxiv:comment>9 pages</arxiv:comment>" }))).toEqual(
      thePaper(anEntry()),
    );
  });

  test("says so by what stands in place of its abstract, from both sources", () => {
    expect(thePaper(anEntry({ summary: `<summary>${withdrawn}.</summary>` }))).toMatchObject({
      withdrawn: true,
    });
    const record = aRecord({ summary: `${withdrawn}.` });
    expect(parseRecords([record], { daily: true, now: Date.parse("2026-11-20") }).papers[0]?.withdrawn).toBe(
      true,
    );
  });
});

describe("entities", () => {
  test.each([
    ["A &lt; B &amp; C &gt; D", "A < B & C > D"],
    ["&quot;It&apos;s&quot;", '"It\'s"'],
    ["a literal &amp;lt; stays one", "a literal &lt; stays one"],
    ["<![CDATA[a < b & c]]>", "a < b & c"],
    ["M&#252;ller &#xe9;t al", "Müller ét al"],
    ["red &#27;[31mletters", "red [31mletters"],
  ])("%s", (given, title) => {
    expect(thePaper(anEntry({ title: `<title>${given}</title>` }))?.title).toBe(title);
  });

  test("may be many", () => {
    const summary = `<summary>${"a &lt; b ".repeat(3000)}</summary>`;
    expect(thePaper(anEntry({ summary }))?.abstract).toMatch(/^a < b a < b /);
  });

  test("of a document type are refused before they can grow", () => {
    const bomb = `<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${feed(anEntry({ title: "<title>&b;</title>" }))}`;
    expect(() => parseAtom(bomb)).toThrow("arXiv answered with something that is no Atom feed");
  });
});

describe("ids that arXiv does not know", () => {
  test("are left out since November 2025", () => {
    const { papers, skipped } = parseAtom(feed("<totalResults>0</totalResults>"));
    expect({ papers, skipped }).toEqual({ papers: [], skipped: [] });
  });

  test("were entries without id and title before, which are no papers and no trouble", () => {
    const unknown = `<entry><arxiv:primary_category term=""/><category term=""/></entry>`;
    const { papers, skipped } = parseAtom(feed(unknown + anEntry() + unknown));
    expect(papers).toHaveLength(1);
    expect(skipped).toEqual([]);
  });
});

describe("an error entry", () => {
  const refusal = (summary: string): string =>
    feed(
      `<entry><id>https://arxiv.org/api/errors#incorrect_id</id><title>Error</title><summary>${summary}</summary></entry>`,
    );

  test("is an error in arXiv's words", () => {
    expect(() => parseAtom(refusal("incorrect id format for 12"))).toThrow(
      expect.objectContaining({
        name: "SourceError",
        message: "arXiv refused: incorrect id format for 12",
        trouble: "rejected",
      }),
    );
  });

  test("is one clean line, whatever arXiv's words are", () => {
    expect(() => parseAtom(refusal("incorrect\nid \u001b[31mformat\u202e"))).toThrow(
      /^arXiv refused: incorrect id \[31mformat$/,
    );
  });
});

test.each([
  [
    "id",
    "<id>http://arxiv.org/abs/not-an-id</id>",
    "http://arxiv.org/abs/not-an-id",
    "id is missing or not an arXiv id",
  ],
  ["id", "", "entry 1", "id is missing or not an arXiv id"],
  ["title", "<title> </title>", "http://arxiv.org/abs/2601.01234v2", "title is missing"],
  ["authors", "", "http://arxiv.org/abs/2601.01234v2", "authors are missing"],
])(
  "an entry without a usable %s (%j) is left out and named, the others kept",
  (field, value, name, reason) => {
    const { papers, skipped } = parseAtom(feed(anEntry({ [field]: value }) + anEntry()));
    expect(papers).toHaveLength(1);
    expect(skipped).toEqual([{ name, reason }]);
  },
);

test.each([
  "",
  "hello",
  "<html><body>502</body></html>",
  "<feed/>",
  "{}",
  "<a>".repeat(5000),
  "<feed",
  "\u0000",
])("what is no feed is an error: %j", (xml) => {
  expect(() => parseAtom(xml)).toThrow(expect.objectContaining({ name: "SourceError", trouble: "garbage" }));
});

test("far more than a paper is told by its size, before it is read", () => {
  expect(() => parseAtom(feed("<entry/>".repeat(60_000)))).toThrow("far more than papers");
  expect(parseAtom(feed("<entry/>".repeat(60_000)), Number.POSITIVE_INFINITY, 100_000).papers).toEqual([]);
});
