import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayOf } from "../../../src/calendar/days.ts";
import { known, type Paper } from "../../../src/model/paper.ts";
import type { Store } from "../../../src/store/store.ts";
import { aPaper } from "../../support/builders.ts";
import { at, type Open } from "../../support/open-store.ts";

/** What one answer told of the paper, and when. */
interface Answer {
  readonly hour: number;
  readonly paper: Paper;
}

const id = "2611.00001";
const fullPaper = fc.record({
  title: fc.constantFrom("Maps", "More Maps", "Even More Maps"),
  authors: fc.constantFrom(["Ana Müller"], ["Ana Müller", "Li Wei"]),
  abstract: fc.constantFrom("We read maps.", "We read more maps."),
  summary: fc.constantFrom("It reads maps.", "It reads more maps."),
  keywords: fc.constantFrom(["maps"], ["maps", "robots"]),
  publishedAt: fc.constantFrom("2026-11-17T00:00:00.000Z", "2026-11-18T00:00:00.000Z"),
  listDays: fc.subarray(["2026-11-18", "2026-11-19", "2026-11-20"]),
  upvotes: fc.nat(3),
  comments: fc.nat(2),
  organization: fc.constantFrom("Institute of Maps", "Maps Laboratory"),
  codeUrl: fc.constantFrom("https://github.com/example/maps", "https://github.com/example/atlas"),
  codeStars: fc.nat(9),
  projectUrl: fc.constantFrom("https://maps.example", "https://atlas.example"),
});
// Without upvotes there are no figures: arXiv counts nothing, Hugging Face counts votes always, the rest often.
const partialPaper = fc
  .tuple(
    fullPaper,
    fc.subarray([
      "comments",
      "codeStars",
      "abstract",
      "summary",
      "organization",
      "codeUrl",
      "projectUrl",
      "keywords",
    ]),
  )
  .chain(([paper, dropped]) =>
    fc.boolean().map((counted): Partial<Paper> => {
      const absent = [...dropped, ...(counted ? [] : ["upvotes", "comments", "codeStars"])];
      const kept = Object.entries(paper).filter(([key]) => !absent.includes(key));
      return { keywords: [], ...Object.fromEntries(kept) };
    }),
  );

/** The same answers twice: by time, and shuffled with some of them repeated. */
function answersIn(papers: fc.Arbitrary<Partial<Paper>>): fc.Arbitrary<readonly (readonly Answer[])[]> {
  return fc.array(papers, { minLength: 1, maxLength: 5 }).chain((told) => {
    const { listDays: _, ...base } = aPaper();
    const answers = told.map(
      (paper, hour): Answer => ({
        hour,
        paper: { id, title: base.title, authors: base.authors, keywords: [], listDays: [], ...paper },
      }),
    );
    return fc
      .tuple(
        fc.shuffledSubarray(answers, { minLength: answers.length }),
        fc.array(fc.constantFrom(...answers)),
      )
      .map(([shuffled, again]) => [answers, [...shuffled, ...again]]);
  });
}

async function told(open: Open, answers: readonly Answer[], look: (store: Store) => Promise<unknown>) {
  const store = await open();
  try {
    for (const { hour, paper } of answers) await store.papers.upsert([paper], at(hour));
    return await look(store);
  } finally {
    await store.close();
  }
}

const thePaper = (store: Store) => store.papers.get(id);
const itsHistory = (store: Store) => store.papers.upvoteHistory(id);
const runs = { numRuns: 25 };

