import { expect, test } from "vitest";
import { isNoticeOfWithdrawal } from "../../src/sources/withdrawn.ts";

test.each([
  "This paper has been withdrawn by the authors due to an error in a lemma.",
  "This paper has been withdrawn",
  "The article is withdrawn.",
  "This arXiv submission has been withdrawn by arXiv administrators.",
  "Paper withdrawn because of a wrong proof",
  "Withdrawn by Ana Müller",
  "Withdrawn.",
  "This manuscript was temporarily withdrawn",
  "This paper has been withdrawn from arXiv by its authors",
])("is a notice: %s", (text) => expect(isNoticeOfWithdrawal(text)).toBe(true));

test.each([
  "",
  "12 pages, 3 figures",
  "This paper has been accepted at a conference.",
  "This paper studies why papers have been withdrawn.",
  "The drug has been withdrawn in two countries.",
  "This work was withdrawn from a conference and is 20 pages long",
  "Withdrawn papers are read more often. We count how often.",
  "Replaces a version that has been withdrawn",
])("is none: %s", (text) => expect(isNoticeOfWithdrawal(text)).toBe(false));
