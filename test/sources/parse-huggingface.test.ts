import { describe, expect, test } from "vitest";
import type { Paper } from "../../src/model/paper.ts";
import { parseRecord, parseRecords } from "../../src/sources/parse-huggingface.ts";
import { aRecord } from "../support/builders.ts";

const noon = Date.parse("2026-11-20T12:00:00Z");

const daily = { daily: true, now: noon };
const single = { daily: false, now: noon };

/** A record as it comes over the wire, where nothing is undefined. */
const sent = (record: unknown): unknown => JSON.parse(JSON.stringify(record));

/** What is read from a record that can be used. */
function read(record: unknown, options = daily): Paper {
  const paper = parseRecord(sent(record), options);
  if ("problem" in paper) throw new Error(paper.problem);
  return paper;
}

const authorsOf = (...names: string[]) => names.map((name) => ({ name, hidden: false }));

describe("an item of the daily list", () => {
  test("of 2026, with everything", () => {
    const record = aRecord(
      {
        authors: authorsOf("Ana Müller", "Li Wei"),
        ai_summary: "A robot corrects its map.",
        ai_keywords: ["robotics", "mapping"],
        githubRepo: "https://github.com/example/maps",
        githubStars: 0,
        projectPage: "https://maps.example/",
      },
      {
        organization: { _id: "1", name: "maps", fullname: "Institute of Maps" },
        mediaUrls: ["https://a.example/1"],
      },
    );
    expect(read(record)).toEqual({
      id: "2611.00001",
      title: "Walking Robots That Read Maps",
      authors: ["Ana Müller", "Li Wei"],
      abstract: "Robots get lost where maps are old. We let a robot correct its map while it walks.",
      summary: "A robot corrects its map.",
      keywords: ["robotics", "mapping"],
      publishedAt: "2026-11-17T00:00:00.000Z",
      listDays: ["2026-11-19"],
      upvotes: 12,
      comments: 2,
      organization: "Institute of Maps",
      codeUrl: "https://github.com/example/maps",
      codeStars: 0,
      projectUrl: "https://maps.example/",
    });
  });

  test("of 2025, with a time of day and line breaks in the abstract", () => {
    const record = aRecord({
      submittedOnDailyAt: "2025-06-11T04:09:42.185Z",
      summary: "Robots get\nlost.\n",
    });
    expect(read(record)).toMatchObject({ listDays: ["2025-06-11"], abstract: "Robots get lost." });
  });

  test("of 2024, whose list day is the date of the outer publishedAt", () => {
    const record = aRecord(
      {
        submittedOnDailyAt: undefined,
        publishedAt: "2024-03-05T17:59:00.000Z",
        title: "Walking Robots\n  That Read Maps",
        summary: undefined,
      },
      { publishedAt: "2024-03-07T02:14:05.000Z", mediaUrls: "https://a.example/1", numComments: undefined },
    );
    expect(read(record)).toEqual({
      id: "2611.00001",
      title: "Walking Robots That Read Maps",
      authors: ["Ana Müller", "Li Wei"],
      keywords: [],
      publishedAt: "2024-03-05T17:59:00.000Z",
      listDays: ["2024-03-07"],
      upvotes: 12,
    });
  });

  test.each([undefined, null, "", " \n"])(
    "with a title outside only is read with that one: %j inside",
    (title) => {
      expect(read(aRecord({ title }, { title: "Outside" })).title).toBe("Outside");
    },
  );
});

describe("other answers", () => {
  const { paper, ...item } = aRecord();

  test("a single paper is flat", () => {
    expect(read({ ...(paper as object), numComments: 3 }, single)).toMatchObject({
      id: "2611.00001",
      comments: 3,
      listDays: ["2026-11-19"],
    });
  });

  test("a search item may be nested or flat, and says the same", () => {
    expect(read({ ...item, ...(paper as object) }, single)).toEqual(read(aRecord(), single));
  });

  test("outside the daily list a date of publication is no list day", () => {
    expect(read(aRecord({ submittedOnDailyAt: undefined }), single).listDays).toEqual([]);
  });
});

describe("a list day is believed", () => {
  const daysOf = (submittedOnDailyAt: unknown) => read(aRecord({ submittedOnDailyAt })).listDays;

  test("up to a day ahead, for clocks that differ", () => {
    expect(daysOf("2026-11-21T00:00:00.000Z")).toEqual(["2026-11-21"]);
  });

  test.each(["2026-11-22T00:00:00.000Z", "2962-11-19T00:00:00.000Z", "+099999-01-01T00:00:00.000Z"])(
    "not in the far future: %s",
    (date) => expect(daysOf(date)).toEqual([]),
  );

  test("not before there was a list", () => {
    expect(daysOf("2023-05-03T00:00:00.000Z")).toEqual([]);
    expect(daysOf("2023-05-04T00:00:00.000Z")).toEqual(["2023-05-04"]);
  });
});

describe("a year of publication", () => {
  const yearOf = (publishedAt: string) => read(aRecord({ publishedAt })).publishedAt?.slice(0, 4);

  test.each(["1900", "1991", "2026", "2027"])("is kept: %s", (year) =>
    expect(yearOf(`${year}-01-01`)).toBe(year),
  );

  test.each(["0000", "0001", "1899", "2028", "9999"])("is not known: %s", (year) => {
    expect(yearOf(`${year}-06-01T00:00:00Z`)).toBeUndefined();
    expect(yearOf(year)).toBeUndefined();
  });
});

describe("a record is left out", () => {
  test.each([
    ["id", [undefined, null, 5, "", "no arXiv id", ["2611.00001"], {}]],
    ["title", [undefined, null, 5, "", " \n\u0007\u202e", ["A"], {}]],
    ["authors", [undefined, null, 5, "Ana Müller", {}]],
  ])("only for an %s that is missing or of a wrong type", (field, values) => {
    for (const value of values) {
      const record = sent(aRecord({ [field]: value }, { title: undefined }));
      expect(parseRecord(record, daily)).toEqual({ problem: `${field} is missing or of a wrong type` });
    }
  });

  test.each([null, 5, "text", [], [[aRecord()]], true])("if it is none: %j", (record) => {
    expect(parseRecord(record, daily)).toEqual({ problem: "not a record" });
  });

  test("and named, by its id, its title or its place, on one line", () => {
    const { papers, skipped } = parseRecords(
      [
        aRecord({ authors: null }),
        aRecord({ id: null, title: "Maps\u001b[31m\nand more" }),
        aRecord({ id: "\u0007", title: null }),
        aRecord(),
      ],
      daily,
    );
    expect(papers).toHaveLength(1);
    expect(skipped.map(({ name }) => name)).toEqual(["2611.00001", "Maps [31m and more", "record 3"]);
  });
});
