import { describe, expect, test } from "vitest";
import type { Paper } from "../../../src/model/paper.ts";
import { aPaper, papers } from "../../support/builders.ts";
import { at, type Open, openForTest } from "../../support/open-store.ts";

const bare: Paper = {
  id: "2611.00001",
  title: "Walking Robots That Read Maps",
  authors: ["Ana Müller"],
  keywords: [],
  listDays: [],
};

export function describePapers(open: Open): void {
  describe("papers", () => {
    test("a paper comes back as it was given", async () => {
      const store = await openForTest(open);
      await store.papers.upsert([aPaper()], at(1));
      expect(await store.papers.get("2611.00001")).toStrictEqual(aPaper());
    });

    test("what is not known of a paper stays absent", async () => {
      const store = await openForTest(open);
      await store.papers.upsert([bare], at(1));
      expect(await store.papers.get(bare.id)).toStrictEqual(bare);
    });

    test("a paper that was withdrawn stays so, whoever tells of it without saying so", async () => {
      const store = await openForTest(open);
      await store.papers.upsert([aPaper({ withdrawn: true })], at(1));
      await store.papers.upsert([aPaper()], at(2));
      expect(await store.papers.get("2611.00001")).toStrictEqual(aPaper({ withdrawn: true }));
    });

    test("a year that cannot be, as older versions kept it, is not known", async () => {
      const store = await openForTest(open);
      const { publishedAt: _, ...undated } = aPaper();
      await store.papers.upsert([aPaper({ publishedAt: "0001-01-01T00:00:00.000Z" })], at(1));
      expect(await store.papers.get("2611.00001")).toStrictEqual(undated);
    });

    test("all come one after the other as they came in, with when their texts were told", async () => {
      const store = await openForTest(open);
      const [first, second, third] = papers(3) as [Paper, Paper, Paper];
      await store.papers.upsert([third, first], at(1));
      await store.papers.upsert([second, { ...first, abstract: "Told later." }], at(2));
      const begin = await store.papers.textsAfter(0, 2);
      expect(begin.map(({ paper }) => paper.id)).toEqual([third.id, first.id]);
      expect(begin.map(({ toldAt }) => toldAt)).toEqual([at(1), at(2)]);
      const rest = await store.papers.textsAfter(begin.at(-1)?.position ?? 0, 2);
      expect(rest.map(({ paper }) => paper.title)).toEqual([second.title]);
      expect(await store.papers.textsAfter(rest.at(-1)?.position ?? 0, 2)).toEqual([]);
    });

    test("an id that nobody told of is unknown", async () => {
      const store = await openForTest(open);
      expect(await store.papers.get("2611.99999")).toBeUndefined();
    });

    test("several papers come in the order asked for, unknown ones left out", async () => {
      const store = await openForTest(open);
      await store.papers.upsert(papers(3), at(1));
      const found = await store.papers.getMany(["2611.00003", "2611.99999", "2611.00001"]);
      expect(found.map(({ id }) => id)).toEqual(["2611.00003", "2611.00001"]);
    });

    test("what was observed later wins, field by field", async () => {
      const store = await openForTest(open);
      await store.papers.upsert([aPaper()], at(1));
      await store.papers.upsert(
        [aPaper({ title: "Robots That Mend Maps", authors: ["Ana Müller"], upvotes: 40, codeStars: 90 })],
        at(2),
      );
      expect(await store.papers.get("2611.00001")).toEqual(
        aPaper({ title: "Robots That Mend Maps", authors: ["Ana Müller"], upvotes: 40, codeStars: 90 }),
      );
    });

    test("upvotes may fall when a later answer says so", async () => {
      const store = await openForTest(open);
      await store.papers.upsert([aPaper({ upvotes: 12 })], at(1));
      await store.papers.upsert([aPaper({ upvotes: 11 })], at(2));
      expect((await store.papers.get("2611.00001"))?.upvotes).toBe(11);
    });

    test("an older observation changes nothing that is known", async () => {
      const store = await openForTest(open);
      await store.papers.upsert([aPaper()], at(2));
      await store.papers.upsert([aPaper({ title: "A Draft Title", summary: "A draft.", upvotes: 3 })], at(1));
      expect(await store.papers.get("2611.00001")).toEqual(aPaper());
    });

    test("an older observation fills what is absent", async () => {
      const store = await openForTest(open);
      await store.papers.upsert([bare], at(2));
      await store.papers.upsert([aPaper({ title: "A Draft Title", authors: ["A. M."] })], at(1));
      expect(await store.papers.get("2611.00001")).toEqual(
        aPaper({ title: bare.title, authors: bare.authors, keywords: ["robotics", "mapping"] }),
      );
    });

    test("figures and descriptions go by their own times", async () => {
      const store = await openForTest(open);
      const {
        upvotes: _,
        comments: __,
        codeStars: ___,
        ...described
      } = aPaper({ title: "The Newest Title" });
      await store.papers.upsert([aPaper({ upvotes: 5 })], at(1));
      await store.papers.upsert([described], at(3));
      await store.papers.upsert([aPaper({ title: "A Middle Title", upvotes: 9 })], at(2));
      expect(await store.papers.get("2611.00001")).toMatchObject({ title: "The Newest Title", upvotes: 9 });
    });

    test("an answer that tells less removes nothing", async () => {
      const store = await openForTest(open);
      await store.papers.upsert([aPaper()], at(1));
      await store.papers.upsert([{ ...bare, authors: [] }], at(2));
      expect(await store.papers.get("2611.00001")).toEqual(aPaper());
    });

    test("an empty answer removes nothing", async () => {
      const store = await openForTest(open);
      await store.papers.upsert(papers(3), at(1));
      expect(await store.papers.upsert([], at(2))).toEqual({ added: 0, changed: 0 });
      expect(await store.papers.upsert(papers(1), at(3))).toEqual({ added: 0, changed: 0 });
      expect((await store.papers.reach()).papers).toBe(3);
    });

    test("it counts what is new, what changed, and neither where an answer comes again", async () => {
      const store = await openForTest(open);
      expect(await store.papers.upsert(papers(3), at(1))).toEqual({ added: 3, changed: 0 });
      expect(await store.papers.upsert(papers(3), at(1))).toEqual({ added: 0, changed: 0 });
      const more = papers(4, (i) =>
        i === 1 ? { upvotes: 13 } : i === 2 ? { listDays: ["2026-11-20"] } : {},
      );
      expect(await store.papers.upsert(more, at(2))).toEqual({ added: 1, changed: 2 });
    });

    test("every list day is kept, oldest first", async () => {
      const store = await openForTest(open);
      await store.papers.upsert([aPaper({ listDays: ["2026-11-19"] })], at(1));
      await store.papers.upsert([aPaper({ listDays: ["2026-11-12"] })], at(3));
      await store.papers.upsert([aPaper({ listDays: ["2026-11-20"] })], at(2));
      await store.papers.upsert([aPaper({ listDays: [] })], at(4));
      const paper = await store.papers.get("2611.00001");
      expect(paper?.listDays).toEqual(["2026-11-12", "2026-11-19", "2026-11-20"]);
    });

    test("a paper on two list days is on both lists", async () => {
      const store = await openForTest(open);
      await store.papers.upsert([aPaper({ listDays: ["2026-11-18", "2026-11-20"] })], at(1));
      expect(await store.papers.listed("2026-11-18", "2026-11-18")).toEqual(["2611.00001"]);
      expect(await store.papers.listed("2026-11-20", "2026-11-20")).toEqual(["2611.00001"]);
      expect(await store.papers.listed("2026-11-19", "2026-11-19")).toEqual([]);
      expect(await store.papers.listed("2026-11-01", "2026-11-30")).toEqual(["2611.00001"]);
    });

    test("the upvote history has what was last seen on each day that brought a change", async () => {
      const store = await openForTest(open);
      for (const [day, upvotes] of [12, 12, 15, 15, 14].entries()) {
        await store.papers.upsert([aPaper({ upvotes: upvotes - 1 })], at(24 * day));
        await store.papers.upsert([aPaper({ upvotes })], at(24 * day + 1));
      }
      await store.papers.upsert([bare], at(240));
      expect(await store.papers.upvoteHistory("2611.00001")).toEqual([
        { at: at(1), upvotes: 12 },
        { at: at(49), upvotes: 15 },
        { at: at(97), upvotes: 14 },
      ]);
      expect(await store.papers.upvoteHistory("2611.99999")).toEqual([]);
    });

    test("a list is ordered by upvotes, then comments, then id; unknown figures count as none", async () => {
      const store = await openForTest(open);
      const { upvotes: _, comments: __, ...uncounted } = aPaper({ id: "2611.00009" });
      await store.papers.upsert(
        [
          uncounted,
          aPaper({ id: "2611.00004", upvotes: 5, comments: 1 }),
          aPaper({ id: "2611.00003", upvotes: 5, comments: 1 }),
          aPaper({ id: "2611.00005", upvotes: 5, comments: 7 }),
          aPaper({ id: "2611.00006", upvotes: 50, comments: 0 }),
          aPaper({ id: "2611.00007", upvotes: 90, listDays: ["2026-11-18"] }),
        ],
        at(1),
      );
      expect(await store.papers.listed("2026-11-19", "2026-11-19")).toEqual([
        "2611.00006",
        "2611.00005",
        "2611.00003",
        "2611.00004",
        "2611.00009",
      ]);
    });

    test("the newest list days that have papers come newest first, none after the given day", async () => {
      const store = await openForTest(open);
      const days = ["2026-11-12", "2026-11-16", "2026-11-16", "2026-11-19", "2026-11-20"];
      await store.papers.upsert(
        papers(5, (i) => ({ listDays: days.slice(i, i + 1) })),
        at(1),
      );
      expect(await store.papers.newestListDays("2026-11-19", 2)).toEqual(["2026-11-19", "2026-11-16"]);
      expect(await store.papers.newestListDays("2026-11-18", 9)).toEqual(["2026-11-16", "2026-11-12"]);
      expect(await store.papers.newestListDays("2026-11-01", 9)).toEqual([]);
    });

    test("it says how far it reaches", async () => {
      const store = await openForTest(open);
      expect(await store.papers.reach()).toEqual({ papers: 0 });
      await store.papers.upsert([aPaper({ listDays: ["2026-11-12", "2026-11-20"] }), bare], at(1));
      await store.papers.upsert([{ ...bare, id: "2611.00002" }], at(1));
      expect(await store.papers.reach()).toEqual({ papers: 2, oldest: "2026-11-12", newest: "2026-11-20" });
    });
  });
}
