import fc from "fast-check";
import type { Entry } from "../../src/export/entry.ts";
import type { Paper } from "../../src/model/paper.ts";
import { aPaper } from "../support/builders.ts";

/** A saved paper with everything known; what a test is about stands in `paper` and `over`. */
export function anEntry(paper: Partial<Paper> = {}, over: Partial<Entry> = {}): Entry {
  return {
    paper: aPaper(paper),
    savedAt: new Date("2026-11-20T09:15:00Z"),
    savedBy: ["Ada", "Grace"],
    ...over,
  };
}

const signs =
  "{ } \\ $ $$ \\{ \\} \\$ ^ _ % & # ~ \\input \\frac{1}{2} $x and others , ; : ' \" ` < > | @ @misc{x, = + - * ! [ ] ( ) / é 大 Ж 🤗 & &lt; <b> </b>";
const lines =
  "\n|\r\n|\nER  - |\r\nTY  - JOUR|\n@misc{x,|\u2028|\t|\n- |\n# |\n=1+1|\n---\n|\n\n> |\u0000|\u0085|\uFEFF".split(
    "|",
  );

/** What a stranger may send as a title, a name or a note: anything, and often what means something to one of the formats. */
export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...signs.split(" "), ...lines),
      // Without dollars: a formula is read as what it looks like, and no longer as its title.
      fc.string({ unit: "grapheme", maxLength: 4 }).filter((text) => !text.includes("$")),
      fc.lorem({ maxCount: 2 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((pieces) => pieces.join(" "));

const digits = (n: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^\\d{${n}}$`));

/** Ids of both styles. */
export const arxivId = fc.oneof(
  fc.tuple(digits(2), fc.constantFrom("01", "06", "12"), digits(5)).map(([y, m, n]) => `${y}${m}.${n}`),
  fc
    .tuple(fc.constantFrom("hep-th", "math", "cs"), fc.constantFrom("9901", "0412"), digits(3))
    .map(([archive, month, n]) => `${archive}/${month}${n}`),
);

/** Entries of distinct papers with hostile texts. */
export const hostileEntries = fc
  .uniqueArray(arxivId, { maxLength: 4 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc
          .tuple(hostileText, fc.array(hostileText, { maxLength: 4 }), hostileText, hostileText)
          .map(([title, authors, text, note]) =>
            anEntry(
              { id, title, authors, abstract: text, summary: text, keywords: [title, text] },
              { note, savedBy: authors },
            ),
          ),
      ),
    ),
  );

/** 573 people: the longest list of authors that a daily list had. */
export const crowd = Array.from({ length: 573 }, (_, i) => `Given${i} Family${i}`);
