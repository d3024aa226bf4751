// "This paper has been withdrawn by Ana Müller", "The submission is withdrawn", "Withdrawn by arXiv", "Paper withdrawn due to an error". A
// paper about what was withdrawn begins otherwise: the words are looked for where a notice has them.
const thing =
  "(?:paper|article|manuscript|submission|preprint|e-print|work|version|draft|note|report|study|thesis)";
const notice = new RegExp(
  String.raw`^\W{0,3}(?:(?:this|the|our)\s(?:\w{1,20}\s){0,2}?)?${thing}\s(?:(?:has|have)\s(?:now\s)?been|is|was|being)?\s?(?:\w{2,20}ly\s)?withdrawn\b`,
  "i",
);
const alone = /^\W{0,3}withdrawn\b(?!\s(?:from|version|paper|submission|ai?n?\b))/i;

/** Whether arXiv's comment on a paper, or what stands in place of its abstract, says that its authors took it back. */
export function isNoticeOfWithdrawal(text: string): boolean {
  const beginning = text.slice(0, 300);
  return (
    alone.test(beginning) ||
    (notice.test(beginning) && !/^.{0,120}\bwithdrawn from (?!arxiv)/i.test(beginning))
  );
}
