import { plainSigns } from "./clean.ts";

// Two forms (https://info.arxiv.org/help/arxiv_identifier.html): since April 2007 a year, a month and a number, before it an archive with
// the same. A version may follow either; it is never part of our id.
const newStyle = String.raw`\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}`;
// Closed in 2007, so complete: other words before a slash and seven digits are folders and dates.
const archives =
  "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|" +
  "hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con";
const oldStyle = String.raw`(?:${archives})(?:\.[a-z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}`;
const anyId = String.raw`(?<id>${newStyle}|${oldStyle})(?:v\d{1,3})?`;

// A link is what its host says: a look-alike, or an address that only holds another one in its path or query, is none. Every part
// has a longest length, so that no text takes more than a time in proportion to its own length.
const arxivDoi = String.raw`10\.48550(?:/|%2f)arxiv\.`;
const page =
  String.raw`(?:[a-z\d][a-z\d-]{0,62}\.){0,4}(?:arxiv\.org(?::\d{1,5})?/(?:abs|pdf|html|format|src|e-print|ps)/|ar5iv\.org/(?:abs|html|pdf)/|` +
  String.raw`(?:huggingface|hf)\.co(?::\d{1,5})?/papers/|alphaxiv\.org/(?:[a-z-]{1,20}/){0,2}|doi\.org/${arxivDoi})(?:arxiv:)?${anyId}`;
/** What may follow at once: a file's ending, a page beneath the paper's, but no way up from it. */
const beneath = String.raw`(?:\.pdf)?(?!/\.\.?/)`;

const bare = new RegExp(`^(?:arxiv:\\s*)?${anyId}$`, "i");
const doi = new RegExp(`^(?:doi:\\s*)?${arxivDoi}${anyId}$`, "i");
const link = new RegExp(
  String.raw`^<?(?:https?://)?${page}${beneath}(?:/[^\s?#]*)?(?:[?#]\S*)?[>.,;:!?)\]}"'*_~”’»›…。，、；：！？」』）】》]*$`,
  "i",
);

/** Characters: no single link to a paper is longer, and the patterns take their time with what is. */
const longest = 500;

/**
 * The arXiv id, without its version, that `text` is: a bare id ("2601.01234v2", "arXiv:hep-th/9901001"), its DOI, or a link to
 * the paper on arXiv, Hugging Face, alphaXiv or doi.org. Undefined where the text is anything else or says more than that.
 */
export function parseArxivId(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed.length > longest) return undefined;
  const id = (bare.exec(trimmed) ?? link.exec(trimmed) ?? doi.exec(trimmed))?.groups?.id;
  return id === undefined ? undefined : canonical(id);
}

/** What people put around an id: quotes, brackets, emphasis, the end of a sentence. */
const around = String.raw`[\s"'\u0060*_~()[\]{}<>«»“”„‘’]*`;
const dressed = new RegExp(`^${around}(?<inner>.*?)[.,;:!?]*${around}[.,;:!?]*$`, "su");

/**
 * The id of the one paper that a typed text names: anything of `parseArxivId`, also in quotes, brackets or emphasis, as arXiv itself
 * writes it ("arXiv:2601.01234v1 [cs.CV]", "[2601.01234] A title"), as a Markdown link, or within a sentence that names no other paper.
 */
export function readArxivId(typed: string): string | undefined {
  const text = plainSigns(typed).trim();
  if (text.length > longest) return undefined;
  const inner = dressed.exec(text)?.groups?.inner ?? text;
  const [found, another] = findArxivIds(text);
  return parseArxivId(text) ?? parseArxivId(inner) ?? (another === undefined ? found : undefined);
}

const subject = String.raw`\[(?:${archives}|eess|econ|q-fin|stat)(?:\.[a-z-]{2,10})?\]`;
/** arXiv's own line about a paper, a link as Markdown or Slack writes it, or one word. */
const leading = new RegExp(
  String.raw`^(?:(?:arxiv:\s{1,2})?\S+\s+${subject}|arxiv:\s{1,2}\S+|\[[^\]]{0,300}\]\([^)\s]*\)|<[^<>]{0,500}>|\S+)`,
  "i",
);

/** A paper and what is said behind it: "[2601.01234] compare it". @returns what names the paper, as it was typed, and the rest */
export function splitPaper(typed: string): readonly [paper: string, rest: string] {
  const [paper = ""] = leading.exec(typed) ?? [];
  return [paper, typed.slice(paper.length).trim()];
}

// One id a paper, as arXiv's own answers write it: lower case, and without the subject class that some citations name ("math.GT/0309136").
function canonical(id: string): string {
  return id.toLowerCase().replace(/\.[a-z]{2}\//, "/");
}

// In a text, links stand directly beside brackets, quotes, emphasis and letters of scripts that know no spaces. What an address
// goes on with is therefore ASCII, and ends at a comma, a quote or a bracket: another link may follow.
const restOfAddress = String.raw`[\w!#$%&*+./:=?@^~-]*`;
const begins = String.raw`(?<![a-z\d][-_~]{1,3}|[a-z\d./@\\%&=?#+])`;
const ends = String.raw`(?![a-z\d]|\.\d)`;
const linkInText = `(?:https?://|${begins})${page}(?:${ends}|(?=https?://))${beneath}(?:[/?#]${restOfAddress})?`;
/** Any other address, as a whole, so that nothing within it is taken for a link. Its host may have letters of any script. */
const otherAddress = String.raw`https?://[\w.\u00C0-\u1FFF\u3040-\uD7FF-]*${restOfAddress}`;
const named = String.raw`${begins}(?:${arxivDoi}|arxiv:\s{0,2})${anyId}${ends}`;
/** By itself an id looks like a price or a version: nothing of a number, a path or a unit may touch it. */
const bareInText = String.raw`(?<![\w./\\@%&=?#+$€£-])${anyId}(?![\w@%/$€£°-]|[.:]\d)`;

const linkedIds = new RegExp([linkInText, otherAddress, named].join("|"), "gi");
const linkedAndBareIds = new RegExp([linkInText, otherAddress, named, bareInText].join("|"), "gi");

/** The ids that a text names beyond doubt, by links, DOIs and "arXiv:2601.01234", each once, in their order. */
export function findLinkedIds(text: string): readonly string[] {
  return idsOf(text, linkedIds);
}

/** The ids of a text's links and bare ids, each once, in their order. */
export function findArxivIds(text: string): readonly string[] {
  return idsOf(text, linkedAndBareIds);
}

/** A text without its links to papers and bare ids. */
export function withoutArxivIds(text: string): string {
  return text.replace(linkedAndBareIds, (...match) => (match.at(-1)?.id === undefined ? match[0] : " "));
}

function idsOf(text: string, pattern: RegExp): readonly string[] {
  const ids = Array.from(text.matchAll(pattern), ({ groups }) => groups?.id);
  return [...new Set(ids.filter((id) => id !== undefined).map(canonical))];
}
