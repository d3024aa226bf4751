// Two forms (https://info.arxiv.org/help/arxiv_identifier.html): since April 2007 a year, a month and a number, before it an archive with
// the same. A version may follow either; it is never part of our id.
const newStyle = String.raw`\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}`;
const oldStyle = String.raw`[a-z]+(?:-[a-z]+)*(?:\.[a-z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}`;
const anyId = `(${newStyle}|${oldStyle})(?:v\\d{1,3})?`;

const bare = new RegExp(`^(?:arxiv:\\s*)?${anyId}$`, "i");
const link = new RegExp(
  "^<?(?:https?://)?(?:[a-z]+\\.)*(?:" +
    "arxiv\\.org/(?:abs|pdf|html|format)/|huggingface\\.co/papers/|hf\\.co/papers/|alphaxiv\\.org/(?:[a-z]+/)?|doi\\.org/10\\.48550/arxiv\\.)" +
    `${anyId}(?:\\.pdf)?/?(?:[?#][^\\s]*)?[>.,;:!)\\]]*$`,
  "i",
);
const doi = new RegExp(`^(?:doi:\\s*)?10\\.48550/arxiv\\.${anyId}$`, "i");

/** Characters: no link to a paper is longer, and the patterns take their time with what is. */
const longest = 500;

/**
 * The arXiv id, without its version, that `text` is: a bare id ("2601.01234v2", "arXiv:hep-th/9901001"), its DOI, or a link to
 * the paper on arXiv, Hugging Face, alphaXiv or doi.org. Undefined where the text is anything else or says more than that.
 */
export function parseArxivId(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed.length > longest) return undefined;
  const id = (bare.exec(trimmed) ?? link.exec(trimmed) ?? doi.exec(trimmed))?.[1];
  return id === undefined ? undefined : canonical(id);
}

// Archives are lower case, subject classes upper: "math.GT/0309136".
function canonical(id: string): string {
  return id.toLowerCase().replace(/\.([a-z]{2})\//, (_, subject: string) => `.${subject.toUpperCase()}/`);
}

/** The ids of a text's links and bare ids, each once, in their order. */
export function findArxivIds(text: string): readonly string[] {
  const words = text.split(/[\s<>|"'()[\]{}]+/u).filter((word) => word.length <= longest);
  const ids = words.map((word) => parseArxivId(word.replace(/[.,;:!?]+$/, "")));
  return [...new Set(ids.filter((id) => id !== undefined))];
}