export function describeAnyOrder(open: Open): void {
  describe("the same answers in any order, any number of times", () => {
    test("a paper ends the same where every answer tells everything", () =>
      fc.assert(
        fc.asyncProperty(answersIn(fullPaper), async ([inOrder = [], mixed = []]) => {
          expect(await told(open, mixed, thePaper)).toEqual(await told(open, inOrder, thePaper));
        }),
        runs,
      ));

    test("a paper ends the same where answers leave out one thing or another", () =>
      fc.assert(
        fc.asyncProperty(answersIn(partialPaper), async ([inOrder = [], mixed = []]) => {
          expect(await told(open, mixed, thePaper)).toEqual(await told(open, inOrder, thePaper));
        }),
        runs,
      ));

    test("each field ends as the latest answer that told it, each list day is kept", () =>
      fc.assert(
        fc.asyncProperty(answersIn(partialPaper), async ([inOrder = [], mixed = []]) => {
          const fields = inOrder.map(({ paper: { keywords, ...rest } }) =>
            known({ ...rest, keywords: keywords.length > 0 ? keywords : undefined }),
          );
          const listDays = [...new Set(inOrder.flatMap(({ paper }) => paper.listDays))].sort();
          expect(await told(open, mixed, thePaper)).toEqual(
            Object.assign({ keywords: [] }, ...fields, { listDays }),
          );
        }),
        runs,
      ));

    test("an answer that is silent on a field does not make an older word of it the newest", async () => {
      const { summary: _, ...silent } = aPaper();
      const answers = [
        { hour: 1, paper: aPaper({ summary: "The first word." }) },
        { hour: 3, paper: silent },
        { hour: 2, paper: aPaper({ summary: "The last word." }) },
      ];
      expect(await told(open, answers, thePaper)).toMatchObject({ summary: "The last word." });
    });

    test("keywords of an older answer fill a newer one that had none", async () => {
      const answers = [
        { hour: 2, paper: aPaper({ keywords: [] }) },
        { hour: 1, paper: aPaper({ keywords: ["maps"] }) },
      ];
      expect(await told(open, answers, thePaper)).toMatchObject({ keywords: ["maps"] });
    });

    test("the history holds every change from day to day, in the order of time", () =>
      fc.assert(
        fc.asyncProperty(answersIn(fullPaper), async ([inOrder = [], mixed = []]) => {
          const seen = inOrder.map(({ hour, paper }) => ({ at: at(hour), upvotes: paper.upvotes }));
          const votes = seen.filter(
            ({ at: one }, i) => seen[i + 1] === undefined || dayOf(seen[i + 1]?.at ?? one) !== dayOf(one),
          );
          const changes = votes.filter(({ upvotes }, i) => i === 0 || votes[i - 1]?.upvotes !== upvotes);
          expect(await told(open, mixed, itsHistory)).toEqual(changes);
        }),
        runs,
      ));

    test("given at once they do and count what they do one after the other", () =>
      fc.assert(
        fc.asyncProperty(answersIn(partialPaper), fc.nat(2), async ([, mixed = []], before) => {
          const look = async (store: Store) => [await thePaper(store), await itsHistory(store)];
          const oneByOne = await open();
          const atOnce = await open();
          try {
            const counts = { added: 0, changed: 0 };
            for (const [i, { hour, paper }] of mixed.entries()) {
              const { added, changed } = await oneByOne.papers.upsert([paper], at(hour));
              if (i < before) await atOnce.papers.upsert([paper], at(hour));
              else Object.assign(counts, { added: counts.added + added, changed: counts.changed + changed });
            }
            const rest = mixed.slice(before).map(({ hour, paper }) => ({ papers: [paper], asOf: at(hour) }));
            expect(await atOnce.papers.upsertAll(rest)).toEqual(counts);
            expect(await look(atOnce)).toEqual(await look(oneByOne));
          } finally {
            await Promise.all([oneByOne.close(), atOnce.close()]);
          }
        }),
        runs,
      ));

    test("a list is ordered the same", () =>
      fc.assert(
        fc.asyncProperty(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8], { minLength: 8 }), async (hours) => {
          const answers = hours.map((hour) => ({
            hour,
            paper: aPaper({ id: `2611.0000${hour % 4}`, upvotes: (hour * 5) % 7 }),
          }));
          const byTime = answers.toSorted((a, b) => a.hour - b.hour);
          const listed = (store: Store) => store.papers.listed("2026-11-19", "2026-11-19");
          expect(await told(open, answers, listed)).toEqual(await told(open, byTime, listed));
        }),
        { numRuns: 10 },
      ));
  });
}
