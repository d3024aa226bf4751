import { arxivUrl, type Paper } from "../paper.ts";

/**
 * A paper as a BibTeX entry, with the fields that arXiv recommends for eprints (https://info.arxiv.org/help/hypertex/bibstyles/).
 * Text that is LaTeX already, such as a formula between dollars, stays LaTeX.
 */
export function toBibtex(paper: Paper): string {
  const { id, title, authors, publishedAt, listDays } = paper;
  const year = (publishedAt ?? listDays[0])?.slice(0, 4);
  const fields = {
    title: `{${escapeLatex(title)}}`,
    author: authors.map(invert).map(escapeLatex).join(" and "),
    year: year ?? "",
    eprint: id,
    archivePrefix: "arXiv",
    url: arxivUrl(id),
  };
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === "" ? [] : [`  ${name} = {${value}},`],
  );
  return [`@misc{${keyOf(paper, year)},`, ...lines, "}"].join("\n");
}

/** "yao2026reasoning": the first author's last name, the year and the first long word of the title; the id where there is no author. */
function keyOf({ id, title, authors }: Paper, year = ""): string {
  const plain = (text: string): string =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^a-z0-9 ]/g, "");
  // An accent by itself, as in O´Neill, has a space for its base.
  const name = plain(authors[0]?.split(" ").at(-1) ?? "").replaceAll(" ", "");
  const word = plain(title)
    .split(" ")
    .find((one) => one.length > 3);
  return name === "" ? `arxiv:${id}` : `${name}${year}${word ?? ""}`;
}

/** "Yao, Dingyu": BibTeX then need not guess which name is the last. */
function invert(name: string): string {
  const at = name.lastIndexOf(" ");
  return at < 0 ? name : `${name.slice(at + 1)}, ${name.slice(0, at)}`;
}

// BibTeX counts a brace whatever stands before it: \{ alone would end or swallow the field.
const special: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\textbraceleft{}",
  "}": "\\textbraceright{}",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
};

/** Escapes what LaTeX would take for a command, except in formulas between dollars whose braces are balanced. */
function escapeLatex(text: string): string {
  return text
    .split(/(\$[^$]+\$)/)
    .map((piece) => (/^\$[^$]+(?<!\\)\$$/.test(piece) && isBalanced(piece) ? piece : escapePlain(piece)))
    .join("");
}

function escapePlain(text: string): string {
  return text.replace(/[\\{}^~&%$#_]/g, (sign) => special[sign] ?? `\\${sign}`);
}

function isBalanced(formula: string): boolean {
  let open = 0;
  for (const sign of formula) {
    if (sign === "{") open++;
    if (sign === "}" && --open < 0) return false;
  }
  return open === 0;
}
