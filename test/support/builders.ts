import type { Paper } from "../../src/model/paper.ts";

/** A paper with everything known; what a test is about stands in `over`. */
export function aPaper(over: Partial<Paper> = {}): Paper {
  return {
    id: "2611.00001",
    title: "Walking Robots That Read Maps",
    authors: ["Ana Müller", "Li Wei", "Yoshi Tanaka"],
    abstract:
      "Robots get lost where maps are old. We let a robot correct its map while it walks. It arrives more often.",
    summary: "A robot corrects its map while walking.",
    keywords: ["robotics", "mapping"],
    publishedAt: "2026-11-17T00:00:00.000Z",
    listDays: ["2026-11-19"],
    upvotes: 12,
    comments: 2,
    organization: "Institute of Maps",
    codeUrl: "https://github.com/example/maps",
    codeStars: 34,
    ...over,
  };
}

/** `n` papers with ids 2611.00001 and on, each changed by `over`. */
export function papers(n: number, over: (i: number) => Partial<Paper> = () => ({})): Paper[] {
  return Array.from({ length: n }, (_, i) =>
    aPaper({ id: `2611.${String(i + 1).padStart(5, "0")}`, title: `Paper number ${i + 1}`, ...over(i) }),
  );
}

type Json = Record<string, unknown>;

/** An item of Hugging Face's daily list, in the schema of 2026. */
export function aRecord(paper: Json = {}, item: Json = {}): Json {
  return {
    title: "Walking Robots That Read Maps",
    publishedAt: "2026-11-16T20:00:00.000Z",
    numComments: 2,
    ...item,
    paper: {
      id: "2611.00001",
      title: "Walking Robots That Read Maps",
      authors: [
        { _id: "1", name: "Ana Müller", hidden: false },
        { _id: "2", name: "Li Wei", hidden: false },
      ],
      summary: "Robots get lost where maps are old. We let a robot correct its map while it walks.",
      publishedAt: "2026-11-17T00:00:00.000Z",
      submittedOnDailyAt: "2026-11-19T00:00:00.000Z",
      upvotes: 12,
      ...paper,
    },
  };
}
