import { expect, test } from "vitest";
import type { Paper } from "../../src/model/paper.ts";
import {
  arxivUrl,
  isOnHuggingFace,
  known,
  newestListDay,
  pageUrl,
  paperUrl,
  pdfUrl,
} from "../../src/model/paper.ts";
import { aPaper } from "../support/builders.ts";

test("links are made of the id", () => {
  expect(paperUrl("2611.00001")).toBe("https://huggingface.co/papers/2611.00001");
  expect(arxivUrl("hep-th/9901001")).toBe("https://arxiv.org/abs/hep-th/9901001");
  expect(pdfUrl("2611.00001")).toBe("https://arxiv.org/pdf/2611.00001");
});

test("a paper that only arXiv knows has its page there", () => {
  const { id, title, authors, abstract, publishedAt } = aPaper();
  const fromArxiv = { id, title, authors, abstract, publishedAt, keywords: [], listDays: [] } as Paper;
  expect(isOnHuggingFace(fromArxiv)).toBe(false);
  expect(pageUrl(fromArxiv)).toBe("https://arxiv.org/abs/2611.00001");
  for (const told of [{ upvotes: 0 }, { comments: 0 }, { listDays: ["2026-11-19"] }, { summary: "Maps." }])
    expect(pageUrl({ ...fromArxiv, ...told })).toBe("https://huggingface.co/papers/2611.00001");
});

test("the newest list day is the last one, where there is any", () => {
  expect(newestListDay(aPaper({ listDays: ["2026-11-12", "2026-11-20"] }))).toBe("2026-11-20");
  expect(newestListDay(aPaper({ listDays: [] }))).toBeUndefined();
});

test("what is not known is absent; nought, no and an empty text are known", () => {
  expect(known({ a: undefined, b: null, c: 0, d: "", e: false })).toStrictEqual({ c: 0, d: "", e: false });
});
